//! The law of erasure: what goes with somebody who was erased, and that nothing
//! of them can be read anywhere again.

use super::fault::Fault;
use super::world::{Broken, World};
use doorstep::domain::door_fact::WishScope;
use doorstep::domain::draft::Draft;
use doorstep::domain::erasure::ids_in;
use doorstep::domain::ids::RecordId;
use doorstep::domain::record::{Kind, Record};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::store::{EnrolmentState, Inventory};
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;
use doorstep::wire::problem::Problem;
use doorstep::wire::pull::{Erasure, PullReply, PullRequest};
use doorstep::wire::push::{Outcome, PushReply, PushRequest};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The ids a record names; of an unlinked talk also the visit it was had on.
pub fn names(held: &Inventory, record: &Record) -> BTreeSet<Uuid> {
    let mut names = ids_in(record.body.get());
    let entry = held
        .outbox
        .iter()
        .find(|entry| entry.record == Some(record.id));
    names.extend(entry.and_then(|entry| entry.visit).map(|visit| visit.0));
    names.into_iter().collect()
}

/// Whether a talk in progress is with somebody who was erased.
pub fn is_with_erased(draft: &Draft, erased: &BTreeSet<Uuid>) -> bool {
    let with = match draft.who {
        WhoAnswered::Listed(person) => erased.contains(&person.0),
        WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk => false,
    };
    with || erased.contains(&draft.door.0)
}

impl World {
    /// What the server has now, after anything it did.
    pub fn take_stock(&mut self) {
        self.law.taken = self.server.taken();
        let erased = self.law.taken.erased.iter().copied();
        self.law.erased.extend(erased);
    }

    /// Everything that may go with the erased: what names them, the visits that
    /// turned out to be with them, and what hangs on those.
    pub fn let_go(&self) -> BTreeSet<Uuid> {
        self.with_the_erased(|_| true, |_| true)
    }

    /// Of that, what must go. What nothing lets through can't be answered `erased`; and what a
    /// phone erased before it was sent has told nobody which visit it was about.
    fn must_go(&self) -> BTreeSet<Uuid> {
        self.with_the_erased(
            |id| self.cursed.as_deref() != Some(&*id.to_string()),
            |id| self.law.told.contains(id),
        )
    }

    fn with_the_erased(
        &self,
        counts: impl Fn(&RecordId) -> bool,
        is_told: impl Fn(&RecordId) -> bool,
    ) -> BTreeSet<Uuid> {
        let mut gone = self.law.erased.clone();
        loop {
            let before = gone.len();
            for ((id, _), promise) in self.law.promises.iter().filter(|((id, _), _)| counts(id)) {
                if gone.contains(&id.0) || promise.names.iter().any(|name| gone.contains(name)) {
                    gone.insert(id.0);
                    gone.extend(promise.corrects.filter(|_| is_told(id)));
                }
            }
            if gone.len() == before {
                return gone;
            }
        }
    }

    /// Nothing that names somebody erased can be read anywhere on the server.
    pub fn check_erased(&self) -> Result<(), Broken> {
        let taken = &self.law.taken;
        if let Some(forgotten) = self.law.erased.difference(&taken.erased).next() {
            return Err(format!(
                "the server has forgotten that {forgotten} was erased"
            ));
        }
        let there = taken.log.iter().map(|(id, content)| (*id, *content));
        let there = there.chain(taken.quarantine.iter().copied());
        for key in there {
            let begun = self.law.kept.begun(key).into_iter().flatten();
            if let Some(named) = begun.copied().find(|id| taken.erased.contains(id)) {
                return Err(format!("the server has a begun talk with {named}, erased"));
            }
            let named = self.law.promises.get(&key).is_some_and(|promise| {
                // An unlinked talk names nobody; that it was with them only its phone knew.
                !promise.unlinked && promise.names.iter().any(|name| taken.erased.contains(name))
            });
            if named || taken.erased.contains(&key.0.0) {
                let names = self.law.promises.get(&key).map(|promise| &promise.names);
                let logged = taken.log.contains_key(&key.0);
                return Err(format!(
                    "the server has {} of somebody erased (in the log: {logged}), naming {names:?}; {:?}",
                    key.0, taken.erased
                ));
            }
        }
        if let Some(named) = taken.lifted.intersection(&taken.erased).next() {
            return Err(format!("that {named}, erased, was lifted is still there"));
        }
        for (door, person) in self.server.people() {
            if taken.erased.contains(&door.0) || taken.erased.contains(&person.0) {
                return Err(format!("the server lists somebody erased at {door}"));
            }
        }
        Ok(())
    }

    /// Whatever names somebody erased is answered so, and nothing else is. Before the
    /// law has taken stock of what this request itself erased.
    pub fn check_erased_are_answered(
        &mut self,
        call: &Call,
        answer: &HttpAnswer,
    ) -> Result<(), Broken> {
        let HttpAnswer::Some {
            status: 200, body, ..
        } = answer
        else {
            return Ok(());
        };
        let asked: PushRequest = serde_json::from_slice(&call.json).map_err(|e| e.to_string())?;
        let reply: PushReply = serde_json::from_slice(body).map_err(|e| e.to_string())?;
        for (entry, result) in asked.entries.iter().zip(&reply.results) {
            let id = entry.record.id;
            self.law.told.insert(id);
            let mut named = ids_in(entry.record.body.get());
            named.insert(id.0);
            let is_erased = named.iter().any(|id| self.law.erased.contains(id));
            let said_erased = result.outcome == Outcome::Erased;
            if is_erased && !said_erased {
                return Err(format!(
                    "{id} names somebody erased, and was answered {:?}",
                    result.outcome
                ));
            }
            if said_erased {
                self.strike(Fault::ErasedSentLate, "server", &format!(": {id}"));
            }
        }
        Ok(())
    }

    /// A phone is about to hear of erasures: what it has of whom they are about now.
    pub fn told_of_erasures(&mut self, phone: usize, answer: &HttpAnswer) {
        let HttpAnswer::Some { body, .. } = answer else {
            return;
        };
        let page = serde_json::from_slice::<PullReply>(body).map(|page| page.erased);
        let refusal = || serde_json::from_slice::<Problem>(body).map(|said| said.erased);
        let Ok(told) = page.or_else(|_| refusal()) else {
            return;
        };
        let one = &mut self.phones[phone];
        for Erasure { id, erased } in told {
            let whom = match erased.scope {
                WishScope::Person(person) => person.0,
                WishScope::Household => erased.door.0,
            };
            let named = one.held.records.iter().map(|held| &held.record);
            let named = named.filter(|record| {
                record.kind != Kind::PersonErased && ids_in(record.body.get()).contains(&whom)
            });
            let named = named.map(|record| record.id).collect();
            one.to_erase.insert(id, named);
        }
    }

    /// A phone that says it has carried out an erasure has nothing of it any more.
    pub fn check_carried_out(&self, phone: usize, call: &Call) -> Result<(), Broken> {
        if call.endpoint != "pull" {
            return Ok(());
        }
        let asked: PullRequest = serde_json::from_slice(&call.json).map_err(|e| e.to_string())?;
        let one = &self.phones[phone];
        for erasure in &asked.erased {
            let left = one.to_erase.get(erasure).into_iter().flatten();
            if let Some(left) = left.copied().find(|id| one.contents.contains_key(id)) {
                return Err(format!(
                    "{} says that it carried out {erasure}, and still has {left}",
                    one.name
                ));
            }
        }
        Ok(())
    }

    /// In the end no phone holds anything of them, unless it was reported lost.
    pub fn still_holds_erased(&self, phone: usize) -> Result<Option<String>, Broken> {
        let one = &self.phones[phone];
        let Some(back) = &one.back else {
            return Ok(None);
        };
        let enrolments = back.store().tables().enrolments();
        let enrolments = enrolments.map_err(|error| error.to_string())?;
        if enrolments
            .iter()
            .any(|enrolment| enrolment.state == EnrolmentState::Lost)
        {
            return Ok(None);
        }
        let gone = self.must_go();
        for held in &one.held.records {
            if held.record.kind != Kind::PersonErased && gone.contains(&held.record.id.0) {
                return Ok(Some(format!(
                    "{} still has a {} of somebody erased: {}",
                    one.name,
                    held.record.kind.name(),
                    held.record.id
                )));
            }
        }
        for door in &one.held.doors {
            let listed = door.people.iter().any(|person| gone.contains(&person.0));
            if listed || (gone.contains(&door.id.0) && !door.people.is_empty()) {
                return Ok(Some(format!(
                    "{} still lists somebody erased at {}",
                    one.name, door.id
                )));
            }
        }
        Ok(None)
    }
}
