//! Where the work is done: a campaign in a fresh database, the server as it ships in a process
//! of its own, and what it costs: processor time with the database's, memory, disk.

use crate::records::{Chance, Words};
use doorstep::domain::campaign::{Campaign, LegalProfile};
use doorstep::domain::ids::{CampaignId, CanvasserId, DeviceId, ImportId, ListId};
use doorstep::domain::record::Record;
use doorstep::domain::script::Script;
use doorstep::domain::walk_list::{Door, ScriptRef};
use doorstep::server::clock::Clock;
use doorstep::server::store::Store;
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::joining::Enrolment;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::server::tokens::{Receipt, Tokens};
use doorstep::wire::join::JoinReply;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Where the server keeps everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackEnd {
    Sqlite,
    Postgres,
}

impl BackEnd {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// How much there is in the campaign.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Lists of 500 doors.
    pub lists: u32,
    /// And one of so many, if any.
    pub large: u32,
    /// Phones that have joined, each with one of the lists of 500, in turn.
    pub phones: u32,
    /// Phones with the large list.
    pub large_phones: u32,
}

pub const DOORS: usize = 500;

#[derive(Debug)]
pub struct Ground {
    pub folder: TempDir,
    pub words: Words,
    pub script: ScriptRef,
    pub lists: Vec<(ListId, Vec<Door>)>,
    /// How many doors of each list somebody has been sent to.
    walked: Vec<usize>,
    /// How many of them have 500 doors: the first.
    small_lists: usize,
    phones: Vec<JoinReply>,
    large_phones: Vec<JoinReply>,
    cluster: Option<Cluster>,
    ports: [u16; 2],
    server: Option<Child>,
}

impl Ground {
    pub async fn new(back_end: BackEnd, size: Size) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cluster = (back_end == BackEnd::Postgres).then(Cluster::start);
        let store = match &cluster {
            None => Store::open(folder.path()).unwrap(),
            Some(cluster) => Store::connect(&cluster.url(), uuid::Uuid::nil())
                .await
                .unwrap(),
        };
        let (clock, mut chance, words) = (Clock::system(), Chance::new(1), Words::new());
        let tokens = Tokens::open(folder.path(), &clock).unwrap();
        store.use_suppression_key(tokens.suppression_key());
        let campaign = campaign(&mut chance);
        let script = furnish(&store, &campaign, clock.now_ms()).await;
        let import = ImportId(chance.random_id());
        let made_ms = u64::try_from(clock.now_ms()).unwrap();
        let count = size.lists * DOORS as u32 + size.large;
        let doors = words.doors(count, made_ms, &mut chance);
        let file = NewImport {
            id: import,
            file_name: "list.csv".into(),
            source: "electoral roll".into(),
            purpose: "canvassing".into(),
            use_until: "2099-01-31".parse().unwrap(),
            doors: doors.clone(),
            left_out: 0,
            imported_by: None,
            channel: doorstep::domain::script::Channel::Door,
            register_checked_ms: None,
        };
        store
            .import(campaign.id, file, clock.now_ms())
            .await
            .unwrap();
        if let Some(cluster) = &cluster {
            // Which PostgreSQL does by itself within a minute.
            cluster.psql("ANALYZE");
        }
        let (small, large) = doors.split_at(size.lists as usize * DOORS);
        let mut lists = Vec::new();
        for doors in small.chunks(DOORS).chain((size.large > 0).then_some(large)) {
            let id = ListId(chance.random_id());
            let list = NewList {
                id,
                name: format!("Saturday, list {}", lists.len() + 1),
                import,
                expires_on: "2099-01-31".parse().unwrap(),
                script: script.clone(),
                trial: None,
                doors: doors.iter().map(|door| door.id).collect(),
                made_by: None,
            };
            store
                .make_list(campaign.id, list, clock.now_ms())
                .await
                .unwrap();
            lists.push((id, doors.to_vec()));
        }
        let mut joined = Vec::new();
        for phone in 0..size.phones + size.large_phones {
            let enrolment = Enrolment {
                campaign: campaign.id,
                device: DeviceId(chance.random_id()),
                canvasser: CanvasserId(chance.random_id()),
            };
            let list = if phone < size.phones {
                lists[(phone % size.lists) as usize].0
            } else {
                lists[size.lists as usize].0
            };
            let name = format!("Canvasser {phone}");
            store
                .remember_device(enrolment, name.clone(), vec![list], clock.now_ms())
                .await
                .unwrap();
            joined.push(JoinReply {
                device: enrolment.device,
                canvasser: enrolment.canvasser,
                canvasser_name: name.clone(),
                token: tokens.sign(&Receipt {
                    enrolment,
                    name,
                    lists: vec![list],
                }),
                campaign: campaign.clone(),
            });
        }
        let large_phones = joined.split_off(size.phones as usize);
        // In the order they will be asked for: the last one is taken first.
        joined.reverse();
        let mut ground = Self {
            folder,
            words,
            script,
            walked: vec![0; lists.len()],
            lists,
            small_lists: size.lists as usize,
            phones: joined,
            large_phones,
            cluster,
            ports: [free_port(), free_port()],
            server: None,
        };
        drop(store);
        ground.start();
        ground
    }

    /// The next phone that has joined, with the number of its list.
    pub fn phone(&mut self) -> (JoinReply, usize) {
        let taken = self.phones.pop().unwrap();
        let list = self.list_of(&taken);
        (taken, list)
    }

    /// The next one that has this list.
    pub fn phone_with(&mut self, list: usize) -> JoinReply {
        let at = self
            .phones
            .iter()
            .rposition(|phone| self.list_of(phone) == list);
        self.phones.remove(at.unwrap())
    }

    /// So many doors of a list, those nobody was sent to before others; then from its start again.
    pub fn next_doors(&mut self, list: usize, count: usize) -> Vec<Door> {
        let doors = &self.lists[list].1;
        let from = self.walked[list];
        let from = if from + count > doors.len() { 0 } else { from };
        self.walked[list] = from + count;
        doors[from..from + count].to_vec()
    }

    fn list_of(&self, phone: &JoinReply) -> usize {
        let number = phone.canvasser_name.rsplit(' ').next().unwrap();
        number.parse::<usize>().unwrap() % self.small_lists
    }

    pub fn large_phone(&mut self) -> JoinReply {
        self.large_phones.pop().unwrap()
    }

    fn program(&self) -> Command {
        let server =
            std::env::var_os("DOORSTEP_SERVER").expect("`cargo xtask bench` says which server");
        let mut command = Command::new(server);
        command
            .env_remove("DOORSTEP_DATA_DIR")
            .env_remove("DOORSTEP_DATABASE");
        if let Some(cluster) = &self.cluster {
            command.env("DOORSTEP_DATABASE", cluster.url());
        }
        command
    }

    pub fn start(&mut self) {
        let [app, desk] = self.ports.map(|port| format!("127.0.0.1:{port}"));
        let mut child = self
            .program()
            .args([
                "serve",
                "--app-listen",
                &app,
                "--desk-listen",
                &desk,
                "--data-dir",
            ])
            .arg(self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines.any(|line| line.unwrap().starts_with("Desk:")),
            "the server did not start"
        );
        std::thread::spawn(move || lines.for_each(drop));
        self.server = Some(child);
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.ports[0]))
    }

    fn server_process(&self) -> u32 {
        self.server.as_ref().unwrap().id()
    }

    /// Whether everything is in a file of this folder.
    #[must_use]
    pub fn on_file(&self) -> bool {
        self.cluster.is_none()
    }

    /// Of all processes that serve, in milliseconds; the kernel tells it by ten.
    #[must_use]
    pub fn cpu_ms(&self) -> f64 {
        let server = cpu_ticks(self.server_process(), false);
        let database = self.cluster.as_ref().map_or(0.0, Cluster::cpu_ms);
        server as f64 * 10.0 + database
    }

    /// The most the server has held, and what PostgreSQL's processes hold now (shared pages once).
    #[must_use]
    pub fn memory_mb(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server_process())).unwrap();
        let server = kilobytes(&status, "VmHWM:");
        let database: u64 = self.cluster.as_ref().map_or(0, |cluster| {
            let of = |process: u32| {
                fs::read_to_string(format!("/proc/{process}/smaps_rollup"))
                    .map_or(0, |rollup| kilobytes(&rollup, "Pss:"))
            };
            of(cluster.postmaster) + cluster.children().into_iter().map(of).sum::<u64>()
        });
        (server + database) as f64 / 1024.0
    }

    #[must_use]
    pub fn disk_bytes(&self) -> u64 {
        match &self.cluster {
            None => fs::read_dir(self.folder.path())
                .unwrap()
                .map(|file| file.unwrap().metadata().unwrap().len())
                .sum(),
            Some(cluster) => cluster
                .psql("SELECT pg_database_size(current_database())")
                .trim()
                .parse()
                .unwrap(),
        }
    }

    /// Every record the server has, as its own export gives them.
    #[must_use]
    pub fn export(&self) -> Vec<Record> {
        #[derive(serde::Deserialize)]
        struct Line {
            record: Record,
        }
        let output = self
            .program()
            .args(["export", "--data-dir"])
            .arg(self.folder.path())
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success(), "the export failed");
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().filter(|line| line.starts_with('{'));
        lines
            .map(|line| serde_json::from_str::<Line>(line).unwrap().record)
            .collect()
    }

    /// That the views are what the records give.
    pub fn check(&self) {
        let output = self
            .program()
            .args(["check", "--data-dir"])
            .arg(self.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("everything agrees"), "{said}");
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}

fn campaign(chance: &mut Chance) -> Campaign {
    Campaign {
        id: CampaignId(chance.random_id()),
        name: "Homes".into(),
        organisation: "Neighbours".into(),
        legal_profile: LegalProfile::Other,
        languages: vec!["en".into(), "fi".into()],
        lead_name: "Leena".into(),
        lead_phone: None,
        emergency_number: "112".into(),
        privacy_url: None,
        privacy_code: None,
        recovery_recipient: None,
    }
}

async fn furnish(store: &Store, campaign: &Campaign, now_ms: i64) -> ScriptRef {
    store
        .create_campaign(campaign.clone(), "e1a9c3".into(), now_ms)
        .await
        .unwrap();
    let source = include_str!("../../assets/scripts/issue-conversation.toml");
    let read = Script::from_toml(source, "issue-conversation.toml").unwrap();
    let reference = read.reference();
    let stored = StoredScript {
        reference: reference.clone(),
        source: source.into(),
        json: serde_json::to_string(&read).unwrap(),
        added_ms: now_ms,
    };
    store.add_script(campaign.id, stored).await.unwrap();
    reference
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn kilobytes(text: &str, name: &str) -> u64 {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// In user and system, in hundredths of a second; with those of children that are gone.
fn cpu_ticks(process: u32, with_gone: bool) -> u64 {
    let Ok(stat) = fs::read_to_string(format!("/proc/{process}/stat")) else {
        return 0;
    };
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .collect();
    let last = if with_gone { 15 } else { 13 };
    fields[11..last]
        .iter()
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum()
}

/// Does something in an empty database of a cluster of its own, whose address and CPU it is given.
pub fn on_a_cluster<T>(work: impl FnOnce(&str, &dyn Fn() -> f64) -> T + Send) -> T
where
    T: Send,
{
    // Beside the runtime: it waits with a runtime of its own.
    std::thread::scope(|scope| {
        let done = scope.spawn(|| {
            let cluster = Cluster::start();
            work(&cluster.url(), &|| cluster.cpu_ms())
        });
        done.join().unwrap()
    })
}

/// A PostgreSQL cluster of our own, with its defaults: what it says is stored is on the disk.
#[derive(Debug)]
struct Cluster {
    folder: PathBuf,
    postmaster: u32,
    /// Stopped and removed when this ends, however we end.
    supervisor: Child,
}

const SUPERVISE: &str = r#"
folder=$1 binaries=$2
as_account() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
cd "$folder" || exit 1
as_account "$binaries/initdb" --pgdata="$folder/db" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 > "$folder.log" 2>&1 &&
as_account "$binaries/pg_ctl" --pgdata="$folder/db" --log="$folder/log" --wait --timeout=60 \
    --options="-c listen_addresses='' -c unix_socket_directories='$folder'" start >> "$folder.log" 2>&1 ||
    { cat "$folder.log"; exit 1; }
echo ready
read -r _
as_account "$binaries/pg_ctl" --pgdata="$folder/db" --mode=immediate stop > /dev/null 2>&1
rm -rf "$folder" "$folder.log"
"#;

impl Cluster {
    fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let binaries = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|version| Some(version.ok()?.path().join("bin")))
            .filter(|folder| folder.join("initdb").is_file())
            .max()
            .expect("PostgreSQL is missing; please install it: apt-get install -y postgresql");
        let folder = std::env::temp_dir().join(format!(
            "doorstep-dw1-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        fs::create_dir_all(&folder).unwrap();
        let mut supervisor = Command::new("setsid")
            .args(["sh", "-c", SUPERVISE, "cluster"])
            .arg(&folder)
            .arg(&binaries)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(supervisor.stdout.take().unwrap());
        while said.lines().last() != Some("ready") {
            let read = lines.read_line(&mut said).unwrap();
            assert!(read > 0, "PostgreSQL did not start: {said}");
        }
        let pid = fs::read_to_string(folder.join("db/postmaster.pid")).unwrap();
        Self {
            folder,
            postmaster: pid.lines().next().unwrap().parse().unwrap(),
            supervisor,
        }
    }

    fn url(&self) -> String {
        let socket = self.folder.to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{socket}/postgres")
    }

    fn psql(&self, sql: &str) -> String {
        let output = Command::new("psql")
            .args([
                "--username=postgres",
                "--tuples-only",
                "--no-align",
                "--host",
            ])
            .arg(&self.folder)
            .args(["--command", sql, "postgres"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn cpu_ms(&self) -> f64 {
        let of_children = self
            .children()
            .into_iter()
            .map(|child| cpu_ticks(child, false));
        (cpu_ticks(self.postmaster, true) + of_children.sum::<u64>()) as f64 * 10.0
    }

    fn children(&self) -> Vec<u32> {
        let parent = format!("/proc/{0}/task/{0}/children", self.postmaster);
        let children = fs::read_to_string(Path::new(&parent)).unwrap_or_default();
        children
            .split_whitespace()
            .map(|child| child.parse().unwrap())
            .collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It reads until its standard input ends.
        drop(self.supervisor.stdin.take());
        let _stopped = self.supervisor.wait();
    }
}
