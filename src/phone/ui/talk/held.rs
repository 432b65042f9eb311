//! A conversation being held: passes each act to the back room and shows what
//! comes back. What was tapped stays on the screen whether or not it could be
//! stored yet; the step changes only when it is. The phone's back gesture goes
//! one step back, and from the first step to the first screen, where the talk
//! is found parked.

use super::account::Played;
use super::afterwards::AfterwardsBody;
use super::closing::Behind;
use super::pavement::PavementBody;
use super::pending::Pending;
use super::step::StepBody;
use super::tick;
use super::unsaved::Saving;
use crate::domain::draft::Act;
use crate::domain::guide::RecordingName;
use crate::domain::ids::{DoorId, DraftId};
use crate::phone::platform;
use crate::phone::platform::clock::{Clock as _, DeviceClock};
use crate::phone::room::{Request, Room, Trouble};
use crate::phone::ui::parts::{Back, TroubleScreen, Waiting};
use crate::phone::ui::practice::{Practising, practising};
use crate::phone::ui::room_context::{Front, ask, use_front, use_room, use_standing_at};
use crate::phone::ui::route::{Nav, Route, use_nav};
use crate::phone::view::{DoorView, Home, Saved, TalkView};
use crate::say;
use dioxus::core::spawn_forever;
use dioxus::prelude::*;

/// Whichever conversation the address names.
#[component]
pub fn TalkScreen(draft: DraftId) -> Element {
    rsx! {
        Held { key: "{draft}", draft }
    }
}

/// A conversation on the screen. Signals, so it is copied freely; the screen may
/// be gone when a reply comes, so they are written with care.
#[derive(Clone, Copy)]
struct Talk {
    draft: DraftId,
    front: Front,
    nav: Nav,
    practising: Option<Practising>,
    shown: Signal<Option<Shown>>,
    pending: Signal<Pending>,
    trouble: Signal<Option<Trouble>>,
    /// "Next address" was tapped: as soon as everything before it is stored.
    finishing: Signal<bool>,
}

/// A reply, and when it came.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    view: TalkView,
    at_ms: i64,
}

#[component]
fn Held(draft: DraftId) -> Element {
    let front = use_front();
    let (room, nav) = (use_room(), use_nav());
    let talk = Talk {
        draft,
        front,
        nav,
        practising: use_hook(practising),
        shown: use_signal(|| None),
        pending: use_signal(Pending::default),
        trouble: use_signal(|| None),
        finishing: use_signal(|| false),
    };

    let door = talk
        .shown
        .read()
        .as_ref()
        .filter(|shown| !shown.view.by_phone)
        .map(|shown| shown.view.door);
    // Of a door that is only practice Help knows nothing.
    let real = talk.practising.is_none();
    use_standing_at(door.filter(|_| real), Some(draft).filter(|_| real));
    use_hook(|| {
        platform::keep_awake(true);
        platform::hold_back(true);
        talk.open(room.clone());
    });
    use_effect({
        let room = room.clone();
        let mut heard = use_hook(|| *front.went_back.peek());
        move || {
            let now = *front.went_back.read();
            if std::mem::replace(&mut heard, now) != now {
                talk.back(&room);
            }
        }
    });
    use_drop({
        let room = room.clone();
        move || {
            platform::hold_back(false);
            platform::keep_awake(false);
            talk.left(room);
        }
    });
    let mut put_away = use_signal(|| false);
    use_effect({
        let mut heard = use_hook(|| *front.hidden.peek());
        move || {
            let now = *front.hidden.read();
            if std::mem::replace(&mut heard, now) != now {
                put_away.set(true);
            }
        }
    });
    let minute = tick::use_minutes();

    let Some(shown) = talk.shown.read().clone() else {
        return match talk.trouble.read().clone() {
            None => rsx! {
                Waiting {}
            },
            Some(trouble) => {
                let mut talk = talk;
                rsx! {
                    TroubleScreen {
                        trouble,
                        leading: rsx! {
                            Back { to: Route::Home {} }
                        },
                        retry: move |()| {
                            talk.trouble.set(None);
                            talk.open(room.clone());
                        },
                    }
                }
            }
        };
    };
    let view = talk.pending.read().shown_on(&shown.view);
    let behind = Behind {
        by_phone: view.by_phone,
        number: view.people.iter().find_map(|it| it.telephone.clone()),
        ..behind(front.home.read().as_ref())
    };
    let saving = match talk.trouble.read().clone() {
        Some(trouble) => Saving::Failed(trouble),
        None if talk.pending.read().is_empty() => Saving::Stored,
        None => Saving::Underway,
    };
    let onact = {
        let room = room.clone();
        move |act: Act| talk.act(&room, act)
    };
    let onretry = {
        let room = room.clone();
        move |()| talk.drive(room.clone())
    };
    match (view.step.clone(), view.pavement.clone(), view.form.clone()) {
        (Some(step), _, _) => {
            let minutes = {
                let _again_each_minute = minute.read();
                minutes_talked(&shown, DeviceClock.now().utc_ms())
            };
            let door = view.door;
            let (street_room, play_room, wish_room) = (room.clone(), room.clone(), room);
            rsx! {
                StepBody {
                    step,
                    view,
                    behind,
                    saving,
                    minutes,
                    put_away: put_away(),
                    onputaway: move |now| put_away.set(now),
                    onplay: move |(name, played)| talk.play(play_room.clone(), name, played),
                    onact,
                    onretry,
                    onleave: move |()| talk.to_street(street_room.clone(), door),
                    onwish: move |(scope, wish)| {
                        let request = Request::Wish { door, scope, wish };
                        talk.wish(wish_room.clone(), door, request);
                    },
                }
            }
        }
        (None, Some(pavement), _) => rsx! {
            PavementBody {
                view,
                pavement,
                behind,
                saving,
                onact,
                onretry,
                onfinish: move |()| talk.finish(room.clone()),
            }
        },
        (None, None, Some(form)) => rsx! {
            AfterwardsBody {
                view,
                form,
                saving,
                onact,
                onretry,
                onfinish: move |()| talk.finish(room.clone()),
            }
        },
        (None, None, None) => rsx! {
            TroubleScreen {
                trouble: Trouble::NotHere("step".to_owned()),
                leading: rsx! {
                    Back { to: Route::Home {} }
                },
            }
        },
    }
}

impl Talk {
    /// Shows the conversation where it was left; its clock runs again.
    fn open(self, room: Room) {
        spawn(async move {
            match ask::<TalkView>(&room, Request::Talk { draft: self.draft }).await {
                Ok(view) => {
                    let parked = view.paused && view.pavement.is_none();
                    self.show(view);
                    if parked {
                        self.act(&room, Act::Resume);
                    }
                }
                Err(trouble) => self.fail(trouble),
            }
        });
    }

    fn act(self, room: &Room, act: Act) {
        let mut pending = self.pending;
        if let Ok(mut pending) = pending.try_write() {
            pending.push(act);
        }
        self.drive(room.clone());
    }

    /// Hands over what is pending, one act after the other. Goes on when the
    /// screen is left: what was tapped is stored.
    fn drive(self, room: Room) {
        spawn_forever(async move {
            while let Some(act) = self.next() {
                let draft = self.draft;
                match ask::<TalkView>(&room, Request::Act { draft, act }).await {
                    Ok(view) => {
                        self.show(view);
                        self.done(true);
                    }
                    Err(trouble @ (Trouble::NotPossible(_) | Trouble::NotHere(_))) => {
                        // Trying again will not help: the act is dropped, and
                        // the screen shows what the back room has.
                        self.done(true);
                        self.fail(trouble);
                        if let Ok(view) = ask::<TalkView>(&room, Request::Talk { draft }).await {
                            self.show(view);
                        }
                    }
                    Err(trouble) => {
                        self.done(false);
                        self.fail(trouble);
                        return;
                    }
                }
            }
            if self.is_ready_to_finish() {
                self.make_records(room).await;
            }
        });
    }

    fn next(self) -> Option<Act> {
        let mut pending = self.pending;
        pending.try_write().ok()?.next()
    }

    fn done(self, stored: bool) {
        let mut pending = self.pending;
        if let Ok(mut pending) = pending.try_write() {
            if stored {
                pending.stored();
            } else {
                pending.failed();
            }
        }
    }

    /// Fetches a recording; `played` is gone when the step is.
    fn play(self, room: Room, name: RecordingName, mut played: Signal<Option<Played>>) {
        let draft = self.draft;
        spawn(async move {
            let heard = ask::<String>(&room, Request::Recording { draft, name }).await;
            let heard = heard.map_or(Played::NotHere, Played::Here);
            if let Ok(mut played) = played.try_write() {
                *played = Some(heard);
            }
        });
    }

    fn show(self, view: TalkView) {
        let (mut shown, mut trouble) = (self.shown, self.trouble);
        let at_ms = DeviceClock.now().utc_ms();
        if let Ok(mut shown) = shown.try_write() {
            *shown = Some(Shown { view, at_ms });
        }
        if trouble.try_peek().is_ok_and(|trouble| trouble.is_some()) {
            trouble.set(None);
        }
    }

    fn fail(self, why: Trouble) {
        let (mut trouble, mut finishing) = (self.trouble, self.finishing);
        if let Ok(mut trouble) = trouble.try_write() {
            *trouble = Some(why);
            finishing.set(false);
        }
    }

    /// The phone's own way back.
    fn back(self, room: &Room) {
        let (front, nav) = (self.front, self.nav);
        let shown = self.shown.peek().clone();
        match shown.map_or(Way::Home, |shown| way_back(&shown.view)) {
            Way::Step => self.act(room, Act::Back),
            Way::Home if self.practising.is_some() => self.leave_practice(false),
            Way::Home => {
                front.announce(say!("talk-parked"));
                nav.up_to(Route::Home {});
            }
            Way::Door(door) => nav.up_to(Route::Door { door }),
        }
    }

    /// The screen is left by any way: the talk is parked. One that is finished is
    /// not here any more, and one on the pavement has no clock.
    fn left(self, room: Room) {
        let at_a_step = self.shown.try_peek().is_ok_and(|shown| {
            shown
                .as_ref()
                .is_some_and(|shown| shown.view.step.is_some() || shown.view.form.is_some())
        });
        let draft = self.draft;
        let rest: Vec<Act> = self
            .pending
            .try_peek()
            .map(|pending| pending.rest())
            .unwrap_or_default();
        spawn_forever(async move {
            for act in rest {
                // Nobody is there to hear of a trouble; the draft is as at the last one stored.
                let _ = ask::<TalkView>(&room, Request::Act { draft, act }).await;
            }
            if at_a_step {
                let act = Act::Pause;
                let _ = ask::<TalkView>(&room, Request::Act { draft, act }).await;
            }
        });
    }

    /// They asked something of us. What it does to this conversation the back
    /// room has decided: the screen shows what is there, or that nothing is.
    fn wish(self, room: Room, door: DoorId, request: Request) {
        let mut front = self.front;
        spawn_forever(async move {
            let saved = match ask::<Saved>(&room, request).await {
                Ok(saved) => saved,
                Err(trouble) => return self.fail(trouble),
            };
            if self.practising.is_none() {
                front.saved.set(Some(saved));
            }
            let draft = self.draft;
            match ask::<TalkView>(&room, Request::Talk { draft }).await {
                Ok(view) => {
                    front.announce(say!("talk-saved"));
                    self.show(view);
                }
                Err(Trouble::NotHere(_)) => {
                    // Nothing of it is left to store either.
                    let mut pending = self.pending;
                    if let Ok(mut pending) = pending.try_write() {
                        *pending = Pending::default();
                    }
                    front.announce(say!("talk-erased"));
                    self.to_street(room, door);
                }
                Err(trouble) => self.fail(trouble),
            }
        });
    }

    /// What was tapped before is stored first; a second tap is the same tap.
    fn finish(self, room: Room) {
        let mut finishing = self.finishing;
        if !*finishing.peek() {
            finishing.set(true);
            self.drive(room);
        }
    }

    /// Makes the records, then goes on to the next door.
    async fn make_records(self, room: Room) {
        let (mut front, nav) = (self.front, self.nav);
        let (door, was_form) = self
            .shown
            .try_peek()
            .ok()
            .and_then(|shown| {
                let view = &shown.as_ref()?.view;
                Some((view.door, view.form.is_some()))
            })
            .unzip();
        match ask::<Saved>(&room, Request::Finish { draft: self.draft }).await {
            Ok(_) if self.practising.is_some() => self.leave_practice(true),
            Ok(saved) => {
                front.announce(say!("talk-saved"));
                front.touch();
                match (saved.next.clone(), door) {
                    // It was held a while ago; where one stands now nobody knows.
                    (_, Some(door)) if was_form == Some(true) => {
                        front.saved.set(Some(saved));
                        self.to_street(room, door);
                    }
                    (Some(next), _) => nav.replace(Route::Door { door: next.door }),
                    (None, Some(door)) => self.to_street(room, door),
                    (None, None) => nav.replace(Route::Home {}),
                }
            }
            Err(trouble) => self.fail(trouble),
        }
    }

    /// Practice is over; held to its end, there is something to look back at.
    fn leave_practice(self, held: bool) {
        if let Some(practising) = self.practising {
            practising.over(held);
        }
    }

    /// Out of the conversation, which is parked or gone.
    fn to_street(self, room: Room, door: DoorId) {
        let nav = self.nav;
        if self.practising.is_some() {
            return self.leave_practice(false);
        }
        spawn_forever(async move {
            match ask::<DoorView>(&room, Request::Door { door }).await {
                Ok(view) => nav.up_to(Route::Street {
                    list: view.list,
                    index: view.street_index,
                }),
                Err(_) => nav.up_to(Route::Home {}),
            }
        });
    }

    fn is_ready_to_finish(self) -> bool {
        self.finishing.try_peek().is_ok_and(|finishing| *finishing)
            && self
                .pending
                .try_peek()
                .is_ok_and(|pending| pending.is_empty())
    }
}

/// Where the phone's back gesture leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// To the step before.
    Step,
    /// Out of the conversation, which is parked there for all to see.
    Home,
    /// From the form to its door; the form waits.
    Door(DoorId),
}

fn way_back(view: &TalkView) -> Way {
    match (&view.step, &view.form) {
        (_, Some(_)) => Way::Door(view.door),
        (Some(step), None) if !step.can_go_back => Way::Home,
        (Some(_), None) => Way::Step,
        (None, None) if view.pavement.is_some() => Way::Step,
        (None, None) => Way::Home,
    }
}

fn behind(home: Option<&Home>) -> Behind {
    home.map(|home| Behind {
        organisation: home.organisation.clone(),
        lead: home.lead_name.clone(),
        privacy_url: home.privacy_url.clone(),
        privacy_code: home.privacy_code.clone(),
        by_phone: false,
        number: None,
    })
    .unwrap_or_default()
}

/// Whole minutes, counted on from the reply for as long as the clock runs.
fn minutes_talked(shown: &Shown, now_ms: i64) -> u32 {
    let since = if shown.view.paused {
        0
    } else {
        // A phone's clock may jump; a talk does not last a day.
        u32::try_from(now_ms.saturating_sub(shown.at_ms) / 1000)
            .ok()
            .filter(|seconds| *seconds < 3600)
            .unwrap_or_default()
    };
    shown.view.seconds.saturating_add(since) / 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::ui::talk::sample;

    #[test]
    fn back_is_the_step_before_and_from_the_first_the_screen_where_it_is_parked() {
        let script = sample::script();
        let mut draft = sample::begun(&script, "en");
        assert_eq!(way_back(&sample::view(&script, &draft)), Way::Home);
        sample::act(&script, &mut draft, Act::Next);
        assert_eq!(way_back(&sample::view(&script, &draft)), Way::Step);
        sample::act(&script, &mut draft, Act::CloseDoor);
        assert_eq!(way_back(&sample::view(&script, &draft)), Way::Step);
        let form = sample::form("en");
        assert_eq!(way_back(&form), Way::Door(form.door));
    }

    #[test]
    fn minutes_go_on_while_the_clock_runs_and_stand_while_paused() {
        let mut view = sample::rating_step();
        view.seconds = 110;
        let mut shown = Shown {
            view,
            at_ms: 1_000_000,
        };
        assert_eq!(minutes_talked(&shown, 1_000_000), 1);
        assert_eq!(minutes_talked(&shown, 1_010_000), 2);
        assert_eq!(minutes_talked(&shown, 0), 1, "a clock set back");
        assert_eq!(
            minutes_talked(&shown, 100_000_000),
            1,
            "a clock that jumped"
        );
        shown.view.paused = true;
        assert_eq!(minutes_talked(&shown, 1_200_000), 1);
    }
}
