//! `doorstep-server migrate`

use super::{CommandError, DataDir, say};
use crate::server::store::Migrated;

#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    data: DataDir,
}

impl Migrate {
    pub async fn run(self) -> Result<(), CommandError> {
        let (store, _) = super::open(&self.data).await?;
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
        Ok(())
    }
}
