//! `doorstep-server move`: from the data folder's own database into PostgreSQL.

use super::{CommandError, say};
use crate::server::clock::Clock;
use crate::server::data_dir;
use crate::server::store::Store;
use crate::server::store::sqlite;
use crate::server::tokens::Tokens;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Move {
    /// The folder with the database to move; stop its server first
    #[arg(long, value_name = "DIR", env = "DOORSTEP_DATA_DIR")]
    data_dir: PathBuf,
    /// The PostgreSQL database to move into; it must be empty
    #[arg(long, value_name = "URL")]
    to: String,
}

impl Move {
    pub async fn run(self) -> Result<(), CommandError> {
        let _nobody_serves = data_dir::serving(&self.data_dir)?;
        let file = sqlite::file_in(&self.data_dir);
        if !file.is_file() {
            return Err(CommandError::Said(format!(
                "there is no database in {}; --data-dir names the folder to move from",
                self.data_dir.display()
            )));
        }
        let clock = Clock::system();
        let tokens = Tokens::open(&self.data_dir, &clock)?;
        let target = Store::connect(&self.to, clock.new_id()?).await?;
        let moved = target.take_over(&self.data_dir).await?;
        if let Some(database) = target.shared() {
            // Phones keep their tokens: they are signed with this folder's secret.
            database.agree_on_secret(tokens.fingerprint()).await?;
        }
        for (table, rows) in &moved {
            say(&format!("{rows:>9}  {table}"));
        }
        // A server started on it by mistake would take records the others never see.
        let aside = file.with_extension("sqlite.moved");
        std::fs::rename(&file, &aside).map_err(|error| CommandError::File {
            path: file.display().to_string(),
            error,
        })?;
        say(&format!(
            "Moved, read back and compared. The old database is set aside as {}. \
             Serve with --database and the same --data-dir: its secret signs the phones' tokens.",
            aside.display()
        ));
        Ok(())
    }
}
