//! What was set aside, and what a lead makes of it: taken in as it is, where that
//! can be; put aside with a reason; or taken out as a file. The record itself is
//! never changed.

use super::judge::KNOWN_VERSION;
use super::log::{Delivery, Judged, Taken, Verdict};
use super::{Store, StoreError, sql};
use crate::domain::conversation::Belongs;
use crate::domain::erasure::is_for_the_server;
use crate::domain::ids::{CampaignId, DeviceId, LeadId, RecordId};
use crate::domain::record::{ContentHash, Fact, Record};
use crate::wire::push::StandsFor;
use uuid::Uuid;

/// One record in quarantine: another content under the same id is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    pub record: RecordId,
    pub content: ContentHash,
}

/// Why a lead put it aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Twice,
    Trial,
    Mistake,
    Other,
}

impl Why {
    pub const ALL: [Self; 4] = [Self::Twice, Self::Trial, Self::Mistake, Self::Other];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Twice => "twice",
            Self::Trial => "trial",
            Self::Mistake => "mistake",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenIn {
    Yes,
    /// It cannot be read, has no place here, or another record has its id.
    CannotBe,
}

/// The delivery that takes in one record, or nothing where it can never be read.
#[must_use]
pub fn delivery(
    campaign: CampaignId,
    device: Option<DeviceId>,
    record: Record,
    received_ms: i64,
) -> Option<Delivery> {
    let known = record.version <= KNOWN_VERSION && !is_for_the_server(record.id);
    let fact = record.read().ok().filter(|_| known)?;
    let nobody = crate::domain::ids::CanvasserId(Uuid::nil());
    let verdict = match (record.author, fact) {
        (Some(_), fact) => Verdict::Take(Box::new(Taken::of(fact)?)),
        (None, Fact::Conversation(conversation)) => {
            let Belongs::Unlinked { week } = &conversation.belongs else {
                return None;
            };
            Verdict::Unlinked {
                list: conversation.list,
                week: week.clone(),
                fact: Box::new(Fact::Conversation(conversation)),
            }
        }
        (None, _) => return None,
    };
    Some(Delivery {
        campaign,
        device: device.unwrap_or(DeviceId(Uuid::nil())),
        canvasser: record.author.map_or(nobody, |author| author.canvasser),
        received_ms,
        holds: None,
        waiting: 0,
        entries: vec![Judged {
            n: 0,
            stands_for: StandsFor::record(&record),
            record,
            verdict,
        }],
    })
}

impl Store {
    pub async fn take_in(
        &self,
        campaign: CampaignId,
        which: SetAside,
        now_ms: i64,
    ) -> Result<TakenIn, StoreError> {
        let key = self.suppression_key()?;
        let wished = self.read(move |db| sql::quarantine::wished(db, campaign, which));
        let sought = self.seek(campaign, wished.await?).await?;
        let taken = self
            .write(move |db| sql::quarantine::take_in(db, campaign, which, &key, &sought, now_ms))
            .await?;
        self.leave_nothing_beside().await;
        Ok(taken)
    }

    pub async fn put_aside(
        &self,
        campaign: CampaignId,
        which: SetAside,
        why: Why,
        lead: LeadId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::quarantine::put_aside(db, campaign, which, why, lead, now_ms))
            .await
    }

    /// The record as JSON, whole.
    pub async fn set_aside(
        &self,
        campaign: CampaignId,
        which: SetAside,
    ) -> Result<Option<String>, StoreError> {
        self.read(move |db| sql::quarantine::whole(db, campaign, which))
            .await
    }
}
