//! The rescue file: everything unsent, sealed for the campaign's key, made
//! without a network. Nothing is changed by making it; that it was shared or
//! saved is noted when the screen says so, and only then may the campaign be
//! left.

use super::BackRoom;
use crate::domain::conversation::Ending;
use crate::domain::draft::Place;
use crate::domain::finish;
use crate::domain::ids::{DraftId, RecordId};
use crate::domain::record::Record;
use crate::domain::time::DeviceTime;
use crate::phone::platform::clock::Clock;
use crate::phone::room::{Notice, Reply};
use crate::phone::store::{StoreError, StoredDraft, Tables, Unsent};
use crate::phone::view::{Rescue, RescueFile, WithoutKey};
use crate::wire::rescue::{About, CHANCE, FORMAT, Line, Phone, Recipient, seal};

/// What files hold, to be noted once they are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::phone::room) struct InFiles {
    names: Vec<String>,
    places: Vec<i64>,
    drafts: Vec<(DraftId, i64)>,
}

/// So often a file says again which phone it is from: a part of it that
/// survives damage, 64 KiB at a time, still knows.
const SAY_AGAIN_AFTER: usize = 16 * 1024;

impl BackRoom {
    pub(super) fn rescue(&mut self, _now: DeviceTime) -> Result<Reply, StoreError> {
        let (rescue, in_files) = files_of(self.store.tables(), &*self.clock)?;
        self.in_files = in_files;
        Ok(Reply::Rescue(rescue))
    }

    pub(super) fn rescued(&mut self, names: &[String]) -> Result<Reply, StoreError> {
        let kept = std::mem::take(&mut self.in_files);
        if kept.names != names {
            // Made anew meanwhile: what the kept ones hold is not known any more.
            return Ok(Reply::Done);
        }
        self.store
            .write(|tables| tables.note_rescued(&kept.places, &kept.drafts))?;
        Ok(Reply::Done)
    }

    pub(super) fn leave(&mut self) -> Result<Reply, StoreError> {
        let campaign = self.enrolment()?.campaign.id;
        let joinings = self.store.tables().enrolments()?;
        self.store.write(|tables| tables.leave(campaign))?;
        self.store.empty_journal();
        for joining in joinings {
            if joining.campaign.id == campaign {
                self.engines.remove(&joining.key);
                self.wakes.remove(&joining.key);
            }
        }
        self.scripts = super::Few::default();
        self.practice = None;
        self.at_list = None;
        self.in_files = InFiles::default();
        self.notices.push(Notice::ListsChanged);
        Ok(Reply::Done)
    }
}

/// Everything unsent as files, one for each campaign.
///
/// # Errors
/// When the store cannot be read.
pub(in crate::phone::room) fn files_of(
    tables: Tables<'_>,
    clock: &dyn Clock,
) -> Result<(Rescue, InFiles), StoreError> {
    let mut rescue = Rescue::default();
    let mut in_files = InFiles::default();
    let mut unsent = tables.unsent()?;
    while let Some(first) = unsent.first() {
        let campaign = first.enrolment.campaign.clone();
        let (ours, others): (Vec<_>, Vec<_>) = unsent
            .into_iter()
            .partition(|unsent| unsent.enrolment.campaign.id == campaign.id);
        unsent = others;
        let recipient = campaign
            .recovery_recipient
            .as_deref()
            .and_then(|text| Recipient::from_text(text).ok());
        let Some(recipient) = recipient else {
            let count = |joining: &Unsent| {
                joining.records.len() + joining.drafts.len() + joining.unreadable as usize
            };
            rescue.without_key.push(WithoutKey {
                campaign: campaign.name,
                lead_name: campaign.lead_name,
                lead_phone: campaign.lead_phone,
                unsent: small(ours.iter().map(count).sum()),
            });
            continue;
        };
        let mut file = File::default();
        for joining in &ours {
            file.take(tables, joining, clock.now(), &mut in_files);
            rescue.left_out += joining.unreadable;
        }
        rescue.left_out += file.left_out;
        if file.records + file.drafts == 0 {
            continue;
        }
        let about = About {
            format: FORMAT,
            campaign: campaign.id,
            kit: recipient.short_name(),
            made_at: clock.now(),
            records: file.records,
            drafts: file.drafts,
        };
        let content = file.content(&about)?;
        let mut chance = [0; CHANCE];
        clock.random(&mut chance);
        let text = seal(&content, recipient, chance)
            .ok_or_else(|| StoreError::Unreadable("the campaign's public key".to_owned()))?;
        // One of a kind, so that it is known later which one was kept.
        let (day, time) = about.made_at.digits();
        let made = format!("{day}-{time}");
        let name = match rescue.files.len() {
            0 => format!("doorstep-rescue-{made}.age.txt"),
            others => format!("doorstep-rescue-{made}-{}.age.txt", others + 1),
        };
        in_files.names.push(name.clone());
        rescue.files.push(RescueFile {
            name,
            text,
            campaign: campaign.name,
            lead_name: campaign.lead_name,
            kit: about.kit,
            records: about.records,
            // A talk leaves a visit and a conversation.
            drafts: about.drafts / 2,
        });
    }
    Ok((rescue, in_files))
}

/// Lines on their way into a file.
#[derive(Default)]
struct File {
    /// Each joining with what it says in its own name, in the order it was said.
    phones: Vec<(Phone, Vec<Line>)>,
    /// What nobody said, apart from all that and sorted by its random ids.
    unlinked: Vec<(RecordId, Line)>,
    records: u32,
    drafts: u32,
    left_out: u32,
}

impl File {
    fn take(
        &mut self,
        tables: Tables<'_>,
        joining: &Unsent,
        now: DeviceTime,
        in_files: &mut InFiles,
    ) {
        let mut said = Vec::new();
        let mut put = |unlinked: &mut Vec<_>, record: &Record, line: Line| {
            if record.author.is_some() {
                said.push(line);
            } else {
                unlinked.push((record.id, line));
            }
        };
        for (place, record) in &joining.records {
            put(&mut self.unlinked, record, Line::Record(record.clone()));
            in_files.places.push(*place);
            self.records += 1;
        }
        for stored in &joining.drafts {
            let draft = &stored.draft;
            let kept = (draft.id, stored.touched_ms);
            if draft.is_form() && draft.is_blank() {
                in_files.drafts.push(kept);
                continue;
            }
            let Ok([visit, conversation]) = as_if_it_ended(tables, joining, stored, now) else {
                self.left_out += 1;
                continue;
            };
            for record in [visit, conversation] {
                put(&mut self.unlinked, &record, Line::Draft(record.clone()));
                self.drafts += 1;
            }
            in_files.drafts.push(kept);
        }
        let enrolment = &joining.enrolment;
        let phone = Phone {
            device: enrolment.device,
            canvasser: enrolment.canvasser,
            name: enrolment.canvasser_name.clone(),
            token: enrolment.token.clone(),
            records: small(joining.records.len()),
        };
        self.phones.push((phone, said));
    }

    fn content(mut self, about: &About) -> Result<Vec<u8>, StoreError> {
        let mut content = Vec::new();
        let mut write = |line: &Line| -> Result<usize, StoreError> {
            serde_json::to_writer(&mut content, line)?;
            content.push(b'\n');
            Ok(content.len())
        };
        write(&Line::File(about.clone()))?;
        for (phone, said) in self.phones {
            let phone = Line::Phone(phone);
            let mut last_said = write(&phone)?;
            for line in &said {
                let length = write(line)?;
                if length - last_said > SAY_AGAIN_AFTER {
                    last_said = write(&phone)?;
                }
            }
        }
        self.unlinked.sort_by_key(|(id, _)| *id);
        for (_, line) in &self.unlinked {
            write(line)?;
        }
        Ok(content)
    }
}

/// The records a begun talk would leave if it were left now, under the ids it
/// will have. The talk goes on all the same.
fn as_if_it_ended(
    tables: Tables<'_>,
    joining: &Unsent,
    stored: &StoredDraft,
    now: DeviceTime,
) -> Result<[Record; 2], StoreError> {
    let (enrolment, draft) = (&joining.enrolment, &stored.draft);
    let script = tables.script(enrolment, &draft.script)?;
    let ending = match draft.place {
        Place::Pavement if !draft.is_form() => Ending::Finished,
        Place::Pavement | Place::Step(_) => Ending::Abandoned,
    };
    let finished = finish::finish(
        draft,
        &script,
        &enrolment.campaign,
        enrolment.canvasser,
        now,
        ending,
    )?;
    Ok([finished.visit, finished.conversation])
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
