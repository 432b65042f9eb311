//! `POST /api/v1/renew`: a phone whose identity another one uses too (a copy of
//! it, or itself set back to an old image) gets one of its own.

use super::error::ApiError;
use super::join::{asking, welcome};
use crate::domain::ids::DeviceId;
use crate::server::Server;
use crate::server::store::joining::Joined;
use crate::server::tokens::Receipt;
use crate::wire::join::{JoinReply, RenewRequest};
use axum::Json;
use axum::extract::{Request, State};
use std::sync::Arc;

#[utoipa::path(
    post,
    path = "/api/v1/renew",
    request_body = RenewRequest,
    params(super::openapi::ProtocolHeader),
    security(("device" = [])),
    responses(
        (status = 200, description = "A device of its own; the same `attempt` again gives the same", body = JoinReply),
        (status = 400, description = "`malformed`", body = crate::wire::problem::Problem),
        (status = 401, description = "`not_enrolled`", body = crate::wire::problem::Problem),
        (status = 413, description = "`too_large`", body = crate::wire::problem::Problem),
        (status = 429, description = "`slow_down`; see `Retry-After`", body = crate::wire::problem::Problem),
        (status = 503, description = "`server_busy`", body = crate::wire::problem::Problem),
        (status = 507, description = "`server_busy`: the disk is full", body = crate::wire::problem::Problem),
    )
)]
pub async fn renew(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Result<Json<JoinReply>, ApiError> {
    let must_be_ours = |receipt: Option<&Receipt>| match receipt {
        Some(_) => Ok(()),
        None => Err(ApiError::NotEnrolled),
    };
    let asking = asking::<RenewRequest>(&server, request, must_be_ours).await?;
    let receipt = asking.receipt.ok_or(ApiError::NotEnrolled)?;
    let enrolment = receipt.enrolment;
    let known = server
        .store
        .device(enrolment.campaign, enrolment.device)
        .await?;
    if known.is_none() {
        super::push::remember(&server, &receipt, asking.now_ms).await?;
    }
    let new_device = DeviceId(server.clock.new_id()?);
    let renewed = server
        .store
        .renew(enrolment, asking.asked.attempt, new_device, asking.now_ms)
        .await?;
    match renewed {
        Joined::Yes(joined) => Ok(Json(welcome(&server, *joined))),
        Joined::CodeUnknown | Joined::CodeUsedUp | Joined::CodeExpired => {
            Err(ApiError::NotEnrolled)
        }
    }
}
