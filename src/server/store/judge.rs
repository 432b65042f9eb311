//! What becomes of a record a phone hands in, decided from the record and what
//! is known of the phone, and nothing else: no statement, no clock, no network.
//! The log then settles what only it can know (duplicates, reused ids). Pushes are
//! judged here, rescue files, and what was held until this server could read it.

use super::joining::Standing;
use super::log::{Judged, Taken, Verdict};
use crate::domain::conversation::{Belongs, Conversation};
use crate::domain::erasure::is_for_the_server;
use crate::domain::ids::{CanvasserId, DoorId, ListId};
use crate::domain::record::{BadBody, Fact, Kind, Record};
use crate::wire::MAX_RECORD_BYTES;
use crate::wire::push::{Entry, RejectCode};

/// The version of each kind's body this server reads; newer ones wait.
pub const KNOWN_VERSION: u16 = 1;
/// A phone's clock may be that far off before it is remarked on.
const CLOCK_OFF_MS: i64 = 5 * 60 * 1000;

/// Whether a phone whose clock shows `at_ms` as it sends is well ahead of ours, or behind.
#[must_use]
pub fn is_off(at_ms: Option<i64>, received_ms: i64) -> bool {
    at_ms.is_some_and(|at| at.saturating_sub(received_ms).saturating_abs() > CLOCK_OFF_MS)
}

/// An entry whose body was read once.
#[derive(Debug)]
pub struct Read {
    entry: Entry,
    fact: Result<Fact, BadBody>,
}

impl Read {
    #[must_use]
    pub fn new(entry: Entry) -> Self {
        let fact = entry.record.read();
        Self { entry, fact }
    }

    /// The lists and doors it speaks of, to be asked for before judging.
    #[must_use]
    pub fn pairs(&self) -> Vec<(ListId, DoorId)> {
        match &self.fact {
            Ok(Fact::Visit(visit)) => vec![(visit.list, visit.door)],
            Ok(Fact::SafetyNote(note)) => vec![(note.list, note.door)],
            Ok(Fact::DoNotContact(wish)) => vec![(wish.list, wish.door)],
            Ok(Fact::Correction(correction)) => {
                let instead = correction.instead.as_ref();
                std::iter::once((correction.list, correction.door))
                    .chain(instead.map(|visit| (visit.list, visit.door)))
                    .collect()
            }
            Ok(
                Fact::Conversation(_)
                | Fact::PersonErased(_)
                | Fact::Settled(_)
                | Fact::WishLifted(_)
                | Fact::Unknown,
            )
            | Err(_) => Vec::new(),
        }
    }
}

/// What judging needs besides the record.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub canvasser: CanvasserId,
    pub standing: &'a Standing,
    /// The phone was reported lost: nothing of it goes further than quarantine.
    pub lost: bool,
    /// Its clock was well off as it sent this: what it noted ahead shows by itself, what it
    /// noted behind only by this.
    pub clock_off: bool,
    pub received_ms: i64,
}

#[must_use]
pub fn judge(read: Read, known: Known<'_>) -> Judged {
    let Read { entry, fact } = read;
    let verdict = verdict(&entry, fact, known);
    let n = entry.n;
    let stands_for = entry.stands_for();
    let mut record = entry.record;
    if is_unlinked_in_name_only(&record, &verdict) {
        // Kept for the lead without the name that should not have been there.
        record.author = None;
    }
    Judged {
        n,
        stands_for,
        record,
        verdict,
    }
}

fn is_unlinked_in_name_only(record: &Record, verdict: &Verdict) -> bool {
    record.author.is_some()
        && matches!(verdict, Verdict::Reject { text, .. } if text == UNLINKED_WITH_AUTHOR)
}

const UNLINKED_WITH_AUTHOR: &str = "an unlinked conversation must not name its author";

fn verdict(entry: &Entry, fact: Result<Fact, BadBody>, known: Known<'_>) -> Verdict {
    let record = &entry.record;
    if record.author.is_none()
        && let Some(why) = cannot_stay_unlinked(entry)
    {
        return Verdict::TurnAway {
            code: RejectCode::BadBody,
            text: why.to_owned(),
        };
    }
    if known.lost {
        return Verdict::Hold {
            reason: "token_lost",
        };
    }
    if is_for_the_server(record.id) {
        return reject(
            RejectCode::BadBody,
            "ids of this version (8) are the server's to give",
        );
    }
    if record.body.get().len() > MAX_RECORD_BYTES {
        return reject(RejectCode::TooLarge, "one record may have 64 KiB");
    }
    if matches!(record.kind, Kind::Unknown(_)) {
        return Verdict::Hold {
            reason: "kind_unknown",
        };
    }
    if record.version > KNOWN_VERSION {
        return Verdict::Hold {
            reason: "version_unknown",
        };
    }
    let fact = match fact {
        Ok(fact) => fact,
        Err(error) => return reject(RejectCode::BadBody, &first_words(&error)),
    };
    match (&record.author, fact) {
        (None, Fact::Conversation(conversation)) => unlinked(conversation, known),
        (None, _) => reject(RejectCode::BadBody, "this kind of record needs an author"),
        (Some(author), _) if author.canvasser != known.canvasser => reject(
            RejectCode::NotTheAuthor,
            "the author is not this phone's canvasser",
        ),
        (Some(author), fact) => {
            let is_ahead = author.at.utc_ms() > known.received_ms.saturating_add(CLOCK_OFF_MS);
            let clock_off = known.clock_off || is_ahead;
            take(fact, clock_off, known)
        }
    }
}

/// Why this entry may not even be kept: what it brings would tie an unlinked
/// conversation to its phone or its hour.
fn cannot_stay_unlinked(entry: &Entry) -> Option<&'static str> {
    let receipt = entry.receipt.as_deref().unwrap_or_default();
    let is_receipt = receipt.len() == 32 && receipt.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_receipt || receipt.eq_ignore_ascii_case(&entry.record.id.0.simple().to_string()) {
        return Some("a record without an author needs a receipt of 16 random bytes");
    }
    if entry.record.id.0.get_version_num() != 4 {
        return Some("a record without an author needs a random id (UUID version 4)");
    }
    None
}

fn unlinked(conversation: Conversation, known: Known<'_>) -> Verdict {
    let Belongs::Unlinked { week } = &conversation.belongs else {
        return reject(
            RejectCode::BadBody,
            "a linked conversation needs its author",
        );
    };
    if !is_week(week) {
        return reject(RejectCode::BadBody, "a week is written like 2026-W46");
    }
    if !known.standing.lists.contains_key(&conversation.list) {
        return out_of_scope();
    }
    Verdict::Unlinked {
        list: conversation.list,
        week: week.clone(),
        fact: Box::new(Fact::Conversation(conversation)),
    }
}

fn is_week(week: &str) -> bool {
    let Some((year, number)) = week.split_once("-W") else {
        return false;
    };
    year.len() == 4
        && number.len() == 2
        && year
            .bytes()
            .chain(number.bytes())
            .all(|b| b.is_ascii_digit())
        && ("01"..="53").contains(&number)
}

fn take(fact: Fact, clock_off: bool, known: Known<'_>) -> Verdict {
    match &fact {
        Fact::Correction(correction) => {
            if let Some(instead) = &correction.instead
                && !known.standing.doors.contains(&(instead.list, instead.door))
            {
                return out_of_scope();
            }
        }
        Fact::Conversation(conversation) => {
            if let Belongs::Unlinked { .. } = conversation.belongs {
                return reject(RejectCode::BadBody, UNLINKED_WITH_AUTHOR);
            }
        }
        Fact::PersonErased(_) | Fact::Settled(_) | Fact::WishLifted(_) => {
            return reject(
                RejectCode::BadBody,
                "a phone does not erase anybody, settle anything or lift a wish",
            );
        }
        Fact::Visit(_) | Fact::SafetyNote(_) | Fact::DoNotContact(_) | Fact::Unknown => {}
    }
    let Some(taken) = Taken::of(fact) else {
        return Verdict::Hold {
            reason: "kind_unknown",
        };
    };
    let list = taken.list;
    let Some(in_use) = known.standing.lists.get(&list) else {
        return out_of_scope();
    };
    let on_list = |door| known.standing.doors.contains(&(list, door));
    if taken.door.is_some_and(|door| !on_list(door)) {
        return out_of_scope();
    }
    Verdict::Take(Box::new(Taken {
        late: !in_use,
        clock_off,
        ..taken
    }))
}

fn out_of_scope() -> Verdict {
    reject(
        RejectCode::OutOfScope,
        "this list or door is not, and never was, this canvasser's",
    )
}

fn reject(code: RejectCode, text: &str) -> Verdict {
    Verdict::Reject {
        code,
        text: text.to_owned(),
    }
}

/// What serde says of a bad body names fields and values; values may be what a
/// person said, so only the place is passed on.
fn first_words(error: &BadBody) -> String {
    let place = error.reason.rsplit_once(" at line ");
    format!(
        "the body is not what a {} promises{}",
        error.kind,
        place.map_or(String::new(), |(_, place)| format!(", line {place}"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_a_year_and_a_number_and_nothing_finer() {
        for good in ["2026-W01", "2026-W46", "2026-W53"] {
            assert!(is_week(good), "{good}");
        }
        for bad in [
            "2026-W00",
            "2026-W54",
            "2026-46",
            "2026-W4",
            "26-W46",
            "2026-W46-3",
            "2026-11-14",
            "",
            "２０２６-W46",
            "+026-W46",
        ] {
            assert!(!is_week(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_said_of_a_bad_body_never_repeats_what_was_in_it() {
        let error = BadBody {
            kind: "conversation".into(),
            reason: "unknown variant `secretly against`, expected `value` at line 1 column 40"
                .into(),
        };
        let words = first_words(&error);
        assert!(!words.contains("secretly"), "{words}");
        assert!(words.contains("line 1 column 40"), "{words}");
    }
}
