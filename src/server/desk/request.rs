//! What every request to the desk goes through: in which language, from whom,
//! and whether a form is ours. Handlers get a [`Desk`] and need not ask again.

use super::page::{self, Frame, Page, Reader};
use super::pages::problem::{self, Problem};
use super::wording::{LANGUAGE_COOKIE, Language, Wording};
use crate::domain::campaign::Campaign;
use crate::domain::ids::CampaignId;
use crate::server::Server;
use crate::server::auth::{self, Session};
use crate::server::store::StoreError;
use crate::server::store::accounts::{AuditAction, Role};
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate};
use std::sync::Arc;

/// A handler's answer; a [`Stop`] is an answer too, only not the wished one.
pub type Answer = Result<Response, Stop>;

/// Ends a handler early with a page that says why. Boxed, because it travels
/// through many results.
#[derive(Debug)]
pub struct Stop(Box<Response>);

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl From<Response> for Stop {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

/// To another page of ours, after a form.
#[must_use]
pub fn go_to(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// A signed-in lead, their campaign and their language.
#[derive(Clone, Debug)]
pub struct Desk {
    pub server: Arc<Server>,
    pub wording: Wording,
    pub session: Session,
    pub campaign: Campaign,
    /// Path and query of the page, for the language links.
    pub address: String,
    needs: u32,
}

impl Desk {
    #[must_use]
    pub fn campaign_id(&self) -> CampaignId {
        self.campaign.id
    }

    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.session.lead.role >= role
    }

    /// # Errors
    /// With a page that says so when the account may not.
    pub fn must_be(&self, role: Role) -> Result<(), Stop> {
        if self.may(role) {
            Ok(())
        } else {
            Err(self.problem(Problem::NotAllowed))
        }
    }

    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.server.clock.now_ms()
    }

    /// The day it is in UTC; a list's last day has a day's grace at the server.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_of(self.now_ms())
    }

    #[must_use]
    pub fn frame(&self) -> Frame {
        Frame {
            wording: self.wording,
            form_token: self.session.form_token(),
            reader: Some(Reader {
                name: self.session.lead.name.clone(),
                campaign: Some(self.campaign.name.clone()),
                needs: self.needs,
            }),
            address: self.address.clone(),
        }
    }

    /// Draws a page. The closure is called here, so that nothing of the
    /// drawing is held across a wait.
    pub fn show(&self, draw: impl FnOnce(&Frame) -> Page) -> Response {
        self.show_as(StatusCode::OK, draw)
    }

    pub fn show_as(&self, status: StatusCode, draw: impl FnOnce(&Frame) -> Page) -> Response {
        let frame = self.frame();
        (status, Html(page::render(&frame, draw(&frame)))).into_response()
    }

    /// What the store said, or the page for when it could not.
    ///
    /// # Errors
    /// With that page.
    pub fn ask<T>(&self, answer: Result<T, StoreError>) -> Result<T, Stop> {
        answer.map_err(|error| match error {
            StoreError::NotFound(_) => self.problem(Problem::NotFound),
            error => {
                tracing::error!(%error, "the desk could not use the store");
                self.problem(Problem::Broken)
            }
        })
    }

    #[must_use]
    pub fn problem(&self, problem: Problem) -> Stop {
        let frame = self.frame();
        Stop::from(problem_page(&frame, problem))
    }

    /// Notes who did what; `subject` is a closed code or an id.
    ///
    /// # Errors
    /// When the store could not: then the thing is not done either.
    pub async fn note(&self, action: AuditAction, subject: String) -> Result<(), Stop> {
        let noted = self
            .server
            .store
            .audit(
                self.campaign_id(),
                Some(self.session.lead.id),
                action,
                subject,
                self.now_ms(),
            )
            .await;
        self.ask(noted)
    }

    /// A fresh id, or the page for when there is no randomness.
    ///
    /// # Errors
    /// With that page.
    pub fn new_id(&self) -> Result<uuid::Uuid, Stop> {
        self.server.clock.new_id().map_err(|error| {
            tracing::error!(%error, "no fresh id");
            self.problem(Problem::Broken)
        })
    }
}

#[must_use]
pub fn day_of(ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or(DateTime::UNIX_EPOCH)
        .date_naive()
}

impl FromRequestParts<Arc<Server>> for Desk {
    type Rejection = Stop;

    async fn from_request_parts(
        parts: &mut Parts,
        server: &Arc<Server>,
    ) -> Result<Self, Self::Rejection> {
        let wording = Wording::new(language(&parts.headers));
        let asked = address(parts);
        let stranger = Frame {
            wording,
            form_token: String::new(),
            reader: None,
            address: asked.clone(),
        };
        let broken = |error: StoreError| {
            tracing::error!(%error, "the desk could not use the store");
            Stop::from(problem_page(&stranger, Problem::Broken))
        };
        let https = server.addresses.desk_is_https();
        let session = auth::session(server, &parts.headers, https)
            .await
            .map_err(&broken)?;
        let Some(session) = session else {
            let had_one = had_session(&parts.headers);
            return Err(Stop::from(sign_in_first(&parts.method, &asked, had_one)));
        };
        let campaign = server
            .store
            .campaign(session.lead.campaign)
            .await
            .map_err(&broken)?;
        let Some(campaign) = campaign else {
            return Err(Stop::from(problem_page(&stranger, Problem::Broken)));
        };
        let needs = if parts.method == Method::GET {
            let counted = server.store.desk_needs(campaign.id).await;
            counted.map_err(&broken)?
        } else {
            0
        };
        Ok(Self {
            server: Arc::clone(server),
            wording,
            session,
            campaign,
            address: asked,
            needs,
        })
    }
}

/// Whether the browser brings a session's cookie, though it no longer counts.
fn had_session(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .any(|(name, value)| matches!(name, "desk" | "__Host-desk") && !value.is_empty())
}

fn sign_in_first(method: &Method, asked: &str, had_one: bool) -> Response {
    let then = if method == Method::GET && asked != "/" && asked != "/live" {
        format!("then={}", escape(asked))
    } else {
        String::new()
    };
    let why = if had_one { "why=over" } else { "" };
    let query = [then.as_str(), why]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("&");
    let address = if query.is_empty() {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?{query}")
    };
    go_to(&address)
}

/// Percent-encodes what may not stand in a query.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn address(parts: &Parts) -> String {
    parts
        .uri
        .path_and_query()
        .map_or_else(|| "/".to_owned(), |it| it.as_str().to_owned())
}

#[must_use]
pub fn problem_page(frame: &Frame, problem: Problem) -> Response {
    let status = match problem {
        Problem::NotFound => StatusCode::NOT_FOUND,
        Problem::FormRefused | Problem::NotAllowed => StatusCode::FORBIDDEN,
        Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::Malformed => StatusCode::BAD_REQUEST,
        Problem::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let html = page::render(frame, problem::page(frame, problem));
    (status, Html(html)).into_response()
}

/// The frame of a page that needs nobody signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub frame: Frame,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self {
            frame: Frame {
                wording: Wording::new(language(&parts.headers)),
                form_token: String::new(),
                reader: None,
                address: address(parts),
            },
        })
    }
}

/// The language chosen before, else the first the browser asks for, else English.
#[must_use]
pub fn language(headers: &HeaderMap) -> Language {
    let chosen = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == LANGUAGE_COOKIE).then(|| Language::from_tag(value)))
        .flatten();
    let accepted = || {
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(Language::accepted)
    };
    chosen.or_else(accepted).unwrap_or(Language::English)
}

/// A form sent by one of our own pages in this session.
#[derive(Debug)]
pub struct Sent {
    pub desk: Desk,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// The first field of that name, trimmed; empty where there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// All fields of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }
}

impl FromRequest<Arc<Server>> for Sent {
    type Rejection = Stop;

    async fn from_request(request: Request, server: &Arc<Server>) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, server).await?;
        let request = Request::from_parts(parts, body);
        let fields = fields(request)
            .await
            .map_err(|problem| desk.problem(problem))?;
        let sent = Self { desk, fields };
        if !is_token(sent.text("token"), &sent.desk) {
            return Err(sent.desk.problem(Problem::FormRefused));
        }
        Ok(sent)
    }
}

/// Whether it is this session's token. Compared by their hashes, so that the
/// time it takes tells nothing.
#[must_use]
pub fn is_token(given: &str, desk: &Desk) -> bool {
    use sha2::{Digest, Sha256};
    Sha256::digest(given.as_bytes()) == Sha256::digest(desk.session.form_token().as_bytes())
}

/// The fields of a form, in their order.
///
/// # Errors
/// When it is too large or not a form.
pub async fn fields(request: Request) -> Result<Vec<(String, String)>, Problem> {
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
    match form {
        Ok(axum::Form(fields)) => Ok(fields),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::TooLarge)
        }
        Err(_) => Err(Problem::Malformed),
    }
}

/// Refuses whatever changes something and does not come from a page of ours.
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones and
/// plain HTTP in `Origin`; whoever says neither is no browser we know.
pub async fn same_origin(
    State(server): State<Arc<Server>>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        || is_ours(&server, request.headers())
    {
        return next.run(request).await;
    }
    problem_page(&visitor.frame, Problem::FormRefused)
}

fn is_ours(server: &Server, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text("origin") else {
        return false;
    };
    if origin == server.addresses.desk {
        return true;
    }
    // Reached by another name than the configured one, as on a home network.
    origin
        .split_once("://")
        .is_some_and(|(_, host)| Some(host) == text("host"))
}

/// Headers every answer of the desk carries.
pub async fn headers(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set(
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=()",
    );
    if server.addresses.desk_is_https() {
        set("strict-transport-security", "max-age=31536000");
    }
    // Pages have people in them: nothing keeps them but the reader's eyes.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers.append(
        header::VARY,
        HeaderValue::from_static("cookie, accept-language"),
    );
    response
}
