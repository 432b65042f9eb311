//! `GET /healthz`: whether this process can serve: it can read its database.

use super::error::ApiError;
use crate::server::Server;
use axum::extract::State;
use std::sync::Arc;

#[utoipa::path(
    get,
    path = "/healthz",
    responses(
        (status = 200, description = "This process can serve", body = String),
        (status = 503, description = "It cannot read its database", body = crate::wire::problem::Problem),
    )
)]
pub async fn healthz(State(server): State<Arc<Server>>) -> Result<&'static str, ApiError> {
    server.store.campaigns().await?;
    Ok("ok\n")
}
