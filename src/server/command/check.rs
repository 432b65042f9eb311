//! `doorstep-server check`

use super::{CommandError, DataDir, say};

#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    data: DataDir,
    /// Write every count and door state anew from the records first
    #[arg(long)]
    rebuild: bool,
}

impl Check {
    pub async fn run(self) -> Result<(), CommandError> {
        let (store, _) = super::open(&self.data).await?;
        if self.rebuild {
            store.rebuild_views().await?;
            say("Written anew from the records.");
        }
        let checked = store.check_views().await?;
        for problem in &checked.problems {
            say(problem);
        }
        say(&format!(
            "{} campaigns, {} records, {} unlinked conversations, {} doors: {}",
            checked.campaigns,
            checked.records,
            checked.unlinked,
            checked.doors,
            match checked.problems.len() {
                0 => "everything agrees".to_owned(),
                1 => "1 problem".to_owned(),
                n => format!("{n} problems"),
            }
        ));
        if checked.problems.is_empty() {
            Ok(())
        } else {
            say(
                "`doorstep-server check --rebuild` writes counts and states anew from the records.",
            );
            Err(CommandError::Found)
        }
    }
}
