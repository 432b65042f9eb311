//! `GET /api/openapi.json`: the API described for machines, from the handlers
//! and the types that pass through them.

use super::{health, join, pull, push, renew};
use crate::wire;
use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Doorstep",
        description = "What a canvasser's phone and the server say to each other."
    ),
    paths(join::join, renew::renew, push::push, pull::pull, health::healthz, document),
    modifiers(&DeviceToken)
)]
struct Description;

struct DeviceToken;

impl Modify for DeviceToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token a phone got when it joined"))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("device", SecurityScheme::Http(scheme));
    }
}

/// The protocol the app speaks, a number from 1.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header, names("doorstep-protocol"))]
#[allow(dead_code, reason = "described, never made")]
pub struct ProtocolHeader(#[param(minimum = 1, example = json!(wire::PROTOCOL))] u16);

#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[utoipa::path(
    get,
    path = "/api/openapi.json",
    responses((status = 200, description = "This document", body = Object))
)]
pub async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(description())
}
