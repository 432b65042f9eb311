//! Stylesheets, the script and the fonts of the desk, inside the program. Each
//! is addressed with a piece of its own hash, so that a browser may keep it for
//! good and still gets the new one after an update.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct File {
    path: &'static str,
    bytes: &'static [u8],
    hash: String,
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(File {
            path: $path,
            bytes: include_bytes!(concat!("../../../assets/", $path)),
            hash: hex::encode(&Sha256::digest(include_bytes!(concat!("../../../assets/", $path)))[..8]),
        }),*]
    };
}

static FILES: LazyLock<[File; 7]> = LazyLock::new(|| {
    files![
        "desk/desk.css",
        "desk/desk.js",
        "tokens.css",
        "web/fonts.css",
        "web/icons/icon.svg",
        "fonts/atkinson-hyperlegible-latin-400.woff2",
        "fonts/atkinson-hyperlegible-latin-700.woff2",
    ]
});

fn find(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

/// Where the page finds a file of `assets/`.
#[must_use]
pub fn address(path: &str) -> String {
    match find(path) {
        Some(file) => format!("/assets/{path}?v={}", file.hash),
        None => format!("/assets/{path}"),
    }
}

/// `GET /assets/{path}`
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = find(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", file.hash);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    // Fonts are named in a stylesheet without a hash, so they live a day; what
    // carries its hash lives a year.
    let keep = if path.starts_with("fonts/") {
        "public, max-age=86400"
    } else {
        "public, max-age=31536000, immutable"
    };
    (
        [
            (header::CONTENT_TYPE, kind(&path)),
            (header::CACHE_CONTROL, keep),
            (header::ETAG, tag.as_str()),
        ],
        file.bytes,
    )
        .into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
