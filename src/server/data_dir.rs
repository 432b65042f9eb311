//! The one folder the server keeps anything in: the database, its secret,
//! certificates. What people said is nobody's business but this account's, so
//! nobody else may look in.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes the folder if it is not there.
///
/// # Errors
/// When the disk or its permissions do not allow it.
pub fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file for its owner alone, empty if it was not there.
///
/// # Errors
/// When the disk or its permissions do not allow it.
pub fn private_file(path: &Path) -> io::Result<File> {
    options().create(true).truncate(false).open(path)
}

/// Writes a new file for its owner alone, durably.
///
/// # Errors
/// When it is there already, or the disk does not take it.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = options().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Held by a server as long as it serves from a folder. Other commands may use
/// the database meanwhile; a second server would not hear of what the first
/// one stores.
#[derive(Debug)]
pub struct Serving {
    _lock: File,
}

#[derive(Debug, thiserror::Error)]
pub enum ServingError {
    #[error("another doorstep-server is serving from {0}; stop it first")]
    InUse(String),
    #[error("cannot use {path}: {error}")]
    Folder { path: String, error: io::Error },
}

/// # Errors
/// When another server has the folder, or it cannot be used.
pub fn serving(folder: &Path) -> Result<Serving, ServingError> {
    let path = folder.display().to_string();
    let cannot = |error| ServingError::Folder {
        path: path.clone(),
        error,
    };
    make(folder).map_err(cannot)?;
    let lock = private_file(&folder.join("serving.lock")).map_err(cannot)?;
    match lock.try_lock() {
        Ok(()) => Ok(Serving { _lock: lock }),
        Err(std::fs::TryLockError::WouldBlock) => Err(ServingError::InUse(path)),
        Err(std::fs::TryLockError::Error(error)) => Err(cannot(error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn one_server_at_a_time_serves_from_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = serving(folder.path()).unwrap();
        assert!(matches!(
            serving(folder.path()),
            Err(ServingError::InUse(_))
        ));
        drop(first);
        serving(folder.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_in() {
        use std::os::unix::fs::PermissionsExt as _;
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data/deeper");
        make(&folder).unwrap();
        write_new(&folder.join("secret"), b"x").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("secret")), 0o600);
        assert!(write_new(&folder.join("secret"), b"y").is_err());
    }
}
