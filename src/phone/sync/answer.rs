//! From an HTTP answer to what it means for the sync. Anything that is not
//! what our server says is told apart from our server being in trouble: the
//! first is a sign-in page of some café's network, the second goes away by itself.

use crate::domain::stored_json;
use crate::wire::problem::{Problem, ProblemCode};
use serde::de::DeserializeOwned;

/// What came back, or that nothing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpAnswer {
    /// No connection, no answer in time, or an answer that broke off.
    None,
    Some {
        status: u16,
        /// `Retry-After` in seconds, where the server said it so.
        retry_after: Option<u32>,
        body: Vec<u8>,
    },
}

/// Why a request did not do what it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer at all.
    Offline,
    /// HTML, half a body, or something else that is not ours.
    NotOurServer,
    /// In trouble; try again later.
    Busy {
        retry_after_ms: Option<u32>,
    },
    /// Too many tries; fewer.
    SlowDown {
        retry_after_ms: Option<u32>,
    },
    /// Send less at once.
    TooLarge,
    /// The server cannot read what was sent.
    Malformed,
    /// The enrolment is unknown or has ended.
    Retired,
    Lost,
    Forked,
    EpochChanged,
    AppTooOld,
    CodeUnknown,
    CodeUsedUp,
    CodeExpired,
}

impl HttpAnswer {
    /// A refusal as a whole: it may say what became of what this phone handed in.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::None => None,
            Self::Some { body, .. } => from_json(body),
        }
    }

    /// Reads a reply.
    ///
    /// # Errors
    /// What it is instead.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        match self {
            Self::None => Err(Failure::Offline),
            Self::Some {
                status,
                retry_after,
                body,
            } => {
                if *status == 200 {
                    from_json(body).ok_or(Failure::NotOurServer)
                } else {
                    Err(failure(*status, *retry_after, body))
                }
            }
        }
    }
}

/// As text, like everything else the app reads: one reader is less to download than two.
fn from_json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    stored_json::read_quickly(std::str::from_utf8(body).ok()?).ok()
}

fn failure(status: u16, retry_after: Option<u32>, body: &[u8]) -> Failure {
    let retry_after_ms = retry_after.map(|seconds| seconds.saturating_mul(1000));
    let busy = Failure::Busy { retry_after_ms };
    let problem = from_json::<Problem>(body).map(|problem| problem.code);
    match (problem, status) {
        (Some(ProblemCode::Malformed), _) => Failure::Malformed,
        // A proxy in between may say this in words of its own.
        (Some(ProblemCode::TooLarge), _) | (None, 413) => Failure::TooLarge,
        (Some(ProblemCode::NotEnrolled | ProblemCode::TokenRetired), _) => Failure::Retired,
        (Some(ProblemCode::TokenLost), _) => Failure::Lost,
        (Some(ProblemCode::CodeUnknown), _) => Failure::CodeUnknown,
        (Some(ProblemCode::CodeUsedUp), _) => Failure::CodeUsedUp,
        (Some(ProblemCode::CodeExpired), _) => Failure::CodeExpired,
        (Some(ProblemCode::DeviceForked), _) => Failure::Forked,
        (Some(ProblemCode::EpochChanged), _) => Failure::EpochChanged,
        (Some(ProblemCode::AppTooOld), _) => Failure::AppTooOld,
        (Some(ProblemCode::SlowDown), _) | (None, 429) => Failure::SlowDown { retry_after_ms },
        (Some(ProblemCode::ServerBusy), _)
        | (None, 500 | 502..=504 | 507)
        | (Some(ProblemCode::Unknown), 500..) => busy,
        (Some(ProblemCode::Unknown), _) => Failure::Malformed,
        (None, _) => Failure::NotOurServer,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::wire::pull::PullReply;

    fn some(status: u16, body: &str) -> HttpAnswer {
        HttpAnswer::Some {
            status,
            retry_after: None,
            body: body.as_bytes().to_vec(),
        }
    }

    fn why(answer: &HttpAnswer) -> Failure {
        answer.read::<PullReply>().unwrap_err()
    }

    #[test]
    fn a_cafes_sign_in_page_and_half_a_body_are_not_our_server() {
        assert_eq!(
            why(&some(200, "<html>Welcome</html>")),
            Failure::NotOurServer
        );
        assert_eq!(
            why(&some(200, r#"{"campaign_cursor":"1.2","li"#)),
            Failure::NotOurServer
        );
        assert_eq!(why(&some(302, "")), Failure::NotOurServer);
        assert_eq!(why(&some(404, "<html>")), Failure::NotOurServer);
    }

    #[test]
    fn a_server_in_trouble_is_waited_for_as_long_as_it_says() {
        let slow = HttpAnswer::Some {
            status: 429,
            retry_after: Some(7),
            body: br#"{"code":"slow_down","detail":""}"#.to_vec(),
        };
        assert_eq!(
            why(&slow),
            Failure::SlowDown {
                retry_after_ms: Some(7000)
            }
        );
        let proxy = some(502, "<html>Bad gateway</html>");
        assert_eq!(
            why(&proxy),
            Failure::Busy {
                retry_after_ms: None
            }
        );
        assert_eq!(why(&HttpAnswer::None), Failure::Offline);
    }

    #[test]
    fn our_servers_problems_are_told_apart_and_unknown_ones_do_not_block() {
        let said = |status, code: &str| {
            why(&some(
                status,
                &format!(r#"{{"code":"{code}","detail":"x"}}"#),
            ))
        };
        assert_eq!(said(413, "too_large"), Failure::TooLarge);
        assert_eq!(why(&some(413, "<html>")), Failure::TooLarge);
        assert_eq!(said(409, "device_forked"), Failure::Forked);
        assert_eq!(said(410, "epoch_changed"), Failure::EpochChanged);
        assert_eq!(said(410, "code_expired"), Failure::CodeExpired);
        assert_eq!(said(403, "token_lost"), Failure::Lost);
        assert_eq!(said(426, "app_too_old"), Failure::AppTooOld);
        assert_eq!(said(418, "tea"), Failure::Malformed);
        assert_eq!(
            said(599, "tea"),
            Failure::Busy {
                retry_after_ms: None
            }
        );
    }
}
