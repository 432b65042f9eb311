//! What differs between the shells (browser, desktop, Android, iOS), each in a
//! few small functions that are the same to call everywhere: the clock, where
//! files live, the key of the database, and the favours an app may ask of the
//! device it runs on.

pub mod clock;
mod key;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
pub(crate) mod web;

#[cfg(not(target_arch = "wasm32"))]
use native as shell;
#[cfg(target_arch = "wasm32")]
use web as shell;

pub use key::DatabaseKey;
#[cfg(not(target_arch = "wasm32"))]
pub use native::server_address;
pub use shell::{
    apply_update, fetch_whole, fetch_words, hold_back, install, installation, keep_awake,
    keep_storage, languages, lower_case, may_install, may_share, offline_state, remember_language,
    save_text, share_text, storage_folder, take_join_code, update_waiting, wait, watch, words_here,
};

/// How the app got onto this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Installation {
    /// Runs as an app of its own, not in a browser's tab. On other shells than the web always.
    pub standalone: bool,
    /// An iPhone or iPad: there the app must be installed before joining,
    /// because the browser and the installed app do not share storage.
    pub apple_mobile: bool,
}

/// Whether the app itself (not its data) can start with no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfflineState {
    Installing,
    Ready,
    Failed,
    /// The browser cannot: plain HTTP from another machine, some private windows.
    Unavailable,
}

/// Something changed about the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShellEvent {
    NetworkRegained,
    Shown,
    Hidden,
    /// The page is being closed or put aside whole.
    Closing,
    /// The page came back whole after `Closing`.
    Reopened,
    /// [`offline_state`] has a new answer.
    OfflineState,
    /// [`update_waiting`] has a new answer.
    UpdateState,
    /// The back gesture, while [`hold_back`] keeps it from leaving the screen.
    Back,
    /// The address has a new fragment: another join link was opened here.
    Link,
}

/// A number as people write it, as a `tel:` address.
#[must_use]
pub fn telephone_link(number: &str) -> String {
    let digits: String = number
        .chars()
        .enumerate()
        .filter(|(place, c)| c.is_ascii_digit() || (*c == '+' && *place == 0))
        .map(|(_, c)| c)
        .collect();
    format!("tel:{digits}")
}

/// A link to the phone's own messages app, with this text begun for this number. Phones
/// differ in which of `?` and `&` they look for.
#[must_use]
pub fn message_link(number: &str, text: &str) -> String {
    let mut link = telephone_link(number).replacen("tel:", "sms:", 1);
    link.push_str("?&body=");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push('%');
            for half in [byte >> 4, byte & 15] {
                link.push(char::from_digit(half.into(), 16).unwrap_or('0'));
            }
        }
    }
    link
}

/// The join code in a link's fragment: `#KAPP-7Q2M`, also behind `join=` or a path.
#[must_use]
pub fn join_code_in(fragment: &str) -> Option<String> {
    let last = fragment.rsplit(['=', '/', '#']).next()?.trim();
    let plausible = last.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && crate::wire::join::normal_code(last).len() == crate::wire::join::CODE_LENGTH;
    plausible.then(|| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_dialled_without_its_spaces() {
        assert_eq!(telephone_link("+358 40 123 45-67"), "tel:+358401234567");
        assert_eq!(telephone_link("112"), "tel:112");
    }

    #[test]
    fn a_message_is_begun_with_a_text_that_no_mark_in_it_cuts_short() {
        assert_eq!(
            message_link("+358 40 123 45-67", "Mitä? https://a.example/p?x=1&y"),
            "sms:+358401234567?&body=Mit%c3%a4%3f%20https%3a%2f%2fa.example%2fp%3fx%3d1%26y"
        );
    }

    #[test]
    fn a_join_code_is_found_in_a_link_however_the_desk_wrote_it() {
        for fragment in ["KAPP-7Q2M", "join=KAPP-7Q2M", "/join/KAPP-7Q2M", "kapp7q2m"] {
            let code = join_code_in(fragment).map(|code| crate::wire::join::normal_code(&code));
            assert_eq!(code.as_deref(), Some("KAPP7Q2M"), "{fragment}");
        }
        for fragment in ["", "top", "/lists", "KAPP-7Q2M-MORE"] {
            assert_eq!(join_code_in(fragment), None, "{fragment}");
        }
    }
}
