//! A QR code as inline SVG: black on white in every colour scheme, because a
//! phone's camera reads that best, with the quiet zone the standard asks for.

use dioxus::prelude::*;
use qrcode::{EcLevel, QrCode};

/// `None` only when the text is too long for any QR code.
pub fn qr(text: &str, name: &str) -> Option<Element> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let quiet = 4;
    let full = width + 2 * quiet;
    // Runs of dark modules along each row: a path a tenth as long as squares.
    let mut path = String::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            if code[(x, y)] == qrcode::Color::Dark {
                let start = x;
                while x < width && code[(x, y)] == qrcode::Color::Dark {
                    x += 1;
                }
                let run = x - start;
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", start + quiet, y + quiet));
            } else {
                x += 1;
            }
        }
    }
    Some(rsx! {
        svg { class: "qr", view_box: "0 0 {full} {full}", role: "img", "aria-label": "{name}",
            "shape-rendering": "crispEdges",
            rect { width: "{full}", height: "{full}", fill: "#ffffff" }
            path { d: "{path}", fill: "#000000" }
        }
    })
}
