//! The front room's side of the door: a handle that screens clone freely. It
//! only passes messages; who serves them (a thread, a worker, memory) is
//! decided where the room is opened.

use super::{Notice, Reply, Request, Sign, Trouble};
use crate::phone::platform::clock::DeviceClock;
use futures_channel::{mpsc, oneshot};
use futures_util::{Stream, StreamExt as _};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// A handle to the back room. Cheap to clone; two handles are equal when they
/// lead to the same back room.
#[derive(Clone)]
pub struct Room {
    door: Arc<Door>,
    /// What is asked goes to the third back room.
    practice: bool,
}

struct Door {
    messages: mpsc::UnboundedSender<Message>,
    listeners: Arc<Listeners>,
}

/// What comes through the door, in the order it was said.
#[derive(Debug)]
pub(super) enum Message {
    Ask(Ask),
    Sign(Sign),
    /// Close the store and let somebody else have it: another tab took over, or
    /// the page is being put aside.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        expect(dead_code, reason = "only browsers have tabs")
    )]
    LetGo {
        taken_over: bool,
    },
}

/// A request with the way back for its reply.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) request: Request,
    pub(super) reply: oneshot::Sender<Result<Reply, Trouble>>,
}

/// Everybody in the front room who wants to hear notices.
#[derive(Debug, Default)]
pub(super) struct Listeners {
    senders: Mutex<Vec<mpsc::UnboundedSender<Notice>>>,
}

impl Listeners {
    pub(super) fn tell(&self, notice: &Notice) {
        self.senders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|sender| sender.unbounded_send(notice.clone()).is_ok());
    }

    fn add(&self) -> mpsc::UnboundedReceiver<Notice> {
        let (sender, receiver) = mpsc::unbounded();
        self.senders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(sender);
        receiver
    }
}

/// Notices from now on, one after the other. Ends when the back room is gone.
#[derive(Debug)]
pub struct Notices(mpsc::UnboundedReceiver<Notice>);

impl Stream for Notices {
    type Item = Notice;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Notice>> {
        self.0.poll_next_unpin(context)
    }
}

impl Room {
    /// A handle, and for whoever serves it what comes through and whom to tell.
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Message>, Arc<Listeners>) {
        let (messages, received) = mpsc::unbounded();
        let listeners = Arc::new(Listeners::default());
        let room = Self {
            door: Arc::new(Door {
                messages,
                listeners: Arc::clone(&listeners),
            }),
            practice: false,
        };
        (room, received, listeners)
    }

    /// Asks the back room. Whatever the request changes is durable when the
    /// reply comes.
    ///
    /// # Errors
    /// What stood in the way; nothing that was entered is lost by it.
    pub async fn ask(&self, request: Request) -> Result<Reply, Trouble> {
        let request = if self.practice {
            Request::InPractice(Box::new(request))
        } else {
            request
        };
        let (reply, answer) = oneshot::channel();
        let gone = || Trouble::Store("the back room is gone".to_owned());
        self.send(Message::Ask(Ask { request, reply }));
        answer.await.map_err(|_| gone())?
    }

    /// The same door, to the third back room behind it: what is asked here is
    /// practice, and nothing of it comes near what is stored.
    #[must_use]
    pub fn for_practice(&self) -> Self {
        Self {
            practice: true,
            ..self.clone()
        }
    }

    /// What the back room tells by itself, from now on. Each call is a stream of its own.
    #[must_use]
    pub fn notices(&self) -> Notices {
        Notices(self.door.listeners.add())
    }

    /// Passes on what the shell noticed: the app is shown again, the network is back.
    pub fn sign(&self, sign: Sign) {
        self.send(Message::Sign(sign));
    }

    pub(super) fn send(&self, message: Message) {
        // Where the back room is gone, the message and the way back for its
        // reply are dropped, and whoever asked hears of that.
        let _ = self.door.messages.unbounded_send(message);
    }

    /// A back room of its own, in memory, with a real store and no network: for
    /// previews and tests. Nothing of it outlives its handles.
    #[must_use]
    pub fn in_memory() -> Self {
        let (room, messages, listeners) = Self::new();
        super::spawn_local(move || {
            super::owner::serve(
                super::owner::InMemory,
                super::owner::Network::None,
                Arc::new(DeviceClock),
                messages,
                listeners,
            )
        });
        room
    }

    /// A room served by a function: for tests of screens, without a store.
    /// The second value sends notices to whoever listens.
    pub fn answering(
        mut serve: impl FnMut(Request) -> Result<Reply, Trouble> + Send + 'static,
    ) -> (Self, impl Fn(Notice) + Clone) {
        let (room, received, listeners) = Self::new();
        let serving = async move {
            received
                .for_each(|message| {
                    if let Message::Ask(Ask { request, reply }) = message {
                        // Nobody waits for the reply any more when this fails.
                        let _ = reply.send(serve(request));
                    }
                    std::future::ready(())
                })
                .await;
        };
        super::spawn_local(move || serving);
        (room, move |notice| listeners.tell(&notice))
    }
}

impl PartialEq for Room {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.door, &other.door) && self.practice == other.practice
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}
