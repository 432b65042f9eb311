//! `doorstep-server migrate`

use super::serve::say_taken_up;
use super::{CommandError, DataDir, say};
use crate::server::store::Migrated;
use crate::server::tokens::Tokens;

#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    data: DataDir,
}

impl Migrate {
    pub async fn run(self) -> Result<(), CommandError> {
        let (store, clock) = super::open_to_change(&self.data).await?;
        let place = match store.shared() {
            Some(database) => database.name(),
            None => self.data.data_dir.display().to_string(),
        };
        say(&match store.migrated() {
            Migrated { from, to } if from == to => {
                format!("{place}: schema {to}, nothing to do.")
            }
            Migrated { from: 0, to } => format!("{place}: made, with schema {to}."),
            Migrated { from, to } => format!("{place}: brought from schema {from} to {to}."),
        });
        // What was held may be a wish for deletion: carried out as when it comes.
        let tokens = Tokens::open(&self.data.data_dir, &clock)?;
        if let Some(database) = store.shared() {
            database.agree_on_secret(tokens.fingerprint()).await?;
        }
        store.use_suppression_key(tokens.suppression_key());
        let now_ms = clock.now_ms();
        store.keep_ledger_in(&self.data.data_dir, now_ms).await?;
        say_taken_up(store.take_up_held(now_ms).await?);
        Ok(())
    }
}
