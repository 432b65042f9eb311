//! A QR code as an inline drawing, dark on white whatever the screen's colours:
//! cameras read nothing else reliably.

use dioxus::prelude::*;
use qrcode::{Color, EcLevel, QrCode as Code};

/// Light modules around the code that the standard asks for.
const QUIET_ZONE: usize = 4;

#[component]
pub fn QrCode(text: String, label: String) -> Element {
    // Too long a text has no code; the words beside it remain.
    let Some((path, size)) = drawing(&text) else {
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
fn drawing(text: &str) -> Option<(String, usize)> {
    use std::fmt::Write as _;
    let code = Code::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                write!(
                    path,
                    "M{} {}h{length}v1h-{length}z",
                    column + QUIET_ZONE,
                    row + QUIET_ZONE
                )
                .ok()?;
            }
            column += run.len();
        }
    }
    Some((path, width + 2 * QUIET_ZONE))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_code_has_a_quiet_zone_and_its_three_corners() {
        let (path, size) = drawing("https://example.org/privacy").unwrap();
        // The finder in the first row: seven dark modules from the quiet zone on.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        assert!((29..=41).contains(&size));
    }
}
