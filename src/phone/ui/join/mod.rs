//! Joining a campaign with the code from a link or a lead, and getting ready for no signal.
//! On an iPhone the app is put on the home screen first and joined there, since Safari and
//! the installed app do not share what they store.

mod form;
mod install_first;
mod ready;

pub use form::{JoinBody, JoinScreen};
pub use install_first::InstallFirstBody;
pub use ready::{GettingReadyBody, GettingReadyScreen};

/// The code in a join link: what stands behind `#`, alone or as `join=CODE` or `join/CODE`.
#[must_use]
pub fn code_of_fragment(fragment: &str) -> String {
    let code = fragment.rsplit(['=', '/', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if code.len() <= 20 && code.chars().all(plain) {
        code.to_ascii_uppercase()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_every_form_of_join_link() {
        for fragment in [
            "KAPP-7Q2M",
            "kapp-7q2m",
            "join=KAPP-7Q2M",
            "/join/KAPP-7Q2M",
        ] {
            assert_eq!(code_of_fragment(fragment), "KAPP-7Q2M");
        }
    }

    #[test]
    fn what_is_no_code_is_not_put_into_the_field() {
        for fragment in ["", "a text with spaces", "<b>", &"A".repeat(50)] {
            assert_eq!(code_of_fragment(fragment), "");
        }
    }
}
