//! `doorstep-server export`: the record log, a line of JSON for each record.

use super::{CommandError, DataDir, the_campaign};
use crate::server::data_dir;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Records read at once.
const PAGE: u32 = 1_000;

#[derive(Debug, clap::Args)]
pub struct Export {
    #[command(flatten)]
    data: DataDir,
    /// The file to write; it must not be there yet. Standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Which campaign, where there are several
    #[arg(long)]
    campaign: Option<String>,
}

impl Export {
    pub async fn run(self) -> Result<(), CommandError> {
        let (store, _) = super::open(&self.data).await?;
        let campaign = the_campaign(&store, self.campaign.as_deref()).await?.id;
        let name = self.out.as_deref().unwrap_or(Path::new("standard output"));
        let cannot = |error| CommandError::File {
            path: name.display().to_string(),
            error,
        };
        let mut out: Box<dyn Write + Send> = match &self.out {
            // What people said is in it: for this account alone.
            Some(path) => {
                data_dir::write_new(path, b"").map_err(cannot)?;
                Box::new(std::io::BufWriter::new(
                    data_dir::private_file(path).map_err(cannot)?,
                ))
            }
            None => Box::new(std::io::stdout()),
        };
        let mut after = 0;
        loop {
            let page = store.exported(campaign, after, PAGE).await?;
            for line in &page.lines {
                writeln!(out, "{line}").map_err(cannot)?;
            }
            match page.last {
                Some(last) => after = last,
                None => break,
            }
        }
        for line in store.exported_unlinked(campaign).await? {
            writeln!(out, "{line}").map_err(cannot)?;
        }
        out.flush().map_err(cannot)
    }
}
