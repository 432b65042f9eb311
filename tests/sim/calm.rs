//! What must be true in the calm after the storm: everything has arrived, and
//! everybody agrees.

use super::server::CAMPAIGN;
use super::world::{Broken, Event, HOUR, SECOND, World};
use doorstep::domain::ids::{CanvasserId, DoorId, ListId};
use doorstep::phone::room::back::BackRoom;
use doorstep::phone::room::{Request, Sign};
use doorstep::phone::store::{EnrolmentState, HeldList};
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::log::RecordLog as _;
use std::collections::BTreeSet;

impl World {
    /// Nothing goes wrong any more, nobody does anything new: everything must
    /// arrive and everybody agree.
    pub async fn calm(&mut self) -> Result<(), Broken> {
        self.storm = false;
        self.say("", "— the storm is over —");
        self.server_room(true).await?;
        for phone in 0..self.phones.len() {
            self.phones[phone].taps = 0;
            if self.phones[phone].disk_full || self.phones[phone].fuse.is_some() {
                self.phones[phone].close();
            }
            self.open(phone).await?;
            self.phones[phone].shown = true;
            self.network_back(phone)?;
        }
        // Late arrivals, and talks that were left.
        self.heap.retain(|_, event| {
            !matches!(
                event,
                Event::Lead
                    | Event::Office
                    | Event::Rescue(..)
                    | Event::Told(..)
                    | Event::TakeBack(_)
                    | Event::Strike
                    | Event::Tap(_)
                    | Event::Open(_)
            )
        });
        let last = self.heap.keys().next_back().map_or(self.now, |(at, _)| *at);
        self.pass_until(last).await?;
        // A calendar that was set back is noticed first, and then the hours pass.
        for hours in [0, 5] {
            self.now += hours * HOUR + 61 * SECOND;
            for phone in 0..self.phones.len() {
                self.with(phone, BackRoom::woken)?;
            }
        }
        let mut not_yet = None;
        // What waits goes by itself, without anybody's help.
        for _ in 0..15 {
            if !self.anything_waits() {
                break;
            }
            self.pass_until(self.now + 65 * SECOND).await?;
        }
        if self.anything_waits() {
            return Err("what waits is not sent by itself".to_owned());
        }
        self.clear_the_desk().await?;
        for phone in 0..self.phones.len() {
            self.with(phone, |back| back.sign(Sign::AppShown))?;
            self.ask(phone, "", Request::SyncNow)?;
        }
        for _ in 0..24 {
            self.pass_until(self.now + 65 * SECOND).await?;
            not_yet = self.unsettled().await?;
            if not_yet.is_none() {
                break;
            }
        }
        self.check_all().await?;
        match not_yet {
            None => Ok(()),
            Some(what) => Err(format!("it does not come to rest: {what}")),
        }
    }

    fn anything_waits(&self) -> bool {
        let mut entries = self.phones.iter().flat_map(|one| &one.held.outbox);
        entries.any(|entry| entry.state == "waiting")
    }

    async fn pass_until(&mut self, until: i64) -> Result<(), Broken> {
        while let Some((&(at, tie), _)) = self.heap.first_key_value() {
            if at > until {
                break;
            }
            let Some(event) = self.heap.remove(&(at, tie)) else {
                break;
            };
            self.now = self.now.max(at);
            self.step(event).await?;
        }
        self.now = self.now.max(until);
        Ok(())
    }

    /// What is not yet as it must be in the end.
    async fn unsettled(&mut self) -> Result<Option<String>, Broken> {
        for phone in 0..self.phones.len() {
            self.look(phone)?;
            let one = &self.phones[phone];
            for entry in &one.held.outbox {
                if entry.state == "erased" {
                    continue;
                }
                if entry.state == "waiting" || (entry.state != "delivered" && entry.code.is_empty())
                {
                    return Ok(Some(format!(
                        "{} still has a {} {}",
                        one.name, entry.kind, entry.state
                    )));
                }
            }
            if !one.held.drafts.is_empty() {
                return Ok(Some(format!("{} still has an open talk", one.name)));
            }
        }
        for ((id, content), promise) in &self.law.promises {
            // What nothing lets through stays on the phone, and is shown there.
            let parked = self
                .cursed
                .as_ref()
                .is_some_and(|cursed| *cursed == id.to_string());
            if !promise.excused
                && !parked
                && !self.law.taken.has(*id, *content)
                && !self.let_go().contains(&id.0)
            {
                let shown = self.phones.iter().map(|phone| {
                    let mut outbox = phone.held.outbox.iter();
                    let entry = outbox.find(|entry| entry.record == Some(*id));
                    let state = entry.map(|entry| (entry.n, &entry.state, &entry.code));
                    (&phone.name, phone.has_own(*id, *content), state)
                });
                return Ok(Some(format!(
                    "{}'s {} is not with the team: {id}, named in {:?}, {:?}",
                    promise.by,
                    promise.kind.name(),
                    promise.names,
                    shown.collect::<Vec<_>>(),
                )));
            }
        }
        for phone in 0..self.phones.len() {
            if let Some(what) = self.disagrees(phone).await? {
                return Ok(Some(what));
            }
            if let Some(what) = self.still_holds_erased(phone)? {
                return Ok(Some(what));
            }
            if let Some(what) = self.does_not_know(phone)? {
                return Ok(Some(what));
            }
        }
        Ok(None)
    }

    /// How a phone's lists differ from the server's.
    async fn disagrees(&self, phone: usize) -> Result<Option<String>, Broken> {
        let store = &self.server.server.store;
        let one = &self.phones[phone];
        let Some(back) = &one.back else {
            return Ok(Some(format!("{}'s app is closed", one.name)));
        };
        let enrolments = back
            .store()
            .tables()
            .enrolments()
            .map_err(|error| error.to_string())?;
        let canvassers = store
            .canvassers(CAMPAIGN)
            .await
            .map_err(|error| error.to_string())?;
        // Doors at which this phone has said something the team did not take.
        let refused: BTreeSet<DoorId> = one
            .held
            .outbox
            .iter()
            .filter(|entry| match &*entry.state {
                "delivered" => !entry.code.is_empty(),
                state => state != "erased",
            })
            .filter_map(|entry| {
                let of = one
                    .held
                    .records
                    .iter()
                    .find(|held| Some(held.record.id) == entry.record);
                of.and_then(|held| held.door)
            })
            .collect();
        let mut active = BTreeSet::new();
        let mut granted = BTreeSet::new();
        // Joinings this phone has been told are over.
        let over: BTreeSet<CanvasserId> = enrolments
            .iter()
            .filter(|one| matches!(one.state, EnrolmentState::Retired | EnrolmentState::Lost))
            .map(|one| one.canvasser)
            .collect();
        for enrolment in enrolments {
            let Some(who) = canvassers.iter().find(|who| who.id == enrolment.canvasser) else {
                continue;
            };
            let device = who
                .devices
                .iter()
                .find(|device| device.id == enrolment.device);
            if device.is_some_and(|device| device.state == DeviceState::Active) {
                active.insert(who.id);
                granted.extend(who.lists.iter().copied());
            }
        }
        for list in &granted {
            let Some(held) = one.held.lists.iter().find(|held| held.id == *list) else {
                return Ok(Some(format!("{} lacks a list", one.name)));
            };
            if held.gone || held.emptied || !held.complete {
                return Ok(Some(format!(
                    "{} does not have all of a list: {held:?}",
                    one.name
                )));
            }
            let check = store
                .check(CAMPAIGN, *list)
                .await
                .map_err(|error| error.to_string())?;
            if held.check != check {
                return Ok(Some(format!(
                    "{} has {:?}, the server {check:?}",
                    one.name, held.check
                )));
            }
            for door in one.held.doors.iter().filter(|door| door.list == *list) {
                let state = store.door_state(CAMPAIGN, door.id).await;
                let state = state
                    .map_err(|error| error.to_string())?
                    .unwrap_or_default();
                if state != door.state && !refused.contains(&door.id) {
                    return Ok(Some(format!(
                        "{} sees {:?} at {}, the server {state:?}",
                        one.name, door.state, door.id
                    )));
                }
            }
        }
        Ok(self.holds_too_much(phone, &active, &granted, &over))
    }

    fn holds_too_much(
        &self,
        phone: usize,
        active: &BTreeSet<CanvasserId>,
        granted: &BTreeSet<ListId>,
        over: &BTreeSet<CanvasserId>,
    ) -> Option<String> {
        let one = &self.phones[phone];
        let ended = |list: &&HeldList| {
            list.gone
                || over.contains(&list.canvasser)
                || (active.contains(&list.canvasser) && !granted.contains(&list.id))
        };
        for list in one.held.lists.iter().filter(ended) {
            if one.held.doors.iter().any(|door| door.list == list.id) {
                return Some(format!(
                    "{} still has the people of a list taken away",
                    one.name
                ));
            }
        }
        let stray = one
            .held
            .records
            .iter()
            .find(|held| !held.mine && held.lists.is_empty());
        stray.map(|held| {
            format!(
                "{} has a colleague's {} of no list",
                one.name, held.record.id
            )
        })
    }
}
