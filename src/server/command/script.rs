//! `doorstep-server script check`

use super::{CommandError, say};
use crate::domain::script::{Script, recording, report};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Check a script file and say what is wrong with which line; ends with
    /// status 1 when anything is.
    Check {
        /// A script in TOML
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// The recordings a script names, as far as they lie beside it.
fn beside(path: &Path, script: &Script) -> Result<BTreeMap<String, Vec<u8>>, CommandError> {
    let mut found = BTreeMap::new();
    let named = script.perspectives.iter();
    for file in named.flat_map(|told| told.audio.by_language.values()) {
        let path = path.with_file_name(file);
        match std::fs::read(&path) {
            Ok(bytes) => {
                found.insert(file.clone(), bytes);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(CommandError::File {
                    path: path.display().to_string(),
                    error,
                });
            }
        }
    }
    Ok(found)
}

pub async fn run(command: Command) -> Result<(), CommandError> {
    let Command::Check { files } = command;
    let mut sound = true;
    for path in files {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|error| CommandError::File {
            path: name.clone(),
            error,
        })?;
        match Script::from_bytes(&bytes, &name) {
            Ok(script) => match recording::assign(&script, &beside(&path, &script)?) {
                Ok(recordings) => say(&format!(
                    "{name}: sound: {} version {}, {} steps, {} recordings",
                    script.script.id,
                    script.script.version,
                    script.steps.len(),
                    recordings.len()
                )),
                Err(problems) => {
                    sound = false;
                    for problem in problems {
                        say(&format!("{name}: {problem}"));
                    }
                }
            },
            Err(findings) => {
                sound = false;
                say(report(&findings).trim_end());
            }
        }
    }
    if sound {
        Ok(())
    } else {
        Err(CommandError::Found)
    }
}
