//! Another identity for a joining that found out that it shares its own with
//! another phone: a copy of this one, or this one before it was set back.

use super::{BackRoom, Purpose};
use crate::phone::store::{EnrolmentKey, StoreError};
use crate::phone::sync::{Event, HttpAnswer};
use crate::wire::join::{JoinReply, RenewRequest};

impl BackRoom {
    /// The try is stored before it is sent, so that a lost answer makes no second identity.
    pub(super) fn renew(&mut self, key: EnrolmentKey) -> Result<Option<Event>, StoreError> {
        let attempt = match self.store.tables().renewal(key)? {
            Some(attempt) => attempt,
            None => {
                let attempt = self.clock.id_without_time();
                self.store
                    .write(|tables| tables.set_renewal(key, attempt))?;
                attempt
            }
        };
        let enrolment = self.store.tables().enrolment(key)?;
        let json = serde_json::to_vec(&RenewRequest { attempt })?;
        self.post(Purpose::Renew(key), &enrolment, "renew", json, false);
        Ok(None)
    }

    pub(super) fn renewed(&mut self, key: EnrolmentKey, answer: &HttpAnswer) -> Event {
        let reply: JoinReply = match answer.read() {
            Ok(reply) => reply,
            Err(failure) => return Event::Failed { failure, sent: 0 },
        };
        let stored = self
            .store
            .write(|tables| tables.renew_identity(key, reply.device, &reply.token));
        match stored {
            Ok(()) => Event::Renewed,
            Err(error) => {
                self.note_damage(&error);
                Event::StoreFailed
            }
        }
    }
}
