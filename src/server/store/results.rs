//! What came in, as the desk reads it: counts, conversations, what was noted
//! about doors, quarantine.

use super::counting::Counts;
use super::{Store, StoreError, sql};
use crate::domain::conversation::{Conversation, Ending};
use crate::domain::fold::StandingVisit;
use crate::domain::ids::{CampaignId, CanvasserId, ListId, RecordId};
use crate::domain::measure::arms::Arms;
use crate::domain::record::ContentHash;
use crate::domain::script::Channel;
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Door;

/// Whether a conversation is wanted.
pub type Matching = Box<dyn Fn(&Conversation) -> bool + Send>;

/// Which conversations. Empty asks for all.
#[derive(Default)]
pub struct ConversationQuery {
    pub list: Option<ListId>,
    /// ISO week, `2026-W46`.
    pub week: Option<String>,
    pub ending: Option<Ending>,
    /// A question SQL cannot answer, such as the band of the first rating.
    pub matching: Option<Matching>,
    pub skip: u32,
    pub limit: u32,
}

impl std::fmt::Debug for ConversationQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConversationQuery")
            .field("list", &self.list)
            .field("week", &self.week)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Default)]
pub struct ConversationPage {
    /// Latest week first; within a week linked ones by time, latest first, then
    /// unlinked ones, whose order tells nothing.
    pub rows: Vec<ConversationRow>,
    /// All that match, on this page or not.
    pub total: u32,
}

#[derive(Clone, Debug)]
pub struct ConversationRow {
    pub id: RecordId,
    pub week: String,
    /// Of linked ones.
    pub at: Option<DeviceTime>,
    /// Of linked ones.
    pub canvasser: Option<CanvasserId>,
    pub conversation: Conversation,
}

/// One conversation with what is known around it.
#[derive(Clone, Debug)]
pub struct ConversationInFull {
    pub row: ConversationRow,
    /// `None` for unlinked ones.
    pub by: Option<TalkedBy>,
}

#[derive(Clone, Debug)]
pub struct TalkedBy {
    pub canvasser_name: String,
    pub received_ms: i64,
    /// `None` as long as the visit has not come, or when it was withdrawn.
    pub held_at: Option<HeldAt>,
}

#[derive(Clone, Debug)]
pub struct HeldAt {
    pub door: Door,
    /// As its author left it after corrections.
    pub visit: StandingVisit,
}

#[derive(Clone, Debug)]
pub struct VisitRow {
    pub door: Door,
    pub visit: StandingVisit,
    pub canvasser_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    pub id: RecordId,
    pub content: ContentHash,
    pub held: bool,
    /// The reason as a closed code: a `RejectCode`'s name, or why it is held.
    pub code: String,
    pub reason: String,
    pub kind: String,
    /// Of records with an author.
    pub canvasser_name: Option<String>,
    pub received_ms: Option<i64>,
    /// Why a lead put it aside, as `quarantine::Why::code`.
    pub put_aside: Option<String>,
    /// Who did; empty for nobody.
    pub put_aside_by: String,
    /// A lead may take it in as it is.
    pub can_be_taken: bool,
}

impl Store {
    /// Counts of one list, or of the whole campaign.
    pub async fn counts(
        &self,
        campaign: CampaignId,
        list: Option<ListId>,
    ) -> Result<Counts, StoreError> {
        self.counted(campaign, list, None).await
    }

    /// An experiment's two groups; nothing for a list with one script.
    pub async fn arms(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> Result<Option<Arms>, StoreError> {
        self.read(move |db| sql::trials::arms(db, campaign, list))
            .await
    }

    /// Counts of all lists that are reached by one channel.
    pub async fn counts_by(&self, campaign: CampaignId, by: Channel) -> Result<Counts, StoreError> {
        self.counted(campaign, None, Some(by)).await
    }

    async fn counted(
        &self,
        campaign: CampaignId,
        list: Option<ListId>,
        by: Option<Channel>,
    ) -> Result<Counts, StoreError> {
        let tallies = self
            .read(move |db| sql::views::tallies(db, campaign, list, by))
            .await?;
        let mut counts = Counts::default();
        for ((measure, bucket), n) in tallies {
            counts.add(&measure, &bucket, n);
        }
        Ok(counts)
    }

    pub async fn conversations(
        &self,
        campaign: CampaignId,
        query: ConversationQuery,
    ) -> Result<ConversationPage, StoreError> {
        self.read(move |db| sql::results::conversations(db, campaign, &query))
            .await
    }

    /// The ISO weeks conversations were held in, latest first.
    pub async fn conversation_weeks(
        &self,
        campaign: CampaignId,
    ) -> Result<Vec<String>, StoreError> {
        self.read(move |db| sql::results::weeks(db, campaign)).await
    }

    pub async fn conversation(
        &self,
        campaign: CampaignId,
        id: RecordId,
    ) -> Result<Option<ConversationInFull>, StoreError> {
        self.read(move |db| sql::results::conversation(db, campaign, id))
            .await
    }

    /// All visits as they stand, in the doors' order; of one list or of all.
    pub async fn visits(
        &self,
        campaign: CampaignId,
        list: Option<ListId>,
    ) -> Result<Vec<VisitRow>, StoreError> {
        self.read(move |db| sql::results::visits(db, campaign, list))
            .await
    }

    /// Latest first.
    pub async fn quarantine(&self, campaign: CampaignId) -> Result<Vec<QuarantineRow>, StoreError> {
        self.read(move |db| sql::quarantine::all(db, campaign))
            .await
    }

    /// Recomputes every view from the records and says what differs.
    pub async fn check_views(&self) -> Result<sql::check::Checked, StoreError> {
        self.read(sql::check::check).await
    }

    /// Writes every view anew from the records.
    pub async fn rebuild_views(&self) -> Result<(), StoreError> {
        self.write(sql::check::rebuild).await
    }
}
