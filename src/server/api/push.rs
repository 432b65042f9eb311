//! `POST /api/v1/push`: a phone hands in records. Everything in one request is
//! one transaction; every record gets an answer of its own.

use super::caller;
use super::error::ApiError;
use crate::server::Server;
use crate::server::clock::day_of;
use crate::server::store::joining::{Device, DeviceState, RETIRED_MAY_PUSH_MS, Standing};
use crate::server::store::judge::{self, Known, Read};
use crate::server::store::log::{Appended, Delivery, RecordLog as _};
use crate::server::tokens::Receipt;
use crate::wire::push::{Entry, EntryResult, Holds, Outcome, PushReply, PushRequest, RejectCode};
use crate::wire::{MAX_BATCH_BYTES, MAX_BATCH_RECORDS, OLDEST_PUSH};
use axum::Json;
use axum::extract::{Request, State};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// The batch as phones count it, and room for what is around the records.
const INFLATED_LIMIT: usize = 2 * MAX_BATCH_BYTES;

/// The request with its entries unread, so that one bad entry does not take
/// the good ones with it; nor does a remark that cannot be read.
#[derive(Deserialize)]
struct Unread<'a> {
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    waiting: Option<&'a RawValue>,
    #[serde(borrow, default)]
    holds: Option<&'a RawValue>,
    #[serde(borrow, default)]
    at_ms: Option<&'a RawValue>,
}

/// The highest number a database keeps.
const MOST: u64 = i64::MAX as u64;

fn remark<T: DeserializeOwned>(raw: Option<&RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

#[derive(Deserialize)]
struct Numbered {
    n: u64,
}

/// An entry as far as it could be read.
enum One {
    Whole(Box<Read>),
    /// Not a record at all: told so, and the ledger waits before it.
    Broken(u64),
}

/// A request as far as it could be read.
struct Came {
    entries: Vec<One>,
    waiting: u32,
    holds: Option<Holds>,
    at_ms: Option<i64>,
}

#[utoipa::path(
    post,
    path = "/api/v1/push",
    request_body(content = PushRequest, description = "Plain or `Content-Encoding: gzip`; at most 200 records or 256 KiB"),
    params(super::openapi::ProtocolHeader),
    security(("device" = [])),
    responses(
        (status = 200, description = "One result per entry, in their order", body = PushReply),
        (status = 400, description = "`malformed`: nothing was taken", body = crate::wire::problem::Problem),
        (status = 401, description = "`not_enrolled`", body = crate::wire::problem::Problem),
        (status = 403, description = "`token_retired`", body = crate::wire::problem::Problem),
        (status = 409, description = "`device_forked`: nothing was taken", body = crate::wire::problem::Problem),
        (status = 413, description = "`too_large`: send half", body = crate::wire::problem::Problem),
        (status = 426, description = "`app_too_old`", body = crate::wire::problem::Problem),
        (status = 503, description = "`server_busy`: nothing was taken", body = crate::wire::problem::Problem),
        (status = 507, description = "`server_busy`: the disk is full, nothing was taken", body = crate::wire::problem::Problem),
    )
)]
pub async fn push(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Result<Json<PushReply>, ApiError> {
    let (parts, body) = request.into_parts();
    if caller::protocol(&parts.headers)? < OLDEST_PUSH {
        return Err(ApiError::AppTooOld);
    }
    let receipt = caller::receipt(&server, &parts.headers).ok_or(ApiError::NotEnrolled)?;
    let body = caller::body(&parts.headers, body, MAX_BATCH_BYTES, INFLATED_LIMIT).await?;
    let Came {
        entries: came,
        waiting,
        holds,
        at_ms,
    } = came(&body)?;
    let received_ms = server.clock.now_ms();

    let pairs = came
        .iter()
        .flat_map(|came| match came {
            One::Whole(read) => read.pairs(),
            One::Broken(_) => Vec::new(),
        })
        .collect();
    let standing = standing(&server, &receipt, pairs, received_ms).await?;
    let device = standing.device.ok_or(ApiError::NotEnrolled)?;
    may_push(&device, received_ms)?;

    let known = Known {
        canvasser: receipt.enrolment.canvasser,
        standing: &standing,
        lost: device.state == DeviceState::Lost,
        clock_off: judge::is_off(at_ms, received_ms),
        received_ms,
    };
    let mut broken = Vec::new();
    let mut entries = Vec::with_capacity(came.len());
    for came in came {
        match came {
            One::Whole(read) => entries.push(judge::judge(*read, known)),
            One::Broken(n) => broken.push(n),
        }
    }
    let appended = server
        .store
        .append(Delivery {
            campaign: receipt.enrolment.campaign,
            device: device.id,
            canvasser: receipt.enrolment.canvasser,
            received_ms,
            waiting,
            holds,
            entries,
        })
        .await?;
    match appended {
        Appended::Forked => Err(ApiError::DeviceForked),
        Appended::Stored { mut results, have } => {
            // Without news too: what the phone has waiting may have changed.
            server.events.news(receipt.enrolment.campaign);
            results.extend(broken.into_iter().map(not_a_record));
            results.sort_by_key(|result| result.n);
            Ok(Json(PushReply {
                results,
                have,
                server_ms: received_ms,
            }))
        }
    }
}

fn not_a_record(n: u64) -> EntryResult {
    EntryResult {
        n,
        outcome: Outcome::Rejected {
            code: RejectCode::BadBody,
            text: "this is not a record".to_owned(),
        },
    }
}

/// Reads it at one go, and once more entry by entry if that fails.
fn came(body: &[u8]) -> Result<Came, ApiError> {
    if let Ok(PushRequest {
        entries,
        waiting,
        holds,
        at_ms,
    }) = serde_json::from_slice(body)
    {
        check_how_many(entries.len())?;
        let entries = entries.into_iter().map(|entry| (entry.n, Some(entry)));
        return Ok(Came {
            entries: in_order(entries)?,
            waiting,
            holds,
            at_ms,
        });
    }
    // Letters that are none belong to one entry too.
    let text = String::from_utf8_lossy(body);
    let is_damaged = matches!(text, Cow::Owned(_));
    let unread: Unread<'_> = caller::json(text.as_bytes())?;
    check_how_many(unread.entries.len())?;
    let entries: Vec<(Option<u64>, Option<Entry>)> = unread
        .entries
        .iter()
        .map(|raw| {
            let is_sound = !(is_damaged && raw.get().contains(char::REPLACEMENT_CHARACTER));
            let entry: Option<Entry> = remark(Some(*raw).filter(|_| is_sound));
            let numbered = || remark::<Numbered>(Some(*raw)).map(|numbered| numbered.n);
            (entry.as_ref().map(|entry| entry.n).or_else(numbered), entry)
        })
        .collect();
    // One that does not say its number has the one its neighbours leave it.
    let first = (0..)
        .zip(&entries)
        .find_map(|(place, (n, _))| n.as_ref()?.checked_sub(place))
        .filter(|first| *first <= MOST)
        .ok_or(ApiError::Malformed("entries without a number"))?;
    let entries = (first..)
        .zip(entries)
        .map(|(place, (n, entry))| (n.unwrap_or(place), entry));
    Ok(Came {
        entries: in_order(entries)?,
        waiting: remark(unread.waiting).unwrap_or_default(),
        holds: remark(unread.holds),
        at_ms: remark(unread.at_ms),
    })
}

fn check_how_many(entries: usize) -> Result<(), ApiError> {
    if entries > MAX_BATCH_RECORDS {
        return Err(ApiError::TooLarge);
    }
    if entries == 0 {
        return Err(ApiError::Malformed("a push has at least one entry"));
    }
    Ok(())
}

fn in_order(entries: impl Iterator<Item = (u64, Option<Entry>)>) -> Result<Vec<One>, ApiError> {
    let mut came = Vec::with_capacity(entries.size_hint().0);
    let mut expected: Option<u64> = None;
    for (n, entry) in entries {
        if n == 0 || n > MOST || expected.is_some_and(|expected| expected != n) {
            return Err(ApiError::Malformed("entries count up without gaps, from 1"));
        }
        expected = Some(n + 1);
        came.push(match entry {
            Some(entry) => One::Whole(Box::new(Read::new(entry))),
            None => One::Broken(n),
        });
    }
    Ok(came)
}

async fn standing(
    server: &Server,
    receipt: &Receipt,
    pairs: Vec<(crate::domain::ids::ListId, crate::domain::ids::DoorId)>,
    now_ms: i64,
) -> Result<Standing, ApiError> {
    let enrolment = receipt.enrolment;
    let today = day_of(now_ms);
    let ask = |pairs| {
        server.store.standing(
            enrolment.campaign,
            enrolment.device,
            enrolment.canvasser,
            pairs,
            today,
        )
    };
    let standing = ask(pairs.clone()).await?;
    if standing.device.is_some() {
        return Ok(standing);
    }
    remember(server, receipt, now_ms).await?;
    Ok(ask(pairs).await?)
}

/// We signed the token, so the phone did join: this database is older than that.
///
/// # Errors
/// When the campaign itself is not known here.
pub async fn remember(server: &Server, receipt: &Receipt, now_ms: i64) -> Result<(), ApiError> {
    let campaign = receipt.enrolment.campaign;
    if server.store.campaign(campaign).await?.is_none() {
        return Err(ApiError::NotEnrolled);
    }
    server
        .store
        .remember_device(
            receipt.enrolment,
            receipt.name.clone(),
            receipt.lists.clone(),
            now_ms,
        )
        .await?;
    Ok(())
}

fn may_push(device: &Device, now_ms: i64) -> Result<(), ApiError> {
    let ended = device.state == DeviceState::Retired
        && now_ms > device.state_ms.saturating_add(RETIRED_MAY_PUSH_MS);
    if ended {
        Err(ApiError::TokenRetired)
    } else {
        Ok(())
    }
}
