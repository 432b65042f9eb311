//! `doorstep-server script check`

use super::{CommandError, say};
use crate::domain::script::{Script, report};
use std::path::PathBuf;

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
            Ok(script) => say(&format!(
                "{name}: sound: {} version {}, {} steps",
                script.script.id,
                script.script.version,
                script.steps.len()
            )),
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
