//! What phones talk to: `/api/v1/…` on the phone app's origin. One thin file
//! per endpoint: read, check, ask the store, answer. Every refusal goes
//! through [`error::ApiError`], the one place that turns errors into HTTP.

pub mod caller;
pub mod error;
pub mod health;
pub mod join;
pub mod openapi;
pub mod pull;
pub mod push;
pub mod renew;

use crate::server::Server;
use crate::server::origins::WORTH_IT;
use axum::Router;
use axum::routing::{get, post};
use error::ApiError;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// The API, to be merged into the phone app's origin.
pub fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/api/v1/join", post(join::join))
        .route("/api/v1/renew", post(renew::renew))
        // Hundreds of like lines: gzip has them as short as brotli, which would clear
        // megabytes for each answer first, and looks no further than it must.
        .route(
            "/api/v1/push",
            post(push::push).layer(
                CompressionLayer::new()
                    .no_br()
                    .quality(CompressionLevel::Fastest)
                    .compress_when(WORTH_IT),
            ),
        )
        .route("/api/v1/pull", post(pull::pull))
        .route("/healthz", get(health::healthz))
        .route("/api/openapi.json", get(openapi::document))
        .route("/api/{*rest}", axum::routing::any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        .with_state(server)
}

async fn nothing_here() -> ApiError {
    ApiError::NotFound
}

async fn wrong_method() -> ApiError {
    ApiError::WrongMethod
}
