//! The engine of one joining: hears what happened, says what to do next, does
//! nothing itself. It knows no clock (the caller says how late it is, on a
//! clock that only runs forward), no chance (jitter comes from a seed) and no
//! record (the store picks the batch). So every story about bad networks can
//! be told to it in a test.
//!
//! What it holds to:
//! - One request at a time; work goes up before news comes down.
//! - An acknowledgement counts only where its digest is our own.
//! - It tries after each save, when the network is back, when the app is shown,
//!   and every minute; after failures it waits a random time that grows, and
//!   never less than the server asked for.

use crate::domain::few::FewOf;
use crate::domain::ids::ListId;
use crate::mutant;
use crate::phone::store::{EnrolmentState, OurDigest};
use crate::phone::sync::Failure;
use crate::phone::view::{SyncState, SyncTrouble};
use crate::wire::MAX_BATCH_RECORDS;
use crate::wire::pull::PullReply;
use crate::wire::push::{EntryResult, Have, PushReply};

/// Milliseconds on a clock that only runs forward.
pub type Steady = i64;

/// How often it looks for work and, while the app is shown, for news.
const EVERY_MS: i64 = 60_000;
/// The longest wait after failures.
const LONGEST_BACKOFF_MS: u64 = 60_000;
const FIRST_BACKOFF_MS: u64 = 1_000;
const SHORTEST_WAIT_MS: i64 = 200;
/// A server may ask for patience, but not for ever.
const LONGEST_PATIENCE_MS: i64 = 10 * 60_000;

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The app was opened, or this joining has just been made.
    Started,
    /// Something was saved.
    Recorded,
    NetworkRegained,
    AppShown,
    AppHidden,
    /// The person asked to send now.
    SendNow,
    /// The time asked for with [`Effect::Wake`] has come.
    Woken,
    /// There was nothing to put into the batch asked for.
    NothingToPush,
    /// The answer to a push. `ours` is our own digest at the server's `have.n`,
    /// `settled_beyond` whether we believed that it had more than it has.
    Pushed {
        reply: PushReply,
        ours: OurDigest,
        settled_beyond: bool,
    },
    /// The results of a push are stored; how many entries they settled.
    Settled {
        entries: u32,
    },
    /// The answer to a pull, and what it says of what was handed in.
    Pulled {
        reply: Box<PullReply>,
        ledger: Ledger,
    },
    /// This phone has an identity of its own again.
    Renewed,
    PageStored {
        more: bool,
        mismatched: Vec<ListId>,
        /// What a list lacks is to be handed in once more.
        waits: bool,
    },
    /// After [`StoreChange::RefillAfter`]: whether all of it is still here.
    Refilled {
        whole: bool,
    },
    /// The request under way failed; `sent` is how many entries it carried.
    Failed {
        failure: Failure,
        sent: usize,
    },
    /// What was to be stored could not be.
    StoreFailed,
}

/// How the server's ledger of what this phone handed in stands to our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ledger {
    Agrees,
    /// The server had more than it has: it has only up to this number.
    Behind(u64),
    /// Somebody else handed in under our name.
    Forked,
}

impl Ledger {
    /// `ours` is our own digest at the server's `have.n`, `settled_beyond`
    /// whether we believed that it had more than it has.
    #[must_use]
    pub fn compare(have: Have, ours: OurDigest, settled_beyond: bool) -> Self {
        match ours {
            _ if mutant::is("ack-without-digest") => Self::Agrees,
            OurDigest::Is(digest) if digest == have.digest && settled_beyond => {
                if mutant::is("restored-server-not-refilled") {
                    return Self::Agrees;
                }
                Self::Behind(have.n)
            }
            OurDigest::Is(digest) if digest == have.digest => Self::Agrees,
            OurDigest::Is(_) | OurDigest::Beyond | OurDigest::Forgotten => Self::Forked,
        }
    }
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Post the next batch, or say `NothingToPush`.
    Push {
        max_records: usize,
    },
    /// Ask for news.
    Pull,
    /// Ask for an identity of its own. Then say `Renewed`.
    Renew,
    Store(StoreChange),
    /// Say `Woken` after so long; replaces the wake asked for before.
    Wake {
        after_ms: i64,
    },
}

#[derive(Clone, Debug)]
pub enum StoreChange {
    /// Then say `Settled`.
    Settle {
        results: Vec<EntryResult>,
        have: Have,
    },
    /// Then say `PageStored`.
    Page(Box<PullReply>),
    /// The first waiting entry is not taken even alone.
    Park {
        code: &'static str,
    },
    /// What was parked may be tried again.
    Unpark,
    /// Another phone shares this identity.
    Fork,
    /// The server has less than it had. Then say `Refilled`.
    RefillAfter(u64),
    /// The server began a new history.
    StartOver,
    FetchAnew(ListId),
    Ended(EnrolmentState),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Busy {
    Pushing,
    Pulling,
    Renewing,
}

#[derive(Clone, Debug)]
pub struct Engine {
    chance: u64,
    busy: Option<Busy>,
    wants_push: bool,
    wants_pull: bool,
    shown: bool,
    /// Records per push; halved when the server finds them too large.
    batch: usize,
    /// A record on its own was not understood: once may be the network's doing, which
    /// can shorten what it carries.
    suspected: bool,
    failures: u32,
    /// After failures: not by itself before this. A save or a sign breaks it.
    backoff_until: Option<Steady>,
    /// The server asked for it: nothing at all before this.
    patience_until: Option<Steady>,
    pulled_at: Option<Steady>,
    /// News are not served to this app or this enrolment any more.
    no_news: bool,
    /// Two phones share this identity: nothing is handed in before it is renewed.
    forked: bool,
    /// What the page being stored said of what was handed in.
    ledger: Ledger,
    /// Lists fetched anew since they last matched: once is enough.
    fetched_anew: FewOf<ListId>,
    started_over: bool,
    /// The store says that this enrolment was retired or reported lost.
    has_ended: bool,
    /// What is handed in after that may be set aside: the lead's word on it is asked for once.
    asks_once_more: bool,
    state: SyncState,
}

impl Engine {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            chance: seed,
            busy: None,
            wants_push: false,
            wants_pull: false,
            shown: true,
            batch: MAX_BATCH_RECORDS,
            suspected: false,
            failures: 0,
            backoff_until: None,
            patience_until: None,
            pulled_at: None,
            no_news: false,
            forked: false,
            ledger: Ledger::Agrees,
            fetched_anew: FewOf::new(),
            started_over: false,
            has_ended: false,
            asks_once_more: false,
            state: SyncState::Idle,
        }
    }

    /// The engine of a joining that had ended before the app was closed.
    #[must_use]
    pub fn resumed(seed: u64, state: EnrolmentState) -> Self {
        let mut engine = Self::new(seed);
        engine.note_end(state);
        engine
    }

    /// What the sync is doing, for every screen.
    #[must_use]
    pub fn state(&self) -> &SyncState {
        &self.state
    }

    /// Whether a request is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy.is_some()
    }

    /// Hears what happened at `now` and says what to do.
    pub fn handle(&mut self, event: Event, now: Steady) -> Vec<Effect> {
        match event {
            Event::Started | Event::SendNow => {
                self.wants_pull = true;
                self.try_again();
                let mut effects = vec![Effect::Store(StoreChange::Unpark)];
                effects.extend(self.go(now));
                effects
            }
            Event::Recorded => {
                self.wants_push = true;
                self.backoff_until = None;
                self.go(now)
            }
            Event::NetworkRegained => {
                self.wants_pull = true;
                self.try_again();
                self.go(now)
            }
            Event::AppShown => {
                self.shown = true;
                self.wants_pull |= self.is_time_for_news(now);
                self.wants_push = true;
                self.backoff_until = None;
                self.go(now)
            }
            Event::AppHidden => {
                self.shown = false;
                Vec::new()
            }
            Event::Woken => {
                if self.backoff_until.is_some_and(|until| now < until) {
                    return self.rest(now);
                }
                self.backoff_until = None;
                self.wants_push = true;
                self.wants_pull |= self.shown && self.is_time_for_news(now);
                self.go(now)
            }
            Event::NothingToPush => {
                self.busy = None;
                self.wants_push = false;
                self.wants_pull |= self.shown && self.is_time_for_news(now);
                self.go(now)
            }
            Event::Pushed {
                reply,
                ours,
                settled_beyond,
            } => self.pushed(reply, ours, settled_beyond, now),
            Event::Settled { entries } => {
                self.busy = None;
                if entries == 0 {
                    // It answered, but nothing came of it; not again at once.
                    return self.wait_after_failure(SyncTrouble::ServerBusy.into(), now);
                }
                self.went_well();
                self.wants_push = true;
                self.batch = (self.batch * 2).min(MAX_BATCH_RECORDS);
                self.ask_once_more();
                self.go(now)
            }
            Event::Refilled { whole } => {
                self.busy = None;
                if whole {
                    self.wants_push = true;
                    self.go(now)
                } else {
                    self.forked(now)
                }
            }
            Event::Pulled { reply, ledger } => {
                self.ledger = ledger;
                vec![Effect::Store(StoreChange::Page(reply))]
            }
            Event::Renewed => {
                self.busy = None;
                self.forked = false;
                self.wants_push = true;
                self.went_well();
                self.go(now)
            }
            Event::PageStored {
                more,
                mismatched,
                waits,
            } => {
                self.wants_push |= waits;
                self.page_stored(more, mismatched, now)
            }
            Event::Failed { failure, sent } => self.failed(failure, sent, now),
            Event::StoreFailed => {
                self.busy = None;
                let state = match &self.state {
                    SyncState::Working => SyncState::Idle,
                    other => other.clone(),
                };
                self.wait_after_failure(state, now)
            }
        }
    }

    fn try_again(&mut self) {
        self.wants_push = true;
        self.backoff_until = None;
        self.no_news = false;
        self.asks_once_more = true;
        if matches!(
            self.state,
            SyncState::Offline
                | SyncState::Trouble(SyncTrouble::NotOurServer | SyncTrouble::ServerBusy)
        ) {
            self.state = SyncState::Working;
        }
    }

    /// After a phone whose time has ended handed something in, or could not.
    fn ask_once_more(&mut self) {
        if self.has_ended && std::mem::take(&mut self.asks_once_more) {
            self.no_news = false;
            self.wants_pull = true;
        }
    }

    /// The next request, if there is a reason for one and nothing in its way.
    fn go(&mut self, now: Steady) -> Vec<Effect> {
        if self.busy.is_some() {
            return Vec::new();
        }
        if self.patience_until.is_some_and(|until| now < until) || self.backoff_until.is_some() {
            return self.rest(now);
        }
        self.patience_until = None;
        if self.forked {
            if mutant::is("fork-waits-for-ever") {
                return self.rest(now);
            }
            self.busy = Some(Busy::Renewing);
            return vec![Effect::Renew];
        }
        if self.wants_push {
            self.busy = Some(Busy::Pushing);
            return vec![Effect::Push {
                max_records: self.batch,
            }];
        }
        if self.wants_pull && !self.no_news {
            self.busy = Some(Busy::Pulling);
            self.working();
            return vec![Effect::Pull];
        }
        if matches!(self.state, SyncState::Working) {
            self.state = SyncState::Idle;
        }
        self.rest(now)
    }

    fn working(&mut self) {
        // Trouble is shown until something went well, not until the next try.
        if self.state == SyncState::Idle {
            self.state = SyncState::Working;
        }
    }

    /// A request really left the phone.
    pub fn request_left(&mut self) {
        self.working();
    }

    /// When to look again.
    fn rest(&mut self, now: Steady) -> Vec<Effect> {
        let until = [self.patience_until, self.backoff_until]
            .into_iter()
            .flatten()
            .max();
        let after_ms = until.map_or(EVERY_MS, |until| (until - now).max(SHORTEST_WAIT_MS));
        vec![Effect::Wake { after_ms }]
    }

    fn is_time_for_news(&self, now: Steady) -> bool {
        self.pulled_at
            .is_none_or(|at| now.saturating_sub(at) >= EVERY_MS - 5_000)
    }

    fn went_well(&mut self) {
        self.failures = 0;
        self.suspected = false;
        self.backoff_until = None;
        if !self.no_news && !self.forked {
            self.state = SyncState::Working;
        }
    }

    fn pushed(
        &mut self,
        reply: PushReply,
        ours: OurDigest,
        settled_beyond: bool,
        now: Steady,
    ) -> Vec<Effect> {
        match Ledger::compare(reply.have, ours, settled_beyond) {
            Ledger::Behind(n) => vec![Effect::Store(StoreChange::RefillAfter(n))],
            Ledger::Agrees => vec![Effect::Store(StoreChange::Settle {
                results: reply.results,
                have: reply.have,
            })],
            Ledger::Forked => {
                self.busy = None;
                self.forked(now)
            }
        }
    }

    fn forked(&mut self, now: Steady) -> Vec<Effect> {
        self.note_end(EnrolmentState::Forked);
        let mut effects = vec![Effect::Store(StoreChange::Fork)];
        effects.extend(self.go(now));
        effects
    }

    fn page_stored(&mut self, more: bool, mismatched: Vec<ListId>, now: Steady) -> Vec<Effect> {
        self.busy = None;
        self.went_well();
        self.started_over = false;
        self.pulled_at = Some(now);
        self.wants_pull = more;
        let mut effects = Vec::new();
        if std::mem::take(&mut self.has_ended) {
            // News are served again: the lead took it back.
            effects.push(Effect::Store(StoreChange::Ended(EnrolmentState::Active)));
        }
        if !more {
            self.fetched_anew.retain(|list| mismatched.contains(list));
        }
        for list in mismatched {
            // A list that does not match even when fetched whole is the
            // server's mistake; asking again and again would not mend it.
            if self.fetched_anew.insert(list) {
                effects.push(Effect::Store(StoreChange::FetchAnew(list)));
                self.wants_pull = true;
            }
        }
        match std::mem::replace(&mut self.ledger, Ledger::Agrees) {
            Ledger::Agrees => effects.extend(self.go(now)),
            Ledger::Behind(n) => {
                // Nothing else before that is in the outbox again.
                self.busy = Some(Busy::Pushing);
                effects.push(Effect::Store(StoreChange::RefillAfter(n)));
            }
            Ledger::Forked => effects.extend(self.forked(now)),
        }
        effects
    }

    fn failed(&mut self, failure: Failure, sent: usize, now: Steady) -> Vec<Effect> {
        let was = self.busy.take();
        // What is asked for at once if nothing else changes must be waited for.
        let sending = matches!(was, Some(Busy::Pushing | Busy::Renewing));
        match failure {
            Failure::Offline => self.wait_after_failure(SyncState::Offline, now),
            Failure::NotOurServer
            | Failure::CodeUnknown
            | Failure::CodeUsedUp
            | Failure::CodeExpired => {
                self.wait_after_failure(SyncTrouble::NotOurServer.into(), now)
            }
            Failure::Busy { retry_after_ms } | Failure::SlowDown { retry_after_ms } => {
                if let Some(asked) = retry_after_ms {
                    let patience = i64::from(asked).min(LONGEST_PATIENCE_MS);
                    self.patience_until = Some(now + patience);
                }
                self.wait_after_failure(SyncTrouble::ServerBusy.into(), now)
            }
            Failure::TooLarge | Failure::Malformed if was == Some(Busy::Pushing) => {
                self.send_less(failure, sent, now)
            }
            Failure::TooLarge | Failure::Malformed => {
                self.wait_after_failure(SyncTrouble::NotOurServer.into(), now)
            }
            Failure::Retired => {
                // Without news work may still be handed in, until that is refused too.
                self.note_end(EnrolmentState::Retired);
                let mut effects = vec![Effect::Store(StoreChange::Ended(EnrolmentState::Retired))];
                if sending {
                    effects.extend(self.wait_after_failure(SyncTrouble::Retired.into(), now));
                } else {
                    // A server that was set back may have less than it had.
                    self.wants_push = true;
                    effects.extend(self.go(now));
                }
                effects
            }
            Failure::Lost => {
                self.note_end(EnrolmentState::Lost);
                // What the server had once it may have lost, and here it is about to be wiped.
                self.wants_push = true;
                let mut effects = vec![Effect::Store(StoreChange::Ended(EnrolmentState::Lost))];
                if sending {
                    effects.extend(self.wait_after_failure(SyncTrouble::Lost.into(), now));
                } else {
                    effects.extend(self.go(now));
                }
                effects
            }
            Failure::Forked => self.forked(now),
            Failure::EpochChanged => {
                if self.started_over {
                    return self.wait_after_failure(SyncTrouble::ServerBusy.into(), now);
                }
                self.started_over = true;
                self.wants_pull = true;
                // What the server may have lost without knowing it was ever there.
                self.wants_push = true;
                let mut effects = vec![Effect::Store(StoreChange::StartOver)];
                effects.extend(self.go(now));
                effects
            }
            Failure::AppTooOld => {
                self.no_news = true;
                self.state = SyncTrouble::AppTooOld.into();
                if sending {
                    return self.wait_after_failure(SyncTrouble::AppTooOld.into(), now);
                }
                self.go(now)
            }
        }
    }

    /// One bad record must not keep the good ones from going: fewer at once,
    /// and in the end it alone is taken aside.
    fn send_less(&mut self, failure: Failure, sent: usize, now: Steady) -> Vec<Effect> {
        self.wants_push = true;
        let mut effects = Vec::new();
        if sent > 1 {
            self.batch = sent / 2;
        } else if failure == Failure::Malformed && !std::mem::replace(&mut self.suspected, true) {
            self.batch = 1;
            return self.wait_after_failure(SyncTrouble::NotOurServer.into(), now);
        } else if mutant::is("too-large-tried-for-ever") {
            self.batch = 1;
        } else {
            self.suspected = false;
            // It may have come otherwise, and the lead may have looked at it.
            self.ask_once_more();
            effects.push(Effect::Store(StoreChange::Park {
                code: if failure == Failure::TooLarge {
                    "too_large"
                } else {
                    "malformed"
                },
            }));
        }
        effects.extend(self.go(now));
        effects
    }

    fn note_end(&mut self, state: EnrolmentState) {
        match state {
            EnrolmentState::Active => {}
            EnrolmentState::Retired => {
                self.has_ended = true;
                self.no_news = true;
                self.state = SyncTrouble::Retired.into();
            }
            EnrolmentState::Lost => {
                self.has_ended = true;
                self.no_news = true;
                self.state = SyncTrouble::Lost.into();
            }
            EnrolmentState::Forked => {
                self.forked = true;
                self.state = SyncTrouble::Forked.into();
            }
        }
    }

    /// Full jitter: a random time up to a bound that doubles.
    fn wait_after_failure(&mut self, state: SyncState, now: Steady) -> Vec<Effect> {
        self.state = state;
        let bound = FIRST_BACKOFF_MS
            .saturating_mul(1 << self.failures.min(10))
            .min(LONGEST_BACKOFF_MS);
        self.failures = self.failures.saturating_add(1);
        let wait = i64::try_from(self.draw() % (bound + 1)).unwrap_or(EVERY_MS);
        self.backoff_until = Some(now + wait.max(SHORTEST_WAIT_MS));
        if mutant::is("no-wake-after-failure") {
            return Vec::new();
        }
        self.rest(now)
    }

    /// The next number of a seeded sequence (splitmix64).
    fn draw(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl From<SyncTrouble> for SyncState {
    fn from(trouble: SyncTrouble) -> Self {
        Self::Trouble(trouble)
    }
}
