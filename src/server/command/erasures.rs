//! `doorstep-server erasures`: the ledger of who was erased, without names, and
//! its replay on a database that was put back from an older copy.

use super::{CommandError, DataDir, say};
use crate::server::store::ledger;
use crate::server::tokens::Tokens;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Erasures {
    #[command(flatten)]
    data: DataDir,
    /// Carry out on this database what a ledger says (`erasures.jsonl` of the data folder before it was put back)
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
}

impl Erasures {
    pub async fn run(self) -> Result<(), CommandError> {
        let (store, clock) = super::open_to_change(&self.data).await?;
        let tokens = Tokens::open(&self.data.data_dir, &clock)?;
        store.use_suppression_key(tokens.suppression_key());
        let Some(file) = self.replay else {
            for line in store.erasure_ledger().await? {
                if let Ok(line) = serde_json::to_string(&line) {
                    say(&line);
                }
            }
            return Ok(());
        };
        if !file.exists() {
            return Err(CommandError::Said(format!(
                "there is no {}",
                file.display()
            )));
        }
        let lines = ledger::read(&file)?;
        let now_ms = clock.now_ms();
        let known = store.keep_ledger_in(&self.data.data_dir, now_ms).await?;
        let new = known + store.replay_erasures(lines, now_ms).await?;
        say(&format!(
            "{new} {} carried out that this database did not know of.",
            if new == 1 {
                "erasure was"
            } else {
                "erasures were"
            }
        ));
        Ok(())
    }
}
