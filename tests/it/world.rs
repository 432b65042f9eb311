//! A small world to try the server in: a campaign with two walk lists that
//! share a door, a clock that stands still, and the real router without a
//! socket.

use crate::cluster::Database;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use doorstep::domain::campaign::{Campaign, LegalProfile};
use doorstep::domain::conversation::{
    Belongs, Certainty, Consent, Conversation, Ending, Rating, RatingAnswer, Recorded, Wave,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Correction, DoNotContact, Wish, WishScope};
use doorstep::domain::ids::{
    CampaignId, CanvasserId, DeviceId, DoorId, ImportId, ListId, PersonId, RecordId,
};
use doorstep::domain::record::{Author, Fact, Record};
use doorstep::domain::script::{Channel, Script};
use doorstep::domain::time::DeviceTime;
use doorstep::domain::visit::{Visit, WhoAnswered};
use doorstep::domain::walk_list::{Door, Person, ScriptRef, Side};
use doorstep::server::clock::Clock;
use doorstep::server::store::Store;
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::joining::NewJoinCode;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::server::tokens::Tokens;
use doorstep::server::{Addresses, Server, origins};
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::join::JoinReply;
use doorstep::wire::pull::{PullReply, PullRequest};
use doorstep::wire::push::{Digest, Entry, Have, PushReply, PushRequest};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

/// 14 November 2026, 17:30 in Helsinki.
pub const NOW_MS: i64 = 1_794_670_200_000;
pub const CODE: &str = "KAPP7Q2M";
pub const SCALE: &str = "homes-nearby";

pub struct World {
    pub server: Arc<Server>,
    pub clock: Clock,
    pub app: Router,
    pub campaign: CampaignId,
    /// Doors 0 to 5.
    pub list: ListId,
    /// Doors 5 to 8: door 5 stands on both.
    pub other_list: ListId,
    pub doors: Vec<Door>,
    pub folder: TempDir,
    /// None where everything is in the folder.
    pub database: Option<Database>,
}

/// Where a world's server keeps everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackEnd {
    Sqlite,
    Postgres,
}

impl BackEnd {
    /// As this run was asked: SQLite, unless `DOORSTEP_TEST_DATABASE=postgres`
    /// says that all these tests are to be run on the other one.
    fn asked() -> Self {
        match std::env::var("DOORSTEP_TEST_DATABASE").as_deref() {
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("DOORSTEP_TEST_DATABASE is `postgres` or not there, not {other:?}"),
            Err(_) => Self::Sqlite,
        }
    }
}

pub fn script() -> ScriptRef {
    ScriptRef {
        id: "issue-conversation".into(),
        version: 1,
    }
}

fn door(n: u32) -> Door {
    Door {
        id: DoorId(Uuid::from_u128(0xD00 + u128::from(n))),
        order: n,
        street: "Annankatu".into(),
        side: Side::Odd,
        number: (2 * n + 1).to_string(),
        unit: String::new(),
        city: "Helsinki".into(),
        postcode: String::new(),
        latitude: Some(60.16),
        longitude: None,
        people: vec![Person {
            id: PersonId(Uuid::from_u128(0xE00 + u128::from(n))),
            name: format!("Aino {n}"),
            language: Some("fi".into()),
            telephone: None,
        }],
    }
}

impl World {
    pub async fn new() -> Self {
        Self::on(BackEnd::asked()).await
    }

    pub async fn on(back_end: BackEnd) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match back_end {
            BackEnd::Sqlite => None,
            BackEnd::Postgres => Some(Database::new().await),
        };
        let campaign = CampaignId(Uuid::from_u128(0xCA));
        let (list, other_list) = (ListId(Uuid::from_u128(0xAA)), ListId(Uuid::from_u128(0xBB)));
        let doors: Vec<Door> = (0..9).map(door).collect();
        let store = store(&folder, database.as_ref()).await;
        let (server, app, clock) = Self::serve(store, folder.path());
        furnish(&server.store, campaign, [list, other_list], &doors).await;
        let world = Self {
            server,
            clock,
            app,
            campaign,
            list,
            other_list,
            doors,
            folder,
            database,
        };
        world.share(CODE, 3, &[list]).await;
        world
    }

    /// Another server of the same campaign, as on another machine: they have the
    /// secret and the database in common.
    pub async fn another_server(&self) -> Arc<Server> {
        let store = store(&self.folder, self.database.as_ref()).await;
        Self::serve(store, self.folder.path()).0
    }

    fn serve(store: Store, folder: &Path) -> (Arc<Server>, Router, Clock) {
        let clock = Clock::scripted(NOW_MS, 7);
        let server = Server::new(
            store,
            clock.clone(),
            Tokens::open(folder, &clock).unwrap(),
            Addresses {
                app: "http://localhost:7070".into(),
                desk: "http://127.0.0.1:7071".into(),
                behind_proxy: false,
            },
        );
        let app = origins::app(Arc::clone(&server));
        (server, app, clock)
    }

    /// Stops the server and starts another on the same folder.
    pub async fn restart(self) -> Self {
        let Self {
            server,
            clock,
            app,
            campaign,
            list,
            other_list,
            doors,
            folder,
            database,
        } = self;
        let now = clock.now_ms();
        drop((server, app));
        let store = store(&folder, database.as_ref()).await;
        let (server, app, clock) = Self::serve(store, folder.path());
        clock.advance(now - NOW_MS);
        Self {
            server,
            clock,
            app,
            campaign,
            list,
            other_list,
            doors,
            folder,
            database,
        }
    }

    pub async fn share(&self, code: &str, uses: u32, lists: &[ListId]) {
        let code = NewJoinCode {
            code: code.into(),
            label: "Team".into(),
            uses,
            expires_ms: NOW_MS + 24 * 3600 * 1000,
            lists: lists.to_vec(),
            made_by: None,
        };
        self.server
            .store
            .make_join_code(self.campaign, code, NOW_MS)
            .await
            .unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn post(&self, path: &str, token: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::post(path).header(PROTOCOL_HEADER, "1");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn try_to_join(&self, code: &str, name: &str, attempt: u128) -> Answer {
        let asked = json!({"code": code, "name": name, "attempt": Uuid::from_u128(attempt)});
        self.post("/api/v1/join", None, asked.to_string()).await
    }

    pub async fn join(&self, name: &str, attempt: u128) -> Phone {
        self.join_with(CODE, name, attempt).await
    }

    pub async fn join_with(&self, code: &str, name: &str, attempt: u128) -> Phone {
        let answer = self.try_to_join(code, name, attempt).await;
        let reply: JoinReply = answer.read();
        Phone {
            device: reply.device,
            canvasser: reply.canvasser,
            token: reply.token,
            have: Have::default(),
        }
    }

    /// Hands in entries as they are, gzip.
    pub async fn push_entries(&self, phone: &Phone, entries: Vec<Entry>) -> Answer {
        let request = PushRequest {
            entries,
            waiting: 0,
            holds: None,
            at_ms: None,
        };
        let body = gzip(serde_json::to_string(&request).unwrap().as_bytes());
        let request = Request::post("/api/v1/push")
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", "gzip")
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Hands in records after what was handed in before; believes the answer
    /// only with the phone's own digest.
    pub async fn push(&self, phone: &mut Phone, records: &[Record]) -> PushReply {
        let entries = entries(phone.have.n + 1, records);
        let mut digest = phone.have.digest;
        for entry in &entries {
            digest = digest.then(entry.n, entry.stands_for());
        }
        let reply: PushReply = self.push_entries(phone, entries).await.read();
        assert_eq!(reply.have.digest, digest, "the server agrees on the digest");
        phone.have = reply.have;
        reply
    }

    pub async fn pull(&self, phone: &Phone, asked: &PullRequest) -> PullReply {
        self.post(
            "/api/v1/pull",
            Some(&phone.token),
            serde_json::to_string(asked).unwrap(),
        )
        .await
        .read()
    }

    fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("doorstep.sqlite")).unwrap()
    }

    /// What somebody with other tools does in the database.
    pub async fn run(&self, sql: &str) {
        match &self.database {
            None => self.file().execute_batch(sql).unwrap(),
            Some(database) => database.run(sql).await,
        }
    }

    /// A number somebody with other tools finds in the database.
    pub async fn number(&self, sql: &str) -> i64 {
        match &self.database {
            None => self.file().query_row(sql, [], |row| row.get(0)).unwrap(),
            Some(database) => {
                let client = database.client().await;
                client.query_one(sql, &[]).await.unwrap().get(0)
            }
        }
    }

    /// Every row of every table, as (table, its columns one after another).
    pub async fn rows(&self) -> Vec<(String, Vec<u8>)> {
        match &self.database {
            None => rows_of_file(&self.file()),
            Some(database) => database.rows().await,
        }
    }
}

async fn store(folder: &TempDir, database: Option<&Database>) -> Store {
    match database {
        None => Store::open(folder.path()).unwrap(),
        Some(database) => database.store().await,
    }
}

fn rows_of_file(database: &rusqlite::Connection) -> Vec<(String, Vec<u8>)> {
    use rusqlite::types::ValueRef;
    let tables: Vec<String> = database
        .prepare(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut rows = Vec::new();
    for table in tables {
        let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let mut bytes = Vec::new();
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Null => {}
                    ValueRef::Integer(number) => bytes.extend(number.to_string().into_bytes()),
                    ValueRef::Real(number) => bytes.extend(number.to_string().into_bytes()),
                    ValueRef::Text(text) | ValueRef::Blob(text) => bytes.extend(text),
                }
                bytes.push(b'|');
            }
            rows.push((table.clone(), bytes));
        }
    }
    rows
}

/// Makes the campaign, its script, doors and lists in an empty store.
pub async fn furnish(store: &Store, campaign: CampaignId, lists: [ListId; 2], doors: &[Door]) {
    let about = Campaign {
        id: campaign,
        name: "Homes".into(),
        organisation: "Neighbours".into(),
        legal_profile: LegalProfile::Other,
        languages: vec!["en".into()],
        lead_name: "Leena".into(),
        lead_phone: None,
        emergency_number: "112".into(),
        privacy_url: None,
        privacy_code: None,
        recovery_recipient: None,
    };
    store
        .create_campaign(about, "e1".into(), NOW_MS)
        .await
        .unwrap();
    let source = include_str!("../../assets/scripts/issue-conversation.toml");
    let mut read = Script::from_toml(source, "issue-conversation.toml").unwrap();
    read.script.version = script().version;
    let stored = StoredScript {
        reference: script(),
        source: source.into(),
        json: serde_json::to_string(&read).unwrap(),
        added_ms: NOW_MS,
    };
    store.add_script(campaign, stored).await.unwrap();
    let import = ImportId(Uuid::from_u128(0x11));
    let file = NewImport {
        id: import,
        file_name: "list.csv".into(),
        source: "electoral roll".into(),
        purpose: "canvassing".into(),
        use_until: "2027-01-31".parse().unwrap(),
        doors: doors.to_vec(),
        left_out: 0,
        imported_by: None,
        channel: Channel::Door,
        register_checked_ms: None,
    };
    store.import(campaign, file, NOW_MS).await.unwrap();
    for (id, range) in lists.into_iter().zip([0..6, 5..9]) {
        let list = NewList {
            id,
            name: format!("List {}", range.start),
            import,
            expires_on: "2026-12-31".parse().unwrap(),
            script: script(),
            trial: None,
            doors: doors[range].iter().map(|door| door.id).collect(),
            made_by: None,
        };
        store.make_list(campaign, list, NOW_MS).await.unwrap();
    }
}

#[derive(Clone, Debug)]
pub struct Phone {
    pub device: DeviceId,
    pub canvasser: CanvasserId,
    pub token: String,
    pub have: Have,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// Status and the problem's code.
    #[track_caller]
    pub fn problem(&self) -> (u16, String) {
        let problem: Value = serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text));
        (
            self.status.as_u16(),
            problem["code"].as_str().unwrap_or_default().to_owned(),
        )
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Entries from `first` on; unlinked records get a receipt made from `n`.
pub fn entries(first: u64, records: &[Record]) -> Vec<Entry> {
    (first..)
        .zip(records)
        .map(|(n, record)| Entry {
            n,
            receipt: record.author.is_none().then(|| format!("{n:032x}")),
            record: record.clone(),
        })
        .collect()
}

/// The digest a phone would have after these entries, from nothing.
pub fn digest(entries: &[Entry]) -> Digest {
    entries.iter().fold(Digest::default(), |digest, entry| {
        digest.then(entry.n, entry.stands_for())
    })
}

pub fn at(canvasser: CanvasserId, minutes: i64) -> Author {
    Author {
        canvasser,
        at: DeviceTime::from_parts(NOW_MS - 3_600_000 + minutes * 60_000, 120).unwrap(),
    }
}

/// A time-ordered id (version 7) made from a number.
pub fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(
        0x0189_0a5d_ac96_7000_8000_0000_0000_0000 + n,
    ))
}

/// A random-looking id (version 4) made from a number.
pub fn random_id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(
        0x1234_5678_0000_4000_8000_0000_0000_0000 + n,
    ))
}

pub fn visit_fact(list: ListId, door: &Door, disposition: Disposition) -> Visit {
    Visit {
        list,
        door: door.id,
        round: 1,
        disposition,
        who: disposition
            .talked()
            .then(|| WhoAnswered::Listed(door.people[0].id)),
        come_back: None,
        language: None,
        partners: Vec::new(),
        channel: Channel::Door,
        call: None,
        unknown: serde_json::Map::new(),
    }
}

pub fn visit(n: u128, by: Author, list: ListId, door: &Door, disposition: Disposition) -> Record {
    let fact = Fact::Visit(visit_fact(list, door, disposition));
    Record::write(id(n), Some(by), &fact).unwrap()
}

pub fn undo(n: u128, by: Author, list: ListId, door: &Door, corrects: RecordId) -> Record {
    let fact = Fact::Correction(Correction {
        list,
        door: door.id,
        corrects,
        instead: None,
    });
    Record::write(id(n), Some(by), &fact).unwrap()
}

pub fn never_again(n: u128, by: Author, list: ListId, door: &Door) -> Record {
    let fact = Fact::DoNotContact(DoNotContact {
        list,
        door: door.id,
        round: 1,
        scope: WishScope::Household,
        wish: Wish::NeverAgain,
        under_way: Vec::new(),
    });
    Record::write(id(n), Some(by), &fact).unwrap()
}

pub fn talk(list: ListId, belongs: Belongs, first: i32, last: Option<i32>) -> Conversation {
    let rating = |wave, value| Rating {
        scale: SCALE.into(),
        wave,
        answer: RatingAnswer::Value { value },
        certainty: Certainty::Heard,
    };
    Conversation {
        list,
        belongs,
        script: script(),
        language: "en".into(),
        channel: Channel::Door,
        recorded: Recorded::Live,
        ending: if last.is_some() {
            Ending::Finished
        } else {
            Ending::Abandoned
        },
        ratings: std::iter::once(rating(Wave::First, first))
            .chain(last.map(|value| rating(Wave::Final, value)))
            .collect(),
        tags: doorstep::domain::few::Few::new(),
        made_a_difference: "my sister".into(),
        concerns: Vec::new(),
        commitments: Vec::new(),
        consent: Consent::default(),
        who_else: Vec::new(),
        steps_reached: vec!["open".into()],
        short: false,
        seconds: Some(600),
        unknown: serde_json::Map::new(),
    }
}

pub fn linked(n: u128, by: Author, list: ListId, visit: RecordId, first: i32) -> Record {
    let fact = Fact::Conversation(talk(
        list,
        Belongs::Linked { visit },
        first,
        Some(first + 1),
    ));
    Record::write(id(n), Some(by), &fact).unwrap()
}

pub fn unlinked(n: u128, list: ListId, first: i32) -> Record {
    let belongs = Belongs::Unlinked {
        week: "2026-W46".into(),
    };
    let fact = Fact::Conversation(talk(list, belongs, first, Some(first)));
    Record::write(random_id(n), None, &fact).unwrap()
}
