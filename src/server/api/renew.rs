//! `POST /api/v1/renew`: a phone whose identity another one uses too (a copy of
//! it, or itself set back to an old image) gets one of its own.

use super::caller;
use super::error::ApiError;
use crate::domain::ids::DeviceId;
use crate::server::Server;
use crate::server::store::joining::Joined;
use crate::server::tokens::Receipt;
use crate::wire::join::{JoinReply, RenewRequest};
use axum::Json;
use axum::extract::{Request, State};
use std::sync::Arc;

const LIMIT: usize = 16 * 1024;

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
    let (parts, body) = request.into_parts();
    caller::protocol(&parts.headers)?;
    let receipt = caller::receipt(&server, &parts.headers).ok_or(ApiError::NotEnrolled)?;
    let now_ms = server.clock.now_ms();
    // Each makes a row: as slow as joining.
    let address = caller::address(&server, &parts.headers, &parts.extensions);
    server.joins.try_now(&address, now_ms)?;
    let body = caller::body(&parts.headers, body, LIMIT, LIMIT).await?;
    let asked: RenewRequest = caller::json(&body)?;
    let enrolment = receipt.enrolment;
    let known = server
        .store
        .device(enrolment.campaign, enrolment.device)
        .await?;
    if known.is_none() {
        super::push::remember(&server, &receipt, now_ms).await?;
    }
    let new_device = DeviceId(server.clock.new_id()?);
    let renewed = server
        .store
        .renew(enrolment, asked.attempt, new_device, now_ms)
        .await?;
    let Joined::Yes {
        enrolment,
        name,
        lists,
        campaign,
    } = renewed
    else {
        return Err(ApiError::NotEnrolled);
    };
    let token = server.tokens.sign(&Receipt {
        enrolment,
        name: name.clone(),
        lists,
    });
    Ok(Json(JoinReply {
        device: enrolment.device,
        canvasser: enrolment.canvasser,
        canvasser_name: name,
        token,
        campaign: *campaign,
    }))
}
