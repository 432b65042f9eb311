//! The server in the simulation: the real router over a real SQLite file, its
//! clock in the simulation's hand, asked without a socket.

use super::disk;
use crate::world::{NOW_MS, gzip, script};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use doorstep::domain::campaign::{Campaign, LegalProfile};
use doorstep::domain::erasure::ids_in;
use doorstep::domain::ids::{CampaignId, DoorId, ImportId, LeadId, ListId, PersonId, RecordId};
use doorstep::domain::record::{ContentHash, Kind, Record};
use doorstep::domain::script::Script;
use doorstep::domain::walk_list::{Door, Person, ScriptRef, Side};
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;
use doorstep::server::clock::Clock;
use doorstep::server::store::Store;
use doorstep::server::store::accounts::{Lead, Role};
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::joining::NewJoinCode;
use doorstep::server::store::ledger;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::server::tokens::Tokens;
use doorstep::server::{Addresses, Server, origins};
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::rescue::Kit;
use rusqlite::{Connection, OpenFlags, params};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xCA));
pub const NORTH: ListId = ListId(Uuid::from_u128(0xAA));
pub const SOUTH: ListId = ListId(Uuid::from_u128(0xBB));
const IMPORT: ImportId = ImportId(Uuid::from_u128(0x11));
pub const NORTH_CODE: &str = "NNRTH234";
pub const SOUTH_CODE: &str = "SSVTH234";
pub const DOORS: u32 = 12;
pub const LEAD: LeadId = LeadId(Uuid::from_u128(0x1EA));

/// Who sits at the desk.
pub fn lead() -> Lead {
    Lead {
        id: LEAD,
        campaign: CAMPAIGN,
        email: "leena@example.org".into(),
        name: "Leena".into(),
        role: Role::Lead,
        password: String::new(),
    }
}

/// What opens rescue files.
pub fn kit() -> Kit {
    Kit::new([5; 32])
}

/// What the server has taken, by id.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub log: BTreeMap<RecordId, ContentHash>,
    pub unlinked: BTreeMap<RecordId, ContentHash>,
    pub quarantine: BTreeSet<(RecordId, ContentHash)>,
    /// Of these the begun talks out of rescue files.
    pub begun: BTreeSet<(RecordId, ContentHash)>,
    /// And those a lead has put aside.
    pub aside: BTreeSet<(RecordId, ContentHash)>,
    /// What leads lifted, by id.
    pub lifted: BTreeSet<Uuid>,
    /// The ledger of erased ids: of records, people, and doors of households.
    pub erased: BTreeSet<Uuid>,
}

impl Taken {
    pub fn has(&self, id: RecordId, content: ContentHash) -> bool {
        self.log.get(&id) == Some(&content)
            || self.unlinked.get(&id) == Some(&content)
            || self.quarantine.contains(&(id, content))
    }

    /// Anything under this id.
    pub fn knows(&self, id: RecordId) -> bool {
        self.log.contains_key(&id)
            || self.unlinked.contains_key(&id)
            || self.quarantine.iter().any(|(there, _)| *there == id)
    }
}

pub struct SimServer {
    pub server: Arc<Server>,
    app: Router,
    pub folder: TempDir,
    /// Somebody else's look into the file.
    onlooker: Connection,
    pub image: Option<TempDir>,
    /// Counts up with every restored image.
    pub history: u32,
    /// The rescue files that were brought in whole, in this history.
    pub brought_in: BTreeSet<usize>,
}

impl SimServer {
    /// A server that has been set up, at `now_ms`.
    pub fn new(now_ms: i64, seed: u64) -> Self {
        Self::open(disk::image(set_up().path()), now_ms, seed)
    }

    fn open(folder: TempDir, now_ms: i64, seed: u64) -> Self {
        let (server, app) = serve(folder.path(), now_ms, seed);
        let onlooker = Connection::open_with_flags(
            folder.path().join("doorstep.sqlite"),
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .expect("the server's file");
        Self {
            server,
            app,
            folder,
            onlooker,
            image: None,
            history: 0,
            brought_in: BTreeSet::new(),
        }
    }

    /// Its clock shows this time, whatever it showed.
    pub fn be_at(&self, now_ms: i64) {
        let behind = now_ms - self.server.clock.now_ms();
        self.server.clock.advance(behind);
    }

    /// Stops it and starts another over what is on the disk, or over an old image of it.
    pub async fn again(&mut self, over: Option<&Path>, now_ms: i64, seed: u64) -> u32 {
        let folder = disk::image(over.unwrap_or(self.folder.path()));
        // Whoever puts back an older copy of the database keeps the ledger.
        let ledger = ledger::file_in(self.folder.path());
        if ledger.exists() {
            std::fs::copy(&ledger, ledger::file_in(folder.path())).expect("room");
        }
        let mut next = Self::open(folder, now_ms, seed);
        next.image = self.image.take();
        next.history = self.history + u32::from(over.is_some());
        if over.is_none() {
            next.brought_in = std::mem::take(&mut self.brought_in);
        }
        *self = next;
        self.keep_ledger().await
    }

    pub async fn answer(&self, call: &Call, cut: bool) -> HttpAnswer {
        let mut request =
            Request::post(format!("/api/v1/{}", call.endpoint)).header(PROTOCOL_HEADER, "1");
        if let Some(token) = &call.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut body = if call.gzip {
            request = request.header("content-encoding", "gzip");
            gzip(&call.json)
        } else {
            call.json.clone()
        };
        if cut {
            body.truncate(body.len() / 2);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a body");
        HttpAnswer::Some {
            status: parts.status.as_u16(),
            retry_after: parts
                .headers
                .get("retry-after")
                .and_then(|value| value.to_str().ok()?.parse().ok()),
            body: body.to_vec(),
        }
    }

    pub fn taken(&self) -> Taken {
        let mut taken = Taken::default();
        let mut rows = self
            .onlooker
            .prepare_cached(
                "SELECT record, content FROM log WHERE kind NOT IN ('person_erased', 'settled', 'wish_lifted') \
                 AND canvasser <> zeroblob(16)",
            )
            .expect("SQL");
        let log = rows.query_map([], |row| {
            Ok((
                RecordId(Uuid::from_bytes(row.get(0)?)),
                ContentHash(row.get(1)?),
            ))
        });
        taken.log = log.expect("a log").map(|row| row.expect("a row")).collect();
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT record, version, body FROM unlinked")
            .expect("SQL");
        let unlinked = rows.query_map([], |row| {
            let record = Record {
                id: RecordId(Uuid::from_bytes(row.get(0)?)),
                kind: Kind::Conversation,
                version: row.get(1)?,
                author: None,
                body: RawValue::from_string(row.get(2)?).expect("JSON"),
            };
            Ok((record.id, record.content_hash()))
        });
        taken.unlinked = unlinked
            .expect("a table")
            .map(|row| row.expect("a row"))
            .collect();
        let mut rows = self
            .onlooker
            .prepare_cached(
                "SELECT record, content, code, EXISTS (SELECT 1 FROM put_aside WHERE
                   put_aside.record = quarantine.record AND put_aside.content = quarantine.content)
                 FROM quarantine",
            )
            .expect("SQL");
        let held = rows.query_map([], |row| {
            let key = (
                RecordId(Uuid::from_bytes(row.get(0)?)),
                ContentHash(row.get(1)?),
            );
            Ok((key, row.get::<_, String>(2)?, row.get::<_, bool>(3)?))
        });
        for row in held.expect("a table") {
            let (key, code, aside) = row.expect("a row");
            taken.quarantine.insert(key);
            if code == "draft" {
                taken.begun.insert(key);
            }
            if aside {
                taken.aside.insert(key);
            }
        }
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT body FROM log WHERE kind = 'wish_lifted'")
            .expect("SQL");
        let lifted = rows.query_map([], |row| Ok(ids_in(&row.get::<_, String>(0)?)));
        taken.lifted = lifted
            .expect("a log")
            .flat_map(|row| row.expect("a row"))
            .collect();
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT id FROM erased")
            .expect("SQL");
        let erased = rows.query_map([], |row| Ok(Uuid::from_bytes(row.get(0)?)));
        taken.erased = erased
            .expect("a table")
            .map(|row| row.expect("a row"))
            .collect();
        taken
    }

    /// The records that say which telling of a conversation counts.
    pub fn settled(&self) -> BTreeSet<RecordId> {
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT record FROM log WHERE kind = 'settled'")
            .expect("SQL");
        let rows = rows.query_map([], |row| Ok(RecordId(Uuid::from_bytes(row.get(0)?))));
        rows.expect("a log")
            .map(|row| row.expect("a row"))
            .collect()
    }

    /// Everybody listed at a door, as the server has it.
    pub fn people(&self) -> BTreeSet<(DoorId, PersonId)> {
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT door, people FROM door")
            .expect("SQL");
        let rows = rows.query_map([], |row| {
            let people: String = row.get(1)?;
            let people: Vec<Person> = serde_json::from_str(&people).expect("people");
            let door = DoorId(Uuid::from_bytes(row.get(0)?));
            Ok(people.into_iter().map(move |person| (door, person.id)))
        });
        rows.expect("doors")
            .flat_map(|row| row.expect("a row"))
            .collect()
    }

    /// As `doorstep-server serve` does before anybody is answered.
    pub async fn keep_ledger(&self) -> u32 {
        let start = self.server.clock.new_id().expect("an id");
        let noted = self.server.store.note_start(start).await;
        noted.expect("a start");
        let now = self.server.clock.now_ms();
        let kept = self.server.store.keep_ledger_in(self.folder.path(), now);
        kept.await.expect("a ledger")
    }

    /// Epoch and last number given out.
    pub fn head(&self) -> (String, u64) {
        self.onlooker
            .query_row("SELECT epoch, last_seq FROM counter", [], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
            })
            .expect("one campaign")
    }

    /// What a list's readers up to `seq` must have.
    pub fn feed_until(&self, list: ListId, seq: u64) -> Vec<(u64, RecordId)> {
        let mut rows = self
            .onlooker
            .prepare_cached(
                "SELECT feed.seq, log.record FROM feed JOIN log ON log.campaign = feed.campaign
                 AND log.seq = feed.log_seq WHERE feed.list = ?1 AND feed.seq <= ?2 ORDER BY 1",
            )
            .expect("SQL");
        let rows = rows.query_map(params![list.0.as_bytes(), seq.cast_signed()], |row| {
            Ok((
                row.get::<_, i64>(0)?.cast_unsigned(),
                RecordId(Uuid::from_bytes(row.get(1)?)),
            ))
        });
        rows.expect("a feed")
            .map(|row| row.expect("a row"))
            .collect()
    }

    /// Who was ever given which list.
    pub fn ever_granted(&self) -> BTreeSet<(Uuid, ListId)> {
        let mut rows = self
            .onlooker
            .prepare_cached("SELECT canvasser, list FROM list_grant")
            .expect("SQL");
        let rows = rows.query_map([], |row| {
            Ok((
                Uuid::from_bytes(row.get(0)?),
                ListId(Uuid::from_bytes(row.get(1)?)),
            ))
        });
        rows.expect("grants")
            .map(|row| row.expect("a row"))
            .collect()
    }
}

fn serve(folder: &Path, now_ms: i64, seed: u64) -> (Arc<Server>, Router) {
    let clock = Clock::scripted(now_ms, seed);
    let server = Server::new(
        Store::open(folder).expect("a store"),
        clock.clone(),
        Tokens::open(folder, &clock).expect("a secret"),
        Addresses {
            app: "http://localhost:7070".into(),
            desk: "http://127.0.0.1:7071".into(),
            behind_proxy: false,
        },
    );
    let app = origins::app(Arc::clone(&server));
    (server, app)
}

/// The folder of a server with its campaign, script, two lists and two codes:
/// made once, because every seed begins with it.
fn set_up() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = disk::folder();
        let path = folder.path().to_owned();
        // A thread of its own, because whoever asks first is in a runtime already.
        std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime")
                .block_on(async {
                    let (server, _) = serve(&path, NOW_MS, 1);
                    furnish(&server.store).await;
                    // Copied while it is open and idle: closing takes the journal
                    // away at a moment nobody can wait for.
                    disk::image(&path)
                })
        })
        .join()
        .expect("a furnished server")
    })
}

pub fn doors() -> Vec<Door> {
    (0..DOORS)
        .map(|n| Door {
            id: DoorId(Uuid::from_u128(0xD00 + u128::from(n))),
            order: n,
            street: if n < 8 { "Annankatu" } else { "Eerikinkatu" }.into(),
            side: Side::Odd,
            // Three flats to a house.
            number: (1 + 2 * (n / 3)).to_string(),
            unit: format!("A {}", n % 3 + 1),
            city: "Helsinki".into(),
            postcode: String::new(),
            latitude: None,
            longitude: None,
            people: (0..2)
                .map(|who| Person {
                    id: PersonId(Uuid::from_u128(0xE00 + 16 * u128::from(n) + who)),
                    name: format!("Householder {n} {who}"),
                    language: None,
                    telephone: None,
                })
                .collect(),
        })
        .collect()
}

pub fn lives_at(person: PersonId, door: DoorId) -> bool {
    doors()
        .iter()
        .any(|one| one.id == door && one.people.iter().any(|it| it.id == person))
}

pub fn talk_script() -> ScriptRef {
    ScriptRef {
        version: 2,
        ..script()
    }
}

pub fn new_list(id: ListId, doors: std::ops::Range<u32>) -> NewList {
    NewList {
        id,
        name: format!("Doors {} to {}", doors.start, doors.end),
        import: IMPORT,
        expires_on: "2026-12-31".parse().expect("a day"),
        script: talk_script(),
        trial: None,
        doors: doors
            .map(|n| DoorId(Uuid::from_u128(0xD00 + u128::from(n))))
            .collect(),
        made_by: None,
    }
}

async fn furnish(store: &Store) {
    let about = Campaign {
        id: CAMPAIGN,
        name: "Homes".into(),
        organisation: "Neighbours".into(),
        legal_profile: LegalProfile::Other,
        languages: vec!["en".into()],
        lead_name: "Leena".into(),
        lead_phone: None,
        emergency_number: "112".into(),
        privacy_url: None,
        privacy_code: None,
        recovery_recipient: Some(kit().recipient().to_string()),
    };
    store
        .create_campaign(about, "e1".into(), NOW_MS)
        .await
        .expect("a campaign");
    let source = include_str!("../../assets/scripts/issue-conversation.toml");
    let mut script = Script::from_toml(source, "issue-conversation.toml").expect("a script");
    script.script.version = 2;
    let stored = StoredScript {
        reference: talk_script(),
        source: String::new(),
        json: serde_json::to_string(&script).expect("JSON"),
        added_ms: NOW_MS,
    };
    store.add_script(CAMPAIGN, stored).await.expect("a script");
    let file = NewImport {
        id: IMPORT,
        file_name: "list.csv".into(),
        source: "electoral roll".into(),
        purpose: "canvassing".into(),
        use_until: "2027-01-31".parse().expect("a day"),
        doors: doors(),
        left_out: 0,
        imported_by: None,
        channel: doorstep::domain::script::Channel::Door,
        register_checked_ms: None,
    };
    store.import(CAMPAIGN, file, NOW_MS).await.expect("doors");
    // Two doors stand on both.
    for (list, doors, code) in [(NORTH, 0..7, NORTH_CODE), (SOUTH, 5..DOORS, SOUTH_CODE)] {
        store
            .make_list(CAMPAIGN, new_list(list, doors), NOW_MS)
            .await
            .expect("a list");
        share(store, code, list).await;
    }
}

pub async fn share(store: &Store, code: &str, list: ListId) {
    let code = NewJoinCode {
        code: code.into(),
        label: "Team".into(),
        uses: 50,
        expires_ms: NOW_MS + 30 * 24 * 3600 * 1000,
        lists: vec![list],
        made_by: None,
    };
    store
        .make_join_code(CAMPAIGN, code, NOW_MS)
        .await
        .expect("a code");
}
