//! Who calls and how: the protocol number, the device token, the address, and
//! a body that was read within its limits.

use super::error::ApiError;
use crate::server::Server;
use crate::server::throttle;
use crate::server::tokens::Receipt;
use crate::wire::PROTOCOL_HEADER;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use std::io::Read as _;
use std::net::{IpAddr, SocketAddr};

/// The protocol the app speaks.
///
/// # Errors
/// When the header is missing or is no number.
pub fn protocol(headers: &HeaderMap) -> Result<u16, ApiError> {
    headers
        .get(PROTOCOL_HEADER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.trim().parse().ok())
        .filter(|protocol| *protocol > 0)
        .ok_or(ApiError::Malformed(
            "the header doorstep-protocol is missing",
        ))
}

/// What the device token says, if there is one and it is ours.
#[must_use]
pub fn receipt(server: &Server, headers: &HeaderMap) -> Option<Receipt> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    server.tokens.read(token.trim())
}

/// Who asks, as throttles count it. Behind a proxy the proxy says so, in the
/// last entry it added; only a proxy on this machine is believed.
#[must_use]
pub fn address(server: &Server, headers: &HeaderMap, extensions: &Extensions) -> String {
    let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else {
        return "unknown".to_owned();
    };
    let peer = peer.ip();
    let said = || -> Option<IpAddr> {
        headers
            .get("x-forwarded-for")?
            .to_str()
            .ok()?
            .rsplit(',')
            .next()?
            .trim()
            .parse()
            .ok()
    };
    let address = if server.addresses.behind_proxy && peer.is_loopback() {
        said().unwrap_or(peer)
    } else {
        peer
    };
    throttle::name_of(address)
}

/// The body, at most `limit` bytes as sent and, if it is gzip, at most
/// `inflated` bytes after inflation.
///
/// # Errors
/// Too large, cut short, in an encoding we don't take, or not what it says.
pub async fn body(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    inflated: usize,
) -> Result<Vec<u8>, ApiError> {
    let sent = axum::body::to_bytes(body, limit).await.map_err(|error| {
        let too_long = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit"));
        if too_long {
            ApiError::TooLarge
        } else {
            ApiError::Malformed("the body was cut short")
        }
    })?;
    let encoding = headers
        .get(header::CONTENT_ENCODING)
        .map_or(Ok("identity"), |value| value.to_str())
        .map_err(|_| ApiError::Malformed("the content encoding cannot be read"))?;
    match encoding.trim() {
        "identity" | "" => Ok(sent.into()),
        "gzip" => inflate(&sent, inflated),
        _ => Err(ApiError::Malformed("bodies are taken as gzip or plain")),
    }
}

fn inflate(sent: &[u8], limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut inflated = Vec::new();
    flate2::read::GzDecoder::new(sent)
        .take(limit as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(|_| ApiError::Malformed("the body is not whole gzip"))?;
    if inflated.len() > limit {
        return Err(ApiError::TooLarge);
    }
    Ok(inflated)
}

/// # Errors
/// When it is not the JSON this address takes.
pub fn json<'de, T: serde::Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes)
        .map_err(|_| ApiError::Malformed("the body is not the JSON this address takes"))
}
