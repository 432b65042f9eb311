//! The first screen: the campaign, its lists, and talks begun.

use super::super::doors::channel;
use super::super::{Enrolment, StoreError, Tables, uuid};
use crate::domain::ids::ListId;
use crate::domain::script::Channel;
use crate::domain::time::day_of;
use crate::phone::view::{Home, ListSummary, ParkedTalk, Status};
use chrono::NaiveDate;
use rusqlite::params;

impl Tables<'_> {
    /// # Errors
    /// When it cannot be read.
    pub fn home_view(
        self,
        enrolment: &Enrolment,
        today: NaiveDate,
        status: Status,
    ) -> Result<Home, StoreError> {
        let campaign = &enrolment.campaign;
        Ok(Home {
            campaign: campaign.name.clone(),
            organisation: campaign.organisation.clone(),
            canvasser: enrolment.canvasser_name.clone(),
            languages: campaign.languages.clone(),
            lead_name: campaign.lead_name.clone(),
            lead_phone: campaign.lead_phone.clone(),
            emergency_number: campaign.emergency_number.clone(),
            privacy_url: campaign.privacy_url.clone(),
            privacy_code: campaign.privacy_code.clone(),
            lists: self.list_summaries(enrolment, today)?,
            parked: self.parked_talks()?,
            status,
            preferences: self.preferences()?,
        })
    }

    /// In the order a canvasser expects: what is left to do before what is done,
    /// the list worked on last first. Of lists nobody has begun here the one
    /// that ends first; then the shorter, since an evening's list is short and
    /// "the rest" is long; then by name.
    fn list_summaries(
        self,
        enrolment: &Enrolment,
        today: NaiveDate,
    ) -> Result<Vec<ListSummary>, StoreError> {
        struct Row {
            key: i64,
            last_place: i64,
            summary: ListSummary,
        }
        let rows = self.all(
            "SELECT l.key, l.last_place, l.id, l.name, l.door_count, l.expires_on, l.source,
                    l.complete,
                    (SELECT count(*) FROM door d WHERE d.list = l.key),
                    (SELECT count(*) FROM door d WHERE d.list = l.key AND d.todo > 0),
                    EXISTS (SELECT 1 FROM script s WHERE s.campaign = l.campaign
                            AND s.id = l.script_id AND s.version = l.script_version)
                    AND (l.seed = '' OR EXISTS (SELECT 1 FROM script s
                            WHERE s.campaign = l.campaign
                            AND s.id = l.placebo_id AND s.version = l.placebo_version)),
                    l.channel
             FROM list l
             WHERE l.campaign = ?1 AND l.gone = 0 AND l.expires_on >= ?2 AND l.round > 0
             ORDER BY EXISTS (SELECT 1 FROM door d WHERE d.list = l.key AND d.todo > 0) DESC,
                max(coalesce((SELECT max(r.at_ms) FROM record r
                              WHERE r.mine = 1 AND r.at_ms > 0 AND r.list = l.id), 0),
                    coalesce((SELECT max(t.touched_ms) FROM draft t WHERE t.list = l.id), 0)) DESC,
                l.channel, l.expires_on, l.door_count, l.name, l.id",
            params![enrolment.campaign_key, today.to_string()],
            |row| {
                let expires_on: String = row.get(5)?;
                let (complete, has_script): (bool, bool) = (row.get(7)?, row.get(10)?);
                let (doors, arrived): (u32, u32) = (row.get(4)?, row.get(8)?);
                Ok(Row {
                    key: row.get(0)?,
                    last_place: row.get(1)?,
                    summary: ListSummary {
                        list: ListId(uuid(row, 2)?),
                        name: row.get(3)?,
                        doors,
                        left: row.get(9)?,
                        expires_on: day_of(&expires_on).unwrap_or(NaiveDate::MAX),
                        ready: complete && has_script && arrived >= doors,
                        arrived,
                        next: None,
                        source: row.get(6)?,
                        calls: channel(row.get(11)?) == Channel::Phone,
                    },
                })
            },
        )?;
        rows.into_iter()
            .map(|mut row| {
                row.summary.next = self
                    .next_after(row.key, row.last_place, true)?
                    .map(|door| door.id);
                Ok(row.summary)
            })
            .collect()
    }

    fn parked_talks(self) -> Result<Vec<ParkedTalk>, StoreError> {
        Ok(self
            .drafts()?
            .into_iter()
            .map(|stored| ParkedTalk {
                draft: stored.draft.id,
                door: stored.draft.door,
                address: stored.address,
                begun: stored.draft.begun,
                place: stored.draft.place,
            })
            .collect())
    }

    /// What every screen says: how much is not yet with the team.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn unsent_status(self) -> Result<Status, StoreError> {
        let outbox = self.outbox_counts()?;
        let parked = self.count_drafts()?;
        Ok(Status {
            not_sent: outbox.waiting + outbox.need_attention + parked,
            need_attention: outbox.need_attention,
            parked,
            ..Status::default()
        })
    }
}
