//! One file out of a form of ours, as browsers send it.

use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Desk, Stop, is_token};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;

/// A file as it was chosen.
pub(super) struct Uploaded {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The form's file, `None` when nothing was chosen. `too_large` is the page for a file of more
/// than `largest` bytes.
///
/// # Errors
/// With a page that says so when the form is not ours or not whole, or the file too large.
pub(super) async fn file(
    desk: &Desk,
    mut form: Multipart,
    largest: usize,
    too_large: impl Fn() -> Response,
) -> Result<Option<Uploaded>, Stop> {
    let broken = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Stop::from(too_large())
        } else {
            desk.problem(Problem::Malformed)
        }
    };
    let mut ours = false;
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "token" => ours = is_token(&field.text().await.map_err(broken)?, desk),
            // The token stands before it in our forms; without it the file is not even read.
            "file" if ours => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = Vec::from(field.bytes().await.map_err(broken)?);
                file = Some(Uploaded { name, bytes });
            }
            _ => {}
        }
    }
    if !ours {
        return Err(desk.problem(Problem::FormRefused));
    }
    let chosen = file.filter(|file| !file.name.is_empty() || !file.bytes.is_empty());
    match chosen {
        Some(file) if file.bytes.len() > largest => Err(Stop::from(too_large())),
        chosen => Ok(chosen),
    }
}
