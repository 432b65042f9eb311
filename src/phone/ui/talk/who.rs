//! Who it is: changeable at any time, and what to do when somebody joins.

use super::answer::TickAnswer;
use crate::domain::conversation::WhoElse;
use crate::domain::draft::Act;
use crate::domain::visit::WhoAnswered;
use crate::phone::ui::parts::{Choice, Choices, Icon};
use crate::phone::ui::words;
use crate::phone::view::PersonView;
use crate::say;
use dioxus::prelude::*;

/// The listed people, "someone else" and "didn't ask".
#[component]
pub fn WhoField(
    people: Vec<PersonView>,
    who: Option<WhoAnswered>,
    legend: String,
    #[props(default)] legend_hidden: bool,
    /// The group's name on the page.
    name: String,
    onchoose: EventHandler<WhoAnswered>,
) -> Element {
    rsx! {
        Choices {
            legend,
            legend_hidden,
            name,
            options: everybody(&people),
            chosen: who,
            onchoose,
        }
    }
}

fn everybody(people: &[PersonView]) -> Vec<(WhoAnswered, String)> {
    people
        .iter()
        .map(|person| (WhoAnswered::Listed(person.person), words::person(person)))
        .chain([
            (WhoAnswered::SomeoneElse, say!("talk-someone-else")),
            (WhoAnswered::DidNotAsk, say!("talk-did-not-ask")),
        ])
        .collect()
}

/// Who else was there: closed answers, no names; none chosen is "not noted".
#[component]
pub fn WhoElseField(
    chosen: Vec<WhoElse>,
    #[props(default)] legend_hidden: bool,
    onact: EventHandler<Act>,
) -> Element {
    rsx! {
        fieldset { class: "talk-answers",
            legend { class: if legend_hidden { "heard" } else { "talk-legend" }, {say!("talk-who-else")} }
            div { class: "talk-tags",
                for one in WhoElse::ALL {
                    TickAnswer {
                        key: "{one.code()}",
                        label: who_else_words(one),
                        chosen: chosen.contains(&one),
                        onchoose: {
                            let chosen = chosen.clone();
                            move |on: bool| {
                                let mut who = chosen.clone();
                                who.retain(|other| *other != one);
                                if on {
                                    who.push(one);
                                }
                                let who = WhoElse::settled(&chosen, &who);
                                onact.call(Act::WhoElse { who });
                            }
                        },
                    }
                }
            }
        }
    }
}

fn who_else_words(one: WhoElse) -> String {
    match one {
        WhoElse::NobodyElse => say!("talk-who-else-nobody"),
        WhoElse::Household => say!("talk-who-else-household"),
        WhoElse::FriendOrNeighbour => say!("talk-who-else-friend"),
        WhoElse::Child => say!("talk-who-else-child"),
        WhoElse::SomeoneElse | WhoElse::Unrecognised => say!("talk-who-else-someone"),
    }
}

/// The name, or in words that there is none.
#[must_use]
pub fn who_words(who: WhoAnswered, people: &[PersonView]) -> String {
    match who {
        WhoAnswered::Listed(person) => people
            .iter()
            .find(|listed| listed.person == person)
            .map_or_else(|| say!("talk-someone-else"), |listed| listed.name.clone()),
        WhoAnswered::SomeoneElse => say!("talk-someone-else"),
        WhoAnswered::DidNotAsk => say!("talk-did-not-ask"),
    }
}

/// Somebody came to the door as well. Whose the numbers are never changes in mid-talk.
#[component]
pub fn SomeoneJoined(
    people: Vec<PersonView>,
    who: WhoAnswered,
    rated: bool,
    onchoose: EventHandler<WhoAnswered>,
    onover: EventHandler<()>,
) -> Element {
    rsx! {
        ul { class: "talk-cues",
            li { {say!("talk-joined-greet")} }
            li { {say!("talk-joined-listen")} }
            li { {say!("talk-joined-number")} }
            li { {say!("talk-joined-child")} }
        }
        if rated {
            p { {say!("talk-joined-rated", name = who_words(who, &people))} }
            div { class: "rows",
                Choice {
                    icon: Icon::DoorClosed,
                    label: say!("talk-over"),
                    onclick: onover,
                }
            }
        } else {
            WhoField {
                people,
                who,
                legend: say!("talk-joined-who"),
                name: "talk-joined-who",
                onchoose,
            }
        }
    }
}
