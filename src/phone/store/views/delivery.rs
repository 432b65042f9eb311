//! Where each talk and visit is: on this phone, with the team, or in need of
//! somebody's attention.

use super::super::records::RecordKey;
use super::super::{Enrolment, StoreError, Tables};
use crate::domain::record::{Fact, Kind};
use crate::domain::script::Channel;
use crate::domain::time::DeviceTime;
use crate::phone::view::{DeliveredWhat, Delivery, DeliveryRow, DeliveryState, Status};

/// More than a canvasser can do in a week of evenings; older ones are with the team.
const SHOWN: i64 = 300;

impl Tables<'_> {
    /// # Errors
    /// When it cannot be read.
    pub fn delivery_view(
        self,
        enrolment: &Enrolment,
        status: Status,
    ) -> Result<Delivery, StoreError> {
        let mut rows = Vec::new();
        for stored in self.drafts()? {
            rows.push(DeliveryRow {
                what: DeliveredWhat::Draft {
                    draft: stored.draft.id,
                },
                address: stored.address,
                at: Some(stored.draft.begun),
                state: DeliveryState::OnThisPhone,
            });
        }
        // What waits or needs attention first, however old it is.
        let entries: Vec<(Option<RecordKey>, String, String, String)> = self.all(
            "SELECT record, kind, state, CASE state WHEN 'held' THEN reason ELSE code END
             FROM outbox WHERE state <> 'erased'
             ORDER BY state = 'delivered' AND code = '', place DESC LIMIT ?1",
            [SHOWN],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        for (key, kind, state, code) in entries {
            let state = match state.as_str() {
                "waiting" => DeliveryState::OnThisPhone,
                "delivered" if code.is_empty() => DeliveryState::WithYourTeam,
                _ => DeliveryState::NeedsAttention { code },
            };
            rows.extend(self.delivery_row(key, &kind, state)?);
        }
        Ok(Delivery {
            rows,
            status,
            last_heard: enrolment.heard_at,
            read_back: self.read_back()?,
        })
    }

    fn delivery_row(
        self,
        key: Option<RecordKey>,
        kind: &str,
        state: DeliveryState,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        let Some(key) = key else {
            // Only an unlinked talk leaves nothing but its place in the count.
            return Ok(
                (Kind::from(kind) == Kind::Conversation).then_some(DeliveryRow {
                    what: DeliveredWhat::Conversation,
                    address: String::new(),
                    at: None,
                    state,
                }),
            );
        };
        let record = self.record_by_key(key)?;
        let what = match record.read_shared() {
            _ if record.kind == Kind::Conversation => DeliveredWhat::Conversation,
            Ok(Fact::Visit(visit)) => DeliveredWhat::Visit {
                disposition: visit.disposition,
                calls: visit.channel == Channel::Phone,
                call: visit.call,
            },
            Ok(Fact::SafetyNote(_)) => DeliveredWhat::Warning,
            Ok(Fact::DoNotContact(_)) => DeliveredWhat::Wish,
            Ok(_) | Err(_) => DeliveredWhat::Correction,
        };
        let at: Option<DeviceTime> = record.author.map(|author| author.at);
        let door = self.door_of(key)?;
        Ok(Some(DeliveryRow {
            what,
            address: match door {
                Some(door) => self.address_of(door)?,
                None => String::new(),
            },
            at,
            state,
        }))
    }
}
