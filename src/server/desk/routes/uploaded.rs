//! Files out of a form of ours, as browsers send them.

use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Desk, Stop, is_token};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;

/// A file as it was chosen.
pub(super) struct Uploaded {
    pub name: String,
    pub bytes: Vec<u8>,
    /// What was chosen beside it, where the form asks: short, before the file.
    pub channel: String,
}

/// The form's file, `None` when nothing was chosen. `too_large` is the page for a file of more
/// than `largest` bytes.
///
/// # Errors
/// With a page that says so when the form is not ours or not whole, or the file too large.
pub(super) async fn file(
    desk: &Desk,
    form: Multipart,
    largest: usize,
    too_large: impl Fn() -> Response,
) -> Result<Option<Uploaded>, Stop> {
    Ok(files(desk, form, largest, too_large).await?.pop())
}

/// The form's files, in the order in which they were chosen; `largest` is for each.
///
/// # Errors
/// As [`file`].
pub(super) async fn files(
    desk: &Desk,
    mut form: Multipart,
    largest: usize,
    too_large: impl Fn() -> Response,
) -> Result<Vec<Uploaded>, Stop> {
    let broken = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Stop::from(too_large())
        } else {
            desk.problem(Problem::Malformed)
        }
    };
    let mut ours = false;
    let mut files = Vec::new();
    let mut channel = String::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "channel" if ours => channel = field.text().await.map_err(broken)?,
            "token" => ours = is_token(&field.text().await.map_err(broken)?, desk),
            // The token stands before it in our forms; without it the file is not even read.
            "file" if ours => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = Vec::from(field.bytes().await.map_err(broken)?);
                if bytes.len() > largest {
                    return Err(Stop::from(too_large()));
                }
                if !name.is_empty() || !bytes.is_empty() {
                    files.push(Uploaded {
                        name,
                        bytes,
                        channel: channel.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    if !ours {
        return Err(desk.problem(Problem::FormRefused));
    }
    Ok(files)
}
