//! The database file on Android, iOS and desktop: SQLCipher, write-ahead log,
//! in a folder only this user may read, its key in a file beside it (see
//! `platform::DatabaseKey` for what that protects and what not).

use super::{Store, StoreError, migration, prepare};
use crate::phone::platform::DatabaseKey;
use crate::phone::platform::clock::Clock;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the database lives.
#[derive(Clone, Debug)]
pub struct Location {
    folder: PathBuf,
}

const FILE: &str = "doorstep.db";
const KEY: &str = "doorstep.key";
/// What is to take the place of a damaged file, while it is being made.
const NEXT_FILE: &str = "doorstep.next.db";
const NEXT_KEY: &str = "doorstep.next.key";

impl Location {
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Opens the database, or begins one where there is none.
    ///
    /// # Errors
    /// A damaged file, or one whose key is gone, has been set aside when this
    /// says so: the next call begins a new one.
    #[expect(clippy::unused_async, reason = "the browser waits for its key here")]
    pub async fn open(&self, clock: &dyn Clock) -> Result<Store, StoreError> {
        make_private_folder(&self.folder)?;
        self.end_succession()?;
        let key = match read_key(&self.folder.join(KEY))? {
            Some(key) => key,
            None if self.file().exists() => {
                self.rename_files(clock)?;
                return Err(StoreError::KeyMissing);
            }
            None => {
                let key = DatabaseKey::new(clock);
                keep_key(&self.folder, KEY, &key)?;
                key
            }
        };
        match self.open_with(&key, clock) {
            Err(StoreError::Damaged(detail)) => {
                let name = self.succeed(&key, clock)?;
                Err(StoreError::Damaged(format!("{name}: {detail}")))
            }
            opened => opened,
        }
    }

    /// Opens the database as it is, whatever version wrote it, to read it only.
    ///
    /// # Errors
    /// When there is none, its key is gone, or it cannot be read at all.
    #[expect(clippy::unused_async, reason = "the browser waits for its key here")]
    pub async fn open_to_read(&self, _clock: &dyn Clock) -> Result<Store, StoreError> {
        let key = read_key(&self.folder.join(KEY))?.ok_or(StoreError::KeyMissing)?;
        if !self.file().exists() {
            return Err(StoreError::NotHere("file"));
        }
        let connection = connect(&self.file(), &key)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(Store { connection })
    }

    fn open_with(&self, key: &DatabaseKey, clock: &dyn Clock) -> Result<Store, StoreError> {
        let mut connection = connect(&self.file(), key)?;
        // One owner: a second copy of the app is told so instead of sharing the outbox.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        if cfg!(target_vendor = "apple") {
            connection.pragma_update(None, "fullfsync", true)?;
        }
        prepare(&connection)?;
        let today = clock.now().digits().0;
        let mut copied = false;
        migration::bring_up_to_date(&mut connection, |connection, version| {
            copied = true;
            // Everything into the one file first, then that file is the whole database.
            connection.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
            let copy = self.folder.join(format!("before-{version}-{today}.db"));
            fs::copy(self.file(), copy).map_err(|error| failed(&error))?;
            Ok(())
        })?;
        if !copied {
            self.drop_copies();
        }
        Ok(Store { connection })
    }

    /// A changed file that opens once more has no need of the copy made before;
    /// and what is erased from the file must not live on in it.
    fn drop_copies(&self) {
        let Ok(files) = fs::read_dir(&self.folder) else {
            return;
        };
        for file in files.flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("before-") && name.ends_with(".db") {
                // Next time, where it does not go now.
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// The file in use is no longer it: file and key are renamed, so that the
    /// next [`open`](Self::open) begins a new one and nothing is lost for
    /// whoever can repair it. The store must be closed first.
    ///
    /// # Errors
    /// When it cannot be renamed.
    #[expect(clippy::unused_async, reason = "the browser waits here")]
    pub async fn set_aside(&self, clock: &dyn Clock) -> Result<(), StoreError> {
        match read_key(&self.folder.join(KEY))? {
            Some(key) => self.succeed(&key, clock).map(drop),
            None => self.rename_files(clock).map(drop),
        }
    }

    /// Puts the damaged file aside, and in its place one with everything that can
    /// still be read of it. Until then it stays where it is: at every moment one of
    /// the two is the database.
    fn succeed(&self, key: &DatabaseKey, clock: &dyn Clock) -> Result<String, StoreError> {
        // Without it (a full disk) the next start begins an empty one, as it would anyway.
        let made = self.make_next(key, clock);
        let name = self.rename_files(clock)?;
        if made.is_ok() {
            self.end_succession()?;
        }
        Ok(name)
    }

    fn make_next(&self, old_key: &DatabaseKey, clock: &dyn Clock) -> Result<(), StoreError> {
        self.remove_next();
        let key = DatabaseKey::new(clock);
        keep_key(&self.folder, NEXT_KEY, &key)?;
        let mut connection = connect(&self.folder.join(NEXT_FILE), &key)?;
        prepare(&connection)?;
        migration::bring_up_to_date(&mut connection, |_, _| Ok(()))?;
        let mut next = Store { connection };
        let read = next.read_back(|| read_damaged(&self.file(), old_key), clock);
        next.close();
        if read.is_err() {
            self.remove_next();
        }
        read.map(drop)
    }

    /// What a damaged file left takes its place, also after the power went in between.
    fn end_succession(&self) -> Result<(), StoreError> {
        let (file, key) = (self.folder.join(NEXT_FILE), self.folder.join(NEXT_KEY));
        if self.file().exists() {
            self.remove_next();
            return Ok(());
        }
        if !file.exists() {
            return Ok(());
        }
        if key.exists() {
            fs::rename(key, self.folder.join(KEY)).map_err(|error| failed(&error))?;
        }
        fs::rename(file, self.file()).map_err(|error| failed(&error))
    }

    fn remove_next(&self) {
        for name in [NEXT_FILE, NEXT_KEY, "doorstep.next.db-journal"] {
            // What is not there need not go; what stays is written over.
            let _ = fs::remove_file(self.folder.join(name));
        }
    }

    /// Nothing to let go of: another process is kept out by the file's own lock.
    pub fn release(&self) {}

    fn rename_files(&self, clock: &dyn Clock) -> Result<String, StoreError> {
        let stamp = clock.now().0.format("%Y%m%dT%H%M%S");
        let mut name = format!("set-aside-{stamp}");
        let mut again = 1;
        while self.folder.join(format!("{name}.db")).exists() {
            again += 1;
            name = format!("set-aside-{stamp}-{again}");
        }
        // Its key first, and here until the end: without it nobody can repair anything.
        let key = self.folder.join(KEY);
        if key.exists() {
            fs::copy(&key, self.folder.join(format!("{name}.key")))
                .map_err(|error| failed(&error))?;
        }
        for (from, ending) in [
            (FILE.to_owned(), ".db"),
            (format!("{FILE}-wal"), ".db-wal"),
            (format!("{FILE}-shm"), ".db-shm"),
        ] {
            let from = self.folder.join(from);
            if from.exists() {
                fs::rename(from, self.folder.join(format!("{name}{ending}")))
                    .map_err(|error| failed(&error))?;
            }
        }
        if key.exists() {
            fs::remove_file(key).map_err(|error| failed(&error))?;
        }
        Ok(format!("{name}.db"))
    }
}

fn connect(file: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let connection = Connection::open(file)?;
    // Raw bytes: no derivation, no delay at each start.
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key.bytes())))?;
    // The first page is read here: a wrong key or a foreign file shows now.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// Reads it and changes nothing: whoever can repair it finds it as it was.
fn read_damaged(file: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let connection = connect(file, key)?;
    // That pages cannot be read is known; the cipher would say so for each.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    connection.pragma_update(None, "query_only", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(connection)
}

fn failed(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
        _ => StoreError::File(error.kind().to_string()),
    }
}

fn make_private_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| failed(&error))
}

fn read_key(file: &Path) -> Result<Option<DatabaseKey>, StoreError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(hex::decode(text.trim())
            .ok()
            .and_then(|bytes| DatabaseKey::from_bytes(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

/// Durable before the first page is encrypted with it.
fn keep_key(folder: &Path, name: &str, key: &DatabaseKey) -> Result<(), StoreError> {
    let write = || -> std::io::Result<()> {
        let unfinished = folder.join(format!("{name}.new"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&unfinished)?;
        file.write_all(hex::encode(key.bytes()).as_bytes())?;
        file.sync_all()?;
        fs::rename(unfinished, folder.join(name))?;
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    };
    write().map_err(|error| failed(&error))
}
