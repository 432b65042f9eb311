//! `doorstep-server campaign create`

use super::{CommandError, DataDir, say};
use crate::domain::campaign::{Campaign, LegalProfile};
use crate::domain::ids::CampaignId;
use crate::server::clock::Clock;
use crate::server::data_dir;
use crate::server::scripts::first_scripts;
use crate::server::store::Store;
use crate::server::store::campaigns::StoredScript;
use crate::wire::rescue::Kit;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a campaign, with the built-in scripts its law allows.
    Create(Create),
}

#[derive(Debug, clap::Args)]
pub struct Create {
    #[command(flatten)]
    data: DataDir,
    /// What the team calls it
    #[arg(long)]
    name: String,
    /// Who stands behind it, as said at the door
    #[arg(long)]
    organisation: String,
    /// Under which law: uk-party and us keep conversations with their door;
    /// uk-non-party and other do so only when the person agrees
    #[arg(long, value_enum)]
    legal_profile: Profile,
    /// The lead's name, as the Help screen shows it
    #[arg(long, default_value = "")]
    lead_name: String,
    /// The number the Help screen dials
    #[arg(long)]
    lead_phone: Option<String>,
    #[arg(long, default_value = "112")]
    emergency_number: String,
    /// Where a householder reads what is kept about them
    #[arg(long)]
    privacy_url: Option<String>,
    /// Languages the campaign talks in, the first is the default
    #[arg(long, value_delimiter = ',', default_value = "en")]
    languages: Vec<String>,
    /// Where to put the recovery kit, which opens the rescue files of phones that can't
    /// send; shown here once where no file is named. The server keeps none
    #[arg(long, value_name = "FILE")]
    recovery_kit: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Profile {
    UkParty,
    UkNonParty,
    Us,
    Other,
}

impl From<Profile> for LegalProfile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::UkParty => Self::UkParty,
            Profile::UkNonParty => Self::UkNonParty,
            Profile::Us => Self::Us,
            Profile::Other => Self::Other,
        }
    }
}

pub async fn run(command: Command) -> Result<(), CommandError> {
    let Command::Create(create) = command;
    let (store, clock) = super::open_to_change(&create.data).await?;
    let taken = store.campaigns().await?;
    if taken.iter().any(|campaign| campaign.name == create.name) {
        return Err(CommandError::Said(format!(
            "there is a campaign called “{}” here already",
            create.name
        )));
    }
    let kit = new_kit(&clock)?;
    if let Some(path) = &create.recovery_kit {
        write_kit(path, &create.name, &kit)?;
    }
    let campaign = Campaign {
        id: CampaignId(clock.new_id()?),
        name: create.name,
        organisation: create.organisation,
        legal_profile: create.legal_profile.into(),
        languages: create.languages,
        lead_name: create.lead_name,
        lead_phone: create.lead_phone,
        emergency_number: create.emergency_number,
        privacy_url: create.privacy_url,
        privacy_code: None,
        recovery_recipient: None,
    };
    make(&store, &clock, campaign.clone()).await?;
    say(&format!("Made the campaign “{}”.", campaign.name));
    match &create.recovery_kit {
        Some(path) => say(&format!(
            "The recovery kit is in {}. Keep it printed and on a memory stick, not on this server.",
            path.display()
        )),
        None => say(&kit_text(&campaign.name, &kit)),
    }
    store
        .use_recovery_kit(
            campaign.id,
            kit.recipient().to_string(),
            None,
            clock.now_ms(),
        )
        .await?;
    say("Next: `doorstep-server lead add --email you@example.org`, then sign in at the desk.");
    Ok(())
}

/// A campaign's recovery kit, new.
pub fn new_kit(clock: &Clock) -> Result<Kit, CommandError> {
    let mut chance = [0; 32];
    clock.fill(&mut chance)?;
    Ok(Kit::new(chance))
}

/// The kit with words on what it is for; the tool `age` reads it too.
pub fn kit_text(campaign: &str, kit: &Kit) -> String {
    format!(
        "# Doorstep recovery kit {} of the campaign “{campaign}”\n\
         # It opens rescue files: what phones could not send. Whoever has it can read them.\n\
         # Keep it printed and on a memory stick, not on the server. It is shown once.\n\
         # At the desk: Rescue files. Public half, which phones have: {}\n{}",
        kit.recipient().short_name(),
        kit.recipient(),
        kit.secret_text()
    )
}

/// Puts the kit into a new file that only its owner can read.
pub fn write_kit(path: &Path, campaign: &str, kit: &Kit) -> Result<(), CommandError> {
    let text = format!("{}\n", kit_text(campaign, kit));
    data_dir::write_new(path, text.as_bytes()).map_err(|error| CommandError::File {
        path: path.display().to_string(),
        error,
    })
}

/// Stores a campaign with its first scripts, and returns the first of them.
pub async fn make(
    store: &Store,
    clock: &Clock,
    campaign: Campaign,
) -> Result<StoredScript, CommandError> {
    let mut epoch = [0; 6];
    clock.fill(&mut epoch)?;
    let (id, now_ms) = (campaign.id, clock.now_ms());
    let scripts = first_scripts(campaign.legal_profile, now_ms)
        .map_err(|error| CommandError::Said(error.to_string()))?;
    store
        .create_campaign(campaign, hex::encode(epoch), now_ms)
        .await?;
    for script in scripts.clone() {
        store.add_script(id, script).await?;
    }
    scripts
        .into_iter()
        .next()
        .ok_or_else(|| CommandError::Said("there is no built-in script".into()))
}
