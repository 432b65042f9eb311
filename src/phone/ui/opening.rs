//! The first moments: the back room opens the database and says where this phone stands.
//! Not joined: the join screen. In a conversation: straight back into it. Trouble: what and
//! what to do.

use super::join::JoinScreen;
use super::parts::{Action, Icon, QuietButton, Screen, TroubleBody, TroubleScreen, Waiting};
use super::rescue::RescueLoader;
use super::room_context::{Front, ask, use_notices, use_room, use_shell_events};
use super::route::Route;
use super::wording::Language;
use super::words;
use crate::phone::platform;
use crate::phone::room::{Request, Room, Trouble};
use crate::phone::view::{Opening, Status};
use crate::say;
use dioxus::prelude::*;

#[derive(Clone, PartialEq)]
enum Stand {
    Opening,
    NotJoined,
    Joined,
    Trouble(Trouble),
    /// The store can be read, and nothing else.
    Rescue,
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
        front.put_in_force(Language::choose("", &platform::languages()));
    });

    let open = use_callback(move |request: Request| {
        let room = room.clone();
        stand.set(Stand::Opening);
        spawn(async move {
            stand.set(open(&room, request, front).await);
        });
    });
    use_hook(|| open.call(Request::Open));
    // The campaign was left: what there was to show is gone.
    use_effect(move || {
        let (mut left, mut home, mut status) = (front.left, front.home, front.status);
        if *left.read() {
            left.set(false);
            home.set(None);
            status.set(Status::default());
            open.call(Request::Open);
        }
    });

    let now = stand.read().clone();
    let may_be_read = matches!(
        now,
        Stand::Trouble(Trouble::DiskFull | Trouble::NewerSchema | Trouble::Store(_))
    );
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
            SecondTab {
                ontakeover: move |()| open.call(Request::TakeOver),
                onrescue: move |()| {
                    let mut first = front.first;
                    first.set(Some(Route::Rescue {}));
                    open.call(Request::TakeOver);
                },
            }
        },
        Stand::Rescue => rsx! {
            RescueLoader {
                leading: rsx! {
                    QuietButton {
                        icon: Icon::Back,
                        label: say!("back"),
                        onclick: move |()| open.call(Request::Open),
                    }
                },
            }
        },
        Stand::Trouble(trouble) => rsx! {
            TroubleScreen {
                trouble,
                retry: move |()| open.call(Request::Open),
                rescue: may_be_read.then(|| EventHandler::new(move |()| stand.set(Stand::Rescue))),
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
            // Unless one is on the way to somewhere else.
            if front.first.peek().is_none() {
                front.first.set(Some(Route::Talk { draft }));
            }
            Stand::Joined
        }
        Err(trouble) => Stand::Trouble(trouble),
    }
}

/// Doorstep is open in another tab, which alone may write.
#[component]
pub fn SecondTab(ontakeover: EventHandler<()>, onrescue: EventHandler<()>) -> Element {
    rsx! {
        Screen {
            title: words::trouble_title(&Trouble::SecondTab),
            actions: rsx! {
                QuietButton {
                    icon: Icon::Download,
                    label: say!("rescue-title"),
                    onclick: move |()| onrescue.call(()),
                }
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
