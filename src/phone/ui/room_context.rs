//! How screens reach the back room, and what all of them share: the status, what can be
//! undone, what went wrong. A screen asks with `use_reply` (for what it shows) or `use_tell`
//! (for what the person did); it never holds state of its own that the back room has.

use super::page;
use super::route::Route;
use super::wording::{LANGUAGE, Language};
use crate::domain::ids::{DoorId, DraftId};
use crate::phone::platform::{self, OfflineState, ShellEvent};
use crate::phone::room::{Notice, Reply, Request, Room, Trouble};
use crate::phone::view::{
    Delivery, DoorView, Home, Opening, Preferences, Rescue, Saved, Status, StoryKey, Street,
    Streets, TalkView, Workshop,
};
use dioxus::prelude::*;
use futures_channel::mpsc;
use futures_util::StreamExt as _;
use std::future::Future;

/// What all screens share. Signals, so it is copied freely.
#[derive(Clone, Copy, PartialEq)]
pub struct Front {
    /// How much is not yet with the team; fed by notices.
    pub status: Signal<Status>,
    /// The campaign and this person's preferences, as last heard.
    pub home: Signal<Option<Home>>,
    /// Counts up when lists or doors changed, so that screens ask anew.
    pub changed: Signal<u64>,
    /// What was saved last and can be undone at once.
    pub saved: Signal<Option<Saved>>,
    /// Why the last thing the person did could not be done.
    pub trouble: Signal<Option<Trouble>>,
    /// Another tab has the database now.
    pub taken_over: Signal<bool>,
    /// Where to go first: back into a conversation that was open when the app was last alive.
    pub first: Signal<Option<Route>>,
    /// Whether the app itself opens with no signal.
    pub app_stored: Signal<OfflineState>,
    /// A newer version of the app is here and may take over.
    pub update_waiting: Signal<bool>,
    /// The campaign was left: the app begins anew.
    pub left: Signal<bool>,
    /// The door we stand at, for Help. Set by every screen at a door.
    pub at_door: Signal<Option<DoorId>>,
    /// The conversation we are in, for Help: leaving parks it.
    pub in_talk: Signal<Option<DraftId>>,
    /// Counts up with each back gesture that a conversation takes for itself.
    pub went_back: Signal<u32>,
    /// How often the app was put away: the phone's lock, another app.
    pub hidden: Signal<u32>,
    /// The language that should be in force, and is not while its words have not come.
    pub wanted_language: Signal<Language>,
    /// The code of a join link opened while the app was open, until the join form takes it.
    pub join_code: Signal<Option<String>>,
    /// What was typed into the search last: kept for coming back, nowhere else.
    pub(super) searched: Signal<String>,
    /// How far down a screen was that one has come back to, until it is drawn.
    pub(super) returned: Signal<Option<f64>>,
    /// Where we have been since the app opened.
    pub(super) trail: Signal<Vec<Route>>,
    /// Said aloud by screen readers, seen by nobody.
    pub(super) spoken: Signal<String>,
    /// Something is being saved: a second tap must not save it twice.
    busy: Signal<bool>,
}

impl Front {
    /// Hook: for the root of the app (and of tests).
    pub fn provide() -> Self {
        let front = use_hook(|| Self {
            status: Signal::new(Status::default()),
            home: Signal::new(None),
            changed: Signal::new(0),
            saved: Signal::new(None),
            trouble: Signal::new(None),
            taken_over: Signal::new(false),
            first: Signal::new(None),
            app_stored: Signal::new(platform::offline_state()),
            update_waiting: Signal::new(platform::update_waiting()),
            left: Signal::new(false),
            at_door: Signal::new(None),
            in_talk: Signal::new(None),
            went_back: Signal::new(0),
            hidden: Signal::new(0),
            wanted_language: Signal::new(Language::default()),
            join_code: Signal::new(None),
            searched: Signal::new(String::new()),
            returned: Signal::new(None),
            trail: Signal::new(Vec::new()),
            spoken: Signal::new(String::new()),
            busy: Signal::new(false),
        });
        use_context_provider(|| front)
    }

    /// Takes in what came with any reply or notice.
    pub fn heard(mut self, notice: Notice) {
        match notice {
            Notice::Status(status) => self.set_status(status),
            Notice::ListsChanged => *self.changed.write() += 1,
            Notice::TakenOver => self.taken_over.set(true),
        }
    }

    pub fn set_home(mut self, home: Home) {
        self.set_status(home.status.clone());
        self.set_preferences(&home.preferences);
        if self.home.peek().as_ref() != Some(&home) {
            self.home.set(Some(home));
        }
    }

    pub fn set_status(mut self, status: Status) {
        if *self.status.peek() != status {
            self.status.set(status);
        }
    }

    /// Puts language and hand in force, on the page too.
    pub fn set_preferences(mut self, preferences: &Preferences) {
        self.put_in_force(Language::choose(
            &preferences.language,
            &platform::languages(),
        ));
        page::set_hand(preferences.left_handed);
        if let Some(home) = self.home.write().as_mut() {
            home.preferences = preferences.clone();
        }
    }

    /// Puts a language in force, on the page too, as soon as its words are here. Asked for again
    /// where they have not come, it tries again.
    pub fn put_in_force(self, language: Language) {
        let mut wanted = self.wanted_language;
        if *wanted.peek() != language {
            wanted.set(language);
        }
        let now = move || {
            page::set_language(language.tag(), language.direction());
            platform::remember_language(language.tag());
            if *LANGUAGE.peek() != language {
                *LANGUAGE.write() = language;
            }
        };
        if language.is_here() {
            return now();
        }
        dioxus::core::spawn_forever(async move {
            platform::fetch_words(language.tag()).await;
            if language.is_here() && *wanted.peek() == language {
                now();
            }
        });
    }

    /// Says something aloud to screen readers: that something was saved, most of all.
    pub fn announce(mut self, words: String) {
        self.spoken.set(words);
    }

    /// The address may name a join code: it waits until there is no conversation.
    pub fn hear_link(mut self) {
        if let Some(code) = platform::take_join_code() {
            self.join_code.set(Some(code));
        }
    }

    /// Screens ask anew.
    pub fn touch(mut self) {
        *self.changed.write() += 1;
    }
}

/// Hook: says at which door (and in which conversation) this screen is, for Help.
pub fn use_standing_at(door: Option<DoorId>, talk: Option<DraftId>) {
    let mut front = use_front();
    use_effect(use_reactive!(|(door, talk)| {
        front.at_door.set(door);
        front.in_talk.set(talk);
    }));
}

#[must_use]
pub fn use_front() -> Front {
    use_context()
}

/// The back room. `main` provides it; tests provide `Room::answering`.
#[must_use]
pub fn use_room() -> Room {
    use_context()
}

/// Hook for the root: listens to the back room for as long as the app lives.
pub fn use_notices(front: Front) {
    let room = use_room();
    use_future(move || {
        let mut notices = room.notices();
        async move {
            while let Some(notice) = notices.next().await {
                front.heard(notice);
            }
        }
    });
}

/// Hook for the root: what the shell tells about the app itself.
pub fn use_shell_events(mut front: Front) {
    use_future(move || async move {
        // The shell calls back from outside; what it says is taken in here, inside.
        let (said, mut heard) = mpsc::unbounded();
        platform::watch(move |event| {
            let _ = said.unbounded_send(event);
        });
        while let Some(event) = heard.next().await {
            match event {
                ShellEvent::OfflineState => front.app_stored.set(platform::offline_state()),
                ShellEvent::UpdateState => front.update_waiting.set(platform::update_waiting()),
                ShellEvent::Hidden => *front.hidden.write() += 1,
                ShellEvent::Back => *front.went_back.write() += 1,
                ShellEvent::Link => front.hear_link(),
                // Words that did not come may come now.
                ShellEvent::NetworkRegained | ShellEvent::Shown => {
                    let wanted = *front.wanted_language.peek();
                    front.put_in_force(wanted);
                }
                _ => {}
            }
        }
    });
}

/// What a request is answered with, taken out of `Reply`.
pub trait FromReply: Sized + Clone + PartialEq + 'static {
    fn from_reply(reply: Reply) -> Option<Self>;
}

macro_rules! from_reply {
    ($($variant:ident($type:ty) $(.$unbox:ident)?),+ $(,)?) => {$(
        impl FromReply for $type {
            fn from_reply(reply: Reply) -> Option<Self> {
                match reply {
                    Reply::$variant(reply) => Some(from_reply!(@ reply $(, $unbox)?)),
                    _ => None,
                }
            }
        }
    )+};
    (@ $reply:ident) => { $reply };
    (@ $reply:ident, unbox) => { *$reply };
}

from_reply! {
    Opening(Opening),
    Home(Home),
    Streets(Streets),
    Street(Street),
    Door(DoorView).unbox,
    Saved(Saved),
    Talk(TalkView).unbox,
    Recording(String),
    Delivery(Delivery),
    Rescue(Rescue),
    Workshop(Workshop),
    Story(StoryKey),
}

/// For requests that are answered with `Done`.
impl FromReply for () {
    fn from_reply(reply: Reply) -> Option<Self> {
        matches!(reply, Reply::Done).then_some(())
    }
}

/// Asks and takes the expected reply out.
///
/// # Errors
/// The back room's trouble; `Store` when it answered something else.
pub async fn ask<T: FromReply>(room: &Room, request: Request) -> Result<T, Trouble> {
    let reply = room.ask(request).await?;
    T::from_reply(reply).ok_or_else(|| Trouble::Store("an unexpected reply".to_owned()))
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded<T> {
    Waiting,
    Here(T),
    Failed(Trouble),
}

/// Hook: the reply to a request, asked again whenever the request changes or the back room
/// says that lists changed. While it is asked again the former reply stays on the screen;
/// the reply to another request never does.
pub fn use_reply<T: FromReply>(request: Request) -> Loaded<T> {
    let front = use_front();
    let room = use_room();
    let mut latest = use_signal(|| None::<Request>);
    let mut answered = use_signal(|| None::<(Request, Result<T, Trouble>)>);

    use_effect(use_reactive!(|request| {
        let _again_when_changed = front.changed.read();
        latest.set(Some(request.clone()));
        let room = room.clone();
        spawn(async move {
            let reply = ask::<T>(&room, request.clone()).await;
            if latest.peek().as_ref() == Some(&request) {
                let same = answered
                    .peek()
                    .as_ref()
                    .is_some_and(|(asked, before)| *asked == request && *before == reply);
                if !same {
                    answered.set(Some((request, reply)));
                }
            }
        });
    }));

    match &*answered.read() {
        Some((asked, reply)) if *asked == request => match reply {
            Ok(reply) => Loaded::Here(reply.clone()),
            Err(trouble) => Loaded::Failed(trouble.clone()),
        },
        _ => Loaded::Waiting,
    }
}

/// Does what the person asked for. Made by `use_tell`.
#[derive(Clone, PartialEq)]
pub struct Tell {
    front: Front,
    room: Room,
}

/// Hook: for what changes something. While one is under way further taps are ignored; what
/// goes wrong is said in plain words on whichever screen is shown.
#[must_use]
pub fn use_tell() -> Tell {
    Tell {
        front: use_front(),
        room: use_room(),
    }
}

impl Tell {
    /// Asks, then calls `then` with the reply. Runs to its end even when the screen goes.
    pub fn tell<T: FromReply>(&self, request: Request, then: impl FnOnce(T) + 'static) {
        let (mut front, room) = (self.front, self.room.clone());
        if *front.busy.peek() {
            return;
        }
        front.busy.set(true);
        self.run(async move {
            let reply = ask::<T>(&room, request).await;
            front.busy.set(false);
            match reply {
                Ok(reply) => {
                    if front.trouble.peek().is_some() {
                        front.trouble.set(None);
                    }
                    then(reply);
                }
                Err(trouble) => front.trouble.set(Some(trouble)),
            }
        });
    }

    #[allow(clippy::unused_self, reason = "only from where a runtime is")]
    fn run(&self, future: impl Future<Output = ()> + 'static) {
        dioxus::core::spawn_forever(future);
    }
}
