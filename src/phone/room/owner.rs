//! Whoever owns the back room serves one thing after the other: a request, an
//! answer from the network, the alarm. Requests come first. Nothing here waits
//! for the network while somebody at a door waits for a commit.

use super::back::{BackRoom, Job, Ticket, files_of};
use super::handle::{Ask, Listeners, Message};
use super::{Notice, Reply, Request, Sign, Trouble};
use crate::domain::few::Few;
use crate::phone::platform::clock::Clock;
use crate::phone::store::{Store, StoreError};
use crate::phone::sync::HttpAnswer;
use crate::phone::sync::driver::{self, Call, Http};
use futures_channel::{mpsc, oneshot};
use futures_util::future::{Fuse, FusedFuture as _, LocalBoxFuture};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use std::sync::Arc;

/// Where the back room's store comes from.
pub(super) trait Premises {
    /// Opens the store; with `take_over` even if somebody else has it.
    async fn open(&mut self, clock: &dyn Clock, take_over: bool) -> Result<Store, Trouble>;

    /// Opens the store as it is, to read it and nothing else.
    async fn open_to_read(&mut self, clock: &dyn Clock) -> Result<Store, Trouble>;

    /// Puts a damaged store aside, after it was closed: the next `open` begins a new one.
    async fn set_aside(&mut self, clock: &dyn Clock) -> Result<(), Trouble>;

    /// Lets somebody else have it, after it was closed.
    fn let_go(&mut self);
}

/// A store in memory: gone when it is let go.
#[derive(Debug)]
pub(super) struct InMemory;

impl Premises for InMemory {
    async fn open(&mut self, _clock: &dyn Clock, _take_over: bool) -> Result<Store, Trouble> {
        Store::in_memory().map_err(Trouble::from)
    }

    async fn open_to_read(&mut self, _clock: &dyn Clock) -> Result<Store, Trouble> {
        Store::in_memory().map_err(Trouble::from)
    }

    async fn set_aside(&mut self, _clock: &dyn Clock) -> Result<(), Trouble> {
        Ok(())
    }

    fn let_go(&mut self) {}
}

/// How the back room reaches the server.
#[derive(Clone, Debug)]
pub(super) enum Network {
    Http(Http),
    /// Practice and previews: there is none.
    None,
}

impl Network {
    fn perform(&self, call: Call) -> LocalBoxFuture<'static, HttpAnswer> {
        match self.clone() {
            Self::Http(http) => async move { http.perform(call).await }.boxed_local(),
            Self::None => std::future::ready(HttpAnswer::None).boxed_local(),
        }
    }
}

type UnderWay = FuturesUnordered<LocalBoxFuture<'static, (u64, HttpAnswer)>>;

struct Owner<P> {
    premises: P,
    network: Network,
    clock: Arc<dyn Clock + Send + Sync>,
    listeners: Arc<Listeners>,
    back: Option<BackRoom>,
    /// Closed because the page was put aside, not because another tab has it.
    put_aside: bool,
    waiting: Few<Ticket, oneshot::Sender<Result<Reply, Trouble>>>,
    next_ticket: Ticket,
    under_way: UnderWay,
}

/// No alarm is set for longer: clocks of sleeping phones jump.
const LONGEST_ALARM_MS: i64 = 60_000;

/// Serves until every handle is gone.
pub(super) async fn serve(
    premises: impl Premises,
    network: Network,
    clock: Arc<dyn Clock + Send + Sync>,
    mut messages: mpsc::UnboundedReceiver<Message>,
    listeners: Arc<Listeners>,
) {
    let mut owner = Owner {
        premises,
        network,
        clock,
        listeners,
        back: None,
        put_aside: false,
        waiting: Few::default(),
        next_ticket: 1,
        under_way: FuturesUnordered::new(),
    };
    let mut alarm = Alarm::unset();
    loop {
        alarm.set(owner.next_wake(), &*owner.clock);
        futures_util::select_biased! {
            message = messages.next() => match message {
                Some(message) => owner.receive(message).await,
                None => break,
            },
            (job, answer) = owner.under_way.select_next_some() => {
                if let Some(back) = &mut owner.back {
                    back.answered(job, &answer);
                }
            },
            () = &mut alarm.ring => {
                if let Some(back) = &mut owner.back {
                    back.woken();
                }
            },
        }
        owner.hand_out();
    }
    owner.close();
}

/// One timer at a time, set again only when something is due before it.
struct Alarm {
    at: i64,
    ring: Fuse<LocalBoxFuture<'static, ()>>,
}

impl Alarm {
    fn unset() -> Self {
        Self {
            at: i64::MAX,
            ring: Fuse::terminated(),
        }
    }

    fn set(&mut self, in_ms: Option<i64>, clock: &dyn Clock) {
        let Some(in_ms) = in_ms else {
            *self = Self::unset();
            return;
        };
        let in_ms = in_ms.min(LONGEST_ALARM_MS);
        let at = clock.steady_ms().saturating_add(in_ms);
        if at < self.at || self.ring.is_terminated() {
            self.at = at;
            self.ring = driver::wait(in_ms).boxed_local().fuse();
        }
    }
}

impl<P: Premises> Owner<P> {
    async fn receive(&mut self, message: Message) {
        match message {
            Message::Ask(Ask { request, reply }) => {
                let answer = self.ask(request).await;
                match answer {
                    Asked::Now(answer) => {
                        // Whoever asked may have gone on; what was done is done.
                        let _ = reply.send(*answer);
                    }
                    Asked::Later(ticket) => {
                        self.waiting.insert(ticket, reply);
                    }
                }
            }
            Message::Sign(sign) => {
                if self.put_aside && sign == Sign::AppShown {
                    // It is asked for anyway by the next request; this only lets the sync go on.
                    let _ = self.open(false).await;
                }
                if let Some(back) = &mut self.back {
                    back.sign(sign);
                }
            }
            Message::LetGo { taken_over } => {
                let had_it = self.back.is_some();
                self.close();
                self.put_aside = had_it && !taken_over;
                if taken_over && had_it {
                    self.listeners.tell(&Notice::TakenOver);
                }
            }
        }
    }

    async fn ask(&mut self, request: Request) -> Asked {
        if self.back.is_none()
            && let Err(trouble) = self.open(request == Request::TakeOver).await
        {
            let answer = if request == Request::Rescue {
                self.rescue_unopened().await.map_err(|_| trouble)
            } else {
                Err(trouble)
            };
            return Asked::Now(Box::new(answer));
        }
        let Some(back) = &mut self.back else {
            return Asked::Now(Box::new(Err(Trouble::NoStorage)));
        };
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        match back.ask(request, ticket) {
            Some(Err(Trouble::Damaged(detail))) => {
                let set_aside = self.set_aside().await;
                Asked::Now(Box::new(Err(set_aside
                    .err()
                    .unwrap_or(Trouble::Damaged(detail)))))
            }
            Some(answer) => Asked::Now(Box::new(answer)),
            None => Asked::Later(ticket),
        }
    }

    /// The store cannot be opened for work: a full disk, a file of a newer app.
    /// What is unsent may be readable all the same.
    async fn rescue_unopened(&mut self) -> Result<Reply, Trouble> {
        let store = self.premises.open_to_read(&*self.clock).await?;
        let (rescue, _) = files_of(store.tables(), &*self.clock)?;
        store.close();
        Ok(Reply::Rescue(rescue))
    }

    async fn open(&mut self, take_over: bool) -> Result<(), Trouble> {
        let store = self.premises.open(&*self.clock, take_over).await?;
        match BackRoom::new(store, Arc::clone(&self.clock)) {
            Ok(back) => {
                self.back = Some(back);
                self.put_aside = false;
                Ok(())
            }
            Err(StoreError::Damaged(detail)) => {
                self.set_aside().await?;
                Err(Trouble::Damaged(detail))
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn set_aside(&mut self) -> Result<(), Trouble> {
        self.close_store();
        self.premises.set_aside(&*self.clock).await
    }

    /// Closes the store; what is under way comes to nothing, and is tried again
    /// by whoever opens it next.
    fn close_store(&mut self) {
        self.under_way.clear();
        if let Some(back) = self.back.take() {
            back.into_store().close();
        }
        for reply in std::mem::take(&mut self.waiting).into_values() {
            let _ = reply.send(Err(Trouble::SecondTab));
        }
    }

    fn close(&mut self) {
        self.close_store();
        self.premises.let_go();
    }

    /// Passes on what the back room wants sent and said.
    fn hand_out(&mut self) {
        let Some(back) = &mut self.back else {
            return;
        };
        for Job { id, call } in back.take_jobs() {
            let answer = self.network.perform(call);
            self.under_way
                .push(async move { (id, answer.await) }.boxed_local());
        }
        for (ticket, answer) in back.take_replies() {
            if let Some(reply) = self.waiting.remove(&ticket) {
                let _ = reply.send(answer);
            }
        }
        for notice in back.take_notices() {
            self.listeners.tell(&notice);
        }
    }

    fn next_wake(&self) -> Option<i64> {
        self.back.as_ref().map(BackRoom::next_wake_ms)
    }
}

enum Asked {
    Now(Box<Result<Reply, Trouble>>),
    Later(Ticket),
}
