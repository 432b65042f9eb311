//! `doorstep-server demo`: a campaign with everything invented but its
//! addresses, ready to walk. Starting it again finds what is there.

use super::serve::{self as serving, Network};
use super::{CommandError, DataDir, Elsewhere, campaign, say};
use crate::domain::campaign::{Campaign, LegalProfile};
use crate::domain::ids::{CampaignId, DoorId, ImportId, ListId};
use crate::domain::script::Channel;
use crate::domain::walk_list::Door;
use crate::domain::walking_order::{by_doors, take};
use crate::server::clock::Clock;
use crate::server::clock::day_of;
use crate::server::import::{self, Choices};
use crate::server::store::Store;
use crate::server::store::accounts::Role;
use crate::server::store::campaigns::StoredScript;
use crate::server::store::joining::NewJoinCode;
use crate::server::store::lists::{NewImport, NewList};
use crate::server::{auth, data_dir, new_join_code, serve, shown_code};
use crate::wire::rescue::Kit;
use chrono::Days;
use qrcode::QrCode;
use qrcode::render::unicode;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

const WALK_LIST: &[u8] = include_bytes!("../../../assets/demo/helsinki-walklist.csv");
const CALL_LIST: &[u8] = include_bytes!("../../../assets/demo/calls.csv");
/// The built-in script for calls.
const BY_TELEPHONE: &str = "because-of-someone";
const ATTRIBUTION: &str = "© OpenStreetMap contributors";
const NAME: &str = "Homes with support, Helsinki";
const EMAIL: &str = "lead@example.org";
/// The streets of the first list; the others make the second.
const KAMPPI: [&str; 8] = [
    "Annankatu",
    "Eerikinkatu",
    "Fredrikinkatu",
    "Kalevankatu",
    "Lönnrotinkatu",
    "Simonkatu",
    "Uudenmaankatu",
    "Yrjönkatu",
];
const KAMPPI_DOORS: usize = 48;
const USES: u32 = 12;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// How long the code works, the lists may be walked, the data be kept.
const CODE_DAYS: i64 = 14;
const LIST_DAYS: u64 = 60;
const DATA_DAYS: u64 = 90;

#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Where the demo is kept; remove the folder to begin anew
    #[arg(long, value_name = "DIR", default_value = "target/demo-data")]
    data_dir: PathBuf,
    #[command(flatten)]
    elsewhere: Elsewhere,
    #[command(flatten)]
    network: Network,
}

impl Demo {
    pub async fn run(self) -> Result<(), CommandError> {
        super::log();
        let data = DataDir {
            data_dir: self.data_dir,
            elsewhere: self.elsewhere,
        };
        let (listening, addresses) = self.network.settle(&data)?;
        let bound = serve::bind(&listening)?;
        let _serving = super::serving(&data)?;
        // The password is kept there, wherever the database is.
        data_dir::make(&data.data_dir).map_err(|error| CommandError::File {
            path: data.data_dir.display().to_string(),
            error,
        })?;
        let (store, clock) = super::open_to_change(&data).await?;
        // First, because with it the store is given the key of whom no file may bring back.
        let server = serving::server(&data, store, clock.clone(), addresses).await?;
        let store = &server.store;
        let campaign = match existing(store).await? {
            Some(campaign) => {
                say(&format!(
                    "The demo campaign is in {}.",
                    match store.shared() {
                        Some(database) => database.name(),
                        None => data.data_dir.display().to_string(),
                    }
                ));
                campaign
            }
            None => load(store, &clock).await?,
        };
        let password = account(store, &clock, campaign, &data.data_dir).await?;
        let kit = kit(store, &clock, campaign, &data.data_dir).await?;
        let code = code(store, &clock, campaign).await?;
        let link = server.addresses.join_link(&code);

        let stop = serve::asked_to_stop();
        say("");
        say(&format!("The desk:   {}", server.addresses.desk));
        say(&format!("  sign in as {EMAIL}, password: {password}"));
        say(&format!(
            "  recovery kit for rescue files: {}",
            kit.display()
        ));
        say(&format!("The phone:  {}", server.addresses.app));
        say(&format!(
            "  join code {}, or open {link}",
            shown_code(&code)
        ));
        match QrCode::new(&link) {
            Ok(qr) => say(&drawn(&qr)),
            Err(error) => say(&format!("(no QR code: {error})")),
        }
        say(&format!(
            "Addresses {ATTRIBUTION}; every person is invented. Ctrl-C ends it."
        ));
        serving::warn(&server.addresses);
        serve::serve(server, bound, stop).await?;
        say("Stopped. Everything handed in is stored.");
        Ok(())
    }
}

/// Dark on light whatever the terminal's colours are: some cameras read nothing else.
fn drawn(qr: &QrCode) -> String {
    let drawing = qr
        .render::<unicode::Dense1x2>()
        .dark_color(unicode::Dense1x2::Dark)
        .light_color(unicode::Dense1x2::Light)
        .quiet_zone(true)
        .build();
    if !std::io::stdout().is_terminal() {
        return drawing;
    }
    let lines = drawing.lines();
    lines
        .map(|line| format!("\x1b[30;107m{line}\x1b[0m"))
        .collect::<Vec<_>>()
        .join("\n")
}

async fn existing(store: &Store) -> Result<Option<CampaignId>, CommandError> {
    let campaigns = store.campaigns().await?;
    Ok(campaigns
        .iter()
        .find(|campaign| campaign.name == NAME)
        .map(|campaign| campaign.id))
}

async fn load(store: &Store, clock: &Clock) -> Result<CampaignId, CommandError> {
    say("Making the demo campaign…");
    let campaign = Campaign {
        id: CampaignId(clock.new_id()?),
        name: NAME.into(),
        organisation: "Neighbours for Homes".into(),
        legal_profile: LegalProfile::Other,
        languages: vec!["en".into(), "fi".into()],
        lead_name: "Leena".into(),
        // Set aside for fiction: it rings nowhere.
        lead_phone: Some("+44 7700 900123".into()),
        emergency_number: "112".into(),
        privacy_url: Some("https://example.org/privacy".into()),
        privacy_code: None,
        recovery_recipient: None,
    };
    let id = campaign.id;
    let script = campaign::make(store, clock, campaign).await?;
    say("Reading the walk list…");
    let walked = File {
        name: "helsinki-walklist.csv",
        bytes: WALK_LIST,
        source: format!("Demo: addresses {ATTRIBUTION} (ODbL), people invented"),
        channel: Channel::Door,
    };
    let (import, doors) = bring_in(store, clock, id, walked).await?;
    say(&format!(
        "{} people at {} doors. Cutting walk lists…",
        doors.iter().map(|door| door.people.len()).sum::<usize>(),
        doors.len()
    ));
    make_lists(store, clock, id, import, &doors, &script).await?;
    make_call_list(store, clock, id).await?;
    Ok(id)
}

/// A short list to call, with the script that is written for it.
async fn make_call_list(
    store: &Store,
    clock: &Clock,
    campaign: CampaignId,
) -> Result<(), CommandError> {
    let scripts = store.scripts(campaign).await?;
    let Some(script) = scripts
        .into_iter()
        .find(|script| script.reference.id == BY_TELEPHONE)
    else {
        return Ok(());
    };
    let called = File {
        name: "calls.csv",
        bytes: CALL_LIST,
        source: "Demo: people invented, numbers kept for drama".into(),
        channel: Channel::Phone,
    };
    let (import, numbers) = bring_in(store, clock, campaign, called).await?;
    let now_ms = clock.now_ms();
    let list = NewList {
        id: ListId(clock.new_id()?),
        name: "Tuesday, calls".into(),
        import,
        expires_on: day_of(now_ms) + Days::new(LIST_DAYS),
        script: script.reference,
        trial: None,
        doors: numbers.iter().map(|number| number.id).collect(),
        made_by: None,
    };
    store.make_list(campaign, list, now_ms).await?;
    Ok(())
}

/// A file of the demo's.
struct File {
    name: &'static str,
    bytes: &'static [u8],
    source: String,
    channel: Channel,
}

async fn bring_in(
    store: &Store,
    clock: &Clock,
    campaign: CampaignId,
    file: File,
) -> Result<(ImportId, Vec<Door>), CommandError> {
    let choices = Choices {
        channel: file.channel,
        ..Choices::default()
    };
    let preview = import::read(file.bytes, &choices)
        .map_err(|error| CommandError::Said(format!("the demo's {}: {error}", file.name)))?;
    let mut no_chance = false;
    let doors = import::into_doors(&preview, clock.now_ms(), &mut || {
        clock.new_id().unwrap_or_else(|_| {
            no_chance = true;
            uuid::Uuid::nil()
        })
    });
    if no_chance {
        return Err(crate::server::clock::NoChance.into());
    }
    let id = ImportId(clock.new_id()?);
    let now_ms = clock.now_ms();
    let import = NewImport {
        id,
        file_name: file.name.into(),
        source: file.source,
        purpose: "Trying out Doorstep".into(),
        use_until: day_of(now_ms) + Days::new(DATA_DAYS),
        doors: doors.clone(),
        left_out: u32::try_from(preview.rows_left_out).unwrap_or(u32::MAX),
        imported_by: None,
        channel: file.channel,
        // Numbers that ring nowhere are on no register.
        register_checked_ms: (file.channel == Channel::Phone).then_some(now_ms),
    };
    store.import(campaign, import, now_ms).await?;
    Ok((id, doors))
}

async fn make_lists(
    store: &Store,
    clock: &Clock,
    campaign: CampaignId,
    import: ImportId,
    doors: &[Door],
    script: &StoredScript,
) -> Result<(), CommandError> {
    let kamppi: Vec<Door> = doors
        .iter()
        .filter(|door| KAMPPI.contains(&door.street.as_str()))
        .cloned()
        .collect();
    let first: Vec<DoorId> = by_doors(&kamppi, KAMPPI_DOORS)
        .first()
        .map(|cut| take(&kamppi, cut))
        .unwrap_or_default()
        .iter()
        .map(|door| door.id)
        .collect();
    let rest: Vec<DoorId> = doors
        .iter()
        .map(|door| door.id)
        .filter(|door| !first.contains(door))
        .collect();
    let now_ms = clock.now_ms();
    for (name, doors) in [("Saturday, Kamppi", first), ("City centre, the rest", rest)] {
        let list = NewList {
            id: ListId(clock.new_id()?),
            name: name.into(),
            import,
            expires_on: day_of(now_ms) + Days::new(LIST_DAYS),
            script: script.reference.clone(),
            trial: None,
            doors,
            made_by: None,
        };
        store.make_list(campaign, list, now_ms).await?;
    }
    Ok(())
}

/// The lead's password, random and kept in the demo's folder for the next start.
async fn account(
    store: &Store,
    clock: &Clock,
    campaign: CampaignId,
    folder: &Path,
) -> Result<String, CommandError> {
    let path = folder.join("demo-sign-in.txt");
    let file = |error| CommandError::File {
        path: path.display().to_string(),
        error,
    };
    let leads = store.leads_by_email(EMAIL.into()).await?;
    let there = leads.into_iter().find(|lead| lead.campaign == campaign);
    let kept = match std::fs::read_to_string(&path) {
        Ok(password) => Some(password.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(file(error)),
    };
    let password = match kept {
        Some(kept) => kept,
        None => {
            let password = auth::random_password(clock)?;
            data_dir::write_new(&path, password.as_bytes()).map_err(file)?;
            if let Some(lead) = &there {
                let hash = auth::hash_password(clock, &password)?;
                store.set_password(campaign, lead.id, hash).await?;
            }
            password
        }
    };
    if there.is_none() {
        let lead = auth::new_lead(clock, campaign, EMAIL, "Leena", Role::Owner, &password)?;
        store.add_lead(lead, clock.now_ms()).await?;
    }
    Ok(password)
}

/// The demo's recovery kit, beside its password: a real one is kept elsewhere.
async fn kit(
    store: &Store,
    clock: &Clock,
    campaign: CampaignId,
    folder: &Path,
) -> Result<PathBuf, CommandError> {
    let path = folder.join("demo-recovery-kit.txt");
    let kept = std::fs::read_to_string(&path);
    let kept = kept.ok().and_then(|text| Kit::find(&text).ok());
    let is_new = kept.is_none();
    let kit = match kept {
        Some(kit) => kit,
        None => {
            let kit = campaign::new_kit(clock)?;
            campaign::write_kit(&path, NAME, &kit)?;
            kit
        }
    };
    let about = store.campaign(campaign).await?;
    // One made at the desk meanwhile stays in use.
    if is_new || about.is_some_and(|about| about.recovery_recipient.is_none()) {
        let recipient = kit.recipient().to_string();
        store
            .use_recovery_kit(campaign, recipient, None, clock.now_ms())
            .await?;
    }
    Ok(path)
}

/// A join code with uses left; the last one made, or a new one.
async fn code(store: &Store, clock: &Clock, campaign: CampaignId) -> Result<String, CommandError> {
    let now_ms = clock.now_ms();
    let codes = store.join_codes(campaign).await?;
    let working = codes
        .into_iter()
        .find(|code| code.ended_ms.is_none() && code.used < code.uses && code.expires_ms > now_ms);
    if let Some(code) = working {
        return Ok(code.code);
    }
    let lists = store.lists(campaign).await?;
    let code = NewJoinCode {
        code: new_join_code(clock)?,
        label: "Demo team".into(),
        uses: USES,
        expires_ms: now_ms + CODE_DAYS * DAY_MS,
        lists: lists
            .into_iter()
            .filter(|list| list.ended_ms.is_none())
            .map(|list| list.about.id)
            .collect(),
        made_by: None,
    };
    let stored = code.code.clone();
    store.make_join_code(campaign, code, now_ms).await?;
    Ok(stored)
}
