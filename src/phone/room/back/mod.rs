//! The back room itself, whatever carries its messages: owns the open store
//! and one sync engine per joining, answers requests, and says what is to be
//! sent. It waits for nothing: network answers and the passing of time come in
//! as calls. So a busy sync never delays a commit, and a test or simulation
//! can drive it step by step.

mod joining;
mod practice;
mod renewal;
mod rescue;
mod talks;
mod tidying;
mod visits;
mod wishes;

use super::{Notice, Reply, Request, Sign, Trouble};
use crate::domain::few::Few;
use crate::domain::ids::{DoorId, DraftId, ListId};
use crate::domain::script::Script;
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::ScriptRef;
use crate::mutant;
use crate::phone::WHOLE;
use crate::phone::platform::clock::Clock;
use crate::phone::store::{Enrolment, EnrolmentKey, EnrolmentState, Store, StoreError, StoredDoor};
use crate::phone::sync::driver::Call;
use crate::phone::sync::{Effect, Engine, Event, Failure, HttpAnswer, Ledger, StoreChange};
use crate::phone::view::{Opening, Status, SyncState};
use crate::wire::problem::Problem;
use crate::wire::pull::PullReply;
use crate::wire::push::{Have, PushReply};
use rescue::InFiles;
use std::collections::VecDeque;
use std::sync::Arc;

/// Whose request a later reply belongs to; given by whoever asks.
pub type Ticket = u64;

/// A request to the server, performed by whoever owns the back room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: u64,
    pub call: Call,
}

pub(in crate::phone::room) use rescue::files_of;

#[derive(Debug)]
enum Purpose {
    Join(Ticket),
    Push {
        enrolment: EnrolmentKey,
        sent: usize,
    },
    Pull(EnrolmentKey),
    Renew(EnrolmentKey),
}

/// More than this apart, and people should know that the phone's clock is off.
const CLOCK_OFF_MS: i64 = 5 * 60_000;

pub struct BackRoom {
    store: Store,
    clock: Arc<dyn Clock + Send + Sync>,
    engines: Few<EnrolmentKey, Engine>,
    /// When each engine wants to be woken, on the steady clock.
    wakes: Few<EnrolmentKey, i64>,
    tidy_at: i64,
    scripts: Few<(EnrolmentKey, ScriptRef), Arc<Script>>,
    /// The list looked at last: a door on several lists is shown as this one has it.
    at_list: Option<ListId>,
    /// When each open talk was last touched, on the steady clock: a clock put
    /// right in the middle of a conversation must not end it.
    touched: Few<DraftId, i64>,
    under_way: Few<u64, Purpose>,
    next_job: u64,
    /// Joined, and waiting for the first page to come or fail.
    first_pages: Vec<(EnrolmentKey, Ticket)>,
    /// What went into the rescue files made last.
    in_files: InFiles,
    clock_off_ms: i64,
    last_status: Option<Status>,
    jobs: Vec<Job>,
    replies: Vec<(Ticket, Result<Reply, Trouble>)>,
    notices: Vec<Notice>,
    /// Found by the sync, told with the next request.
    damaged: Option<String>,
    /// The third back room, while somebody practises: in memory, and without an
    /// engine, so that nothing can ever be sent from it.
    practice: Option<Box<BackRoom>>,
}

impl std::fmt::Debug for BackRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackRoom")
            .field("under_way", &self.under_way)
            .finish_non_exhaustive()
    }
}

impl BackRoom {
    /// Takes over an open store: closes talks left long ago, and begins to sync.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(store: Store, clock: Arc<dyn Clock + Send + Sync>) -> Result<Self, StoreError> {
        let mut back = Self {
            store,
            clock,
            engines: Few::default(),
            wakes: Few::default(),
            tidy_at: 0,
            scripts: Few::default(),
            at_list: None,
            touched: Few::default(),
            under_way: Few::default(),
            next_job: 1,
            first_pages: Vec::new(),
            in_files: InFiles::default(),
            clock_off_ms: 0,
            last_status: None,
            jobs: Vec::new(),
            replies: Vec::new(),
            notices: Vec::new(),
            damaged: None,
            practice: None,
        };
        back.tidy()?;
        for enrolment in back.store.tables().enrolments()? {
            let engine = Engine::resumed(back.seed(), enrolment.state);
            back.engines.insert(enrolment.key, engine);
            back.hear(enrolment.key, Event::Started);
        }
        Ok(back)
    }

    /// What is stored, for whoever looks on without being asked: tests and the simulation.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The same, to be given a full disk or no power.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Gives the store back, to be closed.
    #[must_use]
    pub fn into_store(self) -> Store {
        self.store
    }

    /// Serves a request; `None` when its reply comes later, by its ticket.
    pub fn ask(&mut self, request: Request, ticket: Ticket) -> Option<Result<Reply, Trouble>> {
        if let Request::Join { code, name } = request {
            return self.join(&code, &name, ticket);
        }
        if let Some(detail) = self.damaged.take() {
            return Some(Err(Trouble::Damaged(detail)));
        }
        let answer = self.serve(request).map_err(Trouble::from);
        self.tell_status();
        Some(answer)
    }

    fn serve(&mut self, request: Request) -> Result<Reply, StoreError> {
        let now = self.clock.now();
        let today = now.local_date();
        match request {
            Request::Open | Request::TakeOver => self.opening(now).map(Reply::Opening),
            // Served by `ask`, because its reply may come later.
            Request::Join { .. } | Request::Home => self.home(now),
            Request::Streets { list } => {
                self.at_list = Some(list);
                let streets = self.store.tables().streets_view(list, today)?;
                Ok(Reply::Streets(streets))
            }
            Request::Street { list, index } => {
                self.at_list = Some(list);
                let street = self.store.tables().street_view(list, index, today)?;
                Ok(Reply::Street(street))
            }
            Request::Door { door } => self.door(door, now),
            Request::Note { outcome } => self.note(&outcome, now),
            Request::Undo { visits } => self.undo(&visits, now),
            Request::Correct {
                visit,
                disposition,
                call,
                who,
            } => self.correct(visit, (disposition, call), who, now),
            Request::Warn { door, hazard, days } => self.warn(door, hazard, days, now),
            Request::Wish { door, scope, wish } => self.wish(door, scope, wish, now),
            Request::Begin { door, who } => self.begin(door, who, now),
            Request::Talk { draft } => self.talk(draft, now),
            Request::Recording { draft, name } => self.recording(draft, &name),
            Request::Act { draft, act } => self.act(draft, act, now),
            Request::Finish { draft } => self.finish(draft, now),
            Request::BeginAfterwards { door } => self.begin_afterwards(door, now),
            Request::Delivery => {
                let enrolment = self.enrolment()?;
                let status = self.status()?;
                let view = self.store.tables().delivery_view(&enrolment, status)?;
                Ok(Reply::Delivery(view))
            }
            Request::Rescue => self.rescue(now),
            Request::Rescued { names } => self.rescued(&names),
            Request::Leave => self.leave(),
            Request::SyncNow => {
                self.hear_all(&Event::SendNow);
                Ok(Reply::Done)
            }
            Request::Workshop { .. }
            | Request::KeepStory { .. }
            | Request::DropStory { .. }
            | Request::Rehearse { .. }
            | Request::InPractice(_)
                if !WHOLE =>
            {
                Err(StoreError::NotHere("practice"))
            }
            Request::Workshop { language } => self.workshop(&language),
            Request::KeepStory { story } => self.keep_story(&story),
            Request::DropStory { story } => self.drop_story(story),
            Request::Rehearse { rehearse } => self.rehearse(rehearse, now),
            Request::InPractice(request) => self.in_practice(*request),
            Request::SetPreferences { preferences } => {
                self.store
                    .write(|tables| tables.set_preferences(&preferences))?;
                Ok(Reply::Done)
            }
        }
    }

    fn opening(&mut self, now: DeviceTime) -> Result<Opening, StoreError> {
        if self.store.tables().current_enrolment()?.is_none() {
            return Ok(Opening::NotJoined);
        }
        let Reply::Home(home) = self.home(now)? else {
            return Ok(Opening::NotJoined);
        };
        Ok(match self.store.tables().open_draft()? {
            Some(draft) => Opening::InConversation { draft, home },
            None => Opening::Home(home),
        })
    }

    fn home(&mut self, now: DeviceTime) -> Result<Reply, StoreError> {
        let enrolment = self.enrolment()?;
        let status = self.status()?;
        let home = self
            .store
            .tables()
            .home_view(&enrolment, now.local_date(), status)?;
        Ok(Reply::Home(home))
    }

    /// The joining whose campaign the screens show.
    fn enrolment(&self) -> Result<Enrolment, StoreError> {
        self.store
            .tables()
            .current_enrolment()?
            .ok_or(StoreError::NotHere("campaign"))
    }

    /// A door that may be worked on today.
    fn door_at(&self, door: DoorId, now: DeviceTime) -> Result<StoredDoor, StoreError> {
        self.store
            .tables()
            .door(door, now.local_date(), self.at_list)
    }

    /// A script, read once and kept: it is asked for with every act.
    fn script(
        &mut self,
        enrolment: &Enrolment,
        script: &ScriptRef,
    ) -> Result<Arc<Script>, StoreError> {
        let name = (enrolment.key, script.clone());
        if let Some(known) = self.scripts.get(&name) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(self.store.tables().script(enrolment, script)?);
        self.scripts.insert(name, Arc::clone(&read));
        Ok(read)
    }

    fn status(&self) -> Result<Status, StoreError> {
        let current = self
            .store
            .tables()
            .current_enrolment()?
            .and_then(|enrolment| self.engines.get(&enrolment.key));
        Ok(Status {
            sync: current.map_or(SyncState::Idle, |engine| engine.state().clone()),
            clock_off_minutes: (self.clock_off_ms.abs() > CLOCK_OFF_MS)
                .then_some(self.clock_off_ms / 60_000),
            ..self.store.tables().unsent_status()?
        })
    }

    /// A notice when something on every screen's first line is different now.
    fn tell_status(&mut self) {
        if let Ok(status) = self.status()
            && self.last_status.as_ref() != Some(&status)
        {
            self.last_status = Some(status.clone());
            self.notices.push(Notice::Status(status));
        }
    }

    /// After something was saved through this joining.
    fn recorded(&mut self, enrolment: EnrolmentKey) {
        self.hear(enrolment, Event::Recorded);
    }

    // What follows is the sync: events in, effects performed, jobs out.

    /// What the shell noticed.
    pub fn sign(&mut self, sign: Sign) {
        let event = match sign {
            Sign::NetworkRegained => Event::NetworkRegained,
            Sign::AppShown => Event::AppShown,
            Sign::AppHidden => Event::AppHidden,
        };
        if sign == Sign::AppShown {
            self.tidy_now();
        }
        self.hear_all(&event);
        self.tell_status();
    }

    /// When to call [`woken`](Self::woken), in milliseconds from now.
    #[must_use]
    pub fn next_wake_ms(&self) -> i64 {
        let now = self.clock.steady_ms();
        let next = self
            .wakes
            .iter()
            .fold(self.tidy_at, |next, (_, wake)| next.min(*wake));
        (next - now).max(0)
    }

    /// The time has come for whatever waits for it.
    pub fn woken(&mut self) {
        let now = self.clock.steady_ms();
        if now >= self.tidy_at {
            self.tidy_now();
        }
        let due: Vec<_> = self
            .wakes
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(key, _)| *key)
            .collect();
        for key in due {
            self.wakes.remove(&key);
            self.hear(key, Event::Woken);
        }
        self.tell_status();
    }

    /// The answer to a job has come.
    pub fn answered(&mut self, job: u64, answer: &HttpAnswer) {
        match self.under_way.remove(&job) {
            Some(Purpose::Join(ticket)) => self.joined(answer, ticket),
            Some(Purpose::Push { enrolment, sent }) => {
                let event = self.read_push(enrolment, sent, answer);
                self.hear(enrolment, event);
                self.reply_if_idle(enrolment);
            }
            Some(Purpose::Pull(enrolment)) => {
                let event = match answer.read::<PullReply>() {
                    Ok(reply) => {
                        self.look_at_clock(reply.server_ms);
                        self.read_page(enrolment, reply)
                    }
                    Err(failure) => self.no_news(enrolment, failure, answer.problem()),
                };
                self.hear(enrolment, event);
                self.reply_to_joined(enrolment);
            }
            Some(Purpose::Renew(enrolment)) => {
                let event = self.renewed(enrolment, answer);
                self.hear(enrolment, event);
            }
            None => {}
        }
        self.tell_status();
    }

    fn read_push(&mut self, enrolment: EnrolmentKey, sent: usize, answer: &HttpAnswer) -> Event {
        let reply: PushReply = match answer.read() {
            Ok(reply) => reply,
            Err(failure) => return Event::Failed { failure, sent },
        };
        self.look_at_clock(reply.server_ms);
        let tables = self.store.tables();
        let ours = tables.our_digest(enrolment, reply.have.n);
        let beyond = tables.settled_after(enrolment, reply.have.n);
        match (ours, beyond) {
            (Ok(ours), Ok(settled_beyond)) => Event::Pushed {
                reply,
                ours,
                settled_beyond,
            },
            (Err(error), _) | (_, Err(error)) => {
                self.note_damage(&error);
                Event::StoreFailed
            }
        }
    }

    fn read_page(&mut self, enrolment: EnrolmentKey, reply: PullReply) -> Event {
        let tables = self.store.tables();
        let compare = |have: Have| -> Result<Ledger, StoreError> {
            let ours = tables.our_digest(enrolment, have.n)?;
            let beyond = tables.settled_after(enrolment, have.n)?;
            Ok(Ledger::compare(have, ours, beyond))
        };
        let have = reply
            .have
            .filter(|_| !mutant::is("refilled-only-after-a-save"));
        match have.map_or(Ok(Ledger::Agrees), compare) {
            Ok(ledger) => Event::Pulled {
                reply: Box::new(reply),
                ledger,
            },
            Err(error) => {
                self.note_damage(&error);
                Event::StoreFailed
            }
        }
    }

    /// News are refused. What became of this phone's own work it hears all the same, and what
    /// a server that was set back lost it hands in.
    fn no_news(&mut self, key: EnrolmentKey, failure: Failure, said: Option<Problem>) -> Event {
        let failed = |failure| Event::Failed { failure, sent: 0 };
        let said = said.filter(|_| failure == Failure::Retired);
        let Some((said, have)) = said.and_then(|said| said.have.map(|have| (said, have))) else {
            return failed(failure);
        };
        let whole = self.store.write(|tables| {
            let enrolment = tables.enrolment(key)?;
            tables.hear_of_own(&enrolment, &said.erased, &said.decided, &said.set_aside)?;
            let ours = tables.our_digest(key, have.n)?;
            let beyond = tables.settled_after(key, have.n)?;
            match Ledger::compare(have, ours, beyond) {
                Ledger::Agrees => Ok(true),
                Ledger::Behind(n) => tables.refill_after(key, n),
                Ledger::Forked => Ok(false),
            }
        });
        if !said.erased.is_empty() {
            self.store.empty_journal();
        }
        match whole {
            Ok(true) => failed(failure),
            Ok(false) => failed(Failure::Forked),
            Err(error) => {
                self.note_damage(&error);
                Event::StoreFailed
            }
        }
    }

    fn look_at_clock(&mut self, server_ms: i64) {
        self.clock_off_ms = self.clock.now().utc_ms().saturating_sub(server_ms);
    }

    fn hear_all(&mut self, event: &Event) {
        let keys: Vec<_> = self.engines.iter().map(|(key, _)| *key).collect();
        for key in keys {
            self.hear(key, event.clone());
        }
    }

    fn hear(&mut self, enrolment: EnrolmentKey, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now = self.clock.steady_ms();
            let Some(engine) = self.engines.get_mut(&enrolment) else {
                return;
            };
            for effect in engine.handle(event, now) {
                match self.perform(enrolment, effect) {
                    Ok(follows) => events.extend(follows),
                    Err(error) => {
                        // What the engine wanted after this it will want again.
                        self.note_damage(&error);
                        events.push_back(Event::StoreFailed);
                        break;
                    }
                }
            }
        }
    }

    fn note_damage(&mut self, error: &StoreError) {
        if let StoreError::Damaged(detail) = error {
            self.damaged = Some(detail.clone());
        }
    }

    fn perform(&mut self, key: EnrolmentKey, effect: Effect) -> Result<Option<Event>, StoreError> {
        match effect {
            Effect::Push { max_records } => self.push(key, max_records),
            Effect::Pull => {
                let enrolment = self.store.tables().enrolment(key)?;
                let today = self.clock.now().local_date();
                let request = self.store.tables().pull_request(&enrolment, today)?;
                let json = serde_json::to_vec(&request)?;
                self.post(Purpose::Pull(key), &enrolment, "pull", json, false);
                Ok(None)
            }
            Effect::Renew => self.renew(key),
            Effect::Wake { after_ms } => {
                let at = self.clock.steady_ms().saturating_add(after_ms);
                self.wakes.insert(key, at);
                Ok(None)
            }
            Effect::Store(change) => self.change(key, change),
        }
    }

    fn push(&mut self, key: EnrolmentKey, max_records: usize) -> Result<Option<Event>, StoreError> {
        if !self.store.tables().has_waiting(key)? {
            return Ok(Some(Event::NothingToPush));
        }
        let Some(batch) = self
            .store
            .write(|tables| tables.take_batch(key, max_records))?
        else {
            return Ok(Some(Event::NothingToPush));
        };
        let enrolment = self.store.tables().enrolment(key)?;
        let mut request = batch.request;
        request.at_ms = Some(self.clock.now().utc_ms());
        let json = serde_json::to_vec(&request)?;
        let purpose = Purpose::Push {
            enrolment: key,
            sent: request.entries.len(),
        };
        self.post(purpose, &enrolment, "push", json, true);
        if let Some(engine) = self.engines.get_mut(&key) {
            engine.request_left();
        }
        Ok(None)
    }

    fn post(
        &mut self,
        purpose: Purpose,
        enrolment: &Enrolment,
        endpoint: &'static str,
        json: Vec<u8>,
        gzip: bool,
    ) {
        let id = self.next_job;
        self.next_job += 1;
        self.under_way.insert(id, purpose);
        self.jobs.push(Job {
            id,
            call: Call {
                server: enrolment.server.clone(),
                endpoint,
                token: Some(enrolment.token.clone()),
                json,
                gzip,
            },
        });
    }

    fn change(
        &mut self,
        key: EnrolmentKey,
        change: StoreChange,
    ) -> Result<Option<Event>, StoreError> {
        let now = self.clock.now();
        match change {
            StoreChange::Settle { results, have } => {
                let settled = self.store.write(|tables| {
                    tables.heard_from_server(key, now)?;
                    tables.settle(key, &results, have)
                })?;
                if settled.erased {
                    self.store.empty_journal();
                    self.notices.push(Notice::ListsChanged);
                }
                // A list that ended may only have waited for this.
                self.empty_ended_lists()?;
                self.wipe_lost()?;
                return Ok(Some(Event::Settled {
                    entries: settled.entries,
                }));
            }
            StoreChange::Page(page) => {
                let enrolment = self.store.tables().enrolment(key)?;
                if mutant::is("cursor-before-its-page") {
                    let mut bare = page.clone();
                    for list in &mut bare.lists {
                        (list.records, list.check) = (Vec::new(), None);
                    }
                    self.store
                        .write(|tables| tables.store_page(&enrolment, &bare))?;
                }
                let stored = self.store.write(|tables| {
                    tables.heard_from_server(key, now)?;
                    tables.store_page(&enrolment, &page)
                })?;
                if stored.erased {
                    self.store.empty_journal();
                }
                if stored.changed || stored.erased {
                    self.empty_ended_lists()?;
                    self.notices.push(Notice::ListsChanged);
                }
                return Ok(Some(Event::PageStored {
                    more: page.more || stored.wants_recording,
                    mismatched: stored.mismatched,
                    waits: stored.waits,
                }));
            }
            StoreChange::RefillAfter(n) => {
                let whole = self.store.write(|tables| tables.refill_after(key, n))?;
                return Ok(Some(Event::Refilled { whole }));
            }
            StoreChange::Park { code } => {
                self.store.write(|tables| tables.park_first(key, code))?;
            }
            StoreChange::Unpark => self.store.write(|tables| tables.unpark(key))?,
            StoreChange::Fork => self
                .store
                .write(|tables| tables.set_enrolment_state(key, EnrolmentState::Forked))?,
            StoreChange::Ended(state) => {
                self.store.write(|tables| {
                    let known = tables.enrolment(key)?.state;
                    if state == EnrolmentState::Lost && known != EnrolmentState::Lost {
                        tables.hand_over_again(key)?;
                    }
                    tables.set_enrolment_state(key, state)
                })?;
                self.empty_ended_lists()?;
                self.wipe_lost()?;
                self.notices.push(Notice::ListsChanged);
            }
            StoreChange::StartOver => {
                let enrolment = self.store.tables().enrolment(key)?;
                self.store.write(|tables| tables.start_over(&enrolment))?;
            }
            StoreChange::FetchAnew(list) => {
                let enrolment = self.store.tables().enrolment(key)?;
                self.store
                    .write(|tables| tables.fetch_anew(&enrolment, list))?;
            }
        }
        Ok(None)
    }

    fn seed(&self) -> u64 {
        let mut bytes = [0; 8];
        self.clock.random(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    /// What is to be sent; each is answered by [`answered`](Self::answered) in the end.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// Replies that came later than their requests.
    pub fn take_replies(&mut self) -> Vec<(Ticket, Result<Reply, Trouble>)> {
        std::mem::take(&mut self.replies)
    }

    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }
}
