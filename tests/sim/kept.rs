//! Rescue files: phones make them of what they could not send, some leave their
//! campaign after that, and the desk brings the files in: cut short or altered on
//! the way, twice, before or after their phone sends the same. And the law of it:
//! what stands in a kept file is kept, all of it is taken in, and nothing twice.

use super::chance::Chance;
use super::fault::Fault;
use super::server::{self, CAMPAIGN};
use super::world::{Broken, Event, MINUTE, SECOND, World};
use doorstep::domain::erasure::ids_in;
use doorstep::domain::ids::RecordId;
use doorstep::domain::record::{ContentHash, Record};
use doorstep::phone::room::{Reply, Request, Trouble};
use doorstep::server::rescue::{BringInError, Contents, bring_in, read};
use doorstep::server::store::StoreError;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// So often somebody tries to make a file; the first time the signal goes.
pub const WITHOUT_SIGNAL: u32 = 8;

type Key = (RecordId, ContentHash);

/// What somebody does with the file they made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Shares it or not, and may leave the campaign.
    AsTheyLike,
    /// Walks over with it at once, and goes on canvassing.
    ToTheDesk,
}

/// A file somebody has in their hands.
pub struct KeptFile {
    of: String,
    text: String,
    holds: BTreeSet<Key>,
    /// Begun talks as the records they would be, with the ids these name.
    begun: BTreeMap<Key, BTreeSet<Uuid>>,
}

#[derive(Default)]
pub struct Kept {
    files: Vec<KeptFile>,
}

/// What happens to a file on its way to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    None,
    Cut,
    Altered,
}

impl Kept {
    pub fn has(&self, id: RecordId, content: ContentHash) -> bool {
        let key = (id, content);
        self.files.iter().any(|file| file.holds.contains(&key))
    }

    /// Whether a begun talk stands in one, by the id of its visit.
    pub fn has_begun(&self, visit: RecordId) -> bool {
        let mut begun = self.files.iter().flat_map(|file| file.begun.keys());
        begun.any(|(id, _)| *id == visit)
    }

    /// What a begun talk names that a file turned into records.
    pub fn begun(&self, key: Key) -> Option<&BTreeSet<Uuid>> {
        self.files.iter().find_map(|file| file.begun.get(&key))
    }
}

impl KeptFile {
    fn of(name: &str, text: String, contents: &Contents) -> Self {
        let key = |record: &Record| (record.id, record.content_hash());
        let begun = contents.drafts.iter();
        Self {
            of: name.to_owned(),
            text,
            holds: contents.records.iter().map(key).collect(),
            begun: begun
                .map(|record| (key(record), ids_in(record.body.get()).into_iter().collect()))
                .collect(),
        }
    }
}

impl World {
    /// Somebody who could not send makes a file of it, and may leave the campaign.
    pub fn rescue(&mut self, phone: usize, tries: u32, then: Then) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let can = one.back.is_some() && one.shown && one.joining.is_none();
        let mut unsent = one.held.outbox.iter();
        let has_unsent = unsent.any(|entry| !matches!(&*entry.state, "delivered" | "erased"));
        if can && one.online && tries == WITHOUT_SIGNAL {
            // Why anybody would make one.
            let name = one.name.clone();
            self.strike(Fault::Offline, &name, "");
            self.phones[phone].online = false;
            let back = self.whose(then).between(20 * MINUTE, 90 * MINUTE);
            self.later(back, Event::NetworkBack(phone));
        }
        if !can || (!has_unsent && tries > 0) {
            if tries > 0 {
                let again = self.whose(then).between(SECOND, 2 * MINUTE);
                self.later(again, Event::Rescue(phone, tries - 1, then));
            }
            return Ok(());
        }
        let made = self.ask(phone, "makes a rescue file", Request::Rescue)?;
        let Some(Ok(Reply::Rescue(rescue))) = made else {
            return Ok(());
        };
        if !rescue.without_key.is_empty() {
            return Err("a campaign with a recovery kit has no key for its phones".to_owned());
        }
        let name = self.phones[phone].name.clone();
        let (mut names, mut made) = (Vec::new(), Vec::new());
        let mut in_file = BTreeSet::new();
        for file in &rescue.files {
            let contents = read(file.text.as_bytes(), &server::kit(), CAMPAIGN)
                .map_err(|why| format!("{name}'s rescue file cannot be opened: {why:?}"))?;
            let kept = KeptFile::of(&name, file.text.clone(), &contents);
            in_file.extend(kept.holds.iter().copied());
            names.push(file.name.clone());
            let what = format!(" of {} records, {} begun", kept.holds.len(), file.drafts);
            self.strike(Fault::RescueMade, &name, &what);
            made.push(kept);
        }
        self.check_nothing_is_left_out(phone, &in_file)?;
        let walks = then == Then::ToTheDesk;
        let names_it = !names.is_empty() && (walks || self.desk.percent(65));
        if names_it {
            // It is out of the phone, whether or not the phone still notes that.
            let first = self.law.kept.files.len();
            self.law.kept.files.append(&mut made);
            for file in first..self.law.kept.files.len() {
                if walks || self.errands.percent(60) {
                    let at = self.errands.between(MINUTE, 12 * MINUTE);
                    self.later(at, Event::Errand(file));
                }
            }
            self.ask(phone, "  and shares it", Request::Rescued { names })?;
        }
        // Also without: it is refused while anything would be lost.
        if !walks && self.desk.percent(60) {
            self.leave(phone)?;
        }
        Ok(())
    }

    /// What decides: the desk's chance where it always did, so that its stories stay.
    fn whose(&mut self, then: Then) -> &mut Chance {
        match then {
            Then::AsTheyLike => &mut self.desk,
            Then::ToTheDesk => &mut self.errands,
        }
    }

    fn check_nothing_is_left_out(
        &self,
        phone: usize,
        in_file: &BTreeSet<Key>,
    ) -> Result<(), Broken> {
        let one = &self.phones[phone];
        let unsent = one.held.outbox.iter();
        let unsent = unsent.filter(|entry| !matches!(&*entry.state, "delivered" | "erased"));
        for id in unsent.filter_map(|entry| entry.record) {
            let content = one.contents.get(&id).map(|(content, _)| *content);
            if !content.is_some_and(|content| in_file.contains(&(id, content))) {
                return Err(format!("{}'s rescue file is without {id}", one.name));
            }
        }
        Ok(())
    }

    fn leave(&mut self, phone: usize) -> Result<(), Broken> {
        let outbox = self.phones[phone].held.outbox.iter();
        let delivered = outbox.filter(|entry| entry.state == "delivered");
        let delivered: BTreeSet<RecordId> = delivered.filter_map(|entry| entry.record).collect();
        let reply = self.ask(phone, "leaves the campaign", Request::Leave)?;
        match reply {
            Some(Ok(_)) => {
                self.believed_with_the_server(&delivered);
                let name = self.phones[phone].name.clone();
                self.strike(Fault::Left, &name, "");
                self.phones[phone].talk = None;
                self.phones[phone].last_saved.clear();
                self.only_the_server_has_the_rest();
            }
            Some(Err(Trouble::NotRescued(_))) => {
                let name = self.phones[phone].name.clone();
                self.strike(Fault::LeavingRefused, &name, "");
            }
            Some(Err(_)) | None => {}
        }
        Ok(())
    }

    /// Who made it walks over with it.
    pub async fn take_to_the_desk(&mut self, file: usize) -> Result<(), Broken> {
        self.bring_in(file, Harm::None).await
    }

    /// The desk gets one of the files, in whatever state.
    pub async fn bring_in_some(&mut self) -> Result<(), Broken> {
        if self.law.kept.files.is_empty() {
            return Ok(());
        }
        let which = self.desk.below(self.law.kept.files.len());
        let harm = [Harm::None, Harm::None, Harm::Cut, Harm::Altered][self.desk.below(4)];
        self.bring_in(which, harm).await?;
        if harm == Harm::None && self.desk.percent(40) {
            self.bring_in(which, harm).await?;
        }
        Ok(())
    }

    /// Before the day ends the lead has brought in every file there is.
    pub async fn bring_in_all(&mut self) -> Result<(), Broken> {
        for which in 0..self.law.kept.files.len() {
            self.bring_in(which, Harm::None).await?;
        }
        Ok(())
    }

    fn harmed(&mut self, which: usize, harm: Harm) -> Vec<u8> {
        let mut bytes = self.law.kept.files[which].text.clone().into_bytes();
        match harm {
            Harm::None => {}
            Harm::Cut => {
                let left = self.desk.below(bytes.len());
                bytes.truncate(left);
            }
            Harm::Altered => {
                for _ in 0..self.desk.between(1, 4) {
                    let at = self.desk.below(bytes.len());
                    bytes[at] = b'A' + (self.desk.draw() % 26) as u8;
                }
            }
        }
        bytes
    }

    async fn bring_in(&mut self, which: usize, harm: Harm) -> Result<(), Broken> {
        let bytes = self.harmed(which, harm);
        let of = self.law.kept.files[which].of.clone();
        if harm != Harm::None {
            self.strike(Fault::RescueHarmed, "Leena", &format!(": {of}'s, {harm:?}"));
        }
        let contents = match read(&bytes, &server::kit(), CAMPAIGN) {
            Ok(contents) => contents,
            Err(why) if harm == Harm::None => {
                return Err(format!("{of}'s rescue file cannot be read: {why:?}"));
            }
            Err(why) => {
                self.say("Leena", &format!("  is told: {why:?}"));
                return Ok(());
            }
        };
        let told = contents.records.iter().map(|record| record.id);
        self.law.told.extend(told);
        let before = self.law.taken.clone();
        let not_sent = self.is_waiting_elsewhere(which);
        self.server.be_at(self.now);
        let hash = Sha256::digest(&bytes).into();
        let lead = server::lead();
        let brought = bring_in(&self.server.server, &lead, hash, contents).await;
        let report = match brought {
            Ok(report) => report,
            Err(BringInError::Store(StoreError::Full)) if self.server_full => return Ok(()),
            Err(error) => return Err(format!("{of}'s rescue file is not brought in: {error}")),
        };
        self.take_stock();
        let again = self.server.brought_in.contains(&which);
        let fault = if again {
            Fault::BroughtInTwice
        } else {
            Fault::BroughtIn
        };
        self.strike(fault, "Leena", &format!(": {of}'s"));
        if not_sent && !again {
            self.strike(Fault::BroughtInFirst, "Leena", "");
        }
        self.law.granted.extend(self.server.ever_granted());
        if harm != Harm::None {
            return Ok(());
        }
        if report.cut || report.altered || report.promised != Some(report.found) {
            return Err(format!("a whole rescue file of {of}'s is called harmed"));
        }
        self.check_all_is_taken(which)?;
        if again {
            self.check_nothing_came_twice(&before)?;
        }
        self.server.brought_in.insert(which);
        Ok(())
    }

    /// A phone still has in its outbox what the file holds.
    fn is_waiting_elsewhere(&self, which: usize) -> bool {
        let holds = &self.law.kept.files[which].holds;
        self.phones.iter().any(|phone| {
            let waiting = phone.held.outbox.iter();
            let mut waiting = waiting.filter(|entry| entry.state == "waiting");
            waiting.any(|entry| holds.iter().any(|(id, _)| entry.record == Some(*id)))
        })
    }

    fn check_all_is_taken(&self, which: usize) -> Result<(), Broken> {
        let file = &self.law.kept.files[which];
        let taken = &self.law.taken;
        let let_go = self.let_go();
        for (id, content) in &file.holds {
            if !taken.has(*id, *content) && !let_go.contains(&id.0) {
                return Err(format!("{}'s file was brought in without {id}", file.of));
            }
        }
        for ((id, content), named) in &file.begun {
            let is_here = taken.has(*id, *content) || taken.knows(*id);
            let erased = |id: &Uuid| let_go.contains(id);
            if !is_here && !erased(&id.0) && !named.iter().any(erased) {
                return Err(format!(
                    "{}'s file was brought in without the begun {id}",
                    file.of
                ));
            }
        }
        Ok(())
    }

    /// What was set aside may be taken now; anything else would be a double.
    fn check_nothing_came_twice(&self, before: &super::server::Taken) -> Result<(), Broken> {
        let now = &self.law.taken;
        let logged = now.log.iter().chain(&now.unlinked);
        for (id, content) in logged.map(|(id, content)| (*id, *content)) {
            if !before.has(id, content) {
                return Err(format!("a rescue file brought {id} a second time"));
            }
        }
        if let Some((id, _)) = now.quarantine.difference(&before.quarantine).next() {
            return Err(format!("a rescue file set {id} aside a second time"));
        }
        Ok(())
    }

    /// A begun talk out of a file is not beside the finished one.
    pub fn check_begun(&self) -> Result<(), Broken> {
        let taken = &self.law.taken;
        for (id, _) in &taken.begun {
            if taken.log.contains_key(id) || taken.unlinked.contains_key(id) {
                return Err(format!("{id} is with the team, and as begun beside it"));
            }
        }
        Ok(())
    }
}
