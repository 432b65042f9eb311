//! The phone's web app as a folder inside this program. Names that carry a
//! digest may be kept for good; the page and the service worker are asked for
//! each time. Each file has its compressed forms beside it, made at the build.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

// In a debug build this reads the folder itself, so `cargo xtask web` is enough.
#[derive(RustEmbed)]
#[folder = "$DOORSTEP_WEB_DIST"]
struct Dist;

const PAGE: &str = "index.html";

/// Whether a web app was built into this program (or lies in its folder).
#[must_use]
pub fn is_built() -> bool {
    Dist::get(PAGE).is_some()
}

/// `GET` of anything on the phone app's origin that is not the API.
pub async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { PAGE } else { path };
    let last = path.rsplit('/').next().unwrap_or(path);
    let is_compressed_form = [".br", ".gz"].iter().any(|end| last.ends_with(end));
    if !is_compressed_form && Dist::get(path).is_some() {
        return file(path, request.headers());
    }
    // The app's own addresses have no ending; all are the one page.
    if last.contains('.') && path != PAGE {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    }
    if is_built() {
        return file(PAGE, request.headers());
    }
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "The phone app has not been built into this server yet.\n\
         Run `cargo xtask web` and load this page again.\n",
    )
        .into_response()
}

fn file(path: &str, asked: &HeaderMap) -> Response {
    let (found, encoding) = best_form(path, asked);
    let Some(found) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&found.metadata.sha256_hash()[..12]));
    let fixed = path.starts_with("app/") || path.starts_with("assets/");
    let mut response = if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        found.data.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if fixed {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest form the browser takes.
fn best_form(path: &str, asked: &HeaderMap) -> (Option<EmbeddedFile>, Option<&'static str>) {
    for (encoding, end) in [("br", "br"), ("gzip", "gz")] {
        if takes(asked, encoding)
            && let Some(found) = Dist::get(&format!("{path}.{end}"))
        {
            return (Some(found), Some(encoding));
        }
    }
    (Dist::get(path), None)
}

fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn asked(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
        headers
    }

    #[test]
    fn a_browser_gets_a_compressed_form_only_if_it_takes_it() {
        assert!(takes(&asked("gzip, deflate, br, zstd"), "br"));
        assert!(takes(&asked("gzip;q=0.5, BR;q=1.0"), "br"));
        assert!(!takes(&asked("gzip, br;q=0"), "br"));
        assert!(!takes(&asked("gzip"), "br"));
        assert!(!takes(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn the_apps_files_have_the_types_browsers_insist_on() {
        assert_eq!(kind("app/1/doorstep_bg.wasm"), "application/wasm");
        assert_eq!(kind("manifest.webmanifest"), "application/manifest+json");
        assert!(kind("service-worker.js").starts_with("text/javascript"));
    }
}
