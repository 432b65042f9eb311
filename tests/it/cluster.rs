//! A PostgreSQL for the tests, from Debian's package: one cluster for all test
//! processes, started by the first that wants one and stopped when the last is
//! gone, however it ended (`cluster.sh` says how). A test gets a database of its
//! own, copied from one that has the schema. Without the package the tests fail
//! and say what to install.

use doorstep::server::store::Store;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio_postgres::NoTls;
use uuid::Uuid;

const SCRIPT: &str = include_str!("cluster.sh");
const TEMPLATE: &str = "doorstep_template";
/// PostgreSQL does not run as root, but as the account its package makes.
const ACCOUNT: &str = "postgres";

struct Cluster {
    /// Where its socket is; short, because a socket's path may not be long.
    socket: PathBuf,
    /// Held until this process ends: the cluster stays as long.
    _used: File,
}

fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
        .max()
        .expect("PostgreSQL is missing; please install it: apt-get install -y postgresql")
}

fn open(path: &Path) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .unwrap()
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        // One for each checkout: other checkouts may have other migrations.
        let here = env!("CARGO_MANIFEST_DIR");
        let name = here.bytes().fold(5381_u32, |hash, byte| {
            hash.wrapping_mul(33) ^ u32::from(byte)
        });
        let folder = std::env::temp_dir().join(format!("doorstep-pg-{name:08x}"));
        std::fs::create_dir_all(&folder).unwrap();
        let start = open(&folder.join("start"));
        start.lock().unwrap();
        let used = open(&folder.join("users"));
        // Waits while a cluster that nobody used is being stopped.
        used.lock_shared().unwrap();
        let socket = folder.join("data");
        if !folder.join("ready").exists() || !answers(&socket) {
            launch(&folder);
            std::thread::scope(|scope| {
                scope.spawn(|| make_template(&socket)).join().unwrap();
            });
            std::fs::write(folder.join("ready"), "").unwrap();
        }
        Cluster {
            socket,
            _used: used,
        }
    })
}

fn answers(socket: &Path) -> bool {
    let files = std::fs::read_dir(socket).into_iter().flatten();
    files
        .flatten()
        .filter(|file| file.file_name() == ".s.PGSQL.5432")
        .any(|file| std::os::unix::net::UnixStream::connect(file.path()).is_ok())
}

fn launch(folder: &Path) {
    let mut supervisor = Command::new("setsid");
    supervisor
        .args(["--fork", "sh", "-c", SCRIPT, "cluster"])
        .arg(folder)
        .arg(binaries())
        .arg(ACCOUNT)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // What an earlier one left when it was killed.
    let _not_there = std::fs::remove_file(folder.join("ready"));
    let mut launcher = supervisor.spawn().unwrap();
    let mut said = String::new();
    let mut lines = BufReader::new(launcher.stdout.take().unwrap());
    // Only the launcher ends; what it started goes on without us.
    launcher.wait().unwrap();
    while said.lines().last() != Some("ready") {
        let read = lines.read_line(&mut said).unwrap();
        assert!(read > 0, "PostgreSQL did not start: {said}");
    }
}

fn make_template(socket: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        admin(socket, &format!("CREATE DATABASE {TEMPLATE}")).await;
        let url = url_of(socket, TEMPLATE);
        drop(Store::connect(&url, Uuid::nil()).await.unwrap());
    });
}

/// Says something to the cluster as its owner.
async fn admin(socket: &Path, sql: &str) {
    let url = url_of(socket, "postgres");
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

fn url_of(socket: &Path, database: &str) -> String {
    let socket = socket.to_str().unwrap().replace('/', "%2F");
    format!("postgres://postgres@{socket}/{database}")
}

/// A database with the schema and nothing in it.
pub struct Database {
    pub url: String,
    name: String,
}

impl Database {
    pub async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let cluster = tokio::task::spawn_blocking(cluster).await.unwrap();
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        // A process with this number may have been here before.
        admin(
            &cluster.socket,
            &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        )
        .await;
        admin(
            &cluster.socket,
            &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"),
        )
        .await;
        Self {
            url: url_of(&cluster.socket, &name),
            name,
        }
    }

    /// Without tables.
    pub async fn empty() -> Self {
        let database = Self::new().await;
        database
            .run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            .await;
        database
    }

    /// A server's store on it.
    pub async fn store(&self) -> Store {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let server = Uuid::from_u64_pair(std::process::id().into(), count.into());
        Store::connect(&self.url, server).await.unwrap()
    }

    pub async fn client(&self) -> tokio_postgres::Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// What somebody with other tools may do in it.
    pub async fn run(&self, sql: &str) {
        self.client().await.batch_execute(sql).await.unwrap();
    }

    /// Every row of every table, as (table, its columns as text).
    pub async fn rows(&self) -> Vec<(String, Vec<u8>)> {
        let client = self.client().await;
        let tables = client
            .query(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
                &[],
            )
            .await
            .unwrap();
        let mut rows = Vec::new();
        for table in tables {
            let table: String = table.get(0);
            let found = client
                .query(&format!("SELECT row_to_json(t)::text FROM {table} t"), &[])
                .await
                .unwrap();
            for row in found {
                rows.push((table.clone(), row.get::<_, String>(0).into_bytes()));
            }
        }
        rows
    }

    /// Throws everyone out and lets nobody in, as if it were gone.
    pub async fn close(&self) {
        let Self { name, .. } = self;
        self.of_cluster(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            .await;
        self.of_cluster(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    pub async fn reopen(&self) {
        self.of_cluster(&format!(
            "ALTER DATABASE {} ALLOW_CONNECTIONS true",
            self.name
        ))
        .await;
    }

    pub async fn drop(self) {
        self.of_cluster(&format!("DROP DATABASE {} WITH (FORCE)", self.name))
            .await;
    }

    async fn of_cluster(&self, sql: &str) {
        admin(&cluster().socket, sql).await;
    }
}
