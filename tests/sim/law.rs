//! What must be true after every step: nothing somebody saw as saved is lost, and
//! nobody holds what they may not. What must be true in the end is in `calm`.

use super::erased::{is_with_erased, names};
use super::kept::Kept;
use super::office::Settlement;
use super::phone::SimPhone;
use super::server::{self, Taken};
use super::world::{Broken, World};
use doorstep::domain::draft::{Draft, Place};
use doorstep::domain::ids::{CanvasserId, DraftId, ListId, RecordId};
use doorstep::domain::record::{ContentHash, Fact, Kind};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Reply, Request};
use doorstep::phone::store::EnrolmentState;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Default)]
pub struct Law {
    /// What the server has now.
    pub taken: Taken,
    /// By id and content: copies of one phone may finish the same talk differently,
    /// and neither telling may be lost.
    pub promises: BTreeMap<(RecordId, ContentHash), Promise>,
    pub granted: BTreeSet<(Uuid, ListId)>,
    /// Rescue files that were made.
    pub kept: Kept,
    /// What leads settled, in the order they did.
    pub settled: Vec<Settlement>,
    /// Every id that was ever in the ledger of the erased.
    pub erased: BTreeSet<Uuid>,
    /// Every record that ever reached the server, whatever became of it there.
    pub told: BTreeSet<RecordId>,
    /// "Delete my data" is being heard: talks and drafts may go, at somebody's wish.
    pub deleting: bool,
}

/// A phone before it was asked something.
pub struct Before {
    own: BTreeSet<RecordId>,
    known: BTreeSet<RecordId>,
    drafts: Vec<Draft>,
}

impl Before {
    pub fn of(phone: &SimPhone) -> Self {
        Self {
            own: phone.own().collect(),
            known: phone.contents.keys().copied().collect(),
            drafts: phone
                .held
                .drafts
                .iter()
                .map(|held| held.draft.clone())
                .collect(),
        }
    }

    fn finished_elsewhere(&self, draft: DraftId) -> usize {
        let draft = self.drafts.iter().find(|one| one.id == draft);
        draft.map_or(0, |draft| {
            let ids = [draft.visit, draft.linked_id, draft.unlinked_id];
            ids.iter().filter(|id| self.known.contains(id)).count()
        })
    }
}

/// Something a person was told is saved.
pub struct Promise {
    pub by: String,
    pub kind: Kind,
    /// The ids it names; of an unlinked talk the visit it was had on.
    pub names: BTreeSet<Uuid>,
    /// Of a correction: what it corrects.
    pub corrects: Option<Uuid>,
    pub unlinked: bool,
    /// Its phone was set back to before it: from here on the server alone has it.
    only_with_the_server: bool,
    /// Lost with a machine, which no program can help.
    pub excused: bool,
}

impl World {
    /// Looks into a phone that may have changed.
    pub fn look(&mut self, phone: usize) -> Result<(), Broken> {
        let drafts = self.phones[phone].held.drafts.clone();
        if self.phones[phone].look()? {
            let one = &self.phones[phone];
            for stored in drafts {
                let draft = stored.draft;
                // A form that nothing was entered in is dropped when it is left.
                if self.law.deleting || (draft.is_form() && draft.is_blank()) {
                    continue;
                }
                if is_with_erased(&draft, &self.law.erased) || self.law.kept.has_begun(draft.visit)
                {
                    continue;
                }
                let is_open = one.held.drafts.iter().any(|held| held.draft.id == draft.id);
                if !is_open && !one.contents.contains_key(&draft.visit) {
                    return Err(format!("{}'s open talk is gone: {}", one.name, draft.id));
                }
            }
            if self.law.deleting {
                self.let_go_of_what_was_deleted(phone);
            }
            self.promise_what_is_there(phone);
            self.note_what_was_wiped(phone)?;
            self.check_phone(phone)?;
        }
        Ok(())
    }

    /// Talks (nothing else) of this phone that a wish has just taken off it.
    fn let_go_of_what_was_deleted(&mut self, phone: usize) {
        let name = self.phones[phone].name.clone();
        let gone: Vec<_> = self
            .law
            .promises
            .iter()
            .filter(|(_, promise)| promise.by == name && promise.kind == Kind::Conversation)
            .map(|(key, _)| *key)
            .filter(|(id, content)| !self.is_kept(*id, *content))
            .collect();
        for key in gone {
            if let Some(promise) = self.law.promises.get_mut(&key) {
                promise.excused = true;
            }
        }
    }

    /// A phone that was reported lost and has handed over everything keeps nothing:
    /// from there on the server alone has it.
    fn note_what_was_wiped(&mut self, phone: usize) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let Some(back) = &one.back else {
            return Ok(());
        };
        let enrolments = back.store().tables().enrolments();
        let enrolments = enrolments.map_err(|error| error.to_string())?;
        let is_lost = enrolments
            .iter()
            .any(|enrolment| enrolment.state == EnrolmentState::Lost);
        if is_lost {
            self.only_the_server_has_the_rest();
        }
        Ok(())
    }

    /// A phone has let go of what it had: what stands on none is the server's to keep.
    pub fn only_the_server_has_the_rest(&mut self) {
        let phones = &self.phones;
        for ((id, content), promise) in &mut self.law.promises {
            if !phones.iter().any(|phone| phone.has_own(*id, *content)) {
                promise.only_with_the_server = true;
            }
        }
    }

    /// What a phone wrote counts from when it is on its disk.
    pub fn promise_what_is_there(&mut self, phone: usize) {
        let one = &self.phones[phone];
        for held in one.held.records.iter().filter(|held| held.mine) {
            let id = held.record.id;
            let content = one.contents[&id].0;
            self.law
                .promises
                .entry((id, content))
                .or_insert_with(|| Promise {
                    by: one.name.clone(),
                    kind: held.record.kind.clone(),
                    names: names(&one.held, &held.record),
                    corrects: match held.record.read_shared() {
                        Ok(Fact::Correction(correction)) => Some(correction.corrects.0),
                        _ => None,
                    },
                    unlinked: held.record.author.is_none(),
                    only_with_the_server: false,
                    excused: false,
                });
        }
    }

    /// A person was told that something is saved: it must be there, as many as were said.
    pub fn saved(
        &self,
        phone: usize,
        asked: &Request,
        said: &Reply,
        before: &Before,
    ) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let new: Vec<RecordId> = one.own().filter(|id| !before.own.contains(id)).collect();
        let (expected, what) = match (asked, said) {
            (Request::Note { .. } | Request::Wish { .. }, Reply::Saved(saved)) => {
                if let Some(missing) = saved.visits.iter().find(|id| !new.contains(id)) {
                    return Err(format!(
                        "{} was told that {missing} is saved, and it is not",
                        one.name
                    ));
                }
                (saved.visits.len(), "a note")
            }
            (Request::Undo { visits }, Reply::Done) => (visits.len(), "an undo"),
            (Request::Correct { .. }, Reply::Saved(_)) => (1, "a correction"),
            (Request::Warn { .. }, Reply::Done) => (1, "a warning"),
            (Request::Finish { draft }, Reply::Saved(_)) => {
                if one.held.drafts.iter().any(|held| held.draft.id == *draft) {
                    return Err(format!("{}'s finished talk is still a draft", one.name));
                }
                // A copy of this phone may have finished the same talk before: of what
                // is known already the first telling stays.
                (2 - before.finished_elsewhere(*draft), "a talk")
            }
            (_, Reply::Talk(talk)) => {
                let kept = one
                    .held
                    .drafts
                    .iter()
                    .find(|held| held.draft.id == talk.draft);
                let place: Option<&Place> = kept.map(|held| &held.draft.place);
                if place != Some(&talk.place) {
                    return Err(format!(
                        "{} is shown {:?} of a talk that is kept at {place:?}",
                        one.name, talk.place
                    ));
                }
                (0, "an act")
            }
            _ => return Ok(()),
        };
        if new.len() == expected {
            Ok(())
        } else {
            Err(format!(
                "{what} of {} made {} records, not {expected}",
                one.name,
                new.len()
            ))
        }
    }

    fn is_kept(&self, id: RecordId, content: ContentHash) -> bool {
        self.law.taken.has(id, content)
            || self.law.kept.has(id, content)
            || self.phones.iter().any(|phone| phone.has_own(id, content))
    }

    /// After every step.
    pub fn check_now(&self) -> Result<(), Broken> {
        self.check_erased()?;
        self.check_begun()?;
        for ((id, content), promise) in &self.law.promises {
            if !promise.excused && !self.is_kept(*id, *content) && !self.let_go().contains(&id.0) {
                return Err(format!(
                    "{} saw a {} as saved, and it is nowhere: {id}",
                    promise.by,
                    promise.kind.name()
                ));
            }
        }
        let log = self.law.taken.log.iter().chain(&self.law.taken.unlinked);
        for (id, content) in log {
            let key = (*id, *content);
            if !self.law.promises.contains_key(&key) && self.law.kept.begun(key).is_none() {
                return Err(format!("nobody wrote what the server has under {id}"));
            }
        }
        Ok(())
    }

    /// A phone was replaced by an older image of it; how many records were only there.
    pub fn gone_with_a_phone(&mut self) -> usize {
        let phones = &self.phones;
        let taken = &self.law.taken;
        let mut gone = 0;
        for ((id, content), promise) in &mut self.law.promises {
            if phones.iter().any(|phone| phone.has_own(*id, *content)) {
                continue;
            }
            promise.only_with_the_server = true;
            let in_file = self.law.kept.has(*id, *content);
            if !promise.excused && !in_file && !taken.has(*id, *content) {
                promise.excused = true;
                gone += 1;
            }
        }
        gone
    }

    /// The server was replaced by an older image of it. Phones keep what they
    /// handed in for that day; only unlinked talks are gone.
    pub fn gone_with_the_server(&mut self) -> Result<usize, Broken> {
        let let_go = self.let_go();
        let phones = &self.phones;
        let taken = &self.law.taken;
        let mut gone = 0;
        for ((id, content), promise) in &mut self.law.promises {
            if let_go.contains(&id.0) {
                continue;
            }
            let kept = phones.iter().any(|phone| phone.has_own(*id, *content))
                || self.law.kept.has(*id, *content);
            if promise.excused || kept || taken.has(*id, *content) {
                continue;
            }
            if !promise.unlinked && !promise.only_with_the_server {
                return Err(format!(
                    "{}'s phone did not keep its {} for a server restored from an old image: {id}",
                    promise.by,
                    promise.kind.name()
                ));
            }
            promise.excused = true;
            gone += 1;
        }
        Ok(gone)
    }

    /// A phone that left had these with the server, as far as it had heard: that one may have
    /// been set back since.
    pub fn believed_with_the_server(&mut self, delivered: &BTreeSet<RecordId>) {
        let lost: Vec<_> = self
            .law
            .promises
            .keys()
            .filter(|(id, content)| delivered.contains(id) && !self.is_kept(*id, *content))
            .copied()
            .collect();
        for key in lost {
            if let Some(promise) = self.law.promises.get_mut(&key) {
                promise.excused = true;
            }
        }
    }

    fn canvassers_of(&self, phone: usize) -> Result<BTreeSet<CanvasserId>, Broken> {
        match &self.phones[phone].back {
            Some(back) => {
                let own = back.store().tables().own_canvassers();
                own.map(|own| own.into_iter().collect())
                    .map_err(|error| error.to_string())
            }
            None => Ok(BTreeSet::new()),
        }
    }

    fn check_phone(&self, phone: usize) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let own = self.canvassers_of(phone)?;
        for held in &one.held.records {
            let by = held.record.author.map(|author| author.canvasser);
            let is_own = by.is_none_or(|by| own.contains(&by));
            if held.record.kind == Kind::Conversation && !(held.mine && is_own) {
                return Err(format!("{} has somebody else's conversation", one.name));
            }
        }
        for held in one.held.records.iter().filter(|held| held.mine) {
            let Ok(Fact::Visit(visit)) = held.record.read_shared() else {
                continue;
            };
            if let Some(WhoAnswered::Listed(person)) = visit.who
                && !server::lives_at(person, visit.door)
            {
                return Err(format!("{} noted who answered at another door", one.name));
            }
        }
        for door in &one.held.doors {
            if door.state != door.folded {
                return Err(format!(
                    "{} is shown {:?} at {}, and the records say {:?}",
                    one.name, door.state, door.id, door.folded
                ));
            }
        }
        Ok(())
    }

    pub async fn check_all(&mut self) -> Result<(), Broken> {
        let checked = self.server.server.store.check_views().await;
        let checked = checked.map_err(|error| format!("the server cannot check: {error}"))?;
        if let Some(problem) = checked.problems.first() {
            return Err(format!("the server's check says: {problem}"));
        }
        self.check_settled().await?;
        for phone in 0..self.phones.len() {
            if self.phones[phone].back.is_none() {
                continue;
            }
            self.check_records(phone)?;
            self.check_people(phone)?;
            self.check_cursors(phone)?;
        }
        Ok(())
    }

    /// What a phone wrote it never overwrites.
    fn check_records(&self, phone: usize) -> Result<(), Broken> {
        let one = &self.phones[phone];
        for held in one.held.records.iter().filter(|held| held.mine) {
            if one.contents[&held.record.id].0 != held.record.content_hash() {
                return Err(format!("{} overwrote {}", one.name, held.record.id));
            }
        }
        Ok(())
    }

    fn check_people(&self, phone: usize) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let own = self.canvassers_of(phone)?;
        for door in &one.held.doors {
            let granted = own
                .iter()
                .any(|by| self.law.granted.contains(&(by.0, door.list)));
            if !granted {
                return Err(format!(
                    "{} has people of a list never given to them",
                    one.name
                ));
            }
        }
        Ok(())
    }

    /// Whoever has read up to a number has everything below it.
    fn check_cursors(&self, phone: usize) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let (epoch, _) = self.server.head();
        // A joining that ended gets no news; its lists stand where they stood.
        let mut served = BTreeSet::new();
        if let Some(back) = &one.back {
            let enrolments = back.store().tables().enrolments();
            let enrolments = enrolments.map_err(|error| error.to_string())?;
            if enrolments.len() > 1 {
                // One may have heard that the server was set back, and another not yet.
                return Ok(());
            }
            for enrolment in enrolments {
                if enrolment.state == EnrolmentState::Active {
                    served.insert(enrolment.canvasser);
                }
            }
        }
        for list in one
            .held
            .lists
            .iter()
            .filter(|list| served.contains(&list.canvasser))
        {
            let mut parts = list.cursor.split('.');
            let (of, seq) = (parts.next(), parts.next().and_then(|seq| seq.parse().ok()));
            let (Some(of), Some(seq)) = (of, seq) else {
                continue;
            };
            if of != epoch
                || one.history != self.server.history
                || list.emptied
                || list.gone
                || !list.complete
            {
                continue;
            }
            for (number, record) in self.server.feed_until(list.id, seq) {
                let held = one
                    .held
                    .records
                    .iter()
                    .find(|held| held.record.id == record);
                if !held.is_some_and(|held| held.lists.contains(&list.id)) {
                    return Err(format!(
                        "{} has read {} up to {seq} without number {number}: {record} ({list:?}, held {})",
                        one.name,
                        list.id,
                        held.is_some()
                    ));
                }
            }
        }
        Ok(())
    }
}
