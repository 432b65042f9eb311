//! The first moments: the back room opens the database and says where this phone stands.
//! Not joined: the join screen. In a conversation: straight back into it. Trouble: what and
//! what to do.

use super::join::JoinScreen;
use super::parts::{Action, Icon, Screen, TroubleBody, TroubleScreen, Waiting};
use super::room_context::{Front, ask, set_language, use_notices, use_room, use_shell_events};
use super::route::Route;
use super::wording::Language;
use super::words;
use crate::phone::platform;
use crate::phone::room::{Request, Room, Trouble};
use crate::phone::view::Opening;
use crate::say;
use dioxus::prelude::*;

#[derive(Clone, PartialEq)]
enum Stand {
    Opening,
    NotJoined,
    Joined,
    Trouble(Trouble),
}

/// The whole app. Expects a `Room` in the context.
#[component]
pub fn App() -> Element {
    let front = Front::provide();
    let room = use_room();
    let mut stand = use_signal(|| Stand::Opening);
    use_notices(front);
    use_shell_events(front);
    use_hook(|| {
        front.hear_link();
        // Until the person's own choice is known.
        set_language(Language::choose("", &platform::languages()));
    });

    let open = use_callback(move |request: Request| {
        let room = room.clone();
        stand.set(Stand::Opening);
        spawn(async move {
            stand.set(open(&room, request, front).await);
        });
    });
    use_hook(|| open.call(Request::Open));

    let now = stand.read().clone();
    match now {
        Stand::Opening => rsx! {
            Waiting {}
        },
        Stand::NotJoined => rsx! {
            JoinScreen {
                onjoined: move |home| {
                    front.set_home(home);
                    let mut first = front.first;
                    first.set(Some(Route::GettingReady {}));
                    stand.set(Stand::Joined);
                },
            }
        },
        Stand::Joined => rsx! {
            Router::<Route> {}
        },
        Stand::Trouble(Trouble::SecondTab) => rsx! {
            SecondTab { ontakeover: move |()| open.call(Request::TakeOver) }
        },
        Stand::Trouble(trouble) => rsx! {
            TroubleScreen {
                trouble,
                retry: move |()| open.call(Request::Open),
            }
        },
    }
}

async fn open(room: &Room, request: Request, mut front: Front) -> Stand {
    match ask::<Opening>(room, request).await {
        Ok(Opening::NotJoined) => Stand::NotJoined,
        Ok(Opening::Home(home)) => {
            front.set_home(home);
            Stand::Joined
        }
        Ok(Opening::InConversation { draft, home }) => {
            front.set_home(home);
            front.first.set(Some(Route::Talk { draft }));
            Stand::Joined
        }
        Err(trouble) => Stand::Trouble(trouble),
    }
}

/// Doorstep is open in another tab, which alone may write.
#[component]
pub fn SecondTab(ontakeover: EventHandler<()>) -> Element {
    rsx! {
        Screen {
            title: words::trouble_title(&Trouble::SecondTab),
            actions: rsx! {
                Action {
                    icon: Icon::Smartphone,
                    label: say!("taken-over-use-here"),
                    onclick: move |()| ontakeover.call(()),
                }
            },
            TroubleBody { trouble: Trouble::SecondTab }
        }
    }
}
