//! A rescue file at the desk: `read` opens it with the recovery kit and finds
//! whatever is sound in it; `bring_in` has each record judged as a push would
//! have it and stored once, however often the file comes; `Report` says what
//! became of it.
//!
//! The kit passes through memory and is kept nowhere. An unlinked conversation
//! is stored as it is when it is pushed: nothing notes with which file or
//! phone it came, and it is judged by what the file as a whole may bring.

mod read;

pub use read::{Contents, Unreadable, read};

use crate::domain::ids::{CanvasserId, ListId, RecordId};
use crate::domain::record::Record;
use crate::domain::time::DeviceTime;
use crate::mutant;
use crate::server::Server;
use crate::server::api::error::ApiError;
use crate::server::api::push::remember;
use crate::server::clock::{NoChance, day_of};
use crate::server::store::StoreError;
use crate::server::store::accounts::Lead;
use crate::server::store::joining::{DeviceState, Standing};
use crate::server::store::judge::{Known, Read, judge};
use crate::server::store::log::{Delivery, Judged, Verdict};
use crate::server::store::rescue::{Rescued, RescuedPart};
use crate::server::tokens::Receipt;
use crate::wire::push::{Entry, Outcome, RejectCode};
use crate::wire::rescue::Phone;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The longest a file may be. A phone with thousands of conversations unsent
/// makes one a tenth as long.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// What became of the records of one canvasser, or of those without an author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: u32,
    /// Here already: handed in by the phone, or brought in before.
    pub had: u32,
    /// Set aside for the lead now, by code.
    pub set_aside: BTreeMap<String, u32>,
    /// Begun talks set aside now.
    pub drafts: u32,
    /// What is no record, or must not be kept.
    pub unreadable: u32,
}

impl Counts {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, (outcome, before): (Outcome, bool), turned_away: bool) {
        match outcome {
            Outcome::Accepted => self.new += 1,
            Outcome::Duplicate | Outcome::Erased => self.had += 1,
            Outcome::Held { .. } | Outcome::Rejected { .. } if before => self.had += 1,
            Outcome::Held { reason } if reason == "draft" => self.drafts += 1,
            Outcome::Held { reason } => *self.set_aside.entry(reason).or_default() += 1,
            Outcome::Rejected { .. } if turned_away => self.unreadable += 1,
            Outcome::Rejected { code, .. } => {
                *self
                    .set_aside
                    .entry(code_name(code).to_owned())
                    .or_default() += 1;
            }
        }
    }
}

fn code_name(code: RejectCode) -> &'static str {
    match code {
        RejectCode::IdReused => "id_reused",
        RejectCode::BadBody => "bad_body",
        RejectCode::OutOfScope => "out_of_scope",
        RejectCode::TooLarge => "too_large",
        RejectCode::NotTheAuthor => "not_the_author",
        RejectCode::Unknown => "unknown",
    }
}

/// What the lead is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By the phone's clock; missing where the file's beginning is.
    pub made_at: Option<DeviceTime>,
    /// Per canvasser by name, and whether their phone is known here.
    pub canvassers: Vec<(String, Counts)>,
    /// Conversations without a link to door, person or canvasser.
    pub unlinked: Counts,
    /// Records whose phone the file does not say, or that it does not prove.
    pub unknown_phone: Counts,
    /// What the file says it has in all, and how many of these were found.
    pub promised: Option<u32>,
    pub found: u32,
    pub lost_bytes: usize,
    pub cut: bool,
    pub altered: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum BringInError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Chance(#[from] NoChance),
    #[error("a phone of the file could not be remembered")]
    Api,
}

impl From<ApiError> for BringInError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Store(error) => Self::Store(error),
            _ => Self::Api,
        }
    }
}

/// A joining the file speaks for, if its token shows that it does.
struct Joined {
    name: String,
    receipt: Option<Receipt>,
    standing: Standing,
    lost: bool,
    told: u32,
}

/// # Errors
/// When it could not be stored: then nothing of it is.
pub async fn bring_in(
    server: &Server,
    lead: &Lead,
    file: [u8; 32],
    contents: Contents,
) -> Result<Report, BringInError> {
    let now_ms = server.clock.now_ms();
    let mut report = Report {
        made_at: contents.about.as_ref().map(|about| about.made_at),
        promised: contents
            .about
            .as_ref()
            .map(|about| about.records.saturating_add(about.drafts)),
        found: (contents.records.len() + contents.drafts.len()) as u32,
        lost_bytes: contents.lost,
        cut: contents.cut,
        altered: contents.altered,
        ..Report::default()
    };
    let joined = known_phones(server, lead, &contents, now_ms).await?;
    let judged = Judging {
        server,
        joined: &joined,
        now_ms,
    };
    let mut parts: BTreeMap<Option<usize>, RescuedPart> = BTreeMap::new();
    for (records, are_drafts) in [(contents.records, false), (contents.drafts, true)] {
        for record in records {
            // Those without an author come last and together, whoever's file it is.
            let whose = record.author.map(|author| judged.whose(author.canvasser));
            let mut judged = judged.judge(record, whose)?;
            if mutant::is("rescue-brought-in-twice") {
                // "So that nothing collides."
                judged.record.id = RecordId(server.clock.new_id()?);
            }
            let part = parts.entry(whose).or_insert_with(|| RescuedPart {
                delivery: delivery(lead, whose.and_then(|at| joined.get(at)), now_ms),
                drafts: Vec::new(),
            });
            if are_drafts {
                part.drafts.push(judged);
            } else {
                part.delivery.entries.push(judged);
            }
        }
    }
    let keys: Vec<Option<usize>> = parts.keys().copied().collect();
    let turned_away: Vec<Vec<bool>> = parts.values().map(turned_away).collect();
    let brought = server
        .store
        .bring_in(Rescued {
            campaign: lead.campaign,
            file,
            made_ms: report.made_at.map_or(0, DeviceTime::utc_ms),
            imported_by: Some(lead.id),
            now_ms,
            phones: joined
                .iter()
                .filter_map(|phone| Some((phone.receipt.as_ref()?.enrolment.device, phone.told)))
                .collect(),
            parts: parts.into_values().collect(),
        })
        .await?;
    server.events.news(lead.campaign);

    let mut by_phone = vec![Counts::default(); joined.len()];
    for ((whose, results), away) in keys.into_iter().zip(brought).zip(turned_away) {
        let counts = match whose {
            None => &mut report.unlinked,
            Some(at) => by_phone.get_mut(at).unwrap_or(&mut report.unknown_phone),
        };
        for (result, turned_away) in results.into_iter().zip(away) {
            counts.add(result, turned_away);
        }
    }
    for (author, n) in contents.unreadable {
        let at = author.map(|author| judged.whose(author));
        let counts = match at {
            Some(at) => by_phone.get_mut(at).unwrap_or(&mut report.unknown_phone),
            None => &mut report.unlinked,
        };
        counts.unreadable += n;
    }
    report.canvassers = joined
        .into_iter()
        .map(|phone| phone.name)
        .zip(by_phone)
        .collect();
    Ok(report)
}

fn turned_away(part: &RescuedPart) -> Vec<bool> {
    part.delivery
        .entries
        .iter()
        .chain(&part.drafts)
        .map(|judged| matches!(judged.verdict, Verdict::TurnAway { .. }))
        .collect()
}

fn delivery(lead: &Lead, phone: Option<&Joined>, now_ms: i64) -> Delivery {
    let enrolment = phone.and_then(|phone| Some(phone.receipt.as_ref()?.enrolment));
    Delivery {
        campaign: lead.campaign,
        device: crate::domain::ids::DeviceId(
            enrolment.map_or(Uuid::nil(), |enrolment| enrolment.device.0),
        ),
        canvasser: CanvasserId(enrolment.map_or(Uuid::nil(), |enrolment| enrolment.canvasser.0)),
        received_ms: now_ms,
        waiting: 0,
        holds: None,
        entries: Vec::new(),
    }
}

async fn known_phones(
    server: &Server,
    lead: &Lead,
    contents: &Contents,
    now_ms: i64,
) -> Result<Vec<Joined>, BringInError> {
    let pairs: Vec<_> = contents
        .records
        .iter()
        .chain(&contents.drafts)
        .flat_map(|record| {
            Read::new(Entry {
                n: 0,
                receipt: None,
                record: record.clone(),
            })
            .pairs()
        })
        .collect();
    let mut joined = Vec::new();
    for phone in &contents.phones {
        let receipt = proven(server, lead, phone);
        let mut standing = Standing::default();
        let mut lost = false;
        if let Some(receipt) = &receipt {
            let enrolment = receipt.enrolment;
            let store = &server.store;
            if store
                .device(enrolment.campaign, enrolment.device)
                .await?
                .is_none()
            {
                remember(server, receipt, now_ms).await?;
            }
            standing = store
                .standing(
                    enrolment.campaign,
                    enrolment.device,
                    enrolment.canvasser,
                    pairs.clone(),
                    day_of(now_ms),
                )
                .await?;
            lost = standing
                .device
                .is_none_or(|device| device.state == DeviceState::Lost);
        }
        joined.push(Joined {
            name: receipt
                .as_ref()
                .map_or_else(|| phone.name.clone(), |receipt| receipt.name.clone()),
            receipt,
            standing,
            lost,
            told: phone.records,
        });
    }
    Ok(joined)
}

/// The token is ours and says what the file says.
fn proven(server: &Server, lead: &Lead, phone: &Phone) -> Option<Receipt> {
    server.tokens.read(&phone.token).filter(|receipt| {
        receipt.enrolment.campaign == lead.campaign
            && receipt.enrolment.device == phone.device
            && receipt.enrolment.canvasser == phone.canvasser
    })
}

struct Judging<'a> {
    server: &'a Server,
    joined: &'a [Joined],
    now_ms: i64,
}

impl Judging<'_> {
    /// Which joining speaks for a canvasser; past the last where none does.
    fn whose(&self, canvasser: CanvasserId) -> usize {
        let speaks = |phone: &Joined| {
            phone
                .receipt
                .as_ref()
                .is_some_and(|receipt| receipt.enrolment.canvasser == canvasser)
        };
        self.joined
            .iter()
            .position(speaks)
            .unwrap_or(self.joined.len())
    }

    fn judge(&self, record: Record, whose: Option<usize>) -> Result<Judged, NoChance> {
        let mut receipt = None;
        if record.author.is_none() {
            // As a push has one, so that it is judged the same. It is written nowhere.
            let mut chance = [0; 16];
            self.server.clock.fill(&mut chance)?;
            receipt = Some(hex::encode(chance));
        }
        let read = Read::new(Entry {
            n: 0,
            receipt,
            record,
        });
        let phone = whose.and_then(|at| self.joined.get(at));
        let together;
        let (canvasser, standing, lost) = match phone {
            Some(phone) => (
                phone
                    .receipt
                    .as_ref()
                    .map_or(CanvasserId(Uuid::nil()), |r| r.enrolment.canvasser),
                &phone.standing,
                phone.lost,
            ),
            None => {
                together = Standing {
                    lists: self.lists(),
                    ..Standing::default()
                };
                (CanvasserId(Uuid::nil()), &together, false)
            }
        };
        let is_known = match whose {
            Some(_) => phone.is_some(),
            None => !self.joined.iter().all(|phone| phone.receipt.is_none()),
        };
        let mut judged = judge(
            read,
            Known {
                canvasser,
                standing,
                lost,
                clock_off: false,
                received_ms: self.now_ms,
            },
        );
        if !is_known && !matches!(judged.verdict, Verdict::TurnAway { .. }) {
            judged.verdict = Verdict::Hold {
                reason: "phone_unknown",
            };
        } else if whose.is_none()
            && self.joined.iter().any(|phone| phone.lost)
            && matches!(judged.verdict, Verdict::Unlinked { .. })
        {
            judged.verdict = Verdict::Hold {
                reason: "token_lost",
            };
        }
        Ok(judged)
    }

    /// The lists anybody in the file holds or held.
    fn lists(&self) -> BTreeMap<ListId, bool> {
        self.joined
            .iter()
            .flat_map(|phone| phone.standing.lists.clone())
            .collect()
    }
}
