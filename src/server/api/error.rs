//! The one place that turns errors into HTTP: a `wire::problem::Problem`, its
//! status, and `Retry-After` where waiting helps.

use crate::server::clock::NoChance;
use crate::server::store::StoreError;
use crate::server::store::pull::OfItsOwn;
use crate::server::throttle::TryAgainIn;
use crate::wire::problem::{Problem, ProblemCode};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(Debug)]
pub enum ApiError {
    /// What about the request could not be read; never with its content.
    Malformed(&'static str),
    TooLarge,
    NotFound,
    WrongMethod,
    NotEnrolled,
    TokenRetired,
    /// The same, to a phone that asked for news: it hears of its own work all the same.
    NoNews(Box<OfItsOwn>),
    TokenLost,
    CodeUnknown,
    CodeUsedUp,
    CodeExpired,
    DeviceForked,
    EpochChanged,
    AppTooOld,
    SlowDown(TryAgainIn),
    Store(StoreError),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NoChance> for ApiError {
    fn from(_: NoChance) -> Self {
        Self::Store(StoreError::Stopped)
    }
}

impl From<TryAgainIn> for ApiError {
    fn from(later: TryAgainIn) -> Self {
        Self::SlowDown(later)
    }
}

impl ApiError {
    fn parts(&self) -> (StatusCode, ProblemCode, &'static str) {
        use ProblemCode as Code;
        match self {
            Self::Malformed(what) => (StatusCode::BAD_REQUEST, Code::Malformed, what),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                Code::TooLarge,
                "send less at once",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                Code::Malformed,
                "there is nothing at this address",
            ),
            Self::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                Code::Malformed,
                "this address does not take that method",
            ),
            Self::NotEnrolled => (
                StatusCode::UNAUTHORIZED,
                Code::NotEnrolled,
                "no device token of this server",
            ),
            Self::TokenRetired | Self::NoNews(_) => (
                StatusCode::FORBIDDEN,
                Code::TokenRetired,
                "this phone's enrolment has ended",
            ),
            Self::TokenLost => (
                StatusCode::FORBIDDEN,
                Code::TokenLost,
                "this phone was reported lost",
            ),
            Self::CodeUnknown => (
                StatusCode::NOT_FOUND,
                Code::CodeUnknown,
                "there is no such join code",
            ),
            Self::CodeUsedUp => (
                StatusCode::GONE,
                Code::CodeUsedUp,
                "the join code has been used as often as it may",
            ),
            Self::CodeExpired => (
                StatusCode::GONE,
                Code::CodeExpired,
                "the join code's time is over",
            ),
            Self::DeviceForked => (
                StatusCode::CONFLICT,
                Code::DeviceForked,
                "another phone hands in under this identity",
            ),
            Self::EpochChanged => (
                StatusCode::GONE,
                Code::EpochChanged,
                "this server has started a new history; pull from scratch",
            ),
            Self::AppTooOld => (
                StatusCode::UPGRADE_REQUIRED,
                Code::AppTooOld,
                "this app is too old to be served new lists; it may still hand in",
            ),
            Self::SlowDown(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                Code::SlowDown,
                "too many tries",
            ),
            Self::Store(StoreError::Full) => (
                StatusCode::INSUFFICIENT_STORAGE,
                Code::ServerBusy,
                "the server's disk is full; nothing was taken",
            ),
            Self::Store(StoreError::NotFound(_) | StoreError::Refused(_)) => (
                StatusCode::BAD_REQUEST,
                Code::Malformed,
                "what was asked for is not there",
            ),
            Self::Store(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                Code::ServerBusy,
                "the server cannot store now; nothing was taken",
            ),
        }
    }

    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::SlowDown(TryAgainIn(seconds)) => Some(*seconds),
            Self::Store(StoreError::Full) => Some(60),
            Self::Store(StoreError::NotFound(_) | StoreError::Refused(_)) => None,
            // Whatever it is, the phone has everything still.
            Self::Store(_) => Some(5),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, detail) = self.parts();
        let retry_after = self.retry_after();
        if let Self::Store(error) = &self {
            // The error names tables and files, never what a record says.
            tracing::error!(%error, "the store refused");
        }
        let mut problem = Problem {
            code,
            detail: detail.to_owned(),
            have: None,
            decided: Vec::new(),
            set_aside: Vec::new(),
            erased: Vec::new(),
        };
        if let Self::NoNews(of_its_own) = self {
            let of_its_own = *of_its_own;
            problem.have = Some(of_its_own.have);
            problem.decided = of_its_own.decided;
            problem.set_aside = of_its_own.set_aside;
            problem.erased = of_its_own.erased;
        }
        let mut response = (status, Json(problem)).into_response();
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
