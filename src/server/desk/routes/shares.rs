//! `POST /shares/new`, `POST /shares`, `GET /shares/{id}`,
//! `POST /shares/{id}/revoke`. The code itself never stands in an address of
//! the desk: addresses are logged, and whoever has the code has the list.

use super::lists::row;
use crate::domain::ids::ListId;
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::share::{self, DAYS, MOST_USES, NewShare, Share, ShareState};
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::joining::{JoinCode, NewJoinCode};
use crate::server::store::lists::ListSummary;
use crate::server::{new_join_code, shown_code};
use axum::extract::Path;
use axum::http::StatusCode;
use chrono::DateTime;
use sha2::{Digest, Sha256};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// What the form begins with: one team, one weekend and the days after it.
const USUAL_USES: u32 = 12;
const USUAL_DAYS: u32 = 7;
const LONGEST_LABEL: usize = 60;

/// A share's name in addresses: tells nothing of its code.
pub(super) fn share_id(code: &str) -> String {
    hex::encode(&Sha256::digest(format!("share {code}"))[..8])
}

pub(super) fn is_open(code: &JoinCode, now_ms: i64) -> bool {
    state(code, now_ms) == ShareState::Open
}

fn state(code: &JoinCode, now_ms: i64) -> ShareState {
    if code.ended_ms.is_some() {
        ShareState::Revoked
    } else if code.expires_ms <= now_ms {
        ShareState::Expired
    } else if code.used >= code.uses {
        ShareState::UsedUp
    } else {
        ShareState::Open
    }
}

pub(super) fn expiry(desk: &Desk, ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .map(|at| format!("{} UTC", desk.wording.moment(at.fixed_offset())))
        .unwrap_or_default()
}

/// The lists named in a form, as far as they exist and may still be shared.
async fn chosen(sent: &Sent) -> Result<Vec<ListSummary>, Stop> {
    let desk = &sent.desk;
    let wanted: Vec<ListId> = sent.all("list").filter_map(|id| id.parse().ok()).collect();
    let found = desk.ask(desk.server.store.lists(desk.campaign_id()).await)?;
    let today = desk.today();
    Ok(found
        .into_iter()
        .filter(|list| {
            wanted.contains(&list.about.id)
                && list.ended_ms.is_none()
                && list.about.expires_on >= today
        })
        .collect())
}

/// The lists were chosen; now for whom.
pub async fn new(sent: Sent) -> Answer {
    sent.desk.must_be(Role::Lead)?;
    let lists = chosen(&sent).await?;
    if lists.is_empty() {
        return Ok(go_to("/lists?chosen=none"));
    }
    let model = NewShare {
        label: if let [only] = lists.as_slice() {
            only.about.name.chars().take(LONGEST_LABEL).collect()
        } else {
            String::new()
        },
        lists: lists.iter().map(row).collect(),
        uses: USUAL_USES.to_string(),
        days: USUAL_DAYS.to_string(),
        ..NewShare::default()
    };
    Ok(sent.desk.show(|frame| share::new_page(frame, &model)))
}

pub async fn make(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let w = desk.wording;
    let lists = chosen(&sent).await?;
    if lists.is_empty() {
        return Ok(go_to("/lists?chosen=none"));
    }
    let label: String = sent.text("label").chars().take(LONGEST_LABEL).collect();
    let uses: Option<u32> = sent
        .text("uses")
        .parse()
        .ok()
        .filter(|uses| (1..=MOST_USES).contains(uses));
    let days: u32 = sent
        .text("days")
        .parse()
        .ok()
        .filter(|days| DAYS.contains(days))
        .unwrap_or(USUAL_DAYS);
    let (Some(uses), false) = (uses, label.is_empty()) else {
        let model = NewShare {
            lists: lists.iter().map(row).collect(),
            label_error: if label.is_empty() {
                w.t("share-label-missing")
            } else {
                String::new()
            },
            uses_error: if uses.is_none() {
                w.t("share-uses-wrong")
            } else {
                String::new()
            },
            label,
            uses: sent.text("uses").to_owned(),
            days: days.to_string(),
        };
        return Ok(desk.show_as(StatusCode::UNPROCESSABLE_ENTITY, |frame| {
            share::new_page(frame, &model)
        }));
    };
    let code = new_join_code(&desk.server.clock).map_err(|error| {
        tracing::error!(%error, "no fresh code");
        desk.problem(Problem::Broken)
    })?;
    let now = desk.now_ms();
    let id = share_id(&code);
    desk.note(AuditAction::Shared, id.clone()).await?;
    let new = NewJoinCode {
        code,
        label,
        uses,
        expires_ms: now + i64::from(days) * DAY_MS,
        lists: lists.iter().map(|list| list.about.id).collect(),
        made_by: Some(desk.session.lead.id),
    };
    let made = desk
        .server
        .store
        .make_join_code(desk.campaign_id(), new, now)
        .await;
    desk.ask(made)?;
    Ok(go_to(&format!("/shares/{id}")))
}

async fn find(desk: &Desk, id: &str) -> Result<JoinCode, Stop> {
    desk.must_be(Role::Lead)?;
    let codes = desk.ask(desk.server.store.join_codes(desk.campaign_id()).await)?;
    codes
        .into_iter()
        .find(|code| share_id(&code.code) == id)
        .ok_or_else(|| desk.problem(Problem::NotFound))
}

pub async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let code = find(&desk, &id).await?;
    let lists = desk.ask(desk.server.store.lists(desk.campaign_id()).await)?;
    let addresses = &desk.server.addresses;
    let model = Share {
        shown_code: shown_code(&code.code),
        link: addresses.join_link(&code.code),
        app: addresses.app.clone(),
        insecure: !is_secure(&addresses.app),
        label: code.label.clone(),
        lists: lists
            .iter()
            .filter(|list| code.lists.contains(&list.about.id))
            .map(row)
            .collect(),
        uses: code.uses,
        used: code.used,
        expires: expiry(&desk, code.expires_ms),
        state: state(&code, desk.now_ms()),
        organisation: desk.campaign.organisation.clone(),
        code: id,
    };
    Ok(desk.show(|frame| share::page(frame, &model)))
}

/// Whether phones may keep something from there: HTTPS, or this very machine.
fn is_secure(address: &str) -> bool {
    let host = address
        .strip_prefix("http://")
        .map(|rest| rest.split([':', '/']).next().unwrap_or(""));
    match host {
        None => true,
        Some(host) => host == "localhost" || host == "127.0.0.1" || host.ends_with(".localhost"),
    }
}

pub async fn revoke(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    let code = find(desk, &id).await?;
    desk.note(AuditAction::ShareEnded, id.clone()).await?;
    let ended = desk
        .server
        .store
        .end_join_code(desk.campaign_id(), code.code, desk.now_ms())
        .await;
    desk.ask(ended)?;
    Ok(go_to(&format!("/shares/{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_keep_what_comes_over_https_or_from_this_machine() {
        assert!(is_secure("https://doors.example.org"));
        assert!(is_secure("http://localhost:8080"));
        assert!(is_secure("http://127.0.0.1:8080"));
        assert!(!is_secure("http://192.168.1.7:8080"));
        assert!(!is_secure("http://localhost.example.org"));
    }

    #[test]
    fn a_share_is_addressed_by_a_name_that_does_not_tell_its_code() {
        let id = share_id("KAPP7Q2M");
        assert_eq!(id.len(), 16);
        assert!(!id.to_uppercase().contains("KAPP"));
        assert_ne!(id, share_id("KAPP7Q2N"));
    }
}
