//! The QR code of the address where a householder reads what is kept about them, made as a
//! phone is told of the campaign: see `Campaign::privacy_code`.

use crate::domain::campaign::Campaign;
use qrcode::{Color, EcLevel, QrCode};

/// The campaign as phones get it.
#[must_use]
pub fn with_code(mut campaign: Campaign) -> Campaign {
    campaign.privacy_code = campaign.privacy_url.as_deref().and_then(modules);
    campaign
}

/// `None` only when the text is too long for any QR code.
fn modules(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let as_letter = |color| if color == Color::Dark { '1' } else { '0' };
    Some(code.into_colors().into_iter().map(as_letter).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::modules;

    #[test]
    fn a_code_is_a_square_with_its_three_corners() {
        let code = modules("https://example.org/privacy").unwrap();
        let width = (1..200).find(|side| side * side == code.len()).unwrap();
        assert!((21..=33).contains(&width));
        let row = |at: usize| &code[at * width..(at + 1) * width];
        for (at, corner) in [(0, "1111111"), (1, "1000001"), (6, "1111111")] {
            assert!(row(at).starts_with(corner) && row(at).ends_with(corner));
            assert!(row(width - 1 - at).starts_with(corner));
        }
    }
}
