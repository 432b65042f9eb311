//! Imports, walk lists and their doors: the reference data that flows down.

use super::{Store, StoreError, sql};
use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, DoorId, ImportId, LeadId, ListId};
use crate::domain::script::Channel;
use crate::domain::trial::Trial;
use crate::domain::walk_list::{Door, ScriptRef, WalkList};
use chrono::NaiveDate;

/// A file of addresses to be stored. `doors` are in walking order with their
/// people; of numbers to call, in the order of the file.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub id: ImportId,
    pub file_name: String,
    /// Where the data came from, in the lead's words.
    pub source: String,
    /// What it may be used for.
    pub purpose: String,
    /// The last day it may be used.
    pub use_until: NaiveDate,
    pub doors: Vec<Door>,
    /// Rows of the file left out with the lead's knowledge.
    pub left_out: u32,
    pub imported_by: Option<LeadId>,
    /// How these people are reached, on every list made of them.
    pub channel: Channel,
    /// Of numbers to call: when the lead said that they were checked against the
    /// do-not-call register. Without it they are not taken.
    pub register_checked_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    pub id: ImportId,
    pub file_name: String,
    pub source: String,
    pub purpose: String,
    pub use_until: NaiveDate,
    pub doors: u32,
    pub people: u32,
    pub left_out: u32,
    /// Doors on no list that is still in use.
    pub doors_free: u32,
    pub imported_by: Option<LeadId>,
    pub imported_ms: i64,
    pub channel: Channel,
    pub register_checked_ms: Option<i64>,
    /// People who had asked not to be called on again: brought in marked.
    pub objected: u32,
}

/// A walk list to be made from an import's doors, in this order. Its source and
/// its channel are the import's, it cannot be used longer than the import may, and
/// its script must be written for its channel.
#[derive(Clone, Debug)]
pub struct NewList {
    pub id: ListId,
    pub name: String,
    pub import: ImportId,
    pub expires_on: NaiveDate,
    pub script: ScriptRef,
    /// As an experiment. Its seed is used only if no list compares these scripts yet.
    pub trial: Option<Trial>,
    pub doors: Vec<DoorId>,
    pub made_by: Option<LeadId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSummary {
    pub about: WalkList,
    pub import: ImportId,
    /// Doors about which anything was noted.
    pub doors_tried: u32,
    /// Canvassers who hold it now.
    pub holders: u32,
    pub made_ms: i64,
    /// When it was taken back from everyone.
    pub ended_ms: Option<i64>,
    /// Of an experiment: doors of the placebo group.
    pub placebo_doors: u32,
}

impl Store {
    /// Stores an import whole or not at all. Whoever asked not to be called on again is
    /// marked so in it.
    pub async fn import(
        &self,
        campaign: CampaignId,
        import: NewImport,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let key = self.suppression_key()?;
        self.write(move |db| sql::lists::import(db, campaign, &key, &import, now_ms))
            .await
    }

    /// Newest first.
    pub async fn imports(&self, campaign: CampaignId) -> Result<Vec<ImportSummary>, StoreError> {
        self.read(move |db| sql::lists::imports(db, campaign)).await
    }

    /// An import's doors in walking order (`order` is their place in the whole
    /// import); with `only_free` those on no list that is still in use.
    pub async fn doors_of_import(
        &self,
        campaign: CampaignId,
        import: ImportId,
        only_free: bool,
    ) -> Result<Vec<Door>, StoreError> {
        self.read(move |db| sql::lists::doors_of_import(db, campaign, import, only_free))
            .await
    }

    pub async fn make_list(
        &self,
        campaign: CampaignId,
        list: NewList,
        now_ms: i64,
    ) -> Result<WalkList, StoreError> {
        self.write(move |db| sql::lists::make(db, campaign, &list, now_ms))
            .await
    }

    /// Newest first.
    pub async fn lists(&self, campaign: CampaignId) -> Result<Vec<ListSummary>, StoreError> {
        self.read(move |db| sql::lists::all(db, campaign)).await
    }

    pub async fn list(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> Result<Option<ListSummary>, StoreError> {
        self.read(move |db| sql::lists::one(db, campaign, list))
            .await
    }

    /// The list's doors in walking order, each with its folded state (`None`
    /// when nothing was noted about it yet).
    pub async fn doors_of_list(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> Result<Vec<(Door, Option<DoorState>)>, StoreError> {
        self.read(move |db| sql::lists::doors_of_list(db, campaign, list))
            .await
    }

    /// Takes a list back: phones hide it with their next pull; what was noted
    /// meanwhile is still taken. Its codes stop working for it.
    pub async fn end_list(
        &self,
        campaign: CampaignId,
        list: ListId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::lists::end(db, campaign, list, now_ms))
            .await
    }
}
