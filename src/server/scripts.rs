//! The scripts a new campaign begins with, ready to be stored.

use crate::domain::campaign::LegalProfile;
use crate::domain::script::{BUILT_IN, Script, report};
use crate::server::store::campaigns::StoredScript;

/// A file inside this program that is no script; a test sees to it that there is
/// none.
#[derive(Debug, thiserror::Error)]
pub enum BuiltInError {
    #[error("{0}")]
    Unsound(String),
    #[error("the built-in script {file} cannot be written as JSON: {error}")]
    Json {
        file: &'static str,
        error: serde_json::Error,
    },
}

/// The built-in scripts a campaign under this law may use, the issue
/// conversation first. The placebo is among them for experiments; no list can have it alone.
pub fn first_scripts(
    profile: LegalProfile,
    now_ms: i64,
) -> Result<Vec<StoredScript>, BuiltInError> {
    let mut stored = Vec::with_capacity(BUILT_IN.len());
    for built_in in &BUILT_IN {
        let script = Script::from_toml(built_in.text, built_in.file)
            .map_err(|findings| BuiltInError::Unsound(report(&findings)))?;
        if !script.script.kind.comes_with(profile) {
            continue;
        }
        let json = serde_json::to_string(&script).map_err(|error| BuiltInError::Json {
            file: built_in.file,
            error,
        })?;
        stored.push(StoredScript {
            reference: script.reference(),
            source: built_in.text.to_owned(),
            json,
            added_ms: now_ms,
        });
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::first_scripts;
    use crate::domain::campaign::LegalProfile;

    #[test]
    fn a_campaign_begins_with_what_its_law_allows_and_with_the_placebo_for_experiments() {
        let ids = |profile| -> Vec<String> {
            first_scripts(profile, 0)
                .unwrap()
                .into_iter()
                .map(|script| script.reference.id)
                .collect()
        };
        assert_eq!(
            ids(LegalProfile::UkParty),
            [
                "issue-conversation",
                "because-of-someone",
                "local-choice",
                "listening-survey",
                "one-to-one",
                "placebo"
            ]
        );
        for other in [
            LegalProfile::UkNonParty,
            LegalProfile::Us,
            LegalProfile::Other,
        ] {
            assert_eq!(
                ids(other),
                [
                    "issue-conversation",
                    "because-of-someone",
                    "listening-survey",
                    "one-to-one",
                    "placebo"
                ]
            );
        }
    }
}
