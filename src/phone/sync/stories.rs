//! Stories told to the engine.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::engine::Steady;
use super::{Effect, Engine, Event, Failure, Ledger, StoreChange};
use crate::domain::ids::ListId;
use crate::phone::store::{EnrolmentState, OurDigest};
use crate::phone::view::{SyncState, SyncTrouble};
use crate::wire::pull::{Cursor, PullReply};
use crate::wire::push::{Digest, EntryResult, Have, Outcome, PushReply};

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

pub(super) fn pulled() -> Event {
    Event::Pulled {
        reply: no_news(),
        ledger: Ledger::Agrees,
    }
}

pub(super) fn page_stored() -> Event {
    Event::PageStored {
        more: false,
        mismatched: Vec::new(),
        waits: false,
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
        waits: false,
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
        waits: false,
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
fn what_a_whole_list_lacks_is_handed_in_at_once() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    story.tell(Event::NothingToPush);
    let stored = Event::PageStored {
        more: false,
        mismatched: Vec::new(),
        waits: true,
    };
    assert_eq!(story.tell(stored), [Does::Push(200)]);
}

#[test]
fn a_new_history_on_the_server_means_from_scratch_and_not_in_a_circle() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    story.tell(Event::NothingToPush);
    assert_eq!(
        story.fail(Failure::EpochChanged, 0),
        [Does::StartOver, Does::Push(200)]
    );
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
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
fn a_retired_phone_asks_once_what_became_of_what_cannot_get_through() {
    let mut story = Story::at_rest();
    story.tell(Event::SendNow);
    assert_eq!(
        story.fail(Failure::TooLarge, 1),
        [Does::Park("too_large"), Does::Push(200)]
    );
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
    let ended = [Does::Ended(EnrolmentState::Retired), Does::Push(200)];
    assert_eq!(story.fail(Failure::Retired, 0), ended);
    // Told while it was on its way that it is with the team, it would go on as parked.
    assert_eq!(
        story.fail(Failure::TooLarge, 1),
        [Does::Park("too_large"), Does::Push(200)]
    );
    assert_eq!(story.tell(Event::NothingToPush), [Does::Pull]);
    assert_eq!(story.fail(Failure::Retired, 0), ended);
    assert_eq!(
        story.fail(Failure::TooLarge, 1),
        [Does::Park("too_large"), Does::Push(200)]
    );
    assert_eq!(
        story.tell(Event::NothingToPush),
        [Does::Wake(60_000)],
        "and only once"
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
