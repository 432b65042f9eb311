//! The scripts that come with Doorstep, and which campaigns may use which. This
//! is the one list of them; the files lie in `assets/scripts`.

use super::ScriptKind;
use crate::domain::campaign::LegalProfile;

/// A script that comes with Doorstep, as it is written.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its file's name, for findings.
    pub file: &'static str,
    /// TOML.
    pub text: &'static str,
}

macro_rules! built_in {
    ($file:literal) => {
        BuiltIn {
            file: $file,
            text: include_str!(concat!("../../../assets/scripts/", $file)),
        }
    };
}

/// T1 to T5, then S0. The first is what a campaign begins with.
pub const BUILT_IN: [BuiltIn; 6] = [
    built_in!("issue-conversation.toml"),
    built_in!("because-of-someone.toml"),
    built_in!("local-choice.toml"),
    built_in!("listening-survey.toml"),
    built_in!("one-to-one.toml"),
    built_in!("placebo.toml"),
];

impl ScriptKind {
    /// Whether a lead may give a walk list this kind of script. A placebo is only
    /// ever given by an experiment, which says to whom: by itself it would spend
    /// people's time for nothing. How somebody means to vote is not kept where a
    /// conversation needs consent to name its door.
    #[must_use]
    pub fn may_be_chosen(self, profile: LegalProfile) -> bool {
        match self {
            Self::Placebo => false,
            Self::Electoral => profile.links_without_consent(),
            Self::Issue | Self::Turnout | Self::Listening | Self::Organising => true,
        }
    }

    /// Whether a campaign under this law begins with the built-in scripts of this
    /// kind. The placebo comes too, for experiments. The electoral one is written for parties registered in the UK; other
    /// groups there could use it only where no answer can ever be tied to a
    /// person, and no profile promises that: with consent each of them links.
    #[must_use]
    pub fn comes_with(self, profile: LegalProfile) -> bool {
        match self {
            Self::Placebo => true,
            Self::Electoral => profile == LegalProfile::UkParty,
            Self::Issue | Self::Turnout | Self::Listening | Self::Organising => {
                self.may_be_chosen(profile)
            }
        }
    }
}
