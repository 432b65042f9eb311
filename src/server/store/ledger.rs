//! The ledger of erasures, kept in a file beside the database and not in it
//! alone: an older copy of the database that is put back does not know of them.
//! The file is written anew after each erasure and read at each start; whatever
//! it has that the database hasn't is carried out again before anybody is
//! answered. It names nobody: ids, and hashes of names under the server's key; so it is with
//! those who asked never to be called on again.
//!
//! Whoever puts back a whole data folder must keep this file, or hand it in with
//! `doorstep-server erasures --replay`.

use super::erasure::Line;
use super::{Store, StoreError};
use crate::domain::ids::CampaignId;
use crate::mutant;
use crate::server::data_dir;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const NAME: &str = "erasures.jsonl";

/// Where a data folder's ledger is.
#[must_use]
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

impl Store {
    /// Replays the folder's ledger, carries out wishes that stand from before
    /// erasures were carried out, and keeps the ledger there from now on. How
    /// many erasures were new here.
    ///
    /// # Errors
    /// When the file cannot be read or the database not written.
    pub async fn keep_ledger_in(&self, folder: &Path, now_ms: i64) -> Result<u32, StoreError> {
        let file = file_in(folder);
        let mut lines = read(&file)?;
        if mutant::is("ledger-not-replayed") {
            lines.clear();
        }
        let new =
            self.replay_erasures(lines, now_ms).await? + self.carry_out_wishes(now_ms).await?;
        self.take_up_objections(now_ms).await?;
        self.ledger_file.get_or_init(|| file);
        self.write_ledger().await?;
        Ok(new)
    }

    /// Writes the file anew, where there is one to keep.
    pub(super) async fn write_ledger(&self) -> Result<(), StoreError> {
        let Some(file) = self.ledger_file.get().cloned() else {
            return Ok(());
        };
        let ours = self.erasure_ledger().await?;
        let campaigns = self.campaigns().await?;
        let here: BTreeSet<CampaignId> = campaigns.iter().map(|one| one.id).collect();
        // Of campaigns this database does not have (yet, or any more) nothing is thrown away.
        let mut lines: Vec<Line> = read(&file)?
            .into_iter()
            .filter(|line| !here.contains(&line.campaign()))
            .collect();
        lines.extend(ours);
        if lines.is_empty() && !file.exists() {
            return Ok(());
        }
        tokio::task::spawn_blocking(move || write(&file, &lines))
            .await
            .map_err(|_| StoreError::Stopped)?
    }
}

/// The lines of a ledger; none where there is no file.
///
/// # Errors
/// When it cannot be read, or is not a ledger.
pub fn read(file: &Path) -> Result<Vec<Line>, StoreError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(file, error)),
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            serde_json::from_str(line).map_err(|error| StoreError::Unreadable {
                what: "line of the ledger of erasures",
                error,
            })
        })
        .collect()
}

/// The new one is whole before the old one goes.
fn write(file: &Path, lines: &[Line]) -> Result<(), StoreError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(
            &serde_json::to_string(line).map_err(|error| StoreError::Unreadable {
                what: "line of the ledger of erasures",
                error,
            })?,
        );
        text.push('\n');
    }
    let new = file.with_extension("new");
    let written = || {
        if new.exists() {
            std::fs::remove_file(&new)?;
        }
        data_dir::write_new(&new, text.as_bytes())?;
        std::fs::rename(&new, file)
    };
    written().map_err(|error| cannot(file, error))
}

fn cannot(file: &Path, error: std::io::Error) -> StoreError {
    StoreError::Folder {
        path: file.display().to_string(),
        error,
    }
}
