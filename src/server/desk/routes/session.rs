//! Signing in and out, and choosing a language.

use crate::server::Server;
use crate::server::api::caller;
use crate::server::auth::{self, SignIn as Outcome};
use crate::server::desk::page;
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::sign_in::{self, SignIn, Trouble};
use crate::server::desk::request::{Desk, Sent, Visitor, fields, go_to, problem_page};
use crate::server::desk::routes::{Query, asked};
use crate::server::desk::wording::{LANGUAGE_COOKIE, Language};
use crate::server::store::StoreError;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

/// Only paths of ours: whoever signs in must not be led elsewhere.
fn ours(then: &str) -> &str {
    let is_path = then.starts_with('/') && !then.starts_with("//") && !then.contains('\\');
    if is_path && !then.contains(['\n', '\r']) {
        then
    } else {
        "/"
    }
}

fn show(visitor: &Visitor, status: StatusCode, model: &SignIn) -> Response {
    let html = page::render(&visitor.frame, sign_in::page(&visitor.frame, model));
    (status, Html(html)).into_response()
}

enum Accounts {
    NoCampaign,
    None,
    Some,
}

async fn accounts(server: &Server) -> Result<Accounts, StoreError> {
    let campaigns = server.store.campaigns().await?;
    if campaigns.is_empty() {
        return Ok(Accounts::NoCampaign);
    }
    for campaign in campaigns {
        if !server.store.leads(campaign.id).await?.is_empty() {
            return Ok(Accounts::Some);
        }
    }
    Ok(Accounts::None)
}

/// `GET /sign-in`
pub async fn form(
    State(server): State<Arc<Server>>,
    visitor: Visitor,
    query: Query,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    if Desk::from_request_parts(&mut parts, &server).await.is_ok() {
        return go_to(ours(asked(&query, "then")));
    }
    let nobody_yet = match accounts(&server).await {
        Ok(Accounts::NoCampaign) => return go_to("/campaign/new"),
        Ok(Accounts::None) => true,
        Ok(Accounts::Some) => false,
        Err(error) => {
            tracing::error!(%error, "the desk could not use the store");
            return problem_page(&visitor.frame, Problem::Broken);
        }
    };
    let trouble = match asked(&query, "why") {
        "over" => Trouble::SessionOver,
        "out" => Trouble::SignedOut,
        _ => Trouble::None,
    };
    let model = SignIn {
        trouble,
        then: ours(asked(&query, "then")).to_owned(),
        nobody_yet,
        ..SignIn::default()
    };
    show(&visitor, StatusCode::OK, &model)
}

/// `POST /sign-in`
pub async fn sign_in(
    State(server): State<Arc<Server>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let address = caller::address(&server, request.headers(), request.extensions());
    let fields = match fields(request).await {
        Ok(fields) => fields,
        Err(problem) => return problem_page(&visitor.frame, problem),
    };
    let then = ours(asked(&fields, "then")).to_owned();
    let email = asked(&fields, "email").trim().to_owned();
    let outcome = auth::sign_in(&server, &address, &email, asked(&fields, "password")).await;
    let (status, trouble) = match outcome {
        Ok(Outcome::Welcome(session)) => {
            let https = server.addresses.desk_is_https();
            return with_cookie(go_to(&then), &session.cookie(https));
        }
        Ok(Outcome::WrongEmailOrPassword) => (StatusCode::UNAUTHORIZED, Trouble::NoMatch),
        Ok(Outcome::SlowDown(later)) => {
            let minutes = later.0.div_ceil(60).max(1);
            let model = SignIn {
                email,
                then,
                trouble: Trouble::SlowDown { minutes },
                nobody_yet: false,
            };
            let mut response = show(&visitor, StatusCode::TOO_MANY_REQUESTS, &model);
            if let Ok(value) = HeaderValue::from_str(&later.0.to_string()) {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            return response;
        }
        Err(error) => {
            tracing::error!(%error, "signing in failed");
            return problem_page(&visitor.frame, Problem::Broken);
        }
    };
    let model = SignIn {
        email,
        then,
        trouble,
        nobody_yet: false,
    };
    show(&visitor, status, &model)
}

/// An answer that sets a cookie.
pub(super) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// `POST /sign-out`
pub async fn sign_out(sent: Sent) -> Response {
    let desk = &sent.desk;
    if let Err(error) = auth::sign_out(&desk.server, &desk.session).await {
        tracing::error!(%error, "signing out failed");
        return desk.problem(Problem::Broken).into_response();
    }
    let https = desk.server.addresses.desk_is_https();
    let mut response = with_cookie(go_to("/sign-in?why=out"), &auth::no_cookie(https));
    // What the browser kept of the desk's pages goes with the session.
    response.headers_mut().insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

/// `POST /language`: remembered in a cookie, signed in or not.
pub async fn language(
    State(server): State<Arc<Server>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let fields = match fields(request).await {
        Ok(fields) => fields,
        Err(problem) => return problem_page(&visitor.frame, problem),
    };
    let Some(language) = Language::from_tag(asked(&fields, "language")) else {
        return problem_page(&visitor.frame, Problem::Malformed);
    };
    let secure = if server.addresses.desk_is_https() {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}",
        language.tag()
    );
    with_cookie(go_to(ours(asked(&fields, "back"))), &cookie)
}
