//! The two origins as routers: the phone app with its API, and the desk. Each
//! with the headers, limits and compression that suit it; what passes through
//! is logged without query strings, bodies or ids.

use super::{Server, api, desk, web_app};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::timeout::TimeoutLayer;

/// WebAssembly and a worker of our own, and nothing from anywhere else. Styles
/// set on elements are allowed, because Dioxus writes them so.
const APP_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; media-src data:; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const DESK_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
    style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const APP_MAY: &str = "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), \
    payment=(), usb=()";
const DESK_MAY: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Only data: nothing of it may be shown as a page. Short, because a phone with
/// nothing new should cost next to nothing.
static API_HEADERS: [(HeaderName, &str); 2] = [
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// What is shorter costs more to frame than there is to save: an answer without news.
pub const WORTH_IT: SizeAbove = SizeAbove::new(255);

static APP_HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, APP_POLICY),
    (PERMISSIONS_POLICY, APP_MAY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (OPENER_POLICY, "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
];

static DESK_HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, DESK_POLICY),
    (PERMISSIONS_POLICY, DESK_MAY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (OPENER_POLICY, "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
];

type Headers = &'static [(HeaderName, &'static str)];

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What phones reach.
pub fn app(server: Arc<Server>) -> Router {
    let https = server.addresses.app.starts_with("https://");
    let api = with_headers(
        api::router(Arc::clone(&server)).layer(CompressionLayer::new().compress_when(WORTH_IT)),
        &API_HEADERS,
        false,
    );
    // The app's files were compressed once, at the build.
    let files = with_headers(Router::new().fallback(web_app::serve), &APP_HEADERS, https);
    guarded(api.merge(files), server, 60)
}

/// What leads reach.
pub fn desk(server: Arc<Server>) -> Router {
    let https = server.addresses.desk_is_https();
    let health = Router::new()
        .route("/healthz", get(api::health::healthz))
        .with_state(Arc::clone(&server));
    let router = desk::router(Arc::clone(&server))
        .merge(health)
        .layer(CompressionLayer::new());
    guarded(with_headers(router, &DESK_HEADERS, https), server, 120)
}

/// Both on one address, told apart by the name that was asked for.
pub fn by_host(server: Arc<Server>) -> Router {
    let desk_host = host_of(&server.addresses.desk).to_owned();
    let (app, desk) = (app(Arc::clone(&server)), desk(server));
    Router::new().fallback(move |request: Request| {
        let asked = request
            .uri()
            .host()
            .or_else(|| request.headers().get(header::HOST)?.to_str().ok())
            .map(without_port);
        let of = if asked == Some(without_port(&desk_host)) {
            desk.clone()
        } else {
            app.clone()
        };
        async move { tower::ServiceExt::oneshot(of, request).await }
    })
}

/// `desk.example.org` of `https://desk.example.org/`.
#[must_use]
pub fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn with_headers(router: Router, set: Headers, https: bool) -> Router {
    router.layer(middleware::map_response(
        move |mut response: Response| async move {
            let headers = response.headers_mut();
            for (name, value) in set {
                // What the router said itself is stricter, or has its reason.
                headers
                    .entry(name)
                    .or_insert(HeaderValue::from_static(value));
            }
            if https {
                headers.insert(
                    header::STRICT_TRANSPORT_SECURITY,
                    HeaderValue::from_static("max-age=31536000"),
                );
            }
            // Whatever did not say otherwise is about people.
            headers
                .entry(header::CACHE_CONTROL)
                .or_insert(HeaderValue::from_static("no-store"));
            response
        },
    ))
}

/// No request lasts for ever, none takes the others with it, each leaves a line.
fn guarded(router: Router, server: Arc<Server>, seconds: u64) -> Router {
    router
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(seconds),
        ))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(server, note))
}

/// One line per request: method, route (its pattern, not the address), status
/// and how long it took.
async fn note(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let began = server.clock.now_ms();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("the app's files", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let ms = server.clock.now_ms() - began;
    let status = response.status().as_u16();
    if status >= 500 {
        tracing::warn!(%method, route, status, ms, "answered");
    } else {
        tracing::debug!(%method, route, status, ms, "answered");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_address_is_what_a_browser_asks_for() {
        assert_eq!(host_of("https://desk.example.org"), "desk.example.org");
        assert_eq!(
            host_of("https://desk.example.org:8443/x"),
            "desk.example.org:8443"
        );
        assert_eq!(without_port("desk.example.org:8443"), "desk.example.org");
        assert_eq!(without_port("[::1]:80"), "[::1]");
        assert_eq!(without_port("[::1]"), "[::1]");
    }
}
