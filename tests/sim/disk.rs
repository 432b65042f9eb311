//! Folders in memory where there is such a thing: the simulation tries what is
//! durable by what is in the files, not by pulling plugs.

use std::path::Path;
use tempfile::TempDir;

pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).expect("a folder")
    } else {
        tempfile::tempdir().expect("a folder")
    }
}

/// What somebody finds who takes the disk out now.
pub fn image(of: &Path) -> TempDir {
    let copy = folder();
    for file in std::fs::read_dir(of).expect("a folder") {
        let file = file.expect("a file");
        // The other files are the whole database; this one is rebuilt from them.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).expect("room");
        }
    }
    copy
}
