//! `doorstep-server` as a command: what one may ask of it, and how its answers
//! and failures are said in plain words.

mod campaign;
mod check;
mod demo;
mod erasures;
mod export;
mod lead;
mod migrate;
mod moving;
mod script;
mod serve;

use super::auth::AuthError;
use super::clock::{Clock, NoChance};
use super::data_dir::{self, Serving, ServingError};
use super::serve::ServeError;
use super::store::{Store, StoreError};
use super::tokens::SecretError;
use clap::{Parser, Subcommand};
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// The server that phones and team leads talk to.
#[derive(Debug, Parser)]
#[command(name = "doorstep-server", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a campaign: the phone app on one origin, the desk on another.
    Serve(serve::Serve),
    /// Load the demo campaign and serve it on this machine.
    Demo(demo::Demo),
    /// Make a campaign.
    Campaign {
        #[command(subcommand)]
        command: campaign::Command,
    },
    /// Team leads' accounts.
    Lead {
        #[command(subcommand)]
        command: lead::Command,
    },
    /// Conversation scripts.
    Script {
        #[command(subcommand)]
        command: script::Command,
    },
    /// Recompute everything that was counted and folded, and compare.
    Check(check::Check),
    /// Bring the database to this program's schema. `serve` does so by itself.
    Migrate(migrate::Migrate),
    /// Copy everything from this machine's own database into an empty PostgreSQL.
    Move(moving::Move),
    /// Write the record log as JSON, a record a line.
    Export(export::Export),
    /// The ledger of erasures, without names; or carry one out on an older copy of the database.
    Erasures(erasures::Erasures),
}

/// Where the server keeps everything; it stores nothing anywhere else.
#[derive(Clone, Debug, clap::Args)]
struct DataDir {
    /// The folder with the database and the server's secret.
    #[arg(long, value_name = "DIR", env = "DOORSTEP_DATA_DIR")]
    data_dir: PathBuf,
    #[command(flatten)]
    elsewhere: Elsewhere,
}

/// A database other than the one in the data folder.
#[derive(Clone, Debug, Default, clap::Args)]
struct Elsewhere {
    /// A PostgreSQL database, for a campaign that several servers serve:
    /// postgres://user@host/database. The data folder then has only the secret
    #[arg(
        long,
        value_name = "URL",
        env = "DOORSTEP_DATABASE",
        hide_env_values = true
    )]
    database: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Serving(#[from] ServingError),
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    /// What is wrong and what to do.
    #[error("{0}")]
    Said(String),
    /// Everything has been said already.
    #[error("")]
    Found,
}

/// Runs the command line this process was started with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("doorstep-server: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::Found) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("doorstep-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Campaign { command } => campaign::run(command).await,
        Command::Lead { command } => lead::run(command).await,
        Command::Script { command } => script::run(command).await,
        Command::Check(check) => check.run().await,
        Command::Migrate(migrate) => migrate.run().await,
        Command::Move(moving) => moving.run().await,
        Command::Export(export) => export.run().await,
        Command::Erasures(erasures) => erasures.run().await,
    }
}

/// Something for whoever started us, at once. Whoever no longer listens (a
/// closed pipe) must not stop the server.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _nobody_listens = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn open(data: &DataDir) -> Result<(Store, Clock), CommandError> {
    let clock = Clock::system();
    let store = match &data.elsewhere.database {
        Some(url) => Store::connect(url, clock.new_id()?).await?,
        None => Store::open(&data.data_dir)?,
    };
    Ok((store, clock))
}

/// The same, for whoever will change something.
async fn open_to_change(data: &DataDir) -> Result<(Store, Clock), CommandError> {
    let (store, clock) = open(data).await?;
    match store.note_start(clock.new_id()?).await {
        // Nor can anything be changed, and what is stored can still be read.
        Err(StoreError::Full) => tracing::error!("the disk is full or does not take writes"),
        noted => noted?,
    }
    Ok((store, clock))
}

/// Held while serving from a folder's own database, which has room for one
/// server. PostgreSQL has room for many.
fn serving(data: &DataDir) -> Result<Option<Serving>, ServingError> {
    match data.elsewhere.database {
        Some(_) => Ok(None),
        None => data_dir::serving(&data.data_dir).map(Some),
    }
}

/// Server log lines go to standard error, at the level `DOORSTEP_LOG` asks for.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DOORSTEP_LOG").unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("warn,doorstep=info,rustls_acme=info")
    });
    // A second subscriber can only come from a test; the first goes on.
    let _set_already = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .try_init();
}

/// The only campaign, or the one named.
async fn the_campaign(
    store: &Store,
    named: Option<&str>,
) -> Result<crate::domain::campaign::Campaign, CommandError> {
    let mut campaigns = store.campaigns().await?;
    if let Some(name) = named {
        campaigns.retain(|campaign| campaign.name == name || campaign.id.to_string() == name);
    }
    match (campaigns.len(), campaigns.pop()) {
        (1, Some(campaign)) => Ok(campaign),
        (0, _) => Err(CommandError::Said(
            "there is no such campaign here; make one with `doorstep-server campaign create`"
                .into(),
        )),
        _ => Err(CommandError::Said(
            "there are several campaigns here; say which with --campaign NAME".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
