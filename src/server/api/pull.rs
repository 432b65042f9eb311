//! `POST /api/v1/pull`: a phone asks what is new on its lists. Reads only what
//! was granted to its canvasser, and never a conversation.

use super::caller;
use super::error::ApiError;
use crate::server::Server;
use crate::server::clock::day_of;
use crate::server::privacy_code::with_code;
use crate::server::store::joining::DeviceState;
use crate::server::store::pull::Pulled;
use crate::wire::OLDEST_PULL;
use crate::wire::pull::{Held, PullReply, PullRequest};
use axum::Json;
use axum::extract::{Request, State};
use std::sync::Arc;

const LIMIT: usize = 256 * 1024;
/// A phone names at most what it was told; more is nobody's phone.
const MOST_ERASURES: usize = 5_000;
/// That a phone only asked is noted this often: a write for each would cost more
/// than the lead learns from it.
const HEARD_EVERY_MS: i64 = 5 * 60 * 1000;

#[utoipa::path(
    post,
    path = "/api/v1/pull",
    request_body = PullRequest,
    params(super::openapi::ProtocolHeader),
    security(("device" = [])),
    responses(
        (status = 200, description = "What is new; `more` says to ask again at once", body = PullReply),
        (status = 400, description = "`malformed`", body = crate::wire::problem::Problem),
        (status = 401, description = "`not_enrolled`", body = crate::wire::problem::Problem),
        (status = 403, description = "`token_retired` or `token_lost`", body = crate::wire::problem::Problem),
        (status = 410, description = "`epoch_changed`: drop what came from the server and ask from scratch", body = crate::wire::problem::Problem),
        (status = 413, description = "`too_large`", body = crate::wire::problem::Problem),
        (status = 426, description = "`app_too_old`: it may still push", body = crate::wire::problem::Problem),
        (status = 503, description = "`server_busy`", body = crate::wire::problem::Problem),
    )
)]
pub async fn pull(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Result<Json<PullReply>, ApiError> {
    let (parts, body) = request.into_parts();
    let protocol = caller::protocol(&parts.headers)?;
    let receipt = caller::receipt(&server, &parts.headers).ok_or(ApiError::NotEnrolled)?;
    if protocol < OLDEST_PULL {
        return Err(ApiError::AppTooOld);
    }
    let body = caller::body(&parts.headers, body, LIMIT, LIMIT).await?;
    let asked: PullRequest = caller::json(&body)?;
    let enrolment = receipt.enrolment;
    let now_ms = server.clock.now_ms();
    let device = match server
        .store
        .device(enrolment.campaign, enrolment.device)
        .await?
    {
        Some(device) => device,
        None => {
            super::push::remember(&server, &receipt, now_ms).await?;
            server
                .store
                .device(enrolment.campaign, enrolment.device)
                .await?
                .ok_or(ApiError::NotEnrolled)?
        }
    };
    if device.state == DeviceState::Lost {
        // Nobody knows who has it now.
        return Err(ApiError::TokenLost);
    }
    if !asked.erased.is_empty() && asked.erased.len() <= MOST_ERASURES {
        let is_news = server
            .store
            .erasures_heard(enrolment.campaign, device.id, asked.erased.clone())
            .await?;
        if is_news {
            server.events.news(enrolment.campaign);
        }
    }
    let holds = asked.holds.or(asked.held.as_ref().map(Held::holds));
    let says_more = holds.is_some() && holds != device.holds;
    let is_copy = device.is_given_up();
    if says_more || is_copy || now_ms - device.heard_ms >= HEARD_EVERY_MS {
        server
            .store
            .heard(enrolment.campaign, device.id, holds, now_ms)
            .await?;
        if says_more || is_copy {
            server.events.news(enrolment.campaign);
        }
    }
    if device.state == DeviceState::Retired {
        let of_its_own = server
            .store
            .of_its_own(enrolment.campaign, device, asked)
            .await?;
        return Err(ApiError::NoNews(Box::new(of_its_own)));
    }
    let pulled = server
        .store
        .pull(enrolment.campaign, device, asked, day_of(now_ms), now_ms)
        .await?;
    match pulled {
        Pulled::Page(mut reply) => {
            reply.campaign = reply.campaign.map(with_code);
            Ok(Json(*reply))
        }
        Pulled::EpochChanged => Err(ApiError::EpochChanged),
    }
}
