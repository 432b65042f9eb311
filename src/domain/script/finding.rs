//! Something wrong with a script file: where, which rule, and what to do about it.

use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub rule: Rule,
    /// What is wrong, without a full stop at its end.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}: {}. {}",
            self.file,
            self.line,
            self.rule.code(),
            self.message,
            self.remedy
        )
    }
}

/// Findings as a terminal shows them, one a line: `file:line: rule: message. remedy`.
#[must_use]
pub fn report(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect()
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What must be true of a script. The codes are published: a campaign
        /// may look them up and a test may name them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Rule {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl Rule {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            #[must_use]
            pub fn code(self) -> &'static str {
                match self {$(Self::$name => $code),*}
            }
        }
    };
}

rules! {
    /// It is text, and not more of it than a script can be.
    File = "file",
    /// It is TOML.
    Syntax = "syntax",
    /// Each key holds what it should hold, and nothing required is absent.
    Shape = "shape",
    /// Every key is one the format knows.
    UnknownKey = "unknown_key",
    /// It is written in a schema this version knows.
    Schema = "schema",
    /// What must be said is said.
    Required = "required",
    /// Ids are there once.
    Duplicate = "duplicate",
    /// What is referred to exists.
    Reference = "reference",
    /// Every declared language is complete or marked missing.
    Language = "language",
    /// A scale's ends, steps and options make sense.
    Scale = "scale",
    /// Bands cover their scale, each place once.
    Bands = "bands",
    /// All paths begin with the same steps, up to the rating that parts them.
    PathStart = "path_start",
    /// Every path ends in close, then record.
    PathEnd = "path_end",
    /// No loop without an exit.
    Loop = "loop",
    /// Where a script says so, people say who they are before anything is asked.
    IdentifyFirst = "identify_first",
    /// Until people have said who they are, the arms of an experiment are one.
    Experiment = "experiment",
    /// A rating before any story.
    RateFirst = "rate_first",
    /// The same scale again on every path.
    RateAgain = "rate_again",
    /// The rating is asked again in the same words for everybody.
    SameQuestion = "same_question",
    /// A core story of the person's or an affected person's account on every path.
    CoreStory = "core_story",
    /// How somebody means to vote is asked again only after a real talk.
    RealTalk = "real_talk",
    /// Supporters of a third party are not talked over or asked for anything.
    Pressure = "pressure",
    /// What a canvasser makes of a person is noted away from the door, apart from
    /// what was said and done.
    Assessment = "assessment",
    /// The kind of script allows this role.
    Role = "role",
    /// A concern's answer has a source and the date somebody checked it.
    Source = "source",
    /// Outcomes count as the published table says.
    Disposition = "disposition",
    /// Nothing sensitive without asking for consent.
    Consent = "consent",
    /// No field that could hold a third person's name.
    FreeText = "free_text",
    /// What is shown at the door can be read in a glance.
    Glance = "glance",
    /// Words the script itself says to avoid.
    AvoidWords = "avoid_words",
    /// What was invented for a demonstration is not approved for doors.
    Invented = "invented",
    /// An approved script says by whom and when.
    Approval = "approval",
}
