//! What a lead makes of what phones handed in: says which of two tellings counts,
//! takes in what was set aside or puts it aside. And the law of it: what the lead
//! said counts, and whoever it concerns hears of it. (And of the canvassers that two
//! of them may tell of the same talk.)

use super::fault::Fault;
use super::server::{self, CAMPAIGN, LEAD};
use super::world::{Broken, World};
use doorstep::domain::conversation::{Certainty, RatingAnswer};
use doorstep::domain::draft::Act;
use doorstep::domain::ids::{DoorId, RecordId};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Reply, Request};
use doorstep::phone::store::{Enrolment, EnrolmentState};
use doorstep::server::store::StoreError;
use doorstep::server::store::quarantine::{SetAside, TakenIn, Why};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Which telling counts, over which others: by the record that says so.
pub struct Settlement {
    record: RecordId,
    counts: RecordId,
    over: Vec<RecordId>,
}

fn words(error: StoreError) -> Broken {
    format!("the desk fails: {error}")
}

impl World {
    /// Somebody writes down, on the one screen for it, a talk that a colleague may
    /// write down too: with somebody who agreed that it is kept with their name.
    pub fn tell_of(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let here = one.held.doors.iter().any(|held| held.id == door);
        if !here || !one.shown || one.talk.is_some() || one.joining.is_some() {
            return Ok(());
        }
        let begun = self.ask(
            phone,
            "writes down a talk two were at",
            Request::BeginAfterwards { door },
        )?;
        let Some(Ok(Reply::Talk(view))) = begun else {
            return Ok(());
        };
        let doors = server::doors();
        let at = doors.iter().find(|one| one.id == door);
        let person = at.and_then(|door| door.people.first());
        let Some(person) = person.map(|person| person.id) else {
            return Ok(());
        };
        let draft = view.draft;
        let mut acts = vec![
            Act::Who {
                who: WhoAnswered::Listed(person),
            },
            Act::KeepWithName { answer: Some(true) },
        ];
        if let Some(before) = view.form.as_ref().and_then(|form| form.before.as_ref()) {
            acts.push(Act::Rate {
                scale: before.scale.clone(),
                wave: before.wave,
                answer: Some(RatingAnswer::Value {
                    value: self.desk.between(0, 10) as i32,
                }),
                certainty: Certainty::Heard,
            });
        }
        for act in acts {
            self.ask(phone, "", Request::Act { draft, act })?;
            if self.phones[phone].back.is_none() {
                return Ok(());
            }
        }
        self.ask(phone, "  and saves it", Request::Finish { draft })
            .map(drop)
    }

    /// Something a lead does with what came.
    pub async fn office(&mut self) -> Result<(), Broken> {
        self.server.be_at(self.now);
        match self.desk.below(8) {
            6 | 7 => self.lift_one().await,
            0 | 1 => self.settle_one().await,
            2 | 3 => self.decide_one().await,
            _ => self.bring_in_some().await,
        }
    }

    /// Nothing is left on the lead's desk in the end.
    pub async fn clear_the_desk(&mut self) -> Result<(), Broken> {
        self.server.be_at(self.now);
        self.bring_in_all().await?;
        self.settle_one().await?;
        for _ in 0..4 {
            self.decide_one().await?;
        }
        Ok(())
    }

    async fn settle_one(&mut self) -> Result<(), Broken> {
        let store = self.server.server.store.clone();
        let found = store.conflicts(CAMPAIGN).await.map_err(words)?;
        let Some(conflict) = self.desk.pick(&found).cloned() else {
            return Ok(());
        };
        let Some(counts) = self.desk.pick(&conflict.tellings).map(|one| one.id) else {
            return Ok(());
        };
        let record = RecordId(Uuid::from_u64_pair(self.desk.draw(), self.desk.draw()));
        let now = self.now;
        match store.settle(CAMPAIGN, record, counts, LEAD, now).await {
            Err(StoreError::Full) if self.server_full => return Ok(()),
            settled => settled.map_err(words)?,
        }
        self.strike(
            Fault::Settled,
            "Leena",
            &format!(": {} tellings", conflict.tellings.len()),
        );
        let told = conflict.tellings.iter().map(|one| one.id);
        self.law.settled.push(Settlement {
            record,
            counts,
            over: told.filter(|id| *id != counts).collect(),
        });
        self.take_stock();
        self.check_settled().await
    }

    async fn decide_one(&mut self) -> Result<(), Broken> {
        let store = self.server.server.store.clone();
        let rows = store.quarantine(CAMPAIGN).await.map_err(words)?;
        let Some(row) = self.desk.pick(&rows).cloned() else {
            return Ok(());
        };
        let which = SetAside {
            record: row.id,
            content: row.content,
        };
        let what = format!(": a {} ({})", row.kind, row.code);
        let now = self.now;
        if row.can_be_taken && self.desk.percent(60) {
            match store.take_in(CAMPAIGN, which, now).await {
                Err(StoreError::Full) if self.server_full => return Ok(()),
                taken => {
                    if taken.map_err(words)? != TakenIn::Yes {
                        return Err(format!("{} can be taken in, and is not", row.id));
                    }
                }
            }
            self.strike(Fault::TakenIn, "Leena", &what);
            self.take_stock();
            let taken = &self.law.taken;
            let there = taken.log.get(&row.id).or(taken.unlinked.get(&row.id));
            let still = taken.quarantine.contains(&(row.id, row.content));
            if (there != Some(&row.content) || still) && !self.let_go().contains(&row.id.0) {
                return Err(format!("{} was taken in, and is not there", row.id));
            }
        } else {
            let why = Why::ALL[self.desk.below(Why::ALL.len())];
            match store.put_aside(CAMPAIGN, which, why, LEAD, now).await {
                Err(StoreError::Full) if self.server_full => return Ok(()),
                put => put.map_err(words)?,
            }
            self.strike(Fault::PutAside, "Leena", &what);
            self.take_stock();
        }
        Ok(())
    }

    /// Somebody asked for it: they may be called on again.
    async fn lift_one(&mut self) -> Result<(), Broken> {
        let store = self.server.server.store.clone();
        let mut found = Vec::new();
        for door in server::doors() {
            let standing = store.objections(CAMPAIGN, door.id).await.map_err(words)?;
            found.extend(standing.into_iter().map(|scope| (door.clone(), scope)));
        }
        let Some((door, scope)) = self.desk.pick(&found).cloned() else {
            return Ok(());
        };
        let record = RecordId(Uuid::from_u64_pair(self.desk.draw(), self.desk.draw()));
        let now = self.now;
        match store.lift_wish(CAMPAIGN, record, door.id, scope, now).await {
            Err(StoreError::Full) if self.server_full => return Ok(()),
            lifted => lifted.map_err(words)?,
        }
        self.strike(
            Fault::WishLifted,
            "Leena",
            &format!(": door {}", door.order),
        );
        self.take_stock();
        let standing = store.objections(CAMPAIGN, door.id).await.map_err(words)?;
        if standing.contains(&scope) {
            return Err(format!("never again was lifted at {}, and stands", door.id));
        }
        Ok(())
    }

    /// What a lead said counts, until they say otherwise: of each conversation told
    /// twice the others are left out. It is forgotten with whoever is erased only.
    pub async fn check_settled(&mut self) -> Result<(), Broken> {
        let let_go = self.let_go();
        let there = self.server.settled();
        for settled in &self.law.settled {
            let told = settled.over.iter().chain([&settled.counts]);
            let erased = told.clone().any(|id| let_go.contains(&id.0));
            if !there.contains(&settled.record) && !erased {
                return Err(format!(
                    "that {} counts was settled, and is forgotten",
                    settled.counts
                ));
            }
        }
        self.forget_settled(&there);
        let mut out = BTreeSet::new();
        for settled in &self.law.settled {
            out.extend(settled.over.iter().copied());
            out.remove(&settled.counts);
        }
        let store = self.server.server.store.clone();
        for conflict in store.conflicts(CAMPAIGN).await.map_err(words)? {
            for telling in &conflict.tellings {
                if telling.counts == out.contains(&telling.id) {
                    return Err(format!(
                        "a lead said whether {} counts, and it is {}",
                        telling.id, telling.counts
                    ));
                }
            }
        }
        Ok(())
    }

    fn forget_settled(&mut self, there: &BTreeSet<RecordId>) {
        self.law
            .settled
            .retain(|settled| there.contains(&settled.record));
    }

    /// The server was set back: what was settled since is to be settled again.
    pub fn settled_before(&mut self) {
        let there = self.server.settled();
        self.forget_settled(&there);
    }

    /// In the end whoever handed in what was set aside knows what became of it, and
    /// is shown it so.
    pub fn does_not_know(&self, phone: usize) -> Result<Option<String>, Broken> {
        let one = &self.phones[phone];
        let Some(back) = &one.back else {
            return Ok(None);
        };
        let enrolments = back.store().tables().enrolments();
        let enrolments = enrolments.map_err(|error| error.to_string())?;
        // Whoever holds a phone that was reported lost is told nothing.
        let is_lost = |joining: &Enrolment| joining.state == EnrolmentState::Lost;
        if enrolments.iter().any(is_lost) {
            return Ok(None);
        }
        let taken = &self.law.taken;
        for entry in &one.held.outbox {
            let Some((id, content)) = entry
                .record
                .and_then(|id| Some((id, one.contents.get(&id)?.0)))
            else {
                continue;
            };
            let here = taken.log.get(&id).or(taken.unlinked.get(&id)) == Some(&content);
            let aside = !here && taken.aside.contains(&(id, content));
            let shown_aside = entry.state == "delivered" && entry.code.starts_with("put_aside");
            let shown_here = entry.state == "delivered" && entry.code.is_empty();
            if (here && !shown_here) || aside != shown_aside {
                return Ok(Some(format!(
                    "{} shows {id} as {} {:?}; the server has it {}",
                    one.name,
                    entry.state,
                    entry.code,
                    if here { "taken" } else { "set aside" }
                )));
            }
        }
        Ok(None)
    }
}
