//! The database file in the browser: the origin private file system, one
//! connection in a dedicated worker, SQLite3MultipleCiphers over a pool of
//! synchronous access handles. Its key is wrapped by a key that `WebCrypto`
//! never hands out.

use super::{Store, StoreError, migration, prepare};
use crate::phone::platform::DatabaseKey;
use crate::phone::platform::clock::Clock;
use crate::phone::platform::web::{keys, wait};
use rusqlite::{Connection, OpenFlags};
use sqlite_wasm_rs::vfs::VfsFilesManager as _;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};

/// The files this origin holds, while this tab is the one that holds them.
pub struct Location {
    pool: OpfsSAHPoolUtil,
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Location")
    }
}

const POOL: &str = "opfs-sahpool";
const ENCRYPTED: &str = "multipleciphers-opfs-sahpool";
const FOLDER: &str = "doorstep";
/// Database and journal, a copy before a migration with its own, a file set aside, and one to spare.
const SLOTS: usize = 8;

/// A page that was closed a moment ago keeps its handles a little longer.
const WAITS_MS: [i32; 8] = [20, 40, 80, 160, 320, 640, 1280, 2560];

impl Location {
    /// Takes hold of the files. Only the tab with the lock may do this.
    pub async fn new() -> Result<Self, StoreError> {
        let configuration = OpfsSAHPoolCfgBuilder::new()
            .vfs_name(POOL)
            .directory(FOLDER)
            .initial_capacity(SLOTS)
            .build();
        let mut waits = WAITS_MS.iter();
        let pool = loop {
            match install::<sqlite_wasm_rs::WasmOsCallback>(&configuration, false).await {
                Ok(pool) => break pool,
                Err(OpfsSAHError::NotSupported) => return Err(StoreError::NoStorage),
                Err(error) => match waits.next() {
                    Some(ms) if is_held_elsewhere(&error) => _ = wait(*ms).await,
                    _ => return Err(say(&error)),
                },
            }
        };
        encrypt_pool()?;
        Ok(Self { pool })
    }

    /// Opens the database, or begins one where there is none.
    pub async fn open(&self, clock: &dyn Clock) -> Result<Store, StoreError> {
        self.take_hold().await?;
        let kept = keys::current().await.map_err(StoreError::File)?;
        let Some((file, key)) = kept else {
            let orphaned = self.holds_a_database()?;
            let (file, key) = begin_new(clock).await?;
            // An old file stays as it is; nobody can read it but with the old key.
            return if orphaned {
                Err(StoreError::KeyMissing)
            } else {
                open_with(&file, &key, clock).map(|(store, _)| store)
            };
        };
        match open_with(&file, &key, clock) {
            Ok((store, copied)) => {
                if !copied {
                    self.drop_copies();
                }
                Ok(store)
            }
            Err(StoreError::Damaged(detail)) => {
                self.succeed(&file, &key, clock).await?;
                Err(StoreError::Damaged(format!("{file}: {detail}")))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the database as it is, whatever version wrote it, to read it only.
    pub async fn open_to_read(&self, _clock: &dyn Clock) -> Result<Store, StoreError> {
        self.take_hold().await?;
        let kept = keys::current().await.map_err(StoreError::File)?;
        let (file, key) = kept.ok_or(StoreError::KeyMissing)?;
        let connection = connect(&file, &key)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(Store { connection })
    }

    /// The file in use is no longer it; file and key are kept.
    pub async fn set_aside(&self, clock: &dyn Clock) -> Result<(), StoreError> {
        match keys::current().await.map_err(StoreError::File)? {
            Some((file, key)) => self.succeed(&file, &key, clock).await,
            None => begin_new(clock).await.map(drop),
        }
    }

    /// A new file with everything that can still be read of the damaged one; then
    /// it is the one in use. The old one and its key are kept.
    async fn succeed(
        &self,
        old: &str,
        old_key: &DatabaseKey,
        clock: &dyn Clock,
    ) -> Result<(), StoreError> {
        let (file, key) = name_new(clock);
        if let Ok((mut store, _)) = open_with(&file, &key, clock) {
            // What cannot be read back leaves an empty file, as good as a new one.
            let _ = store.read_back(|| connect(old, old_key), clock);
            store.close();
        }
        keys::keep(&file, &key).await.map_err(StoreError::File)
    }

    /// Lets go of the files, for another tab or while the page is put aside.
    /// The store must be closed first.
    pub fn release(&self) {
        // It fails only while a file is open; then the browser lets go with the worker.
        let _ = self.pool.pause();
    }

    async fn take_hold(&self) -> Result<(), StoreError> {
        let mut waits = WAITS_MS.iter();
        while self.pool.is_paused() {
            match self.pool.resume().await {
                Ok(()) => break,
                Err(error) => match waits.next() {
                    Some(ms) if is_held_elsewhere(&error) => _ = wait(*ms).await,
                    _ => return Err(say(&error)),
                },
            }
        }
        Ok(())
    }

    /// A changed file that opens once more has no need of the copy made before;
    /// and what is erased from the file must not live on in it.
    fn drop_copies(&self) {
        for name in self.pool.names().unwrap_or_default() {
            if name.starts_with("before-") {
                // Next time, where it does not go now.
                let _ = self.pool.remove(&name);
            }
        }
    }

    fn holds_a_database(&self) -> Result<bool, StoreError> {
        let names = self.pool.names().map_err(|error| say(&error))?;
        Ok(names.iter().any(|name| name.ends_with(".db")))
    }
}

/// A name and a key for a new file. Kept before the first page is written.
async fn begin_new(clock: &dyn Clock) -> Result<(String, DatabaseKey), StoreError> {
    let (file, key) = name_new(clock);
    keys::keep(&file, &key).await.map_err(StoreError::File)?;
    Ok((file, key))
}

fn name_new(clock: &dyn Clock) -> (String, DatabaseKey) {
    let file = format!("doorstep-{}.db", clock.now().utc_ms());
    (file, DatabaseKey::new(clock))
}

#[allow(
    unsafe_code,
    reason = "the cipher's VFS is registered through its C interface"
)]
fn encrypt_pool() -> Result<(), StoreError> {
    // SAFETY: a static name; called once, on the only thread that uses SQLite here.
    let code = unsafe { sqlite_wasm_rs::sqlite3mc_vfs_create(c"opfs-sahpool".as_ptr(), 0) };
    if code == sqlite_wasm_rs::SQLITE_OK {
        Ok(())
    } else {
        Err(StoreError::File(format!(
            "the cipher was not set up ({code})"
        )))
    }
}

/// The store, and whether it was changed and copied before that.
fn open_with(
    file: &str,
    key: &DatabaseKey,
    clock: &dyn Clock,
) -> Result<(Store, bool), StoreError> {
    let mut connection = connect(file, key)?;
    // One connection by construction; so no other's changes need to be looked for.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "journal_mode", "TRUNCATE")?;
    prepare(&connection)?;
    let today = clock.now().digits().0;
    let mut copied = false;
    migration::bring_up_to_date(&mut connection, |connection, version| {
        copied = true;
        let mut copy = connect(&format!("before-{version}-{today}.copy"), key)?;
        let backup = rusqlite::backup::Backup::new(connection, &mut copy)?;
        backup.step(-1)?;
        Ok(())
    })?;
    Ok((Store { connection }, copied))
}

fn connect(file: &str, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags_and_vfs(file, OpenFlags::default(), ENCRYPTED)?;
    connection.pragma_update(None, "cipher", "chacha20")?;
    // Raw bytes: no derivation, no delay at each start.
    connection.pragma_update(None, "key", format!("raw:{}", hex::encode(key.bytes())))?;
    // The first page is read here: a wrong key or a foreign file shows now.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// The browser says so when another worker has the handle.
fn is_held_elsewhere(error: &OpfsSAHError) -> bool {
    match error {
        OpfsSAHError::Opfs { message, .. } => {
            message.contains("NoModificationAllowed") || message.contains("InvalidState")
        }
        _ => false,
    }
}

fn say(error: &OpfsSAHError) -> StoreError {
    let text = error.to_string();
    if text.contains("QuotaExceeded") {
        StoreError::DiskFull
    } else if text.contains("SecurityError") || text.contains("NotAllowedError") {
        // Some private windows have the functions and refuse to use them.
        StoreError::NoStorage
    } else {
        StoreError::File(text)
    }
}
