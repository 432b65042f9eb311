//! What goes wrong: with requests, phones, the server; and what a lead does
//! meanwhile, which to a phone is weather too.

use super::chance::SimClock;
use super::fault::Fault;
use super::phone::Moment;
use super::post::{Becomes, Post, some};
use super::server::{self, CAMPAIGN, DOORS, NORTH, SOUTH};
use super::world::{Broken, Event, HOUR, MINUTE, SECOND, World};
use doorstep::domain::door_fact::WishScope;
use doorstep::domain::erasure::ids_in;
use doorstep::domain::ids::{DeviceId, ListId};
use doorstep::domain::record::{Author, Kind, Record};
use doorstep::phone::platform::clock::Clock as _;
use doorstep::phone::store::Location;
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;
use doorstep::server::store::erasure::Asked;
use doorstep::server::store::joining::DeviceState;
use std::sync::Arc;
use uuid::Uuid;

impl World {
    /// Something happens to a request.
    pub fn mishap(&mut self, to: Post, call: Call, at: i64) {
        let name = self.phones[to.phone].name.clone();
        let what = format!(": {}", call.endpoint);
        let history = self.phones[to.phone].history;
        let arrive = |then| Event::Arrive {
            from: to,
            call: call.clone(),
            cut: false,
            then,
        };
        let answer = |answer| Event::Answer {
            to,
            answer,
            history,
        };
        match self.chance.below(10) {
            0 => {
                self.strike(Fault::RequestLost, &name, &what);
                self.later(10 * SECOND, answer(HttpAnswer::None));
            }
            1 | 2 => self.later(at, arrive(Becomes::Lost)),
            3 => {
                self.strike(Fault::Duplicated, &name, &what);
                self.later(at, arrive(Becomes::Reaches));
                let again = self.chance.between(SECOND, 10 * MINUTE);
                self.later(again, arrive(Becomes::Ignored));
            }
            4 => {
                self.strike(Fault::Reordered, &name, &what);
                self.later(20 * SECOND, answer(HttpAnswer::None));
                let late = self.chance.between(25 * SECOND, 15 * MINUTE);
                self.later(late, arrive(Becomes::Ignored));
            }
            5 => {
                let status = [500, 502, 503, 504][self.chance.below(4)];
                self.strike(Fault::ServerError, &name, &format!("{what} {status}"));
                let retry_after = self.chance.percent(30).then_some(20);
                let said = HttpAnswer::Some {
                    status,
                    retry_after,
                    body: b"<html>".to_vec(),
                };
                if self.chance.percent(50) {
                    self.later(at, answer(said));
                } else {
                    self.later(at, arrive(Becomes::Replaced(said)));
                }
            }
            6 => {
                self.strike(Fault::TooLarge, &name, &what);
                if call.endpoint == "push" && self.chance.percent(25) && self.cursed.is_none() {
                    self.curse(&call);
                }
                self.later(at, answer(some(413, "<html>")));
            }
            7 => {
                self.strike(Fault::RequestCut, &name, &what);
                let from = to;
                let then = Becomes::Reaches;
                self.later(
                    at,
                    Event::Arrive {
                        from,
                        call: call.clone(),
                        cut: true,
                        then,
                    },
                );
            }
            8 => self.later(at, arrive(Becomes::Cut)),
            _ => {
                self.strike(Fault::SignInPage, &name, &what);
                self.later(at, answer(some(200, "<html>Welcome to our café</html>")));
            }
        }
    }

    /// Something in between will never let one of these records through.
    fn curse(&mut self, call: &Call) {
        let json: serde_json::Value = serde_json::from_slice(&call.json).unwrap_or_default();
        let entries = json["entries"].as_array().cloned().unwrap_or_default();
        let Some(entry) = self.chance.pick(&entries) else {
            return;
        };
        if let Some(id) = entry["record"]["id"].as_str() {
            self.say("", &format!("✗ nothing lets {id} through any more"));
            self.struck.note(Fault::NeverThrough);
            self.cursed = Some(id.to_owned());
        }
    }

    fn somebody(&mut self) -> usize {
        let count = self.phones.len();
        self.chance.below(count)
    }

    pub async fn something_strikes(&mut self) -> Result<(), Broken> {
        let phone = self.somebody();
        let name = self.phones[phone].name.clone();
        match self.chance.below(16) {
            0 => {
                if self.phones[phone].back.is_some() {
                    self.look(phone)?;
                    self.die(phone, Fault::Crash);
                }
            }
            1..=3 | 14 | 15 => {
                let moment =
                    [Moment::Anything, Moment::Answer, Moment::Finish][self.chance.below(3)];
                self.phones[phone].fuse = Some((moment, self.chance.below(4) as u32));
            }
            4 => {
                self.strike(Fault::Offline, &name, "");
                self.phones[phone].online = false;
                let back = self.chance.between(HOUR, 3 * HOUR);
                self.later(back, Event::NetworkBack(phone));
            }
            5 => self.clone_phone(phone),
            6 => self.restore_phone(phone)?,
            7 => self.restore_server().await?,
            8 => {
                self.strike(Fault::ServerRestarted, "server", "");
                let seed = self.chance.draw();
                self.server.again(None, self.now, seed).await;
                self.take_stock();
            }
            9 => {
                let minutes = self.chance.between(-36 * 60, 36 * 60);
                self.strike(Fault::ClockJump, &name, &format!(" by {minutes} minutes"));
                self.phones[phone]
                    .clock
                    .set(|hands| hands.off_ms += minutes * MINUTE);
            }
            10 => self.update(phone).await?,
            11 => {
                let one = &mut self.phones[phone];
                if let Some(back) = &one.back {
                    back.store()
                        .allow_no_growth()
                        .map_err(|error| error.to_string())?;
                    one.disk_full = true;
                    self.strike(Fault::PhoneDiskFull, &name, "");
                    let at = self.chance.between(MINUTE, 20 * MINUTE);
                    self.later(at, Event::RoomAgain(phone));
                }
            }
            12 => {
                self.server_room(false).await?;
                let at = self.chance.between(MINUTE, 20 * MINUTE);
                self.later(at, Event::ServerRoomAgain);
            }
            _ => self.end_token().await?,
        }
        // Whoever may be restored needs an image.
        let phone = self.somebody();
        if self.phones[phone].image.is_none() && self.phones[phone].fuse.is_none() {
            let one = &mut self.phones[phone];
            one.image = Some((super::disk::image(one.folder.path()), one.held.clone()));
            self.tell(phone, "is copied to a backup");
        }
        if self.server.image.is_none() || self.chance.percent(20) {
            self.server.image = Some(super::disk::image(self.server.folder.path()));
            self.say("server", "is copied to a backup");
        }
        Ok(())
    }

    pub async fn server_room(&mut self, room: bool) -> Result<(), Broken> {
        if self.server_full == room {
            self.server_full = !room;
            let done = self.server.server.store.allow_growth(room).await;
            done.map_err(|error| error.to_string())?;
            if room {
                self.say("server", "has room again");
            } else {
                self.strike(Fault::ServerDiskFull, "server", "");
            }
        }
        Ok(())
    }

    fn clone_phone(&mut self, phone: usize) {
        if self.phones.len() >= 4 || self.phones[phone].fuse.is_some() {
            return;
        }
        let name = self.phones[phone].name.clone();
        self.strike(Fault::Cloned, &name, "");
        let clock = SimClock::new(self.now, self.chance.draw());
        clock.set(|hands| hands.off_ms = self.phones[phone].clock.off_ms());
        let taps = self.chance.between(4, 12) as u32;
        let copy = self.phones[phone].cloned(format!("{name}'s copy"), Arc::new(clock), taps);
        self.add_phone(copy);
    }

    fn restore_phone(&mut self, phone: usize) -> Result<(), Broken> {
        let Some((folder, held)) = self.phones[phone].image.take() else {
            return Ok(());
        };
        self.look(phone)?;
        let name = self.phones[phone].name.clone();
        self.strike(Fault::PhoneRestored, &name, "");
        let one = &mut self.phones[phone];
        let was_open = one.back.is_some();
        one.close();
        one.folder = folder;
        one.believe(held);
        // What it has read is of whatever history the server had then.
        one.history = u32::MAX;
        one.left = None;
        one.last_saved.clear();
        one.to_erase.clear();
        let gone = self.gone_with_a_phone();
        self.tell(phone, &format!("  {gone} records were only on the old one"));
        if was_open {
            let at = self.chance.between(SECOND, MINUTE);
            self.later(at, Event::Open(phone));
        }
        Ok(())
    }

    async fn restore_server(&mut self) -> Result<(), Broken> {
        let Some(image) = self.server.image.take() else {
            return Ok(());
        };
        self.strike(Fault::ServerRestored, "server", "");
        self.server_full = false;
        let seed = self.chance.draw();
        let again = self.server.again(Some(image.path()), self.now, seed).await;
        if again > 0 {
            self.strike(Fault::Replayed, "server", &format!(": {again}"));
        }
        self.take_stock();
        self.settled_before();
        let gone = self.gone_with_the_server()?;
        self.say("server", &format!("  {gone} records are nowhere any more"));
        Ok(())
    }

    /// A newer app wrote what this one does not know, and was then set back; or
    /// this app hands in to a server that is older than it.
    async fn update(&mut self, phone: usize) -> Result<(), Broken> {
        if self.phones[phone].fuse.is_some() {
            return Ok(());
        }
        self.look(phone)?;
        let was_open = self.phones[phone].back.is_some();
        self.phones[phone].close();
        let now = self.now;
        let one = &mut self.phones[phone];
        one.clock.set(|hands| hands.true_ms = now);
        let clock = Arc::clone(&one.clock);
        let opened = Location::new(one.folder.path()).open(&*clock).await;
        let mut store = opened.map_err(|error| error.to_string())?;
        let current = store
            .tables()
            .current_enrolment()
            .map_err(|error| error.to_string())?;
        let mut made = 0;
        if let Some(enrolment) = current {
            for (kind, version) in [(Kind::Unknown("phone_call".into()), 1), (Kind::Visit, 2)] {
                let author = Author {
                    canvasser: enrolment.canvasser,
                    at: clock.now(),
                };
                let body =
                    serde_json::json!({"list": NORTH, "door": server::doors()[1].id, "rang": 3});
                let record = Record {
                    id: doorstep::domain::ids::RecordId(clock.id_with_time()),
                    kind,
                    version,
                    author: Some(author),
                    body: serde_json::value::to_raw_value(&body).expect("JSON"),
                };
                store
                    .write(|tables| tables.add_own(&enrolment, &record, None, None))
                    .map_err(|error| error.to_string())?;
                made += 1;
            }
        }
        let held = store
            .tables()
            .inventory()
            .map_err(|error| error.to_string())?;
        store.close();
        self.phones[phone].believe(held);
        if made > 0 {
            let name = self.phones[phone].name.clone();
            self.strike(Fault::NewerKind, &name, "");
            self.promise_what_is_there(phone);
        }
        if was_open {
            self.later(SECOND, Event::Open(phone));
        }
        Ok(())
    }

    async fn end_token(&mut self) -> Result<(), Broken> {
        let store = &self.server.server.store;
        let canvassers = store
            .canvassers(CAMPAIGN)
            .await
            .map_err(|error| error.to_string())?;
        let devices: Vec<_> = canvassers
            .iter()
            .flat_map(|canvasser| {
                canvasser
                    .devices
                    .iter()
                    .map(|device| (canvasser.name.clone(), *device))
            })
            .collect();
        let Some((name, device)) = self.chance.pick(&devices).cloned() else {
            return Ok(());
        };
        let (state, fault) = if self.chance.percent(60) {
            (DeviceState::Retired, Fault::Retired)
        } else {
            (DeviceState::Lost, Fault::Lost)
        };
        self.set_token(device.id, state, fault, &name).await;
        if self.chance.percent(50) {
            let back = self.chance.between(10 * MINUTE, 40 * MINUTE);
            self.later(back, Event::TakeBack(device.id));
        }
        Ok(())
    }

    pub async fn set_token(
        &mut self,
        device: DeviceId,
        state: DeviceState,
        fault: Fault,
        of: &str,
    ) {
        let store = &self.server.server.store;
        // A server restored from an old image may not know it any more.
        if store
            .set_device_state(CAMPAIGN, device, state, self.now)
            .await
            .is_ok()
        {
            self.strike(fault, "Leena", &format!(": {of}"));
        }
    }

    /// What a lead does at the desk.
    pub async fn lead(&mut self) -> Result<(), Broken> {
        let store = self.server.server.store.clone();
        let canvassers = store
            .canvassers(CAMPAIGN)
            .await
            .map_err(|error| error.to_string())?;
        let lists = store
            .lists(CAMPAIGN)
            .await
            .map_err(|error| error.to_string())?;
        let lists: Vec<ListId> = lists.iter().map(|list| list.about.id).collect();
        let who = self
            .chance
            .pick(&canvassers)
            .map(|who| (who.id, who.name.clone()));
        let list = self.chance.pick(&lists).copied().unwrap_or(NORTH);
        let now = self.now;
        match self.chance.below(8) {
            6 | 7 => self.erase_somebody().await?,
            0 | 1 => {
                self.lists_made += 1;
                let first = self.chance.below(6) as u32;
                let until = (first + self.chance.between(2, 6) as u32).min(DOORS);
                // Not one that was made before a server was restored.
                let id = ListId(Uuid::from_u128(0xF00 + u128::from(self.lists_made)));
                let made = store
                    .make_list(CAMPAIGN, server::new_list(id, first..until), now)
                    .await;
                if made.is_ok() {
                    self.say(
                        "Leena",
                        &format!("makes a list of doors {first} to {until}"),
                    );
                    if let Some((who, name)) = who {
                        let granted = store.grant_list(CAMPAIGN, who, id, now).await;
                        if granted.is_ok() {
                            self.say("Leena", &format!("  and gives it to {name}"));
                        }
                    }
                }
            }
            2 => {
                if let Some((who, name)) = who
                    && store.end_grant(CAMPAIGN, who, list, now).await.is_ok()
                {
                    self.strike(
                        Fault::ListTaken,
                        "Leena",
                        &format!(" {name}: {}", short(list)),
                    );
                }
            }
            3 | 4 => {
                if let Some((who, name)) = who
                    && store.grant_list(CAMPAIGN, who, list, now).await.is_ok()
                {
                    self.strike(
                        Fault::Reassigned,
                        "Leena",
                        &format!(" {name}: {}", short(list)),
                    );
                }
            }
            _ => {
                if list != SOUTH && store.end_list(CAMPAIGN, list, now).await.is_ok() {
                    self.strike(Fault::ListEnded, "Leena", &format!(": {}", short(list)));
                }
            }
        }
        Ok(())
    }
}

impl World {
    /// Somebody writes to the office and asks to be erased.
    async fn erase_somebody(&mut self) -> Result<(), Broken> {
        let doors = server::doors();
        let Some(door) = self.chance.pick(&doors).cloned() else {
            return Ok(());
        };
        let scope = if self.chance.percent(40) {
            WishScope::Household
        } else {
            let person = self.chance.pick(&door.people).map(|person| person.id);
            person.map_or(WishScope::Household, WishScope::Person)
        };
        let whom = match scope {
            WishScope::Person(person) => person.0,
            WishScope::Household => door.id.0,
        };
        let asked = Asked {
            door: door.id,
            scope,
            under_way: Vec::new(),
            lead: None,
            now_ms: self.now,
        };
        let offline = self.phones.iter().any(|one| {
            !one.online
                && (one.held.doors.iter().any(|held| held.id == door.id)
                    || one
                        .held
                        .records
                        .iter()
                        .any(|held| names(&held.record, whom)))
        });
        match self.server.server.store.erase(CAMPAIGN, asked).await {
            Ok(records) => {
                let what = format!(" at door {}: {records} records", door.order);
                self.strike(Fault::Erased, "Leena", &what);
                if offline {
                    self.strike(Fault::ErasedOffline, "Leena", "");
                }
            }
            Err(_) if self.server_full => {}
            Err(error) => return Err(format!("the server cannot erase: {error}")),
        }
        self.take_stock();
        Ok(())
    }
}

fn names(record: &Record, whom: Uuid) -> bool {
    ids_in(record.body.get()).contains(&whom)
}

fn short(list: ListId) -> String {
    format!("list {:x}", list.0.as_u128())
}
