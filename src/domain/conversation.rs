//! A conversation: what a person thinks, as they said it. It goes up to the
//! leads and stays with its author; it never comes down to a colleague's
//! phone. This file has the record's shape; `draft` has the conversation in
//! progress and how it is finished.

use super::ids::{LeadId, ListId, RecordId};
use super::script::Channel;
use super::text_or_bytes::text_or_bytes;
use super::walk_list::ScriptRef;
use crate::domain::few::Few;
use serde::{Deserialize, Serialize};

/// One answer on a scale. "Not asked" is stored as a fact, never as zero.
#[derive(Clone, Debug, PartialEq)]
pub enum RatingAnswer {
    Value {
        value: i32,
    },
    /// "Somewhere between five and six": both ends, `low < high`.
    Between {
        low: i32,
        high: i32,
    },
    /// An option of a categorical scale, by its code.
    Category {
        code: String,
    },
    DontKnow,
    /// Asked, and would not say.
    WouldntSay,
    NotAsked,
}

/// `{"answer":"between","low":5,"high":6}`
#[derive(Serialize, Deserialize)]
#[serde(remote = "RatingAnswer", rename_all = "snake_case", tag = "answer")]
enum RatingAnswerText {
    Value { value: i32 },
    Between { low: i32, high: i32 },
    Category { code: String },
    DontKnow,
    WouldntSay,
    NotAsked,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RatingAnswer")]
enum RatingAnswerBytes {
    Value { value: i32 },
    Between { low: i32, high: i32 },
    Category { code: String },
    DontKnow,
    WouldntSay,
    NotAsked,
}

text_or_bytes!(RatingAnswer, RatingAnswerText, RatingAnswerBytes);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wave {
    First,
    Middle,
    Final,
}

/// How sure the number is: heard from their mouth, or the canvasser's guess
/// written down afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    #[default]
    Heard,
    Estimated,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    pub scale: String,
    pub wave: Wave,
    #[serde(flatten)]
    pub answer: RatingAnswer,
    #[serde(default, skip_serializing_if = "is_heard")]
    pub certainty: Certainty,
}

fn is_heard(certainty: &Certainty) -> bool {
    *certainty == Certainty::Heard
}

/// How it got into the phone. Invented times are never stored: only a live
/// conversation has a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    Live,
    Afterwards,
    Paper,
}

/// Whether it reached its end, or was left and closed by the app some hours later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Finished,
    /// Begun and left; what was said until then is here.
    Abandoned,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The script's commitment id.
    pub id: String,
    /// What they answered when asked.
    pub said: CommitmentSaid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentSaid {
    Yes,
    Maybe,
    No,
}

/// What they agreed to at the door, with the wording they heard. `None` is
/// "didn't ask", which counts as no.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The script's consent wording id; empty when nothing was asked.
    pub wording: String,
    /// "May we keep what you said with your name?"
    pub keep_with_name: Option<bool>,
    /// "May we come back?"
    pub come_back: Option<bool>,
}

/// Who else was there while they talked: closed answers and no names, because
/// nobody asked the others. More than one may be true; none chosen means that
/// it was not noted, which is not the same as `NobodyElse`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoElse {
    NobodyElse,
    Household,
    FriendOrNeighbour,
    Child,
    SomeoneElse,
    /// An answer some newer version has.
    #[serde(other)]
    Unrecognised,
}

impl WhoElse {
    /// What may be chosen, in the order it is offered.
    pub const ALL: [Self; 5] = [
        Self::NobodyElse,
        Self::Household,
        Self::FriendOrNeighbour,
        Self::Child,
        Self::SomeoneElse,
    ];

    /// The closed code used in records and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NobodyElse => "nobody_else",
            Self::Household => "household",
            Self::FriendOrNeighbour => "friend_or_neighbour",
            Self::Child => "child",
            Self::SomeoneElse => "someone_else",
            Self::Unrecognised => "unrecognised",
        }
    }

    /// What stands after somebody tapped: in one order, each once, and "nobody
    /// else" never beside somebody; of the two the one tapped last stays.
    #[must_use]
    pub fn settled(before: &[Self], chosen: &[Self]) -> Vec<Self> {
        let nobody = Self::NobodyElse;
        let is_alone = chosen.contains(&nobody) && !before.contains(&nobody);
        let has_others = chosen.iter().any(|one| *one != nobody);
        Self::ALL
            .into_iter()
            .filter(|one| chosen.contains(one))
            .filter(|one| !has_others || (*one == nobody) == is_alone)
            .collect()
    }
}

/// Where a conversation belongs. The record's `visit` is only there when the
/// campaign's law allows it or the person agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "link")]
pub enum Belongs {
    Linked {
        visit: RecordId,
    },
    /// The ISO week, `2026-W46`: no door, person, canvasser or clock time.
    Unlinked {
        week: String,
    },
}

/// Body of a `conversation` record, kind version 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub list: ListId,
    #[serde(flatten)]
    pub belongs: Belongs,
    pub script: ScriptRef,
    /// BCP 47 tag it was held in.
    pub language: String,
    /// The list's own: of an unlinked one it says no more than the list does.
    #[serde(default, skip_serializing_if = "Channel::is_door")]
    pub channel: Channel,
    pub recorded: Recorded,
    pub ending: Ending,
    pub ratings: Vec<Rating>,
    /// Tags by the script's tag set id, in the script's order.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub tags: Few<String, Vec<String>>,
    /// What they said made a difference: at most 140 characters, their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub made_a_difference: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Commitment>,
    #[serde(default)]
    pub consent: Consent,
    /// Who else was there; empty when it was not noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who_else: Vec<WhoElse>,
    /// Step ids in the order they were first reached.
    pub steps_reached: Vec<String>,
    /// The short path was taken.
    #[serde(default)]
    pub short: bool,
    /// Seconds at the door, pauses left out; only for live ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// What a newer phone wrote and this one does not know.
    #[serde(flatten, deserialize_with = "not_ours")]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

/// Body of a `settled` record: of several tellings of one conversation a lead says
/// which counts in the measures. Nothing is overwritten, and a later one settles
/// it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub counts: RecordId,
    /// The others, which are kept and do not count.
    pub over: Vec<RecordId>,
    pub by: LeadId,
}

/// Without the fields of [`Belongs`]: serde gives a tagged enum's fields to every flattened
/// field after it, and written again they would stand there twice.
fn not_ours<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<serde_json::Map<String, serde_json::Value>, D::Error> {
    let mut unknown = serde_json::Map::deserialize(deserializer)?;
    for field in ["link", "visit", "week"] {
        unknown.remove(field);
    }
    Ok(unknown)
}

impl Conversation {
    /// The answer of one wave, if that wave is recorded at all.
    #[must_use]
    pub fn rating(&self, wave: Wave) -> Option<&Rating> {
        self.ratings.iter().find(|rating| rating.wave == wave)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::WhoElse::{self, Child, FriendOrNeighbour, Household, NobodyElse, SomeoneElse};
    use super::*;

    #[test]
    fn nobody_else_never_stands_beside_somebody_and_the_last_tap_counts() {
        for (before, chosen, stands) in [
            (vec![], vec![NobodyElse], vec![NobodyElse]),
            (vec![NobodyElse], vec![NobodyElse, Child], vec![Child]),
            (
                vec![Household, Child],
                vec![Household, Child, NobodyElse],
                vec![NobodyElse],
            ),
            (
                vec![SomeoneElse],
                vec![SomeoneElse, FriendOrNeighbour, SomeoneElse],
                vec![FriendOrNeighbour, SomeoneElse],
            ),
            (vec![Child], vec![], vec![]),
            (
                vec![],
                vec![NobodyElse, WhoElse::Unrecognised],
                vec![NobodyElse],
            ),
        ] {
            assert_eq!(WhoElse::settled(&before, &chosen), stands, "{chosen:?}");
        }
    }

    const SAID: &str = r#"{"list":"00000000-0000-4000-8000-0000000000aa","link":"unlinked",
        "week":"2026-W46","script":{"id":"t1","version":1},"language":"en","recorded":"live",
        "ending":"finished","ratings":[],"steps_reached":[]}"#;

    #[test]
    fn that_nobody_noted_who_else_was_there_is_stored_as_absence() {
        let said: Conversation = serde_json::from_str(SAID).unwrap();
        assert_eq!(said.who_else, []);
        assert!(!serde_json::to_string(&said).unwrap().contains("who_else"));
        let noted = Conversation {
            who_else: vec![NobodyElse],
            ..said
        };
        let json = serde_json::to_string(&noted).unwrap();
        assert!(json.contains(r#""who_else":["nobody_else"]"#), "{json}");
        let again: Conversation = serde_json::from_str(&json).unwrap();
        assert_eq!(again.who_else, [NobodyElse]);
    }

    #[test]
    fn what_was_read_and_written_can_be_read_again_with_what_a_newer_phone_wrote() {
        let linked = SAID.replace(
            r#""link":"unlinked",
        "week":"2026-W46""#,
            r#""link":"linked","visit":"01890a5d-ac96-774b-bcce-b302099a8057","mood":"good""#,
        );
        for (text, unknown) in [(SAID, 0), (linked.as_str(), 1)] {
            let said: Conversation = serde_json::from_str(text).unwrap();
            assert_eq!(said.unknown.len(), unknown);
            let written = serde_json::to_string(&said).unwrap();
            let again: Conversation = serde_json::from_str(&written).unwrap();
            assert_eq!(again, said);
        }
    }

    #[test]
    fn an_answer_a_newer_phone_has_does_not_make_the_conversation_unreadable() {
        let newer = SAID.replace(
            "\"ratings\"",
            r#""who_else":["child","a_parrot"],"ratings""#,
        );
        let said: Conversation = serde_json::from_str(&newer).unwrap();
        assert_eq!(said.who_else, [Child, WhoElse::Unrecognised]);
    }

    #[test]
    fn each_answer_has_the_code_it_is_stored_under() {
        for one in WhoElse::ALL {
            let stored = serde_json::to_string(&one).unwrap();
            assert_eq!(stored, format!("\"{}\"", one.code()));
        }
    }
}
