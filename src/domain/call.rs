//! What came of calling a number. A call is a visit by another channel: its
//! disposition is one of the doors' closed list, so that everything that reads
//! visits (the fold, the funnel, an app or a server that has never heard of calls)
//! comes to the right end with it. Where that says less than the caller knows, a
//! code beside it says the rest:
//!
//! | code | disposition | answered | call again |
//! |---|---|---|---|
//! | `nobody_answered` | `not_home` | no | yes |
//! | `busy` | `not_home` | no | yes |
//! | `voicemail` (no message left) | `not_home` | no | yes |
//! | `voicemail_message` (a message left) | `not_home` | no | yes |
//! | `wrong_number` | `no_such_address` | no | no, nor in a later round |
//! | `not_in_service` | `no_such_address` | no | no, nor in a later round |
//!
//! Everything else is said by the disposition alone, with the meaning and the retry
//! it has at a door (`disposition`): somebody else answered, call back later, didn't
//! want to talk, other language, moved, died, objected, and how far a talk came.
//! Whoever picks up at a wrong number has nothing to do with the list, so nobody on
//! it counts as having answered.

use super::disposition::Disposition;
use super::script::Channel;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    NobodyAnswered,
    Busy,
    /// An answering machine; no message was left.
    Voicemail,
    VoicemailMessage,
    /// Somebody answered who is not, and does not know, who is listed.
    WrongNumber,
    /// The number does not exist, or not any more.
    NotInService,
}

impl CallOutcome {
    pub const ALL: [Self; 6] = [
        Self::NobodyAnswered,
        Self::Busy,
        Self::Voicemail,
        Self::VoicemailMessage,
        Self::WrongNumber,
        Self::NotInService,
    ];

    /// The closed code used in records and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NobodyAnswered => "nobody_answered",
            Self::Busy => "busy",
            Self::Voicemail => "voicemail",
            Self::VoicemailMessage => "voicemail_message",
            Self::WrongNumber => "wrong_number",
            Self::NotInService => "not_in_service",
        }
    }

    /// What it comes to, in the doors' closed list.
    #[must_use]
    pub fn disposition(self) -> Disposition {
        match self {
            Self::NobodyAnswered | Self::Busy | Self::Voicemail | Self::VoicemailMessage => {
                Disposition::NotHome
            }
            Self::WrongNumber | Self::NotInService => Disposition::NoSuchAddress,
        }
    }
}

/// A later app may know more codes.
pub(super) fn outcome_if_known<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<CallOutcome>, D::Error> {
    let code = Cow::<'de, str>::deserialize(deserializer)?;
    Ok(CallOutcome::ALL
        .into_iter()
        .find(|outcome| outcome.code() == code))
}

/// By a channel this version does not know somebody was tried all the same.
pub(super) fn channel_if_known<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Channel, D::Error> {
    let code = Cow::<'de, str>::deserialize(deserializer)?;
    Ok(Channel::from_code(&code).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::domain::disposition::Retry;
    use crate::domain::fold::{Needs, Noted, fold};
    use crate::domain::ids::RecordId;
    use crate::domain::record::{Fact, Record};
    use crate::domain::visit::Visit;
    use uuid::Uuid;

    /// A visit's record as an app before calls wrote and read it.
    #[derive(Deserialize)]
    struct OldVisit {
        disposition: Disposition,
        #[serde(flatten)]
        unknown: serde_json::Map<String, serde_json::Value>,
    }

    fn record(n: u128, body: &str) -> Record {
        serde_json::from_str(&format!(
            r#"{{"id":"{}","kind":"visit","v":1,"by":{{"canvasser":"{}","at":"2026-11-14T17:3{}:00+02:00"}},"body":{body}}}"#,
            Uuid::from_u128(n),
            Uuid::from_u128(7),
            n % 10,
        ))
        .unwrap()
    }

    fn body(more: &str) -> String {
        format!(
            r#"{{"list":"{}","door":"{}","round":1,{more}}}"#,
            Uuid::from_u128(8),
            Uuid::from_u128(9)
        )
    }

    fn visit(record: &Record) -> Visit {
        match record.read().unwrap() {
            Fact::Visit(visit) => visit,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn the_published_table_holds() {
        for outcome in CallOutcome::ALL {
            let comes_to = outcome.disposition();
            assert!(comes_to.attempted() && !comes_to.answered(), "{outcome:?}");
            let again = !matches!(
                outcome,
                CallOutcome::WrongNumber | CallOutcome::NotInService
            );
            assert_eq!(comes_to.retry() == Retry::Yes, again, "{outcome:?}");
            let json = serde_json::to_string(&outcome).unwrap();
            assert_eq!(json, format!("\"{}\"", outcome.code()));
        }
    }

    #[test]
    fn an_app_from_before_calls_reads_what_became_of_one_and_loses_nothing_of_it() {
        for outcome in CallOutcome::ALL {
            let (comes_to, code) = (outcome.disposition(), outcome.code());
            let new = record(
                1,
                &body(&format!(
                    r#""disposition":"{}","channel":"phone","call":"{code}""#,
                    comes_to.code()
                )),
            );
            let read = visit(&new);
            assert_eq!((read.channel, read.call), (Channel::Phone, Some(outcome)));
            let old: OldVisit = serde_json::from_str(new.body.get()).unwrap();
            assert_eq!(old.disposition, comes_to);
            assert_eq!(old.unknown["channel"], "phone");
            assert_eq!(old.unknown["call"], code);
        }
    }

    #[test]
    fn a_visit_from_before_calls_was_at_a_door_and_is_written_as_it_was() {
        let old = body(r#""disposition":"not_home""#);
        let read = visit(&record(1, &old));
        assert_eq!((read.channel, read.call), (Channel::Door, None));
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
    }

    #[test]
    fn what_a_later_app_knows_of_calls_and_channels_still_comes_to_its_disposition() {
        let later = record(
            1,
            &body(
                r#""disposition":"not_home","channel":"hologram","call":"dog_picked_up","mood":2"#,
            ),
        );
        let read = visit(&later);
        assert_eq!((read.channel, read.call), (Channel::Door, None));
        let noted = Noted::from_record(&later).unwrap().unwrap();
        let last = Disposition::NotHome;
        assert_eq!(fold([noted]).needs(1, &[]), Needs::TryAgain { last });
        assert!(later.body.get().contains("dog_picked_up"));
    }

    #[test]
    fn calls_fold_in_any_order_and_twice_and_a_number_that_leads_nowhere_stays_settled() {
        let said = [
            r#""disposition":"not_home","channel":"phone","call":"busy""#,
            r#""disposition":"not_home","channel":"phone","call":"voicemail_message""#,
            r#""disposition":"no_such_address","channel":"phone","call":"wrong_number""#,
        ];
        let noted: Vec<Noted> = (1..)
            .zip(said)
            .map(|(n, said)| {
                Noted::from_record(&record(n, &body(said)))
                    .unwrap()
                    .unwrap()
            })
            .collect();
        let forwards = fold(&noted);
        let twice: Vec<&Noted> = noted.iter().rev().chain(&noted).collect();
        assert_eq!(fold(twice), forwards);
        let last = Disposition::NoSuchAddress;
        assert_eq!(forwards.needs(1, &[]), Needs::Settled { last });
        assert_eq!(forwards.needs(2, &[]), Needs::Settled { last });
        let only_tried: Vec<Noted> = noted
            .into_iter()
            .filter(|noted| noted.id != RecordId(Uuid::from_u128(3)))
            .collect();
        assert!(fold(&only_tried).is_left(1, &[]));
    }
}
