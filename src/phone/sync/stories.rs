//! Stories told to the engine, and one rule tried with stories nobody thought
//! of: whatever the network does, what was saved arrives once.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::engine::Steady;
use super::{Effect, Engine, Event, Failure, Ledger, StoreChange};
use crate::domain::ids::ListId;
use crate::phone::store::{EnrolmentState, OurDigest};
use crate::phone::view::{SyncState, SyncTrouble};
use crate::wire::pull::{Cursor, PullReply};
use crate::wire::push::{Digest, EntryResult, Have, Outcome, PushReply, StandsFor};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An effect as stories speak of it.
#[derive(Debug, PartialEq)]
enum Does {
    Push(usize),
    Pull,
    Renew,
    Wake(i64),
    Settle,
    Page,
    Park(&'static str),
    Unpark,
    Fork,
    Refill(u64),
    StartOver,
    FetchAnew(ListId),
    Ended(EnrolmentState),
}

fn does(effects: Vec<Effect>) -> Vec<Does> {
    effects
        .into_iter()
        .map(|effect| match effect {
            Effect::Push { max_records } => Does::Push(max_records),
            Effect::Pull => Does::Pull,
            Effect::Renew => Does::Renew,
            Effect::Wake { after_ms } => Does::Wake(after_ms),
            Effect::Store(change) => match change {
                StoreChange::Settle { .. } => Does::Settle,
                StoreChange::Page(_) => Does::Page,
                StoreChange::Park { code } => Does::Park(code),
                StoreChange::Unpark => Does::Unpark,
                StoreChange::Fork => Does::Fork,
                StoreChange::RefillAfter(n) => Does::Refill(n),
                StoreChange::StartOver => Does::StartOver,
                StoreChange::FetchAnew(list) => Does::FetchAnew(list),
                StoreChange::Ended(state) => Does::Ended(state),
            },
        })
        .collect()
}

struct Story {
    engine: Engine,
    now: Steady,
}

impl Story {
    /// A phone that has just asked for news and heard that there are none.
    fn at_rest() -> Self {
        let mut story = Self {
            engine: Engine::new(7),
            now: 0,
        };
        assert_eq!(story.tell(Event::Started), [Does::Unpark, Does::Push(200)]);
        assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
        story.tell(pulled());
        assert_eq!(story.tell(page_stored()), [Does::Wake(60_000)]);
        story
    }

    /// The same phone, with a batch of so many on its way.
    fn pushing() -> Self {
        let mut story = Self::at_rest();
        assert_eq!(story.tell(Event::Recorded), [Does::Push(200)]);
        story.engine.request_left();
        story
    }

    fn tell(&mut self, event: Event) -> Vec<Does> {
        does(self.engine.handle(event, self.now))
    }

    fn fail(&mut self, failure: Failure, sent: usize) -> Vec<Does> {
        self.tell(Event::Failed { failure, sent })
    }

    fn state(&self) -> &SyncState {
        self.engine.state()
    }
}

fn no_news() -> Box<PullReply> {
    Box::new(PullReply {
        erased: Vec::new(),
        decided: Vec::new(),
        set_aside: Vec::new(),
        campaign_cursor: Cursor::default(),
        campaign: None,
        scripts: Vec::new(),
        recordings: Vec::new(),
        recording: None,
        lists: Vec::new(),
        gone: Vec::new(),
        more: false,
        have: None,
        server_ms: 0,
    })
}

fn pulled() -> Event {
    Event::Pulled {
        reply: no_news(),
        ledger: Ledger::Agrees,
    }
}

fn page_stored() -> Event {
    Event::PageStored {
        more: false,
        mismatched: Vec::new(),
    }
}

fn answer(n: u64, digest: Digest) -> PushReply {
    PushReply {
        results: vec![EntryResult {
            n,
            outcome: Outcome::Accepted,
        }],
        have: Have { n, digest },
        server_ms: 0,
    }
}

const OURS: Digest = Digest([1; 32]);

#[test]
fn a_save_is_handed_in_at_once_and_the_phone_rests_again() {
    let mut story = Story::pushing();
    assert_eq!(*story.state(), SyncState::Working);
    let pushed = Event::Pushed {
        reply: answer(1, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: false,
    };
    assert_eq!(story.tell(pushed), [Does::Settle]);
    assert_eq!(
        story.tell(Event::Settled { entries: 1 }),
        [Does::Push(200)],
        "there may be more"
    );
    assert_eq!(story.tell(Event::NothingToPush), [Does::Wake(60_000)]);
    assert_eq!(*story.state(), SyncState::Idle);
}

#[test]
fn what_is_saved_while_a_request_is_under_way_goes_with_the_next() {
    let mut story = Story::pushing();
    assert_eq!(story.tell(Event::Recorded), []);
    assert_eq!(story.tell(Event::NetworkRegained), []);
    story.tell(Event::Pushed {
        reply: answer(1, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: false,
    });
    assert_eq!(story.tell(Event::Settled { entries: 1 }), [Does::Push(200)]);
}

#[test]
fn without_an_answer_it_waits_a_random_time_that_grows_and_a_save_or_the_network_breaks_it() {
    let mut story = Story::pushing();
    let mut longest = 0;
    for _ in 0..12 {
        let [Does::Wake(after)] = story.fail(Failure::Offline, 1)[..] else {
            unreachable!("after a failure it only waits");
        };
        assert!((200..=60_000).contains(&after), "{after}");
        longest = longest.max(after);
        story.now += after;
        assert_eq!(story.tell(Event::Woken), [Does::Push(200)]);
    }
    assert!(longest > 10_000, "the bound grows: {longest}");
    assert_eq!(*story.state(), SyncState::Offline);
    story.fail(Failure::Offline, 1);
    assert_eq!(story.tell(Event::Recorded), [Does::Push(200)]);
    story.fail(Failure::Offline, 1);
    assert_eq!(story.tell(Event::NetworkRegained), [Does::Push(200)]);
}

#[test]
fn a_wake_that_comes_too_early_is_not_a_reason_to_try() {
    let mut story = Story::pushing();
    let [Does::Wake(after)] = story.fail(Failure::Offline, 1)[..] else {
        unreachable!("after a failure it only waits");
    };
    story.now += after - 1;
    assert!(matches!(story.tell(Event::Woken)[..], [Does::Wake(_)]));
}

#[test]
fn the_servers_wish_for_patience_is_honoured_by_everybody() {
    let mut story = Story::pushing();
    let busy = Failure::SlowDown {
        retry_after_ms: Some(90_000),
    };
    assert_eq!(story.fail(busy, 1), [Does::Wake(90_000)]);
    assert_eq!(*story.state(), SyncState::Trouble(SyncTrouble::ServerBusy));
    story.now += 30_000;
    for event in [Event::Recorded, Event::NetworkRegained, Event::AppShown] {
        assert_eq!(story.tell(event), [Does::Wake(60_000)]);
    }
    assert_eq!(
        story.tell(Event::SendNow),
        [Does::Unpark, Does::Wake(60_000)]
    );
    story.now += 60_000;
    assert_eq!(story.tell(Event::Woken), [Does::Push(200)]);
}

#[test]
fn too_large_a_batch_is_halved_until_the_one_that_is_too_large_stands_alone() {
    let mut story = Story::pushing();
    assert_eq!(story.fail(Failure::TooLarge, 12), [Does::Push(6)]);
    assert_eq!(story.fail(Failure::TooLarge, 6), [Does::Push(3)]);
    assert_eq!(story.fail(Failure::TooLarge, 3), [Does::Push(1)]);
    assert_eq!(
        story.fail(Failure::TooLarge, 1),
        [Does::Park("too_large"), Does::Push(1)]
    );
    story.tell(Event::Pushed {
        reply: answer(1, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: false,
    });
    assert_eq!(story.tell(Event::Settled { entries: 1 }), [Does::Push(2)]);
}

#[test]
fn a_record_the_server_cannot_read_does_not_block_the_others_and_may_be_tried_again() {
    let mut story = Story::pushing();
    assert_eq!(story.fail(Failure::Malformed, 2), [Does::Push(1)]);
    // Once it may have been the network, which can shorten what it carries.
    let [Does::Wake(after)] = story.fail(Failure::Malformed, 1)[..] else {
        unreachable!("it is tried once more, later");
    };
    story.now += after;
    assert_eq!(story.tell(Event::Woken), [Does::Push(1)]);
    assert_eq!(
        story.fail(Failure::Malformed, 1),
        [Does::Park("malformed"), Does::Push(1)]
    );
    assert_eq!(story.tell(Event::NothingToPush), [Does::Wake(60_000)]);
    assert_eq!(story.tell(Event::SendNow), [Does::Unpark, Does::Push(1)]);
}

#[test]
fn an_acknowledgement_with_another_digest_is_not_believed() {
    for ours in [
        OurDigest::Is(Digest([2; 32])),
        OurDigest::Beyond,
        OurDigest::Forgotten,
    ] {
        let mut story = Story::pushing();
        let pushed = Event::Pushed {
            reply: answer(1, OURS),
            ours,
            settled_beyond: false,
        };
        assert_eq!(story.tell(pushed), [Does::Fork, Does::Renew]);
        assert_eq!(*story.state(), SyncState::Trouble(SyncTrouble::Forked));
        assert_eq!(story.tell(Event::Recorded), [], "one request at a time");
        let [Does::Wake(after)] = story.fail(Failure::Offline, 0)[..] else {
            unreachable!("after a failure it only waits");
        };
        story.now += after;
        assert_eq!(
            story.tell(Event::Woken),
            [Does::Renew],
            "nothing is handed in under a shared identity"
        );
        assert_eq!(story.tell(Event::Renewed), [Does::Push(200)]);
        assert_eq!(*story.state(), SyncState::Working);
    }
}

#[test]
fn a_server_restored_from_an_old_backup_is_refilled_and_where_that_cannot_be_whole_renumbered() {
    let lost = || Event::Pushed {
        reply: answer(3, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: true,
    };
    let mut story = Story::pushing();
    assert_eq!(story.tell(lost()), [Does::Refill(3)]);
    assert_eq!(
        story.tell(Event::Refilled { whole: true }),
        [Does::Push(200)]
    );
    let mut story = Story::pushing();
    story.tell(lost());
    assert_eq!(story.tell(Event::Refilled { whole: false })[0], Does::Fork);
}

#[test]
fn a_phone_with_nothing_to_say_hears_with_the_news_that_the_server_lost_something() {
    let story = |ledger| {
        let mut story = Story::at_rest();
        story.now += 60_000;
        assert_eq!(story.tell(Event::Woken), [Does::Push(200)]);
        assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
        let reply = no_news();
        assert_eq!(story.tell(Event::Pulled { reply, ledger }), [Does::Page]);
        story
    };
    let mut behind = story(Ledger::Behind(3));
    assert_eq!(behind.tell(page_stored()), [Does::Refill(3)]);
    assert_eq!(
        behind.tell(Event::Refilled { whole: true }),
        [Does::Push(200)]
    );
    let mut forked = story(Ledger::Forked);
    assert_eq!(forked.tell(page_stored()), [Does::Fork, Does::Renew]);
}

#[test]
fn an_answer_that_settles_nothing_is_not_asked_for_again_at_once() {
    let mut story = Story::pushing();
    story.tell(Event::Pushed {
        reply: answer(0, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: false,
    });
    assert!(matches!(
        story.tell(Event::Settled { entries: 0 })[..],
        [Does::Wake(_)]
    ));
}

#[test]
fn a_cafes_sign_in_page_is_said_to_be_that_until_our_server_answers() {
    let mut story = Story::pushing();
    let [Does::Wake(after)] = story.fail(Failure::NotOurServer, 1)[..] else {
        unreachable!("after a failure it only waits");
    };
    let trouble = SyncState::Trouble(SyncTrouble::NotOurServer);
    assert_eq!(*story.state(), trouble);
    story.now += after;
    story.tell(Event::Woken);
    story.engine.request_left();
    assert_eq!(*story.state(), trouble, "until something went well");
    story.tell(Event::Pushed {
        reply: answer(1, OURS),
        ours: OurDigest::Is(OURS),
        settled_beyond: false,
    });
    story.tell(Event::Settled { entries: 1 });
    assert_eq!(*story.state(), SyncState::Working);
}

#[test]
fn news_are_asked_for_page_by_page_and_again_after_a_minute() {
    let mut story = Story::at_rest();
    story.now += 60_000;
    assert_eq!(story.tell(Event::Woken), [Does::Push(200)]);
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
    assert_eq!(story.tell(pulled()), [Does::Page]);
    let more = Event::PageStored {
        more: true,
        mismatched: Vec::new(),
    };
    assert_eq!(story.tell(more), [Does::Pull]);
    assert_eq!(story.tell(page_stored()), [Does::Wake(60_000)]);
}

#[test]
fn a_hidden_app_hands_in_but_asks_for_no_news() {
    let mut story = Story::at_rest();
    story.tell(Event::AppHidden);
    story.now += 600_000;
    assert_eq!(story.tell(Event::Woken), [Does::Push(200)]);
    assert_eq!(story.tell(Event::NothingToPush), [Does::Wake(60_000)]);
    assert_eq!(story.tell(Event::AppShown), [Does::Push(200)]);
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
}

#[test]
fn a_list_that_does_not_match_is_fetched_anew_once() {
    let mut story = Story::at_rest();
    let list = ListId(uuid::Uuid::from_u128(1));
    let mismatched = || Event::PageStored {
        more: false,
        mismatched: vec![list],
    };
    story.tell(Event::SendNow);
    story.tell(Event::NothingToPush);
    assert_eq!(
        story.tell(mismatched()),
        [Does::FetchAnew(list), Does::Pull]
    );
    assert_eq!(
        story.tell(mismatched()),
        [Does::Wake(60_000)],
        "a second mismatch is the server's mistake"
    );
}

#[test]
fn a_new_history_on_the_server_means_from_scratch_and_not_in_a_circle() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    story.tell(Event::NothingToPush);
    assert_eq!(
        story.fail(Failure::EpochChanged, 0),
        [Does::StartOver, Does::Pull]
    );
    assert!(matches!(
        story.fail(Failure::EpochChanged, 0)[..],
        [Does::Wake(_)]
    ));
}

#[test]
fn a_retired_phone_still_hands_in_and_an_old_app_too() {
    for (failure, trouble) in [
        (Failure::Retired, SyncTrouble::Retired),
        (Failure::AppTooOld, SyncTrouble::AppTooOld),
        (Failure::Lost, SyncTrouble::Lost),
    ] {
        let mut story = Story::at_rest();
        story.tell(Event::SendNow);
        assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
        let does = story.fail(failure, 0);
        if trouble != SyncTrouble::AppTooOld {
            // A server that was set back may have less than it had.
            assert_eq!(does.last(), Some(&Does::Push(200)), "all it lacks at once");
            story.tell(Event::NothingToPush);
        }
        assert_eq!(*story.state(), SyncState::Trouble(trouble));
        assert_eq!(story.tell(Event::Recorded), [Does::Push(200)]);
        assert_eq!(
            story.tell(Event::NothingToPush),
            [Does::Wake(60_000)],
            "and asks for no news"
        );
        assert_eq!(*story.state(), SyncState::Trouble(trouble));
    }
}

#[test]
fn a_retired_phone_asks_once_what_became_of_what_it_handed_in_late() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
    let ended = [Does::Ended(EnrolmentState::Retired), Does::Push(200)];
    assert_eq!(story.fail(Failure::Retired, 0), ended);
    let hands_in = |story: &mut Story| {
        let pushed = Event::Pushed {
            reply: answer(1, OURS),
            ours: OurDigest::Is(OURS),
            settled_beyond: false,
        };
        assert_eq!(story.tell(pushed), [Does::Settle]);
        assert_eq!(story.tell(Event::Settled { entries: 1 }), [Does::Push(200)]);
        story.tell(Event::NothingToPush)
    };
    assert_eq!(hands_in(&mut story), [Does::Pull]);
    assert_eq!(story.fail(Failure::Retired, 0), ended);
    assert_eq!(hands_in(&mut story), [Does::Wake(60_000)], "and only once");
    assert_eq!(
        *story.state(),
        SyncState::Trouble(SyncTrouble::Retired),
        "what it shows stays"
    );
}

#[test]
fn what_could_not_be_stored_is_asked_for_again_later() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    story.tell(Event::NothingToPush);
    story.tell(pulled());
    let [Does::Wake(after)] = story.tell(Event::StoreFailed)[..] else {
        unreachable!("a full disk is waited out");
    };
    story.now += after;
    story.tell(Event::Woken);
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
}

// One phone, one server, and a network that does what it likes.

#[derive(Clone, Debug)]
enum Fate {
    Arrives,
    /// Applied, and the answer is lost.
    AnswerLost,
    Lost,
    Html,
    Busy,
    /// A proxy in between takes no more than so many at once.
    AtMost(usize),
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Arrives),
        2 => Just(Fate::AnswerLost),
        2 => Just(Fate::Lost),
        1 => Just(Fate::Html),
        1 => Just(Fate::Busy),
        1 => (1_usize..4).prop_map(Fate::AtMost),
    ]
}

#[derive(Clone, Debug)]
enum Happens {
    Save,
    Sign,
    /// The app is killed and opened again.
    Killed,
    /// What is under way meets its fate, or time passes.
    Goes(Fate),
}

fn happenings() -> impl Strategy<Value = Vec<Happens>> {
    proptest::collection::vec(
        prop_oneof![
            3 => Just(Happens::Save),
            1 => Just(Happens::Sign),
            1 => Just(Happens::Killed),
            6 => fates().prop_map(Happens::Goes),
        ],
        0..80,
    )
}

/// A phone's store as far as delivery goes, and a server's log.
#[derive(Default)]
struct World {
    saved: u64,
    /// Waiting entries: id, and the number it was first sent under.
    waiting: Vec<(u64, Option<u64>)>,
    delivered: BTreeSet<u64>,
    last_n: u64,
    /// What the server has under each number from 1.
    log: Vec<u64>,
}

impl World {
    fn digest(ids: &[u64]) -> Digest {
        (1..).zip(ids).fold(Digest::default(), |digest, (n, id)| {
            let mut stands = [0; 32];
            stands[..8].copy_from_slice(&id.to_be_bytes());
            digest.then(n, StandsFor(stands))
        })
    }

    /// This phone's own ids by number.
    fn own(&self) -> Vec<u64> {
        // Ids are numbered in the order they were saved.
        (1..=self.last_n).collect()
    }

    fn take(&mut self, max: usize) -> Vec<(u64, u64)> {
        let mut batch = Vec::new();
        for (id, n) in self.waiting.iter_mut().take(max) {
            let n = *n.get_or_insert_with(|| {
                self.last_n += 1;
                self.last_n
            });
            batch.push((*id, n));
        }
        batch
    }

    fn apply(&mut self, batch: &[(u64, u64)]) -> PushReply {
        for (id, n) in batch {
            let place = usize::try_from(*n).unwrap() - 1;
            match self.log.get(place) {
                Some(there) => assert_eq!(there, id, "one number, one record"),
                None => {
                    assert_eq!(self.log.len(), place, "no gaps");
                    self.log.push(*id);
                }
            }
        }
        PushReply {
            results: batch
                .iter()
                .map(|(_, n)| EntryResult {
                    n: *n,
                    outcome: Outcome::Accepted,
                })
                .collect(),
            have: Have {
                n: self.log.len() as u64,
                digest: Self::digest(&self.log),
            },
            server_ms: 0,
        }
    }
}

struct Run {
    world: World,
    engine: Engine,
    now: Steady,
    wake: Option<Steady>,
    pushing: Option<Vec<(u64, u64)>>,
    pulling: bool,
}

impl Run {
    fn hear(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in self.engine.handle(event, self.now) {
                match effect {
                    Effect::Push { max_records } => {
                        assert!(!self.busy(), "one request at a time");
                        let batch = self.world.take(max_records);
                        if batch.is_empty() {
                            events.push(Event::NothingToPush);
                        } else {
                            self.pushing = Some(batch);
                        }
                    }
                    Effect::Pull => {
                        assert!(!self.busy(), "one request at a time");
                        self.pulling = true;
                    }
                    Effect::Renew => unreachable!("nobody else speaks for it"),
                    Effect::Wake { after_ms } => self.wake = Some(self.now + after_ms),
                    Effect::Store(StoreChange::Settle { results, have }) => {
                        let mut entries = 0;
                        for result in results.iter().filter(|result| result.n <= have.n) {
                            let at = self
                                .world
                                .waiting
                                .iter()
                                .position(|(_, n)| *n == Some(result.n));
                            if let Some(at) = at {
                                let (id, _) = self.world.waiting.remove(at);
                                self.world.delivered.insert(id);
                                entries += 1;
                            }
                        }
                        events.push(Event::Settled { entries });
                    }
                    Effect::Store(StoreChange::Page(_)) => events.push(page_stored()),
                    Effect::Store(StoreChange::Unpark) => {}
                    Effect::Store(other) => unreachable!("no reason for {other:?}"),
                }
            }
        }
        assert!(
            self.busy() || self.wake.is_some(),
            "never without a reason to go on"
        );
    }

    fn busy(&self) -> bool {
        self.pushing.is_some() || self.pulling
    }

    fn fail(&mut self, failure: Failure, sent: usize) {
        self.hear(Event::Failed { failure, sent });
    }

    fn go(&mut self, fate: &Fate) {
        if let Some(batch) = self.pushing.take() {
            match fate {
                Fate::AtMost(few) if batch.len() > *few => {
                    self.fail(Failure::TooLarge, batch.len());
                }
                Fate::Arrives | Fate::AtMost(_) => {
                    let reply = self.world.apply(&batch);
                    let own = self.world.own();
                    let have = usize::try_from(reply.have.n).unwrap();
                    let ours = OurDigest::Is(World::digest(&own[..have]));
                    self.hear(Event::Pushed {
                        reply,
                        ours,
                        settled_beyond: false,
                    });
                }
                Fate::AnswerLost => {
                    self.world.apply(&batch);
                    self.fail(Failure::Offline, batch.len());
                }
                Fate::Lost => self.fail(Failure::Offline, batch.len()),
                Fate::Html => self.fail(Failure::NotOurServer, batch.len()),
                Fate::Busy => {
                    let busy = Failure::Busy {
                        retry_after_ms: Some(2_000),
                    };
                    self.fail(busy, batch.len());
                }
            }
        } else if std::mem::take(&mut self.pulling) {
            match fate {
                Fate::Arrives => self.hear(pulled()),
                _ => self.fail(Failure::Offline, 0),
            }
        } else if let Some(wake) = self.wake.take() {
            self.now = self.now.max(wake);
            self.hear(Event::Woken);
        }
    }
}

proptest! {
    #[test]
    fn whatever_the_network_does_what_was_saved_arrives_once(
        story in happenings(),
        seed in any::<u64>(),
    ) {
        let mut run = Run {
            world: World::default(),
            engine: Engine::new(seed),
            now: 0,
            wake: None,
            pushing: None,
            pulling: false,
        };
        run.hear(Event::Started);
        for happens in story {
            match happens {
                Happens::Save => {
                    run.world.saved += 1;
                    let id = run.world.saved;
                    run.world.waiting.push((id, None));
                    run.hear(Event::Recorded);
                }
                Happens::Sign => run.hear(Event::NetworkRegained),
                Happens::Killed => {
                    // Under way or not, nobody hears of it any more.
                    run.pushing = None;
                    run.pulling = false;
                    run.engine = Engine::new(seed);
                    run.hear(Event::Started);
                }
                Happens::Goes(fate) => run.go(&fate),
            }
            // Safety: nothing unsent is ever gone.
            for id in 1..=run.world.saved {
                let waits = run.world.waiting.iter().any(|(waiting, _)| *waiting == id);
                let arrived = run.world.delivered.contains(&id) && run.world.log.contains(&id);
                prop_assert!(waits || arrived, "{id} is neither here nor there");
            }
        }
        // Liveness: with a good network everything arrives, and soon.
        let mut steps = 0;
        while !run.world.waiting.is_empty() {
            run.go(&Fate::Arrives);
            steps += 1;
            prop_assert!(steps < 400, "it does not come to an end");
        }
        prop_assert_eq!(run.world.log.len() as u64, run.world.saved);
        prop_assert!(run.world.log.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
