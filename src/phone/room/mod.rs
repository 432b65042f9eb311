//! The door between the front room and the back room: typed requests, replies
//! and notices, the same on every shell. `thread` carries them over channels,
//! `worker` as bytes between the page and a dedicated worker.

pub mod back;
mod handle;
mod owner;
#[cfg(any(target_arch = "wasm32", test))]
pub(in crate::phone) mod post;
#[cfg(not(target_arch = "wasm32"))]
mod thread;
#[cfg(target_arch = "wasm32")]
mod worker;
#[cfg(target_arch = "wasm32")]
mod worker_client;

pub use handle::{Notices, Room};
#[cfg(target_arch = "wasm32")]
pub use worker::run as run_worker;

use super::view::{
    Delivery, DoorView, Home, Opening, Outcome, Preferences, Rehearse, Rescue, Saved, Status,
    Story, StoryKey, Street, Streets, TalkView, Workshop,
};
use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{Hazard, Wish, WishScope};
use crate::domain::draft::Act;
use crate::domain::guide::RecordingName;
use crate::domain::ids::{DoorId, DraftId, ListId, RecordId};
use crate::domain::visit::WhoAnswered;
use serde::{Deserialize, Serialize};

/// What the front room may ask. Whatever changes something is durably stored
/// before its reply is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The first request. Replies `Opening`.
    Open,
    /// Replies `Home` once enrolled and the first lists were asked for.
    Join {
        code: String,
        name: String,
    },
    Home,
    Streets {
        list: ListId,
    },
    /// `index` as in the list's walking order of street sides.
    Street {
        list: ListId,
        index: u32,
    },
    Door {
        door: DoorId,
    },
    /// Notes an outcome without a conversation. Replies `Saved`.
    Note {
        outcome: Outcome,
    },
    /// Takes back visits just made; nothing was there. Replies `Done`.
    Undo {
        visits: Vec<RecordId>,
    },
    /// Corrects one's own earlier visit. Replies `Saved`.
    Correct {
        visit: RecordId,
        disposition: Disposition,
        call: Option<CallOutcome>,
        who: Option<WhoAnswered>,
    },
    /// A warning for the team, shown for so many days. Replies `Done`.
    Warn {
        door: DoorId,
        hazard: Hazard,
        days: u32,
    },
    /// Not today, never again, delete my data, and what that means for the
    /// conversations with whoever wishes it. Replies `Saved`.
    Wish {
        door: DoorId,
        scope: WishScope,
        wish: Wish,
    },
    /// Begins a conversation. Replies `Talk`.
    Begin {
        door: DoorId,
        who: WhoAnswered,
    },
    Talk {
        draft: DraftId,
    },
    /// A recording that belongs to this conversation's script. Replies `Recording`.
    Recording {
        draft: DraftId,
        name: RecordingName,
    },
    /// One act in a conversation. Replies `Talk`, after the draft is durable;
    /// `Done` when a form was left with nothing in it, which is then gone.
    Act {
        draft: DraftId,
        act: Act,
    },
    /// Turns the draft into records. Replies `Saved`.
    Finish {
        draft: DraftId,
    },
    /// "Record a talk I just had": the form begun at this door, or a new one.
    /// It is filled in by `Act`s and handed in by `Finish`. Replies `Talk`.
    BeginAfterwards {
        door: DoorId,
    },
    Delivery,
    /// Everything unsent as files to share or save; nothing changes. Answered
    /// also where the store cannot be opened for work but can be read. Replies `Rescue`.
    Rescue,
    /// The files of the last `Rescue`, named here, were shared or saved. Replies `Done`.
    Rescued {
        names: Vec<String>,
    },
    /// Takes the campaign and everything about it off this phone, unless
    /// something is neither sent nor rescued. Replies `Done`.
    Leave,
    /// Try to send and fetch now. Replies `Done` at once; notices follow.
    SyncNow,
    SetPreferences {
        preferences: Preferences,
    },
    /// The scripts on this phone with what is for learning them, in this
    /// language where they have it, and the stories. Replies `Workshop`.
    Workshop {
        language: String,
    },
    /// Stores a story as it is now. Replies `Story`.
    KeepStory {
        story: Story,
    },
    /// Replies `Done`.
    DropStory {
        story: StoryKey,
    },
    /// Sets up the third back room, in memory, and begins a conversation there.
    /// Replies `Talk`.
    Rehearse {
        rehearse: Rehearse,
    },
    /// Asks the third back room; `Leave` there ends practice. Never sent by
    /// screens: `Room::for_practice` wraps what they ask.
    InPractice(Box<Request>),
    /// After `Trouble::SecondTab`: the other tab lets go, this one opens.
    /// Replies `Opening`.
    TakeOver,
}

/// What the shell noticed and the back room may want to know; needs no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The shell says the network is back. It may be wrong; the sync tries and sees.
    NetworkRegained,
    /// The app came to the front.
    AppShown,
    /// The app went to the back or is about to be closed.
    AppHidden,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Opening(Opening),
    Home(Home),
    Streets(Streets),
    Street(Street),
    Door(Box<DoorView>),
    Saved(Saved),
    Talk(Box<TalkView>),
    /// An address that plays it.
    Recording(String),
    Delivery(Delivery),
    Rescue(Rescue),
    Workshop(Workshop),
    Story(StoryKey),
    Done,
}

/// What the back room tells by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    Status(Status),
    /// Lists, doors or door states changed (a pull arrived): screens ask anew.
    ListsChanged,
    /// Another tab took the database over; this one must not write any more.
    TakenOver,
}

/// Why the back room could not do what was asked. `ui` has a plain sentence
/// with what to do next for each; nothing entered is lost by any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    #[error("the browser has no private file storage (OPFS)")]
    NoStorage,
    #[error("not a secure context")]
    NotSecure,
    /// The database is open in another tab.
    #[error("open in another tab")]
    SecondTab,
    #[error("the phone's storage is full")]
    DiskFull,
    /// A damaged file was set aside and a new one begun.
    #[error("the stored data was damaged and has been set aside: {0}")]
    Damaged(String),
    /// The key that opens the database is gone (site data partly cleared).
    #[error("the key to the stored data is missing")]
    KeyMissing,
    #[error("the data was written by a newer version of the app")]
    NewerSchema,
    #[error("no such join code")]
    CodeUnknown,
    #[error("the join code is used up")]
    CodeUsedUp,
    #[error("the join code has expired")]
    CodeExpired,
    #[error("too many tries")]
    SlowDown,
    #[error("the name is empty or too long")]
    BadName,
    #[error("no answer from the server")]
    Offline,
    #[error("something else than the Doorstep server answered")]
    NotOurServer,
    #[error("the server cannot do it now")]
    ServerBusy,
    #[error("this app is too old for the server")]
    AppTooOld,
    /// A door, list or draft that is not (or no longer) on this phone.
    #[error("not on this phone: {0}")]
    NotHere(String),
    /// An act the guide does not allow at this step.
    #[error("not possible here: {0}")]
    NotPossible(String),
    /// Leaving now would lose so many.
    #[error("{0} are neither with the team nor in a rescue file")]
    NotRescued(u32),
    /// Everything else the store may say; the detail is for developers.
    #[error("the store failed: {0}")]
    Store(String),
}

/// Runs what `begin` gives to its end, beside whatever the caller does.
#[cfg(target_arch = "wasm32")]
fn spawn_local<F: Future<Output = ()> + 'static>(begin: impl FnOnce() -> F) {
    wasm_bindgen_futures::spawn_local(begin());
}

/// Runs what `begin` gives to its end, on a thread of its own.
#[cfg(not(target_arch = "wasm32"))]
fn spawn_local<F: Future<Output = ()>>(begin: impl FnOnce() -> F + Send + 'static) {
    thread::run(begin);
}
