//! A QR code as an inline drawing, dark on white whatever the screen's colours:
//! cameras read nothing else reliably. The server made it (`Campaign::privacy_code`).

use dioxus::prelude::*;

/// Light modules around the code that the standard asks for.
const QUIET_ZONE: usize = 4;

#[component]
pub fn QrCode(code: String, label: String) -> Element {
    // What is no square is no code; the words beside it remain.
    let Some((path, size)) = drawing(&code) else {
        return rsx! {};
    };
    rsx! {
        svg {
            class: "talk-qr",
            role: "img",
            "aria-label": "{label}",
            view_box: "0 0 {size} {size}",
            shape_rendering: "crispEdges",
            rect { width: "{size}", height: "{size}", fill: "#ffffff" }
            path { d: "{path}", fill: "#000000" }
        }
    }
}

/// The dark modules as one path, a run of them at a time, and the side's length.
fn drawing(code: &str) -> Option<(String, usize)> {
    use std::fmt::Write as _;
    let width = (1..200).find(|side| side * side == code.len())?;
    let mut path = String::new();
    for (row, modules) in code.as_bytes().chunks(width).enumerate() {
        let mut column = QUIET_ZONE;
        for run in modules.chunk_by(|one, other| one == other) {
            let length = run.len();
            if run.first() == Some(&b'1') {
                let row = row + QUIET_ZONE;
                write!(path, "M{column} {row}h{length}v1h-{length}z").ok()?;
            }
            column += length;
        }
    }
    Some((path, width + 2 * QUIET_ZONE))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_code_has_its_dark_runs_and_a_quiet_zone() {
        let (path, size) = drawing("110010011").unwrap();
        assert_eq!(path, "M4 4h2v1h-2zM5 5h1v1h-1zM5 6h2v1h-2z");
        assert_eq!(size, 11);
    }

    #[test]
    fn what_is_no_square_is_no_code() {
        assert_eq!(drawing(""), None);
        assert_eq!(drawing("11001"), None);
    }
}
