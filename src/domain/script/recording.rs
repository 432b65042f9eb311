//! The recordings of a script: people who tell their account themselves. A script names them by
//! file; the files come to the desk beside it and belong to that version for good.

use super::Script;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one recording. A minute of speech as MP3 at 64 kbit/s is 480 KB.
pub const LARGEST: usize = 640 * 1024;

/// One recording of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub perspective: String,
    /// BCP 47.
    pub language: String,
    /// Media type: what browsers everywhere can play.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// Why files and script do not belong together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordingProblem {
    #[error("the script names the recording `{0}`, which is not among the files")]
    Absent(String),
    #[error("the script does not name the file `{0}`")]
    NotNamed(String),
    #[error("the recording `{0}` is larger than {LARGEST} bytes")]
    TooLarge(String),
    #[error("what is in `{0}` is not what its name says (MP3, or AAC in M4A)")]
    NotAsNamed(String),
}

/// The media type a file's name promises; nothing where it is not a name a script may use.
#[must_use]
pub fn kind(file: &str) -> Option<&'static str> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    if file.len() > 64 || !file.chars().all(plain) || file.starts_with('.') {
        return None;
    }
    match file.rsplit_once('.')?.1 {
        "mp3" => Some("audio/mpeg"),
        "m4a" => Some("audio/mp4"),
        _ => None,
    }
}

/// Whether the first bytes are those of this kind of file.
fn begins_as(kind: &str, bytes: &[u8]) -> bool {
    match kind {
        "audio/mpeg" => {
            bytes.starts_with(b"ID3")
                || matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0)
        }
        _ => bytes.get(4..8) == Some(b"ftyp"),
    }
}

/// Every file in its place: those the script names, and no other.
///
/// # Errors
/// With everything that is wrong.
pub fn assign(
    script: &Script,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Recording>, Vec<RecordingProblem>> {
    let mut problems = Vec::new();
    let mut recordings = Vec::new();
    let mut named = BTreeSet::new();
    for told in &script.perspectives {
        for (language, file) in &told.audio.by_language {
            named.insert(file);
            match (kind(file), files.get(file)) {
                (Some(_), None) => problems.push(RecordingProblem::Absent(file.clone())),
                (Some(_), Some(bytes)) if bytes.len() > LARGEST => {
                    problems.push(RecordingProblem::TooLarge(file.clone()));
                }
                (Some(kind), Some(bytes)) if begins_as(kind, bytes) => recordings.push(Recording {
                    perspective: told.id.clone(),
                    language: language.clone(),
                    kind,
                    bytes: bytes.clone(),
                }),
                _ => problems.push(RecordingProblem::NotAsNamed(file.clone())),
            }
        }
    }
    let strangers = files.keys().filter(|file| !named.contains(file));
    problems.extend(strangers.map(|file| RecordingProblem::NotNamed(file.clone())));
    if problems.is_empty() {
        Ok(recordings)
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn script(audio: &str) -> Script {
        let text = include_str!("../../../assets/scripts/issue-conversation.toml")
            .replace("id = \"tapani\"\n", &format!("id = \"tapani\"\n{audio}\n"));
        Script::from_toml(&text, "script.toml").unwrap()
    }

    fn files(files: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
        let files = files.iter();
        files
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect()
    }

    #[test]
    fn a_recording_gets_the_place_its_script_names() {
        let script = script("audio.en = \"tapani.mp3\"\naudio.fi = \"tapani-fi.m4a\"");
        let given = files(&[
            ("tapani.mp3", b"ID3 and so on"),
            ("tapani-fi.m4a", b"\0\0\0\x20ftypM4A "),
        ]);
        let recordings = assign(&script, &given).unwrap();
        let places: Vec<_> = recordings
            .iter()
            .map(|it| (it.perspective.as_str(), it.language.as_str(), it.kind))
            .collect();
        assert_eq!(
            places,
            [
                ("tapani", "en", "audio/mpeg"),
                ("tapani", "fi", "audio/mp4")
            ]
        );
        assert_eq!(recordings[0].bytes, b"ID3 and so on");
    }

    #[test]
    fn everything_wrong_with_the_files_is_said() {
        use RecordingProblem::{Absent, NotAsNamed, NotNamed, TooLarge};
        let script = script("audio.en = \"tapani.mp3\"\naudio.fi = \"tapani-fi.m4a\"");
        let wrong = |given: &[(&str, &[u8])]| assign(&script, &files(given)).unwrap_err();
        assert_eq!(
            wrong(&[("tapani.mp3", b"<html>"), ("other.mp3", b"ID3")]),
            [
                NotAsNamed("tapani.mp3".to_owned()),
                Absent("tapani-fi.m4a".to_owned()),
                NotNamed("other.mp3".to_owned())
            ]
        );
        let mut long = vec![0xff, 0xfb];
        long.resize(LARGEST + 1, 0);
        assert_eq!(
            wrong(&[("tapani.mp3", &long), ("tapani-fi.m4a", b"\0\0\0\x20ftyp")]),
            [TooLarge("tapani.mp3".to_owned())]
        );
    }

    #[test]
    fn a_name_that_is_not_a_recordings_is_told_with_its_line() {
        for name in ["tapani.wav", "../tapani.mp3", ".mp3", "tapani", "t a.mp3"] {
            let text = include_str!("../../../assets/scripts/issue-conversation.toml").replace(
                "id = \"tapani\"\n",
                &format!("id = \"tapani\"\naudio.en = \"{name}\"\n"),
            );
            let findings = Script::from_toml(&text, "script.toml").unwrap_err();
            assert_eq!(findings.len(), 1, "{name}: {findings:?}");
            assert!(findings[0].message.contains(name), "{findings:?}");
        }
    }
}
