//! Android, iOS and desktop: the app is an app of its own, its files are in a
//! folder of its own, and it starts without a network anyway.

use super::{Installation, OfflineState, ShellEvent};
use std::path::PathBuf;

/// Links open the app another way there; a code is typed.
#[must_use]
pub fn take_join_code() -> Option<String> {
    None
}

#[must_use]
pub fn installation() -> Installation {
    Installation {
        standalone: true,
        apple_mobile: false,
    }
}

#[must_use]
pub fn may_install() -> bool {
    false
}

pub async fn install() -> bool {
    false
}

/// No sheet to share a file with on the desktop; phones' bindings come with their packages.
#[must_use]
pub fn may_share() -> bool {
    false
}

pub async fn share_text(_name: &str, _text: &str) -> bool {
    false
}

/// Where people look for files, else in the app's own folder; says where it is.
#[must_use]
pub fn save_text(name: &str, text: &str) -> Option<String> {
    let downloads = std::env::var_os("HOME")
        .map(|home| PathBuf::from(home).join("Downloads"))
        .filter(|folder| folder.is_dir());
    let folders = [downloads, Some(storage_folder())];
    folders.into_iter().flatten().find_map(|folder| {
        let path = folder.join(name);
        std::fs::write(&path, text).ok()?;
        Some(path.display().to_string())
    })
}

/// Nobody clears an app's own folder.
pub async fn keep_storage() -> bool {
    true
}

/// The person's languages as BCP 47 tags, the best liked first.
#[must_use]
pub fn languages() -> Vec<String> {
    // POSIX: `fi_FI.UTF-8`. Phones set none of these; the app's own setting remains.
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .filter_map(|value| {
            let tag = value.split(['.', '@']).next()?.replace('_', "-");
            (!tag.is_empty() && tag != "C" && tag != "POSIX").then_some(tag)
        })
        .take(1)
        .collect()
}

#[must_use]
pub fn offline_state() -> OfflineState {
    OfflineState::Ready
}

#[must_use]
pub fn update_waiting() -> bool {
    false
}

pub fn apply_update() {}

/// In small letters.
#[must_use]
pub fn lower_case(text: &str) -> String {
    text.to_lowercase()
}

/// Waits; `false` where there is nothing to wait with: the shells run inside tokio, tests
/// draw a screen without.
pub async fn wait(ms: i32) -> bool {
    if tokio::runtime::Handle::try_current().is_err() {
        return false;
    }
    let ms = u64::try_from(ms).unwrap_or_default();
    tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
    true
}

/// The words of a language other than English: these shells have all in the program.
#[must_use]
pub fn words_here(_tag: &str, own: impl FnOnce() -> &'static str) -> Option<String> {
    Some(own().to_owned())
}

/// These shells' app is whole.
pub async fn fetch_whole() -> bool {
    true
}

pub async fn fetch_words(_tag: &str) {}

pub fn remember_language(_tag: &str) {}

/// Desktops stay awake while somebody uses them; the phone shells' bindings come with their packages.
pub fn keep_awake(_on: bool) {}

/// These shells keep their history in memory, where no gesture reaches it.
pub fn hold_back(_on: bool) {}

pub fn watch(_callback: impl FnMut(ShellEvent) + 'static) {}

/// The server asked where a join code came without an address: a code pasted
/// as its whole link names its own.
#[must_use]
pub fn server_address() -> String {
    std::env::var("DOORSTEP_SERVER")
        .ok()
        .or_else(|| option_env!("DOORSTEP_SERVER").map(str::to_owned))
        .unwrap_or_else(|| "http://localhost:7070".to_owned())
}

/// Where this app's files live. `DOORSTEP_FOLDER` wins, for tests and for people with two phones on one desk.
#[must_use]
pub fn storage_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("DOORSTEP_FOLDER") {
        return folder.into();
    }
    if cfg!(target_os = "android")
        && let Some(folder) = android_folder()
    {
        return folder;
    }
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    let data = if cfg!(windows) {
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(any(target_os = "macos", target_os = "ios")) {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| home().map(|home| home.join(".local/share")))
    };
    data.unwrap_or_else(std::env::temp_dir).join("doorstep")
}

/// Android gives each app a folder by its name, and a process its app's name.
fn android_folder() -> Option<PathBuf> {
    let line = std::fs::read("/proc/self/cmdline").ok()?;
    let name = line.split(|byte| matches!(byte, 0 | b':')).next()?;
    let name = std::str::from_utf8(name).ok()?;
    Some(PathBuf::from(format!("/data/data/{name}/files")))
}
