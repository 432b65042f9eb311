//! The world of one seed: phones, a server, requests under way between them in
//! the order of simulated time. What people do is in `people`, what goes wrong
//! in `storm`, what must be true in `law`.

use super::chance::{Chance, SimClock};
use super::fault::{Fault, Struck};
use super::kept::{Then, WITHOUT_SIGNAL};
use super::law::{Before, Law};
use super::phone::{Moment, SimPhone};
use super::post::{Becomes, Post};
use super::server::{self, SimServer};
use crate::world::NOW_MS;
use doorstep::domain::ids::{DeviceId, DoorId};
use doorstep::phone::room::back::BackRoom;
use doorstep::phone::room::{Reply, Request, Sign, Trouble};
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;
use doorstep::server::store::joining::DeviceState;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;

/// What was broken, in one sentence.
pub type Broken = String;

pub enum Event {
    /// A person does something with their phone.
    Tap(usize),
    /// The back room asked to be woken.
    Wake {
        phone: usize,
        life: u32,
        at: i64,
    },
    /// A request reaches the server.
    Arrive {
        from: Post,
        call: Call,
        cut: bool,
        then: Becomes,
    },
    /// An answer reaches the phone.
    Answer {
        to: Post,
        answer: HttpAnswer,
        history: u32,
    },
    Open(usize),
    NetworkBack(usize),
    RoomAgain(usize),
    ServerRoomAgain,
    Lead,
    /// A lead looks at what came.
    Office,
    /// Somebody makes a rescue file, as soon as there is something to put into it.
    Rescue(usize, u32, Then),
    /// Somebody takes a rescue file to the desk, while its phone has no signal yet.
    Errand(usize),
    /// Somebody writes down a talk two people were at.
    Told(usize, DoorId),
    TakeBack(DeviceId),
    Strike,
}

pub struct World {
    pub chance: Chance,
    /// What leads and rescue files draw from, so that the others' stories stay as they are.
    pub desk: Chance,
    /// And errands between people and desk, for the same reason.
    pub errands: Chance,
    /// True time, milliseconds since 1970.
    pub now: i64,
    pub heap: BTreeMap<(i64, u64), Event>,
    next: u64,
    pub phones: Vec<SimPhone>,
    pub server: SimServer,
    pub law: Law,
    pub struck: Struck,
    pub trace: Vec<String>,
    /// Things go wrong.
    pub storm: bool,
    /// Of a hundred requests, how many something happens to.
    pub weather: u64,
    pub strikes: u32,
    pub steps: u64,
    pub lists_made: u32,
    pub server_full: bool,
    /// A record that nothing lets through.
    pub cursed: Option<String>,
    pub moment: Moment,
    /// The power went before anything left the phone.
    dark: bool,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let server = SimServer::new(NOW_MS, chance.draw());
        let weather = [0, 10, 25, 40, 60][chance.below(5)];
        let desk = Chance::new(seed ^ 0xDE5C);
        let errands = Chance::new(seed ^ 0xE44A);
        let mut world = Self {
            now: NOW_MS,
            heap: BTreeMap::new(),
            next: 0,
            phones: Vec::new(),
            server,
            law: Law::default(),
            struck: Struck::default(),
            trace: Vec::new(),
            storm: true,
            weather,
            strikes: 0,
            steps: 0,
            lists_made: 0,
            server_full: false,
            cursed: None,
            moment: Moment::Anything,
            dark: false,
            chance,
            desk,
            errands,
        };
        let people = world.chance.between(2, 3);
        for name in ["Aino", "Eero", "Maija"].into_iter().take(people as usize) {
            let clock = Arc::new(SimClock::new(NOW_MS, world.chance.draw()));
            let taps = world.chance.between(12, 30);
            world.add_phone(SimPhone::new(name, clock, taps as u32));
        }
        for _ in 0..world.chance.between(2, 5) {
            let at = world.chance.between(5 * MINUTE, 150 * MINUTE);
            world.later(at, Event::Lead);
        }
        world.strikes = world.chance.between(3, 8) as u32;
        for _ in 0..world.strikes {
            let at = world.chance.between(2 * MINUTE, 150 * MINUTE);
            world.later(at, Event::Strike);
        }
        for _ in 0..world.desk.between(2, 5) {
            let at = world.desk.between(20 * MINUTE, 170 * MINUTE);
            world.later(at, Event::Office);
        }
        for _ in 0..world.desk.between(0, 2) {
            let phone = world.desk.below(people as usize);
            let at = world.desk.between(3 * MINUTE, 40 * MINUTE);
            world.later(at, Event::Rescue(phone, WITHOUT_SIGNAL, Then::AsTheyLike));
        }
        if world.errands.percent(50) {
            let phone = world.errands.below(people as usize);
            let at = world.errands.between(4 * MINUTE, 50 * MINUTE);
            let then = Then::ToTheDesk;
            world.later(at, Event::Rescue(phone, WITHOUT_SIGNAL, then));
        }
        if world.desk.percent(60) {
            // One of the two that stand on both lists.
            let both = [server::doors()[5].id, server::doors()[6].id];
            let door = both[world.desk.below(2)];
            for phone in 0..2 {
                let at = world.desk.between(3 * MINUTE, 25 * MINUTE);
                world.later(at, Event::Told(phone, door));
            }
        }
        world
    }

    pub fn add_phone(&mut self, phone: SimPhone) {
        self.phones.push(phone);
        let index = self.phones.len() - 1;
        let at = self.chance.between(0, 5 * MINUTE);
        self.later(at, Event::Open(index));
    }

    pub fn later(&mut self, after_ms: i64, event: Event) {
        self.next += 1;
        self.heap
            .insert((self.now + after_ms.max(0), self.next), event);
    }

    pub fn say(&mut self, who: &str, what: &str) {
        let since = self.now - NOW_MS;
        let mut line = String::new();
        let (hours, minutes) = (since / HOUR, since / MINUTE % 60);
        let (seconds, ms) = (since / SECOND % 60, since % SECOND);
        let _fits = write!(
            line,
            "{hours:3}:{minutes:02}:{seconds:02}.{ms:03}  {who:<14} {what}"
        );
        self.trace.push(line);
    }

    pub fn tell(&mut self, phone: usize, what: &str) {
        let name = self.phones[phone].name.clone();
        self.say(&name, what);
    }

    pub fn strike(&mut self, fault: Fault, who: &str, what: &str) {
        self.struck.note(fault);
        self.say(who, &format!("✗ {}{what}", fault.words()));
    }

    /// Runs it to its end: the storm, then the calm in which everything must arrive.
    pub async fn run(&mut self) -> Result<(), Broken> {
        self.server.keep_ledger().await;
        while let Some(((at, _), event)) = self.heap.pop_first() {
            self.now = self.now.max(at);
            self.step(event).await?;
            if self.is_over() {
                break;
            }
        }
        self.calm().await
    }

    /// Nobody does anything any more, and nothing is under way but wakes.
    fn is_over(&self) -> bool {
        self.phones.iter().all(|phone| phone.taps == 0)
            && self
                .heap
                .values()
                .all(|event| matches!(event, Event::Wake { .. }))
    }

    pub async fn step(&mut self, event: Event) -> Result<(), Broken> {
        self.steps += 1;
        if self.steps > 20_000 {
            return Err("it has no end".to_owned());
        }
        match event {
            Event::Tap(phone) => self.tap(phone)?,
            Event::Wake { phone, life, at } => {
                let one = &self.phones[phone];
                if one.life == life && one.wake_at == Some(at) && one.shown {
                    self.phones[phone].wake_at = None;
                    self.with(phone, BackRoom::woken)?;
                }
            }
            Event::Arrive {
                from,
                call,
                cut,
                then,
            } => self.arrive(from, &call, cut, then).await?,
            Event::Answer {
                to,
                answer,
                history,
            } => {
                if self.phones[to.phone].life == to.life {
                    self.phones[to.phone].history = history;
                    self.told_of_erasures(to.phone, &answer);
                    self.moment = Moment::Answer;
                    self.with(to.phone, |back| back.answered(to.job, &answer))?;
                    self.moment = Moment::Anything;
                }
            }
            Event::Open(phone) => self.open(phone).await?,
            Event::NetworkBack(phone) => self.network_back(phone)?,
            Event::RoomAgain(phone) => {
                if self.phones[phone].disk_full {
                    self.tell(phone, "makes room and opens the app again");
                    self.phones[phone].close();
                    self.open(phone).await?;
                }
            }
            Event::ServerRoomAgain => self.server_room(true).await?,
            Event::Lead => self.lead().await?,
            Event::Office => self.office().await?,
            Event::Rescue(phone, tries, then) => self.rescue(phone, tries, then)?,
            Event::Errand(file) => self.take_to_the_desk(file).await?,
            Event::Told(phone, door) => self.tell_of(phone, door)?,
            Event::TakeBack(device) => {
                self.set_token(device, DeviceState::Active, Fault::TakenBack, "after all")
                    .await;
            }
            Event::Strike => self.something_strikes().await?,
        }
        self.check_now()?;
        if self.steps.is_multiple_of(60) {
            self.check_all().await?;
        }
        Ok(())
    }

    pub async fn open(&mut self, phone: usize) -> Result<(), Broken> {
        if self.phones[phone].back.is_some() {
            return Ok(());
        }
        let now = self.now;
        self.phones[phone].open(now).await?;
        self.phones[phone].shown = self.phones[phone].taps > 0;
        self.tell(phone, "opens the app");
        self.after(phone)?;
        let reply = self.ask(phone, "", Request::Open)?;
        self.comes_back_to(phone, reply)?;
        if self.phones[phone].taps > 0 {
            let at = self.chance.between(SECOND, 30 * SECOND);
            self.later(at, Event::Tap(phone));
        }
        Ok(())
    }

    /// Does something with an open back room, and takes note of what came of it.
    pub fn with<R>(
        &mut self,
        phone: usize,
        act: impl FnOnce(&mut BackRoom) -> R,
    ) -> Result<Option<R>, Broken> {
        let now = self.now;
        let one = &mut self.phones[phone];
        one.clock.set(|hands| hands.true_ms = now);
        let Some(back) = &mut one.back else {
            return Ok(None);
        };
        let moment = self.moment;
        let fuse = one
            .fuse
            .filter(|(at, _)| *at == Moment::Anything || *at == moment);
        if let Some((_, writes)) = fuse {
            let set = back.store_mut().lose_power_after(writes);
            set.map_err(|error| format!("no power to cut: {error}"))?;
        }
        let done = act(back);
        self.dark = fuse.is_some() && self.chance.percent(50);
        self.after(phone)?;
        self.dark = false;
        if fuse.is_some() {
            self.die(phone, Fault::CrashBetweenEffects);
        }
        Ok(Some(done))
    }

    /// Whatever was killed opens again some time.
    pub fn die(&mut self, phone: usize, fault: Fault) {
        let name = self.phones[phone].name.clone();
        self.strike(fault, &name, "");
        self.phones[phone].die();
        let at = self.chance.between(SECOND, 20 * MINUTE);
        self.later(at, Event::Open(phone));
    }

    /// Posts what the back room wants to send, and sees when it wants to be woken.
    pub fn after(&mut self, phone: usize) -> Result<(), Broken> {
        self.look(phone)?;
        let Some(back) = &mut self.phones[phone].back else {
            return Ok(());
        };
        let _screens_redraw = back.take_notices();
        let replies = back.take_replies();
        let jobs = back.take_jobs();
        let wake_in = back.next_wake_ms();
        for (ticket, reply) in replies {
            self.joined(phone, ticket, &reply);
        }
        for job in jobs {
            if self.dark {
                self.tell(
                    phone,
                    &format!("  {} never leaves the phone", job.call.endpoint),
                );
            } else {
                self.send(phone, job)?;
            }
        }
        let at = self.now + wake_in.max(1);
        let one = &mut self.phones[phone];
        if one.wake_at != Some(at) {
            one.wake_at = Some(at);
            let life = one.life;
            self.later(wake_in.max(1), Event::Wake { phone, life, at });
        }
        Ok(())
    }

    fn joined(&mut self, phone: usize, ticket: u64, reply: &Result<Reply, Trouble>) {
        if self.phones[phone].joining == Some(ticket) {
            self.phones[phone].joining = None;
        }
        let said = match reply {
            Ok(_) => "has joined".to_owned(),
            Err(trouble) => format!("has not joined: {trouble}"),
        };
        self.tell(phone, &said);
    }

    /// Asks what a screen asks; `what` is for the trace.
    pub fn ask(
        &mut self,
        phone: usize,
        what: &str,
        request: Request,
    ) -> Result<Option<Result<Reply, Trouble>>, Broken> {
        if self.phones[phone].back.is_none() {
            return Ok(None);
        }
        self.phones[phone].ticket += 1;
        let ticket = self.phones[phone].ticket;
        if matches!(request, Request::Join { .. }) {
            self.phones[phone].joining = Some(ticket);
        }
        if !what.is_empty() {
            self.tell(phone, what);
        }
        let before = Before::of(&self.phones[phone]);
        let was_full = self.phones[phone].disk_full;
        if matches!(request, Request::Finish { .. }) {
            self.moment = Moment::Finish;
        }
        let fuse = self.phones[phone].fuse;
        let life = self.phones[phone].life;
        let asked = request.clone();
        let reply = self
            .with(phone, |back| back.ask(request, ticket))?
            .flatten();
        self.moment = Moment::Anything;
        match &reply {
            Some(Ok(said)) => self.saved(phone, &asked, said, &before)?,
            Some(Err(trouble)) => {
                self.phones[phone].joining = None;
                self.tell(phone, &format!("  is told: {trouble}"));
                let expected = match trouble {
                    Trouble::NotHere(_) | Trouble::NotPossible(_) => true,
                    Trouble::DiskFull => was_full,
                    Trouble::NotRescued(_) => matches!(asked, Request::Leave),
                    Trouble::Store(_) => fuse.is_some(),
                    Trouble::CodeUnknown | Trouble::BadName => false,
                    _ => matches!(asked, Request::Join { .. }),
                };
                if !expected {
                    return Err(format!("{:?} was answered: {trouble}", asked));
                }
            }
            None => {}
        }
        // Whoever is asked of a phone that died over it is not answered any more,
        // and cannot know whether it was stored.
        if self.phones[phone].life != life && !matches!(asked, Request::Talk { .. }) {
            self.phones[phone].left = None;
        }
        Ok(reply
            .filter(|_| self.phones[phone].life == life)
            .map(Some)
            .unwrap_or_default())
    }

    pub fn network_back(&mut self, phone: usize) -> Result<(), Broken> {
        if !self.phones[phone].online {
            self.phones[phone].online = true;
            self.tell(phone, "has network again");
            self.with(phone, |back| back.sign(Sign::NetworkRegained))?;
        }
        Ok(())
    }
}
