//! Where one can be. Addresses hold closed codes only: ids of lists, doors and drafts, never
//! a name, never an answer. Each has its entry in the history, so the phone's own back
//! gesture works.

use super::ending::JoinAgain;
use super::ending::NoSuchPlace;
use super::frame::Shell;
use super::room_context::use_front;
use super::{
    DoorScreen, GettingReadyScreen, HomeScreen, MoreScreen, PracticeScreen, RescueScreen,
    SearchScreen, SentScreen, SettingsScreen, StoriesScreen, StoryScreen, StreetScreen,
    StreetsScreen, WhoAnsweredScreen,
};
use crate::domain::ids::{DoorId, DraftId, ListId};
use crate::phone::platform;
use crate::phone::ui::talk::{RecordTalkScreen, TalkScreen};
use dioxus::prelude::*;
use dioxus::router::Navigator;

#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
pub enum Route {
    #[layout(Shell)]
        #[route("/", HomeScreen)]
        Home {},
        #[route("/join", JoinAgain)]
        Join {},
        #[route("/ready", GettingReadyScreen)]
        GettingReady {},
        #[route("/sent", SentScreen)]
        Sent {},
        #[route("/rescue", RescueScreen)]
        Rescue {},
        #[route("/practice", PracticeScreen)]
        Practice {},
        #[route("/stories", StoriesScreen)]
        Stories {},
        /// The story's place in this phone's store.
        #[route("/stories/:story", StoryScreen)]
        Story { story: i64 },
        #[route("/settings", SettingsScreen)]
        Settings {},
        #[route("/list/:list", StreetsScreen)]
        Streets { list: ListId },
        #[route("/list/:list/search", SearchScreen)]
        Search { list: ListId },
        /// The street's place in the list, from 0, not its name.
        #[route("/list/:list/street/:index", StreetScreen)]
        Street { list: ListId, index: u32 },
        #[route("/door/:door", DoorScreen)]
        Door { door: DoorId },
        #[route("/door/:door/who", WhoAnsweredScreen)]
        WhoAnswered { door: DoorId },
        #[route("/door/:door/more", MoreScreen)]
        More { door: DoorId },
        #[route("/door/:door/record", RecordTalkScreen)]
        RecordTalk { door: DoorId },
        #[route("/talk/:draft", TalkScreen)]
        Talk { draft: DraftId },
        #[route("/:..rest", NoSuchPlace)]
        Elsewhere { rest: Vec<String> },
}

/// Goes from screen to screen. Take it with `use_nav` while drawing; it may be used later,
/// when a reply has come and the screen may be gone.
#[derive(Clone, Copy)]
pub struct Nav {
    navigator: Navigator,
    trail: Signal<Vec<Route>>,
}

#[must_use]
pub fn use_nav() -> Nav {
    Nav {
        navigator: use_navigator(),
        trail: use_front().trail,
    }
}

impl Nav {
    pub fn push(self, to: Route) {
        self.navigator.push(to);
    }

    /// In place of where one is: the back gesture does not come here again.
    pub fn replace(mut self, to: Route) {
        {
            let mut trail = self.trail.write();
            trail.pop();
            trail.push(to.clone());
        }
        self.navigator.replace(to);
    }

    /// To the screen one came from if that is `to`, else there in place of here, so that
    /// walking door to door does not pile up history.
    pub fn up_to(self, to: Route) {
        let came_from_there = self.trail.peek().iter().rev().nth(1) == Some(&to);
        if came_from_there {
            // A conversation that is left on purpose does not hold on to the screen.
            platform::hold_back(false);
            self.navigator.go_back();
        } else {
            self.replace(to);
        }
    }
}

/// Follows where one is; called by the shell at each change of the route. Says whether one
/// came back.
pub(super) fn follow(trail: &mut Vec<Route>, route: Route) -> bool {
    if trail.last() == Some(&route) {
        return false;
    }
    let back = trail.iter().rev().nth(1) == Some(&route);
    if back {
        trail.pop();
    } else {
        trail.push(route);
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_shortens_the_trail_and_going_on_lengthens_it() {
        let (home, sent, settings) = (Route::Home {}, Route::Sent {}, Route::Settings {});
        let mut trail = Vec::new();
        let mut back = Vec::new();
        for route in [&home, &home, &sent, &settings, &sent, &home] {
            back.push(follow(&mut trail, route.clone()));
        }
        assert_eq!(back, [false, false, false, false, true, true]);
        assert_eq!(trail, [home]);
    }

    #[test]
    fn an_address_reads_back_as_the_route_it_was_written_from() {
        let id = "018f0000-0000-7000-8000-000000000001";
        for address in [
            "/".to_owned(),
            "/sent".to_owned(),
            format!("/list/{id}/street/3"),
            format!("/door/{id}/who"),
            format!("/talk/{id}"),
        ] {
            let route: Route = address.parse().unwrap_or(Route::Elsewhere { rest: vec![] });
            assert_eq!(route.to_string(), address);
        }
    }
}
