//! Several servers on one PostgreSQL: phones may talk to any, live pages hear of
//! what came in at the others, and one that is killed takes nothing with it.

use crate::cluster::Database;
use crate::desk_world::Desk;
use crate::world::{BackEnd, CODE, NOW_MS, World, at, entries, furnish, gzip, visit};
use axum::http::header;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{CampaignId, DoorId, LeadId, ListId, RecordId};
use doorstep::domain::walk_list::{Door, Side};
use doorstep::server::events::News;
use doorstep::server::origins;
use doorstep::server::store::Store;
use doorstep::server::store::accounts::{Lead, Role, TokenHash};
use doorstep::server::store::erasure::SuppressionKey;
use doorstep::server::store::joining::NewJoinCode;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::join::JoinReply;
use doorstep::wire::pull::PullRequest;
use doorstep::wire::push::{Outcome, PushReply, PushRequest};
use sha2::Digest as _;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio_stream::StreamExt as _;
use uuid::Uuid;

/// What must come, and soon; a test that waits for ever tells nobody why.
async fn soon<T>(what: &str, coming: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(30), coming).await {
        Ok(came) => came,
        Err(_) => panic!("{what} did not come"),
    }
}

#[tokio::test]
async fn a_phone_joins_at_one_server_pushes_at_the_next_and_the_third_ones_desk_hears_of_it() {
    let desk = Desk::of(World::on(BackEnd::Postgres).await).await;
    let world = &desk.world;
    let (second, third) = (world.another_server().await, world.another_server().await);
    let mut heard = third.events.listen();
    let _beside = third.keep_up();
    assert_eq!(
        soon("the connection", heard.recv()).await.unwrap(),
        News::Perhaps
    );

    let mut lead = desk.signed_in(Role::Lead).await;
    lead.router = origins::desk(Arc::clone(&third));
    lead.get("/lists").await.shows("List 0");
    let request = lead
        .request("GET", "/live")
        .body(axum::body::Body::empty())
        .unwrap();
    let live = tower::ServiceExt::oneshot(lead.router.clone(), request)
        .await
        .unwrap();
    assert_eq!(live.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut live = live.into_body().into_data_stream();
    assert_eq!(
        heard.try_recv().ok(),
        None,
        "looking at pages is no news to anybody"
    );

    let mut phone = world.join("Aino", 1).await;
    let told = soon("news", live.next()).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&told).contains("event: changed"));
    assert_eq!(
        soon("news", heard.recv()).await.unwrap(),
        News::Of(world.campaign)
    );

    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let mut elsewhere = World::on(BackEnd::Sqlite).await;
    elsewhere.app = origins::app(Arc::clone(&second));
    let reply = elsewhere
        .push(&mut phone, std::slice::from_ref(&record))
        .await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    let told = soon("news", live.next()).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&told).contains("event: changed"));

    // And what it then shows has her, as a pull at the first server has the visit.
    let pulled = world.pull(&phone, &PullRequest::default()).await;
    assert_eq!(pulled.lists[0].records, [record]);
    let today = lead.get("/").await;
    today.shows("Aino");
}

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep-server"));
    command
        .env_remove("DOORSTEP_DATA_DIR")
        .env_remove("DOORSTEP_DATABASE");
    command
}

pub fn run(arguments: &[&str], folder: &Path, database: Option<&str>) -> (bool, String) {
    let mut command = program();
    command.args(arguments).arg("--data-dir").arg(folder);
    if let Some(url) = database {
        command.env("DOORSTEP_DATABASE", url);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let said = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(!said[1].contains("panicked"), "{}", said[1]);
    (status.success(), said.concat())
}

/// A server in a process of its own.
pub struct Process {
    pub child: Child,
    pub app: String,
    desk: String,
}

impl Process {
    fn start(folder: &Path, database: &str) -> Self {
        let mut command = program();
        command.env("DOORSTEP_DATABASE", database);
        Self::start_at([free_port(), free_port()], folder, command)
    }

    /// `command` is the program, or what starts it.
    pub fn start_at([app, desk]: [u16; 2], folder: &Path, mut command: Command) -> Self {
        let mut child = command
            .args(["serve", "--data-dir"])
            .arg(folder)
            .args(["--app-listen", &format!("127.0.0.1:{app}")])
            .args(["--desk-listen", &format!("127.0.0.1:{desk}")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines.any(|line| line.unwrap().starts_with("Desk:")),
            "it did not start"
        );
        // Goes on reading, so that the server may go on talking.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            app: format!("http://127.0.0.1:{app}"),
            desk: format!("http://127.0.0.1:{desk}"),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _dead_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xCA));
pub const LISTS: [ListId; 2] = [ListId(Uuid::from_u128(0xAA)), ListId(Uuid::from_u128(0xBB))];
/// Long after anyone runs this: real servers have real clocks.
const NEVER_MS: i64 = 4_102_444_800_000;
const SESSION: &str = "000000000000000000000000000000ca.session";

fn doors() -> Vec<Door> {
    (0..9)
        .map(|n| Door {
            id: DoorId(Uuid::from_u128(0xD00 + u128::from(n))),
            order: n,
            street: "Annankatu".into(),
            side: Side::Odd,
            number: n.to_string(),
            unit: String::new(),
            city: String::new(),
            postcode: String::new(),
            latitude: None,
            longitude: None,
            people: Vec::new(),
        })
        .collect()
}

/// A campaign with a code and a signed-in lead, for servers of their own.
async fn a_campaign_on(database: &Database) -> Store {
    let store = database.store().await;
    store.use_suppression_key(SuppressionKey([7; 32]));
    furnish(&store, CAMPAIGN, LISTS, &doors()).await;
    let code = NewJoinCode {
        code: CODE.into(),
        label: "Team".into(),
        uses: 20,
        expires_ms: NEVER_MS,
        lists: vec![LISTS[0]],
        made_by: None,
    };
    store.make_join_code(CAMPAIGN, code, NOW_MS).await.unwrap();
    let lead = Lead {
        id: LeadId(Uuid::from_u128(1)),
        campaign: CAMPAIGN,
        email: "leena@example.org".into(),
        name: "Leena".into(),
        role: Role::Lead,
        password: "not a hash: nobody signs in with it".into(),
    };
    let id = lead.id;
    store.add_lead(lead, NOW_MS).await.unwrap();
    let hash = TokenHash(sha2::Sha256::digest(SESSION.as_bytes()).into());
    store
        .open_session(CAMPAIGN, id, hash, NOW_MS, NEVER_MS)
        .await
        .unwrap();
    store
}

/// Posts to one of the servers, the next one when that does not answer, until
/// one takes it.
async fn post(
    client: &reqwest::Client,
    servers: &[String],
    first: usize,
    path: &str,
    token: Option<&str>,
    body: &[u8],
) -> String {
    for server in servers.iter().cycle().skip(first).take(300) {
        let mut request = client
            .post(format!("{server}{path}"))
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", "gzip")
            .body(gzip(body));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let Ok(answer) = request.send().await else {
            continue;
        };
        let status = answer.status();
        // It may be killed in the middle of its answer.
        let Ok(text) = answer.text().await else {
            continue;
        };
        if status.is_success() {
            return text;
        }
        assert_eq!(status, 503, "{text}");
    }
    panic!("no server answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_three_servers_killed_under_load_loses_nothing_that_was_acknowledged() {
    const PHONES: usize = 6;
    const BATCHES: usize = 20;
    const BATCH: u128 = 4;
    let database = Database::new().await;
    let store = a_campaign_on(&database).await;
    let folder = tempfile::tempdir().unwrap();
    let mut processes: Vec<Process> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| Process::start(folder.path(), &database.url)))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    let servers: Vec<String> = processes
        .iter()
        .map(|process| process.app.clone())
        .collect();
    let client = reqwest::Client::new();

    // The last one's live page, to be told of what the others take.
    let mut live = client
        .get(format!("{}/live", processes[2].desk))
        .header("cookie", format!("desk={SESSION}"))
        .send()
        .await
        .unwrap();
    assert_eq!(live.status(), 200);

    let acknowledged = Arc::new(AtomicUsize::new(0));
    let (half_way, killing) = tokio::sync::oneshot::channel();
    let half_way = Arc::new(std::sync::Mutex::new(Some(half_way)));
    let mut phones = tokio::task::JoinSet::new();
    for phone in 0..PHONES {
        let (client, servers) = (client.clone(), servers.clone());
        let (acknowledged, half_way) = (Arc::clone(&acknowledged), Arc::clone(&half_way));
        phones.spawn(async move {
            let asked = serde_json::json!({
                "code": CODE, "name": format!("Aino {phone}"),
                "attempt": Uuid::from_u128(1 + phone as u128),
            });
            let joined = post(
                &client,
                &servers,
                phone,
                "/api/v1/join",
                None,
                asked.to_string().as_bytes(),
            )
            .await;
            let me: JoinReply = serde_json::from_str(&joined).unwrap();
            let mut taken = Vec::new();
            for batch in 0..BATCHES {
                let first = 1 + batch as u128 * BATCH;
                let records: Vec<_> = (first..first + BATCH)
                    .map(|n| {
                        let door = &doors()[(n % 6) as usize];
                        let id = 100_000 * (1 + phone as u128) + n;
                        let by = at(me.canvasser, n as i64);
                        visit(id, by, LISTS[0], door, Disposition::NotHome)
                    })
                    .collect();
                let request = PushRequest {
                    entries: entries(first as u64, &records),
                    waiting: 0,
                    holds: None,
                    at_ms: None,
                };
                let reply = post(
                    &client,
                    &servers,
                    phone + batch,
                    "/api/v1/push",
                    Some(&me.token),
                    &serde_json::to_vec(&request).unwrap(),
                )
                .await;
                let reply: PushReply = serde_json::from_str(&reply).unwrap();
                for result in &reply.results {
                    // A duplicate is one whose first answer was lost.
                    assert!(matches!(
                        result.outcome,
                        Outcome::Accepted | Outcome::Duplicate
                    ));
                }
                taken.extend(records.iter().map(|record| record.id));
                if acknowledged.fetch_add(1, Ordering::SeqCst) + 1 == PHONES * BATCHES / 3 {
                    let half_way = half_way.lock().unwrap().take().unwrap();
                    half_way.send(()).unwrap();
                }
            }
            taken
        });
    }
    let told = soon("news", live.chunk()).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&told).contains("event: changed"));

    soon("half of it", killing).await.unwrap();
    processes[0].child.kill().unwrap();
    let killed = acknowledged.load(Ordering::SeqCst);
    let mut taken: BTreeSet<RecordId> = BTreeSet::new();
    while let Some(phone) = phones.join_next().await {
        taken.extend(phone.unwrap());
    }
    assert!(killed < PHONES * BATCHES, "it was killed under load");
    assert_eq!(taken.len(), PHONES * BATCHES * BATCH as usize);
    let there: Vec<RecordId> = store
        .feed(CAMPAIGN, LISTS[0], 0, 10_000)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, record)| record.id)
        .collect();
    assert_eq!(there.len(), taken.len(), "nothing lost, nothing twice");
    assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), taken);
    let (sound, said) = run(&["check"], folder.path(), Some(&database.url));
    assert!(sound && said.contains("everything agrees"), "{said}");
}

#[tokio::test]
async fn the_commands_work_on_postgres_too() {
    let database = Database::empty().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let url = Some(database.url.as_str());
    let (_, said) = run(&["migrate"], &data, url);
    assert!(said.contains("made, with schema"), "{said}");
    let (_, said) = run(&["migrate"], &data, url);
    assert!(said.contains("nothing to do"), "{said}");
    let create = [
        "campaign",
        "create",
        "--name",
        "Homes",
        "--organisation",
        "Neighbours",
        "--legal-profile",
        "uk-non-party",
    ];
    let (made, said) = run(&create, &data, url);
    assert!(made, "{said}");
    let (added, said) = run(&["lead", "add", "--email", "a@example.org"], &data, url);
    assert!(added && said.contains("password: "), "{said}");
    let (sound, said) = run(&["check", "--rebuild"], &data, url);
    assert!(sound && said.contains("everything agrees"), "{said}");
    assert!(
        !data.join("doorstep.sqlite").exists(),
        "everything is elsewhere"
    );

    database.close().await;
    let (sound, said) = run(&["check"], &data, url);
    assert!(!sound && said.contains("cannot reach PostgreSQL"), "{said}");
    let (sound, said) = run(&["check"], &data, Some("localhost"));
    assert!(
        !sound && said.contains("postgres://user@host/database"),
        "{said}"
    );
}

#[tokio::test]
async fn a_folder_is_moved_by_the_command_and_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let create = [
        "campaign",
        "create",
        "--name",
        "Homes",
        "--organisation",
        "Neighbours",
        "--legal-profile",
        "us",
    ];
    let (made, said) = run(&create, &data, None);
    assert!(made, "{said}");
    let (_, migrated) = run(&["migrate"], &data, None);
    assert!(migrated.contains("nothing to do"), "{migrated}");
    let database = Database::new().await;
    let (moved, said) = run(&["move", "--to", &database.url], &other, None);
    assert!(!moved && said.contains("no database in"), "{said}");
    let (moved, said) = run(&["move", "--to", &database.url], &data, None);
    assert!(moved && said.contains("1  campaign"), "{said}");
    assert!(!data.join("doorstep.sqlite").exists());
    assert!(data.join("doorstep.sqlite.moved").exists());
    let url = Some(database.url.as_str());
    let (sound, said) = run(&["check"], &data, url);
    assert!(sound && said.contains("1 campaigns"), "{said}");

    // A server with another secret would know none of the phones.
    std::fs::create_dir_all(&other).unwrap();
    let serve = [
        "serve",
        "--app-listen",
        "127.0.0.1:0",
        "--desk-listen",
        "127.0.0.1:0",
    ];
    let (served, said) = run(&serve, &other, url);
    assert!(!served && said.contains("token-secret"), "{said}");
}

#[tokio::test]
async fn the_record_log_is_exported_a_line_a_record_for_its_owner_alone() {
    let world = World::on(BackEnd::Postgres).await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        crate::world::unlinked(2, world.list, 4),
    ];
    world.push(&mut phone, &records).await;
    let out = world.folder.path().join("out.jsonl");
    let url = world.database.as_ref().unwrap().url.clone();
    let arguments = ["export", "--out", out.to_str().unwrap()];
    let (done, said) = run(&arguments, world.folder.path(), Some(&url));
    assert!(done, "{said}");
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["record"]["id"], records[0].id.to_string());
    assert_eq!(lines[0]["device"], phone.device.to_string());
    assert_eq!(lines[1]["record"]["id"], records[1].id.to_string());
    assert!(lines[1].get("device").is_none() && lines[1].get("received_ms").is_none());
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&out).unwrap().permissions());
    assert_eq!(mode & 0o077, 0);
    let (again, said) = run(&arguments, world.folder.path(), Some(&url));
    assert!(
        !again && said.contains("out.jsonl"),
        "never over another file: {said}"
    );
}
