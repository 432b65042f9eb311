//! The rescue file: everything a phone has that is not yet with the team, as
//! one file that goes by hand when no network does. It is text in the `age`
//! format (`seal`, `open`), sealed for the campaign's public key, so that
//! whoever carries it can't read it; the recovery kit opens it.
//!
//! Inside are JSON lines ([`Line`]): what the file is, which phone speaks, and
//! its records as a push would carry them, but
//!
//! - without their numbers, which belong to the delivery and not to the file;
//! - unlinked conversations without their receipts too, after everything else
//!   and in the order of their random ids: nothing in the file says which of a
//!   phone's visits one belongs to, and nothing of it can be found again in
//!   the server's delivery ledger;
//! - a talk that was begun and not finished as the records it would become if
//!   it ended now, marked as a draft ([`Line::Draft`]).

mod armor;
mod bech32;
mod kit;
mod open;
mod seal;

pub use kit::{KeyError, Kit, Recipient};
pub use open::{Opened, Unopened, kit_name_of, open};
pub use seal::{CHANCE, seal};

use crate::domain::ids::{CampaignId, CanvasserId, DeviceId};
use crate::domain::record::Record;
use crate::domain::time::DeviceTime;
use serde::{Deserialize, Serialize};

/// The form of the lines. Newer ones add fields and kinds of lines.
pub const FORMAT: u16 = 1;

/// One line of the opened file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first line.
    File(About),
    /// Who says what follows. Repeated now and then, so that what is left of
    /// a damaged file still has it.
    Phone(Phone),
    Record(Record),
    /// What a begun talk would be if it ended now. The phone may still go on
    /// with it, so it is kept for the lead to read and counted nowhere.
    Draft(Record),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub format: u16,
    pub campaign: CampaignId,
    /// The short name of the kit that opens it.
    pub kit: String,
    /// By the phone's clock.
    pub made_at: DeviceTime,
    /// How many [`Line::Record`]s and [`Line::Draft`]s the whole file has.
    pub records: u32,
    pub drafts: u32,
}

/// One joining of the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    pub device: DeviceId,
    pub canvasser: CanvasserId,
    pub name: String,
    /// Shows that the file is this phone's, as with a push; a server restored
    /// from an old backup learns from it that the phone had joined.
    pub token: String,
    /// How many of the file's records are of this joining, unlinked ones too.
    pub records: u32,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_record_in_a_line_keeps_its_body_to_the_letter() {
        let json = r#"{"record":{"id":"01890a5d-ac96-774b-bcce-b302099a8057","kind":"visit","v":1,"body":{"a":  1}}}"#;
        let line: Line = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&line).unwrap(), json);
    }
}
