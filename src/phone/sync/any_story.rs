//! One rule of the engine, tried with stories nobody thought of: one phone, one
//! server, and a network that does what it likes. Whatever it does, what was saved
//! arrives once.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::engine::Steady;
use super::stories::{page_stored, pulled};
use super::{Effect, Engine, Event, Failure, StoreChange};
use crate::phone::store::OurDigest;
use crate::wire::push::{Digest, EntryResult, Have, Outcome, PushReply, StandsFor};
use proptest::prelude::*;
use std::collections::BTreeSet;

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
