//! From the bytes of a file and a kit to the records in it. Whatever is sound
//! is kept: a line that cannot be read takes no other with it.

use crate::domain::ids::{CampaignId, CanvasserId};
use crate::domain::record::Record;
use crate::wire::rescue::{About, Kit, Line, Phone, Unopened, open};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    pub about: Option<About>,
    /// Each joining once.
    pub phones: Vec<Phone>,
    pub records: Vec<Record>,
    pub drafts: Vec<Record>,
    /// Whole lines that are no records, by their author as far as they say.
    pub unreadable: BTreeMap<Option<CanvasserId>, u32>,
    /// Bytes that could not be opened.
    pub lost: usize,
    pub cut: bool,
    pub altered: bool,
}

/// Why nothing of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    NotARescueFile,
    CutShort,
    /// Sealed for another kit than the one given; its short name if the file says.
    OtherKit(Option<String>),
    OtherCampaign,
    /// Opened, and nothing in it was sound.
    NothingSound,
}

/// # Errors
/// When nothing of it can be read or it is not this campaign's.
pub fn read(file: &[u8], kit: &Kit, campaign: CampaignId) -> Result<Contents, Unreadable> {
    let opened = open(file, kit).map_err(|why| match why {
        Unopened::NotSealed => Unreadable::NotARescueFile,
        Unopened::CutShort => Unreadable::CutShort,
        Unopened::OtherKit(name) => Unreadable::OtherKit(name),
    })?;
    let mut contents = Contents {
        lost: opened.lost,
        cut: opened.cut,
        altered: opened.altered,
        ..Contents::default()
    };
    let whole = opened.lost == 0 && !opened.cut;
    for piece in &opened.pieces {
        contents.take(piece, whole);
    }
    let ours = contents
        .about
        .as_ref()
        .is_none_or(|about| about.campaign == campaign);
    let nothing = contents.about.is_none() && contents.phones.is_empty();
    match (ours, nothing) {
        (false, _) => Err(Unreadable::OtherCampaign),
        // Sealed for this kit, but not by a phone.
        (_, true) if whole => Err(Unreadable::NotARescueFile),
        (_, true) if contents.records.is_empty() && contents.drafts.is_empty() => {
            Err(if contents.lost == 0 {
                Unreadable::CutShort
            } else {
                Unreadable::NothingSound
            })
        }
        _ => Ok(contents),
    }
}

/// As much of an unreadable line as says whose it is.
#[derive(Deserialize)]
struct Signed {
    by: Author,
}

#[derive(Deserialize)]
struct Author {
    canvasser: CanvasserId,
}

impl Contents {
    fn take(&mut self, piece: &[u8], whole: bool) {
        let lines: Vec<&[u8]> = piece.split(|byte| *byte == b'\n').collect();
        let last = lines.len().saturating_sub(1);
        for (place, line) in lines.into_iter().enumerate() {
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice(line) {
                Ok(Line::File(about)) => self.about = Some(about),
                Ok(Line::Phone(phone)) => {
                    if !self.phones.iter().any(|known| known.device == phone.device) {
                        self.phones.push(phone);
                    }
                }
                Ok(Line::Record(record)) => self.records.push(record),
                Ok(Line::Draft(record)) => self.drafts.push(record),
                // Begun or ended in what is lost, and counted there.
                Err(_) if !whole && (place == 0 || place == last) => {}
                Err(_) => *self.unreadable.entry(author_of(line)).or_default() += 1,
            }
        }
    }
}

fn author_of(line: &[u8]) -> Option<CanvasserId> {
    let entry: BTreeMap<String, Box<serde_json::value::RawValue>> =
        serde_json::from_slice(line).ok()?;
    let record = entry.values().next()?;
    let signed: Signed = serde_json::from_str(record.get()).ok()?;
    Some(signed.by.canvasser)
}
