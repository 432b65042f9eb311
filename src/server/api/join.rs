//! `POST /api/v1/join`: a phone with a join code becomes a device of the
//! campaign. A phone that is enrolled already and sends its token gets the
//! code's lists.

use super::caller;
use super::error::ApiError;
use crate::domain::ids::{CanvasserId, DeviceId};
use crate::server::Server;
use crate::server::privacy_code::with_code;
use crate::server::store::joining::{Joined, Joining, NewlyJoined};
use crate::server::tokens::Receipt;
use crate::wire::join::{JoinReply, JoinRequest, normal_code};
use axum::Json;
use axum::extract::{Request, State};
use serde::de::DeserializeOwned;
use std::sync::Arc;

const LIMIT: usize = 16 * 1024;
const LONGEST_NAME: usize = 60;

#[utoipa::path(
    post,
    path = "/api/v1/join",
    request_body = JoinRequest,
    params(super::openapi::ProtocolHeader),
    responses(
        (status = 200, description = "Joined; the same `attempt` again gives the same device", body = JoinReply),
        (status = 400, description = "`malformed`", body = crate::wire::problem::Problem),
        (status = 404, description = "`code_unknown`", body = crate::wire::problem::Problem),
        (status = 410, description = "`code_used_up` or `code_expired`", body = crate::wire::problem::Problem),
        (status = 413, description = "`too_large`", body = crate::wire::problem::Problem),
        (status = 429, description = "`slow_down`; see `Retry-After`", body = crate::wire::problem::Problem),
        (status = 503, description = "`server_busy`", body = crate::wire::problem::Problem),
        (status = 507, description = "`server_busy`: the disk is full", body = crate::wire::problem::Problem),
    )
)]
pub async fn join(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Result<Json<JoinReply>, ApiError> {
    let asking = asking::<JoinRequest>(&server, request, |_| Ok(())).await?;
    let (asked, now_ms) = (asking.asked, asking.now_ms);
    let name = asked.name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(ApiError::Malformed("a name has 1 to 60 characters"));
    }
    let joining = Joining {
        code: normal_code(&asked.code),
        name: name.to_owned(),
        attempt: asked.attempt,
        new_canvasser: CanvasserId(server.clock.new_id()?),
        new_device: DeviceId(server.clock.new_id()?),
        enrolled: asking.receipt.map(|receipt| receipt.enrolment),
        now_ms,
    };
    match server.store.join(joining).await? {
        Joined::CodeUnknown => Err(ApiError::CodeUnknown),
        Joined::CodeUsedUp => Err(ApiError::CodeUsedUp),
        Joined::CodeExpired => Err(ApiError::CodeExpired),
        Joined::Yes(joined) => {
            server.events.news(joined.enrolment.campaign);
            Ok(Json(welcome(&server, *joined)))
        }
    }
}

/// A request for an identity: each makes a row, so nobody may ask too often.
#[derive(Debug)]
pub struct Asking<T> {
    pub receipt: Option<Receipt>,
    pub asked: T,
    pub now_ms: i64,
}

/// Reads one; `may` says whether this caller may ask at all.
///
/// # Errors
/// When it is asked too often or wrongly.
pub async fn asking<T: DeserializeOwned>(
    server: &Server,
    request: Request,
    may: impl FnOnce(Option<&Receipt>) -> Result<(), ApiError>,
) -> Result<Asking<T>, ApiError> {
    let (parts, body) = request.into_parts();
    caller::protocol(&parts.headers)?;
    let receipt = caller::receipt(server, &parts.headers);
    may(receipt.as_ref())?;
    let now_ms = server.clock.now_ms();
    let address = caller::address(server, &parts.headers, &parts.extensions);
    server.joins.try_now(&address, now_ms)?;
    let body = caller::body(&parts.headers, body, LIMIT, LIMIT).await?;
    Ok(Asking {
        receipt,
        asked: caller::json(&body)?,
        now_ms,
    })
}

/// What a phone is told of its new identity.
pub fn welcome(server: &Server, joined: NewlyJoined) -> JoinReply {
    let NewlyJoined {
        enrolment,
        name,
        lists,
        campaign,
    } = joined;
    let token = server.tokens.sign(&Receipt {
        enrolment,
        name: name.clone(),
        lists,
    });
    JoinReply {
        device: enrolment.device,
        canvasser: enrolment.canvasser,
        canvasser_name: name,
        token,
        campaign: with_code(campaign),
    }
}
