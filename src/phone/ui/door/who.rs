//! Someone answered: who it is, and either a conversation or why there was none. "Didn't ask"
//! stands until something else is chosen: a fact of its own, never a guess.

use super::{address, outcome, save, street_of};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{Wish, WishScope};
use crate::domain::ids::{DoorId, PersonId};
use crate::domain::visit::{ComeBack, WhoAnswered};
use crate::phone::room::Request;
use crate::phone::ui::page;
use crate::phone::ui::parts::{
    Action, Back, Choice, Choices, HelpButton, Icon, Screen, Sheet, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply, use_standing_at, use_tell};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{DoorView, Outcome, TalkView};
use crate::say;
use dioxus::prelude::*;

const WHEN: &str = "come-back";
const WHICH: &str = "which-language";
const WHOM: &str = "whom";
/// The sheet of wishes, opened from a conversation too.
pub const WISH: &str = "wish";

/// What was tapped.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    Outcome(Outcome),
    Wish(WishScope, Wish),
    Start(WhoAnswered),
}

#[component]
pub fn WhoAnsweredScreen(door: DoorId) -> Element {
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    let reply = use_reply::<DoorView>(Request::Door { door });
    let called = matches!(&reply, Loaded::Here(view) if view.calls);
    use_standing_at((!called).then_some(door), None);
    match reply {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Home {} }
                },
            }
        },
        Loaded::Here(view) => {
            let street = street_of(&view);
            rsx! {
                WhoBody {
                    key: "{door}",
                    door: view,
                    onanswered: move |answered| match answered {
                        Answered::Outcome(outcome) => {
                            save(&tell, front, nav, Request::Note { outcome }, street.clone());
                        }
                        Answered::Wish(scope, wish) => {
                            let request = Request::Wish { door, scope, wish };
                            save(&tell, front, nav, request, street.clone());
                        }
                        Answered::Start(who) => {
                            tell.tell(Request::Begin { door, who }, move |talk: TalkView| {
                                nav.replace(Route::Talk { draft: talk.draft });
                            });
                        }
                    },
                }
            }
        }
    }
}

#[component]
pub fn WhoBody(door: DoorView, onanswered: EventHandler<Answered>) -> Element {
    let mut who = use_signal(|| WhoAnswered::DidNotAsk);
    // Of whom "moved away" or "died" is said, while that is being asked.
    let mut gone = use_signal(|| Disposition::Moved);
    let view = door.clone();
    let say_outcome = use_callback(move |disposition: Disposition| {
        onanswered.call(Answered::Outcome(outcome(&view, disposition, Some(who()))));
    });

    let mut people: Vec<(WhoAnswered, String)> = door
        .people
        .iter()
        .filter(|person| person.gone.is_none())
        .map(|person| (WhoAnswered::Listed(person.person), person.name.clone()))
        .collect();
    people.push((WhoAnswered::SomeoneElse, say!("who-someone-else")));
    people.push((WhoAnswered::DidNotAsk, say!("who-did-not-ask")));

    let listed: Vec<PersonId> = door.people.iter().map(|person| person.person).collect();
    let gone_view = door.clone();
    let say_gone = use_callback(move |person: Option<PersonId>| {
        page::close_dialog(WHOM);
        let who = person.map_or(WhoAnswered::SomeoneElse, WhoAnswered::Listed);
        onanswered.call(Answered::Outcome(outcome(&gone_view, gone(), Some(who))));
    });
    let ask_gone = use_callback(move |disposition: Disposition| {
        gone.set(disposition);
        match listed.as_slice() {
            [] => say_gone.call(None),
            [only] => say_gone.call(Some(*only)),
            _ => page::open_dialog(WHOM),
        }
    });

    rsx! {
        Screen {
            title: say!("who-title"),
            above: address(&door),
            leading: rsx! {
                Back { to: Route::Door { door: door.door } }
            },
            trailing: rsx! {
                if !door.calls {
                    HelpButton {}
                }
            },
            actions: rsx! {
                Action {
                    icon: Icon::Talk,
                    label: say!("who-start"),
                    onclick: move |()| onanswered.call(Answered::Start(who())),
                }
            },
            Choices {
                legend: say!("who-title"),
                legend_hidden: true,
                name: "who",
                options: people,
                chosen: who(),
                onchoose: move |chosen| who.set(chosen),
            }
            section { class: "group",
                h2 { {say!("who-no-conversation")} }
                div { class: "rows",
                    Choice {
                        label: words::came(door.calls, Disposition::ComeBack, None),
                        detail: say!("who-come-back-detail"),
                        onclick: move |()| page::open_dialog(WHEN),
                    }
                    Choice {
                        label: say!("outcome-refused"),
                        onclick: move |()| say_outcome.call(Disposition::Refused),
                    }
                    Choice {
                        label: say!("who-gatekeeper"),
                        onclick: move |()| say_outcome.call(Disposition::Gatekeeper),
                    }
                    Choice {
                        label: say!("outcome-child-only"),
                        detail: say!("who-child-detail"),
                        onclick: move |()| say_outcome.call(Disposition::ChildOnly),
                    }
                    Choice {
                        label: say!("outcome-other-language"),
                        onclick: move |()| page::open_dialog(WHICH),
                    }
                    Choice {
                        label: say!("outcome-moved"),
                        onclick: move |()| ask_gone.call(Disposition::Moved),
                    }
                    Choice {
                        label: say!("outcome-deceased"),
                        onclick: move |()| ask_gone.call(Disposition::Deceased),
                    }
                    Choice {
                        label: say!("who-wish"),
                        detail: say!("who-wish-detail"),
                        onclick: move |()| page::open_dialog(WISH),
                    }
                }
            }
            WhenSheet {
                calls: door.calls,
                onchosen: {
                    let door = door.clone();
                    move |when| {
                        let mut outcome = outcome(&door, Disposition::ComeBack, Some(who()));
                        outcome.come_back = Some(when);
                        onanswered.call(Answered::Outcome(outcome));
                    }
                },
            }
            LanguageSheet {
                onchosen: {
                    let door = door.clone();
                    move |language| {
                        let mut outcome = outcome(&door, Disposition::OtherLanguage, Some(who()));
                        outcome.language = language;
                        onanswered.call(Answered::Outcome(outcome));
                    }
                },
            }
            Sheet { id: WHOM, title: say!("whom-title"),
                div { class: "rows",
                    for person in door.people.iter().cloned() {
                        Choice {
                            key: "{person.person}",
                            label: person.name.clone(),
                            onclick: move |()| say_gone.call(Some(person.person)),
                        }
                    }
                    Choice {
                        label: say!("whom-someone-else"),
                        onclick: move |()| say_gone.call(None),
                    }
                }
            }
            WishSheet {
                calls: door.calls,
                person: match who() {
                    WhoAnswered::Listed(person) => Some(person),
                    WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk => None,
                },
                name: door
                    .people
                    .iter()
                    .find(|person| WhoAnswered::Listed(person.person) == who())
                    .map(|person| person.name.clone()),
                onwish: move |(scope, wish)| onanswered.call(Answered::Wish(scope, wish)),
            }
        }
    }
}

/// When to come back, in the householder's words of choice.
#[component]
fn WhenSheet(calls: bool, onchosen: EventHandler<ComeBack>) -> Element {
    const TIMES: [ComeBack; 4] = [
        ComeBack::LaterToday,
        ComeBack::AnotherEvening,
        ComeBack::Weekend,
        ComeBack::AnyTime,
    ];
    rsx! {
        Sheet {
            id: WHEN,
            title: if calls { say!("call-back-when") } else { say!("come-back-title") },
            div { class: "rows",
                for (place, when) in TIMES.into_iter().enumerate() {
                    Choice {
                        key: "{place}",
                        label: words::come_back(when),
                        onclick: move |()| {
                            page::close_dialog(WHEN);
                            onchosen.call(when);
                        },
                    }
                }
            }
        }
    }
}

#[component]
fn LanguageSheet(onchosen: EventHandler<Option<String>>) -> Element {
    rsx! {
        Sheet { id: WHICH, title: say!("which-language-title"),
            div { class: "rows rows-two",
                for tag in words::HOUSEHOLD_LANGUAGES {
                    Choice {
                        key: "{tag}",
                        label: words::language(tag),
                        onclick: move |()| {
                            page::close_dialog(WHICH);
                            onchosen.call(Some(tag.to_owned()));
                        },
                    }
                }
                Choice {
                    label: say!("which-language-unknown"),
                    onclick: move |()| {
                        page::close_dialog(WHICH);
                        onchosen.call(None);
                    },
                }
            }
        }
    }
}

/// The three wishes, told apart in the words of the one who wishes.
#[component]
pub fn WishSheet(
    person: Option<PersonId>,
    name: Option<String>,
    /// Said on the telephone: of a number, not of an address.
    calls: bool,
    onwish: EventHandler<(WishScope, Wish)>,
) -> Element {
    let wish = use_callback(move |(scope, wish): (WishScope, Wish)| {
        page::close_dialog(WISH);
        onwish.call((scope, wish));
    });
    let whose = person.map_or(WishScope::Household, WishScope::Person);
    rsx! {
        Sheet { id: WISH, title: say!("wish-title"),
            div { class: "rows",
                Choice {
                    label: say!("wish-not-today"),
                    detail: say!("wish-not-today-detail"),
                    onclick: move |()| wish.call((whose, Wish::NotToday)),
                }
                if let (Some(person), Some(name)) = (person, name.clone()) {
                    Choice {
                        label: if calls {
                            say!("wish-never-call", name = name)
                        } else {
                            say!("wish-never-person", name = name)
                        },
                        detail: say!("wish-never-person-detail"),
                        onclick: move |()| wish.call((WishScope::Person(person), Wish::NeverAgain)),
                    }
                }
                Choice {
                    label: if calls { say!("wish-never-number") } else { say!("wish-never-household") },
                    detail: say!("wish-never-household-detail"),
                    onclick: move |()| wish.call((WishScope::Household, Wish::NeverAgain)),
                }
                Choice {
                    label: match name.clone() {
                        Some(name) => say!("wish-delete-person", name = name),
                        None => say!("wish-delete-household"),
                    },
                    detail: say!("wish-delete-detail"),
                    onclick: move |()| wish.call((whose, Wish::DeleteMyData)),
                }
            }
            p { class: "quiet-words", {say!("wish-undo")} }
        }
    }
}
