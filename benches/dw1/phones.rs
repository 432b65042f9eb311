//! Phones: the real back room over a real encrypted file, the real sync engine, the native
//! driver. Only whose phone it is was settled beforehand (a team of a hundred joins through
//! many minutes and addresses, not through one), and nobody taps: records are put where a
//! finished talk puts them.

use crate::ground::DOORS;
use crate::records::Chance;
use doorstep::domain::ids::DoorId;
use doorstep::domain::record::Record;
use doorstep::phone::platform::clock::{Clock as _, DeviceClock};
use doorstep::phone::room::back::BackRoom;
use doorstep::phone::room::{Reply, Request, Sign};
use doorstep::phone::store::Location;
use doorstep::phone::sync::driver::{self, Http};
use doorstep::wire::join::JoinReply;
use std::sync::Arc;
use tempfile::TempDir;

pub struct Phone {
    pub back: BackRoom,
    http: Http,
    _folder: TempDir,
}

impl Phone {
    /// Joined at `server`, its list not yet asked for.
    pub async fn new(joined: &JoinReply, server: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Location::new(folder.path())
            .open(&DeviceClock)
            .await
            .unwrap();
        store
            .write(|tables| tables.enrol(joined, server, DeviceClock.now()))
            .unwrap();
        Self {
            back: BackRoom::new(store, Arc::new(DeviceClock)).unwrap(),
            http: Http::new(server),
            _folder: folder,
        }
    }

    /// As after a day of talks without a network.
    pub fn hold(&mut self, day: &[(Record, DoorId)]) {
        let enrolment = self.back.store().tables().enrolments().unwrap().remove(0);
        self.back
            .store_mut()
            .write(|tables| {
                for (record, door) in day {
                    tables.add_own(&enrolment, record, Some(*door), None)?;
                }
                Ok(())
            })
            .unwrap();
    }

    pub fn not_sent(&mut self) -> u32 {
        match self.back.ask(Request::Delivery, 0) {
            Some(Ok(Reply::Delivery(delivery))) => delivery.status.not_sent,
            other => panic!("{other:?}"),
        }
    }

    #[must_use]
    pub fn doors(&self) -> usize {
        self.back.store().tables().inventory().unwrap().doors.len()
    }

    /// Carries requests until there are none; how many were sent.
    pub async fn carry(&mut self) -> u32 {
        self.carry_telling(|_| ()).await
    }

    /// The same; `answered` hears of each answer.
    async fn carry_telling(&mut self, mut answered: impl FnMut(&mut Self)) -> u32 {
        let mut sent = 0;
        loop {
            let jobs = self.back.take_jobs();
            if jobs.is_empty() {
                return sent;
            }
            for job in jobs {
                let answer = self.http.perform(job.call).await;
                self.back.answered(job.id, &answer);
                answered(self);
                sent += 1;
            }
        }
    }

    /// Until `done`, waking whenever it asked to be woken.
    async fn carry_until(&mut self, mut done: impl FnMut(&mut Self) -> bool) {
        loop {
            self.carry().await;
            if done(self) {
                return;
            }
            driver::wait(self.back.next_wake_ms()).await;
            self.back.woken();
        }
    }

    /// Hands in everything; `arrived` hears how many records each answer was for.
    pub async fn hand_in(&mut self, arrived: impl Fn(u64)) {
        let mut left = self.not_sent();
        self.back.sign(Sign::AppShown);
        while left > 0 {
            self.carry_telling(|phone| {
                let now = phone.not_sent();
                arrived(u64::from(left - now));
                left = now;
            })
            .await;
            if left > 0 {
                driver::wait(self.back.next_wake_ms()).await;
                self.back.woken();
            }
        }
    }

    /// Gets its list, however often it has to ask a busy server.
    pub async fn fetch(&mut self) {
        self.carry_until(|phone| phone.doors() == DOORS).await;
    }

    /// Hands in everything and gets its list.
    pub async fn hand_in_and_fetch(&mut self) {
        self.back.sign(Sign::AppShown);
        self.carry_until(|phone| phone.not_sent() == 0 && phone.doors() == DOORS)
            .await;
    }

    pub fn sync_now(&mut self) {
        let answer = self.back.ask(Request::SyncNow, 0);
        assert!(matches!(answer, Some(Ok(Reply::Done))), "{answer:?}");
    }
}

/// Runs each on a thread of its own, with a network of its own, as phones are; all begin with
/// the last that is ready. `at_the_start` is called then, and what it gives is given back.
pub fn at_once<P: Send + 'static, T: Send + 'static, S>(
    prepared: Vec<P>,
    prepare: impl AsyncFn(P) -> (Phone, P) + Send + Clone + 'static,
    work: impl AsyncFn(Phone, P) -> T + Send + Clone + 'static,
    at_the_start: impl FnOnce() -> S,
) -> (S, Vec<T>) {
    let barrier = Arc::new(std::sync::Barrier::new(prepared.len() + 1));
    let threads: Vec<_> = prepared
        .into_iter()
        .map(|one| {
            let (barrier, prepare, work) = (Arc::clone(&barrier), prepare.clone(), work.clone());
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let (phone, one) = prepare(one).await;
                    barrier.wait();
                    barrier.wait();
                    work(phone, one).await
                })
            })
        })
        .collect();
    barrier.wait();
    let start = at_the_start();
    barrier.wait();
    let done = threads.into_iter().map(|thread| thread.join().unwrap());
    (start, done.collect())
}

/// A day's records of one phone.
#[derive(Clone, Debug)]
pub struct Day {
    pub joined: JoinReply,
    pub server: String,
    pub records: Vec<(Record, DoorId)>,
}

/// How many records, and a sum over their ids and contents that does not depend on order.
#[must_use]
pub fn sum_of<'a>(records: impl IntoIterator<Item = &'a Record>) -> (u32, u64) {
    let mut check = doorstep::wire::pull::ListCheck::default();
    for record in records {
        check.add_record(record.id, record.content_hash());
    }
    (check.records, check.sum)
}

/// Which connections of a bad network are cut, and where.
pub fn cut_somewhere(seed: u64) -> impl Fn(u64) -> crate::proxy::Fate + Send + 'static {
    move |connection| {
        let mut chance = Chance::new(seed ^ (connection << 8));
        crate::proxy::Fate::CutAfter(20_000 + chance.below(180_000))
    }
}
