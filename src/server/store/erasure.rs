//! Erasure: a person, or everybody at a door, asks for what is held about them to
//! be deleted. It is carried out in one transaction, at the moment a phone's wish
//! for it is taken or a lead says so: the names, the visits and wishes, the linked
//! conversations, what was set aside, the views. What stays is a `person_erased`
//! record without a name, the ledger of ids that are answered `erased` from then
//! on, and a keyed hash that keeps the same person out of later imports.
//!
//! What cannot be found is not erased: unlinked conversations, which nobody can
//! tie to a person (except those the wishing phone still had under way).

use super::{Store, StoreError, sql};
use crate::domain::door_fact::{PersonErased, WishScope};
use crate::domain::ids::{CampaignId, DeviceId, DoorId, LeadId, PersonId, RecordId};
use crate::domain::street;
use crate::domain::walk_list::Door;
use crate::domain::walking_order::Resident;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Who is to be erased.
#[derive(Clone, Debug)]
pub struct Asked {
    pub door: DoorId,
    pub scope: WishScope,
    /// Unlinked conversations the wishing phone had under way.
    pub under_way: Vec<RecordId>,
    /// Whoever carries it out at the desk; nobody for a wish from the door.
    pub lead: Option<LeadId>,
    pub now_ms: i64,
}

/// An erasure as the ledger has it, and as it stands in the file beside the
/// database: enough to carry it out again on an older copy, and nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    pub campaign: CampaignId,
    pub erasure: RecordId,
    #[serde(flatten)]
    pub erased: PersonErased,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<LeadId>,
    pub erased_ms: i64,
    pub records: u32,
}

/// What a ledger replayed elsewhere brings beside the erasures themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "line")]
pub enum Line {
    Erasure(Carried),
    /// An id that is answered `erased`; of an unlinked conversation it is compared with ids of
    /// records alone.
    Id {
        campaign: CampaignId,
        id: RecordId,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unlinked: bool,
    },
    /// A hash in hex that imports are compared with.
    Suppressed {
        campaign: CampaignId,
        hash: String,
    },
    /// One of somebody who asked never to be called on again.
    Objected {
        campaign: CampaignId,
        hash: String,
        said_ms: i64,
    },
}

/// One erasure as the desk lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureRow {
    pub carried: Carried,
    /// Empty where it was asked for at the door.
    pub lead_name: String,
    /// Canvassers with a phone that has not said yet that it holds nothing of it.
    pub may_hold: Vec<String>,
}

/// Somebody found by a part of their name or address.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub door: Door,
    /// As the desk shows it; `None` for the door itself.
    pub person: Option<(PersonId, String)>,
}

/// The key of the hashes imports are compared with. It is kept apart from the
/// database, so that whoever gets hold of a copy cannot try out names on it.
#[derive(Clone, Copy)]
pub struct SuppressionKey(pub [u8; 32]);

impl std::fmt::Debug for SuppressionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SuppressionKey")
    }
}

impl SuppressionKey {
    /// Of a person: at their address, and by their number where they are called. Neither
    /// capitals, nor marks between words, nor the order of first and last name matter;
    /// town and postcode are left out, because files write them differently or not at all.
    #[must_use]
    pub fn person(
        &self,
        campaign: CampaignId,
        name: &str,
        telephone: Option<&str>,
        at: &Where<'_>,
    ) -> Vec<[u8; 32]> {
        let mut words: Vec<String> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(street::key)
            .collect();
        words.sort();
        let name = words.join(" ");
        let at_home = at
            .known()
            .map(|at| self.hash(campaign, "person", &name, &at));
        let called = telephone.into_iter().flat_map(written);
        let called = called.map(|number| self.hash(campaign, "called", &name, &[number]));
        at_home.into_iter().chain(called).collect()
    }

    /// Of everybody at an address, and of everybody at these numbers.
    #[must_use]
    pub fn household<'a>(
        &self,
        campaign: CampaignId,
        telephones: impl IntoIterator<Item = &'a str>,
        at: &Where<'_>,
    ) -> Vec<[u8; 32]> {
        let at_home = at
            .known()
            .map(|at| self.hash(campaign, "household", "", &at));
        let called = telephones.into_iter().flat_map(written);
        let called = called.map(|number| self.hash(campaign, "number", "", &[number]));
        at_home.into_iter().chain(called).collect()
    }

    /// Whether a row of a file is of one of these people or households.
    #[must_use]
    pub fn knows(
        &self,
        campaign: CampaignId,
        resident: &Resident,
        hashes: &BTreeSet<[u8; 32]>,
    ) -> bool {
        let at = Where {
            street: &resident.street,
            number: &resident.number,
            unit: &resident.unit,
        };
        let number = resident.telephone.as_deref();
        let theirs = self.household(campaign, number, &at);
        let own = self.person(campaign, &resident.name, number, &at);
        theirs.iter().chain(&own).any(|hash| hashes.contains(hash))
    }

    fn hash(&self, campaign: CampaignId, what: &str, name: &str, at: &[String]) -> [u8; 32] {
        // Any length is a key.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(campaign.0.as_bytes());
        for part in [what, name]
            .into_iter()
            .chain(at.iter().map(String::as_str))
        {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

/// A number however it is written: its digits, and what follows the nought of one for calls
/// within the country, or may follow the country's code (of one to three digits).
fn written(number: &str) -> Vec<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let within: Vec<String> = match digits.strip_prefix('0') {
        _ if number.trim_start().starts_with('+') => {
            let after = |code: usize| digits.get(code..).filter(|rest| rest.len() >= SHORTEST);
            (1..=3).filter_map(after).map(str::to_owned).collect()
        }
        Some(rest) => vec![rest.to_owned()],
        None => vec![digits.clone()],
    };
    let within = within.into_iter().map(|rest| format!("within {rest}"));
    std::iter::once(digits.clone()).chain(within).collect()
}

/// Digits of a subscriber's number, at the least, with the code of their place.
const SHORTEST: usize = 7;

/// An address as far as it tells a household from others.
#[derive(Clone, Copy, Debug)]
pub struct Where<'a> {
    pub street: &'a str,
    pub number: &'a str,
    pub unit: &'a str,
}

impl Where<'_> {
    /// Its parts as they are compared. Nothing of a number to call that came without an
    /// address: all of those would be one household.
    fn known(&self) -> Option<[String; 3]> {
        let parts = [self.street, self.number, self.unit].map(street::key);
        (!parts[0].is_empty()).then_some(parts)
    }
}

impl<'a> From<&'a Door> for Where<'a> {
    fn from(door: &'a Door) -> Self {
        Self {
            street: &door.street,
            number: &door.number,
            unit: &door.unit,
        }
    }
}

impl Line {
    #[must_use]
    pub fn campaign(&self) -> CampaignId {
        match self {
            Self::Erasure(carried) => carried.campaign,
            Self::Id { campaign, .. }
            | Self::Suppressed { campaign, .. }
            | Self::Objected { campaign, .. } => *campaign,
        }
    }
}

impl Store {
    /// Carries out an erasure; how many records went. Again is as good as once.
    pub async fn erase(&self, campaign: CampaignId, asked: Asked) -> Result<u32, StoreError> {
        let key = self.suppression_key()?;
        let sought = self.seek(campaign, vec![(asked.door, asked.scope)]).await?;
        let erased = self
            .write(move |db| sql::erasure::carry_out(db, campaign, &key, &asked, &sought))
            .await;
        self.leave_nothing_beside().await;
        erased
    }

    /// Carries out the wishes that stand in the log and were not yet: of a database
    /// from before erasures were carried out.
    pub async fn carry_out_wishes(&self, now_ms: i64) -> Result<u32, StoreError> {
        let key = self.suppression_key()?;
        let stand = self.read(move |db| sql::wishes::all(db, now_ms));
        let people = stand.await?.into_iter().map(|(campaign, wishes)| {
            let places = wishes.iter().map(|wish| (wish.door, wish.scope));
            (campaign, places.collect())
        });
        let sought = self.seek_all(people.collect()).await?;
        self.write(move |db| sql::wishes::carry_out_all(db, &key, &sought, now_ms))
            .await
    }

    /// The whole ledger, line by line, of all campaigns.
    pub async fn erasure_ledger(&self) -> Result<Vec<Line>, StoreError> {
        self.read(sql::erased::ledger).await
    }

    /// Carries out what another copy of this database had carried out; how many
    /// erasures were new here. Whoever asked there never to be called on again is marked.
    pub async fn replay_erasures(&self, lines: Vec<Line>, now_ms: i64) -> Result<u32, StoreError> {
        let key = self.suppression_key()?;
        let lines = Arc::new(lines);
        let all = Arc::clone(&lines);
        let people = self.read(move |db| sql::erased::new_here(db, &all)).await?;
        let sought = self.seek_all(people).await?;
        let new = self
            .write(move |db| sql::erased::replay(db, &key, &lines, &sought, now_ms))
            .await?;
        if new > 0 {
            self.leave_nothing_beside().await;
        }
        Ok(new)
    }

    /// A phone says which erasures it has carried out; whether that is news.
    pub async fn erasures_heard(
        &self,
        campaign: CampaignId,
        device: DeviceId,
        mut erasures: Vec<RecordId>,
    ) -> Result<bool, StoreError> {
        let known = self
            .read(move |db| sql::erased::carried_out_by(db, campaign, device))
            .await?;
        erasures.retain(|erasure| !known.contains(erasure));
        if erasures.is_empty() {
            return Ok(false);
        }
        self.write(move |db| sql::erased::heard(db, campaign, device, &erasures))
            .await?;
        Ok(true)
    }

    /// Latest first.
    pub async fn erasures(&self, campaign: CampaignId) -> Result<Vec<ErasureRow>, StoreError> {
        self.read(move |db| sql::erased::all(db, campaign)).await
    }

    /// People and doors whose name or address has all words of `asked`, at most `limit`.
    pub async fn find_people(
        &self,
        campaign: CampaignId,
        asked: String,
        limit: usize,
    ) -> Result<Vec<Found>, StoreError> {
        self.read(move |db| sql::erased::find(db, campaign, &asked, limit))
            .await
    }

    /// One door with its people.
    pub async fn door(
        &self,
        campaign: CampaignId,
        door: DoorId,
    ) -> Result<Option<Door>, StoreError> {
        self.read(move |db| sql::erased::door(db, campaign, door))
            .await
    }

    /// Takes those who asked for erasure out of what is about to be imported; how many.
    pub async fn leave_out_erased(
        &self,
        campaign: CampaignId,
        residents: Vec<Resident>,
    ) -> Result<(Vec<Resident>, u32), StoreError> {
        let key = self.suppression_key()?;
        let suppressed: BTreeSet<[u8; 32]> = self
            .read(move |db| sql::erased::suppressed(db, campaign))
            .await?;
        if suppressed.is_empty() {
            return Ok((residents, 0));
        }
        let before = residents.len();
        let kept: Vec<Resident> = residents
            .into_iter()
            .filter(|resident| !key.knows(campaign, resident, &suppressed))
            .collect();
        let left_out = u32::try_from(before - kept.len()).unwrap_or(u32::MAX);
        Ok((kept, left_out))
    }
}
