//! One step at the door. Few words, very large: what to say, what to listen for,
//! and Next at its place. All else is one tap away.

use super::account::{Account, AccountSheet, Played};
use super::answer::RadioAnswers;
use super::closing::{AtTheDoorLast, Behind, ConsentField};
use super::concerns::{CONCERNS, ConcernRows, ConcernsSheet};
use super::deeper::{DEEPER, DeeperSheet, deeper};
use super::pause::{PAUSE, PausePage, PauseSheet};
use super::put_away::PutAway;
use super::rating::{Between, ChosenAnswer, RatingField};
use super::said::{OneSet, WordsField};
use super::unsaved::{Saving, Unsaved};
use super::who::WhoField;
use crate::domain::conversation::{Certainty, CommitmentSaid};
use crate::domain::door_fact::{Wish, WishScope};
use crate::domain::draft::Act;
use crate::domain::guide::{CommitmentView, RecordingName, RedFlagView, StepView};
use crate::domain::ids::PersonId;
use crate::domain::visit::WhoAnswered;
use crate::phone::ui::door::{WISH, WishSheet};
use crate::phone::ui::page;
use crate::phone::ui::parts::{Action, HelpButton, Icon, QuietButton, RowLink, Screen};
use crate::phone::ui::practice::{practising, to_rehearse};
use crate::phone::ui::route::Route;
use crate::phone::view::TalkView;
use crate::say;
use dioxus::prelude::*;

/// After so many minutes a word about the time: a conversation takes ten to twenty.
const LONG_MINUTES: u32 = 30;

/// A step, and the sheets that come up over every step. The screen is drawn anew at each
/// step, so that nothing of the last one stays and a finger still on its way to the last
/// one's Next does not hit this one's; the sheets stay, because drawing them anew would be
/// most of the work of going on.
#[component]
pub fn StepBody(
    view: TalkView,
    step: StepView,
    behind: Behind,
    saving: Saving,
    /// Whole minutes talked.
    minutes: u32,
    /// The phone is in a pocket: nothing of this is to be seen, and all of it is kept.
    put_away: bool,
    onputaway: EventHandler<bool>,
    onplay: EventHandler<(RecordingName, Signal<Option<Played>>)>,
    onact: EventHandler<Act>,
    onretry: EventHandler<()>,
    onleave: EventHandler<()>,
    onwish: EventHandler<(WishScope, Wish)>,
) -> Element {
    let mut pause_page = use_signal(PausePage::default);
    let mut open_concern = use_signal(|| None::<String>);
    let at = step.step.clone();
    use_effect(use_reactive!(|at| {
        // The phone's back gesture may change the step under an open sheet.
        let _now_at = at;
        for sheet in [PAUSE, CONCERNS, WISH] {
            page::close_dialog(sheet);
        }
    }));
    let (reminder, spoken) = (step.clone(), view.language.clone());
    rsx! {
        if put_away {
            PutAway {
                step: reminder,
                language: spoken,
                minutes,
                ongoon: move |()| onputaway.call(false),
            }
        }
        div { class: "talk-here", hidden: put_away,
        // A list of one, because keys count in lists only: a new step is
        // a new screen, the same step keeps its place. In another language it
        // is said, and played, anew.
        for step in [step] {
            StepScreen {
                key: "{step.step} {view.language}",
                step,
                view: view.clone(),
                behind: behind.clone(),
                saving: saving.clone(),
                minutes,
                onpause: move |()| {
                    pause_page.set(PausePage::Menu);
                    onact.call(Act::Pause);
                    page::open_dialog(PAUSE);
                },
                onconcern: move |id| {
                    open_concern.set(id);
                    page::open_dialog(CONCERNS);
                },
                onplay,
                onact,
                onretry,
            }
        }
        ConcernsSheet {
            concerns: view.concerns.clone(),
            language: view.language.clone(),
            open: open_concern(),
            onopen: move |open| open_concern.set(open),
            onact,
        }
        WishSheet { person: listed(&view), name: listed_name(&view), calls: view.by_phone, onwish }
        PauseSheet {
            stored: saving == Saving::Stored,
            view,
            page: pause_page(),
            onpage: move |page| pause_page.set(page),
            onputaway: move |()| onputaway.call(true),
            onact,
            onleave,
        }
        }
    }
}

#[component]
fn StepScreen(
    view: TalkView,
    step: StepView,
    behind: Behind,
    saving: Saving,
    minutes: u32,
    onpause: EventHandler<()>,
    /// Opens the concerns, at one of them if it is named.
    onconcern: EventHandler<Option<String>>,
    /// Fetches a recording into the signal.
    onplay: EventHandler<(RecordingName, Signal<Option<Played>>)>,
    onact: EventHandler<Act>,
    onretry: EventHandler<()>,
) -> Element {
    let mut variant = use_signal(|| 0_usize);
    let mut account = use_signal(|| 0_usize);
    let mut played = use_signal(|| None::<Played>);
    let mut between = use_signal(|| {
        let rating = step.rating.as_ref();
        Between::of(rating.and_then(|rating| rating.chosen.as_ref()))
    });

    let language = view.language.clone();
    // Where an answer is tapped, the answers come first and the rest below them.
    let answered_here = step.rating.is_some() || step.consent.is_some();
    let practising = use_hook(practising);
    // For rehearsal everything there is; at a door what a glance can take.
    let full = practising.is_some_and(|practising| !*practising.glance.read());
    let said = if full {
        step.say.clone()
    } else {
        let say = step.say.get(variant() % step.say.len().max(1));
        say.into_iter().cloned().collect()
    };
    let next_variant = (variant() + 1) % step.say.len().max(1);
    let above = format!(
        "{} · {}",
        say!("talk-place", number = step.number, of = step.of),
        say!("talk-minutes", minutes = minutes)
    );
    rsx! {
        Screen {
            title: step.name.clone(),
            title_small: true,
            above,
            leading: rsx! {
                QuietButton {
                    icon: Icon::Pause,
                    label: say!("talk-pause"),
                    onclick: onpause,
                }
            },
            trailing: rsx! {
                HelpButton {}
            },
            actions: rsx! {
                Unsaved { saving: saving.clone(), onretry }
                if let Some(rating) = step.rating.clone() {
                    div { class: "lower-row talk-foot",
                        BackButton { step: step.clone(), onact }
                        ChosenAnswer { rating, between: between() }
                    }
                } else {
                    div { class: "lower-row talk-foot",
                        BackButton { step: step.clone(), onact }
                        if !full {
                            QuietButton {
                                icon: Icon::Search,
                                label: say!("talk-deeper"),
                                onclick: move |()| page::open_dialog(DEEPER),
                            }
                        }
                        if !view.concerns.is_empty() && step.role != "concern" {
                            QuietButton {
                                icon: Icon::Talk,
                                label: say!("talk-concerns"),
                                onclick: move |()| onconcern.call(None),
                            }
                        }
                    }
                }
                div { class: "talk-next",
                    Action {
                        label: if step.last { say!("talk-done") } else { say!("talk-next") },
                        onclick: move |()| onact.call(Act::Next),
                    }
                }
            },
            if minutes >= LONG_MINUTES {
                p { class: "talk-quiet", role: "status", {say!("talk-long", minutes = LONG_MINUTES)} }
            }
            if let Some(mut practising) = practising {
                div { class: "talk-smaller",
                    QuietButton {
                        label: if full { say!("practice-show-glance") } else { say!("practice-show-full") },
                        onclick: move |()| practising.glance.set(full),
                    }
                }
            }
            if full {
                p { class: "talk-purpose",
                    strong { lang: "{language}", "{step.purpose}" }
                    if let Some(seconds) = step.target_seconds {
                        " "
                        span { {say!("practice-seconds", seconds = seconds)} }
                    }
                }
            }
            div { class: "talk-step", "data-role": "{step.role}",
                for say in said {
                    div { class: "talk-say", lang: "{language}",
                        for paragraph in say.lines().filter(|line| !line.trim().is_empty()) {
                            p { "{paragraph}" }
                        }
                    }
                }
                if step.say.len() > 1 && !answered_here && !full {
                    MoreToSay { onclick: move |()| variant.set(next_variant) }
                }
                if let Some(consent) = step.consent.clone() {
                    ConsentField { consent, language: language.clone(), by_phone: view.by_phone, onact }
                }
                if !step.cues.is_empty() {
                    ul {
                        class: if view.own_story { "talk-cues talk-own" } else { "talk-cues" },
                        // One's own story is in one's own language.
                        lang: (!view.own_story).then(|| language.clone()),
                        for cue in step.cues.clone() {
                            li { "{cue}" }
                        }
                    }
                }
                if practising.is_some() && step.role == "own_story" && !view.own_story {
                    RowLink {
                        to: Route::Stories {},
                        icon: Icon::Edit,
                        label: say!("practice-story"),
                        detail: say!("practice-story-detail"),
                    }
                }
                if step.role == "concern" {
                    ConcernRows {
                        concerns: view.concerns.clone(),
                        language: language.clone(),
                        onopen: move |id| onconcern.call(Some(id)),
                        onact,
                    }
                }
                if step.role == "identify" {
                    WhoField {
                        people: view.people.clone(),
                        who: view.who,
                        legend: say!("talk-who"),
                        legend_hidden: true,
                        name: "talk-who",
                        onchoose: move |who| onact.call(Act::Who { who }),
                    }
                }
                if let Some(rating) = step.rating.clone() {
                    RatingField {
                        name: "talk-rating",
                        legend: say!("talk-rating-legend"),
                        between: between(),
                        onbetween: move |now| between.set(now),
                        onanswer: {
                            let (scale, wave) = (rating.scale.clone(), rating.wave);
                            move |answer| {
                                onact.call(Act::Rate {
                                    scale: scale.clone(),
                                    wave,
                                    answer,
                                    certainty: Certainty::Heard,
                                });
                            }
                        },
                        rating,
                    }
                }
                if step.say.len() > 1 && answered_here && !full {
                    MoreToSay { onclick: move |()| variant.set(next_variant) }
                }
                if !step.accounts.is_empty() {
                    Account {
                        accounts: step.accounts.clone(),
                        which: account(),
                        language: language.clone(),
                        onother: move |which| {
                            account.set(which);
                            played.set(None);
                        },
                        played: played(),
                        onplay: move |name| onplay.call((name, played)),
                        onbroken: move |()| played.set(Some(Played::Broken)),
                    }
                }
                for commitment in step.commitments.clone() {
                    CommitmentField { key: "{commitment.id}", commitment, onact }
                }
                if step.asks_made_a_difference {
                    MadeADifference { view: view.clone(), step: step.clone(), onact }
                }
                if !step.listen_for.is_empty() {
                    p { class: "talk-listen",
                        strong { {say!("talk-listen-for")} }
                        " "
                        span { lang: "{language}", {step.listen_for.join(" · ")} }
                    }
                }
                if !step.tags.is_empty() && !step.asks_made_a_difference {
                    Folded { title: say!("talk-note"), open: full,
                        Tags { step: step.clone(), onact }
                    }
                }
                if full {
                    section { class: "talk-section",
                        h2 { {say!("talk-deeper")} }
                        {deeper(&step, &language)}
                    }
                    {to_rehearse(&step, &language)}
                }
                Hints {
                    step: step.clone(),
                    language: language.clone(),
                    by_phone: view.by_phone,
                    open: full,
                }
                if step.consent.is_some() || step.last || step.role == "close" {
                    AtTheDoorLast { behind }
                }
            }
        }
        DeeperSheet { step: step.clone(), language: language.clone() }
        if !step.accounts.is_empty() {
            AccountSheet {
                accounts: step.accounts.clone(),
                which: account(),
                language: language.clone(),
            }
        }
    }
}

/// The next of the things to say at this step.
#[component]
fn MoreToSay(onclick: EventHandler<()>) -> Element {
    rsx! {
        div { class: "talk-more",
            QuietButton { icon: Icon::Talk, label: say!("talk-other-words"), onclick }
        }
    }
}

/// Whom a wish is about: the listed person they said they are.
fn listed(view: &TalkView) -> Option<PersonId> {
    match view.who {
        WhoAnswered::Listed(person) => Some(person),
        WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk => None,
    }
}

fn listed_name(view: &TalkView) -> Option<String> {
    let person = listed(view)?;
    let found = view.people.iter().find(|listed| listed.person == person)?;
    Some(found.name.clone())
}

#[component]
fn BackButton(step: StepView, onact: EventHandler<Act>) -> Element {
    if !step.can_go_back {
        return rsx! {};
    }
    rsx! {
        QuietButton {
            icon: Icon::Back,
            label: say!("talk-back"),
            onclick: move |()| onact.call(Act::Back),
        }
    }
}

#[component]
fn Tags(step: StepView, onact: EventHandler<Act>) -> Element {
    let one_set = step.tags.len() == 1;
    rsx! {
        for tags in step.tags.clone() {
            OneSet {
                key: "{tags.id}",
                legend_hidden: one_set && step.asks_made_a_difference,
                tags,
                onact,
            }
        }
    }
}

/// "What did they say made a difference?", asked at the door.
#[component]
fn MadeADifference(view: TalkView, step: StepView, onact: EventHandler<Act>) -> Element {
    rsx! {
        Tags { step, onact }
        WordsField {
            words: view.made_a_difference.clone(),
            people: view.people.iter().map(|person| person.name.clone()).collect::<Vec<_>>(),
            onwords: move |words| onact.call(Act::MadeADifference { words }),
        }
    }
}

/// One concrete ask and what they said to it.
#[component]
pub fn CommitmentField(commitment: CommitmentView, onact: EventHandler<Act>) -> Element {
    let id = commitment.id.clone();
    rsx! {
        RadioAnswers {
            legend: commitment.label.clone(),
            name: "talk-commitment-{commitment.id}",
            in_row: true,
            options: yes_maybe_no(),
            chosen: commitment.said,
            onchoose: move |said| onact.call(Act::Commit { id: id.clone(), said }),
        }
    }
}

#[must_use]
pub fn yes_maybe_no() -> Vec<(CommitmentSaid, String)> {
    vec![
        (CommitmentSaid::Yes, say!("talk-yes")),
        (CommitmentSaid::Maybe, say!("talk-maybe")),
        (CommitmentSaid::No, say!("talk-no")),
    ]
}

/// Folded away until somebody wants it.
#[component]
pub fn Folded(title: String, #[props(default)] open: bool, children: Element) -> Element {
    rsx! {
        details { class: "asked talk-details", open,
            summary {
                span { "{title}" }
            }
            div { class: "talk-details-body", {children} }
        }
    }
}

/// Do and don't, and when to stop.
#[component]
fn Hints(step: StepView, language: String, by_phone: bool, open: bool) -> Element {
    let has_hints = !step.dos.is_empty() || !step.donts.is_empty();
    rsx! {
        if has_hints {
            Folded { title: say!("talk-hints"), open,
                if !step.dos.is_empty() {
                    h2 { {say!("talk-do")} }
                    ul { lang: "{language}",
                        for text in step.dos.clone() {
                            li { "{text}" }
                        }
                    }
                }
                if !step.donts.is_empty() {
                    h2 { {say!("talk-dont")} }
                    ul { lang: "{language}",
                        for text in step.donts.clone() {
                            li { "{text}" }
                        }
                    }
                }
            }
        }
        if !step.red_flags.is_empty() {
            Folded { title: say!("talk-careful"), open,
                dl { class: "talk-flags",
                    for flag in step.red_flags.clone() {
                        dt { lang: "{language}", "{flag.text}" }
                        dd { {flag_words(&flag, by_phone)} }
                    }
                }
            }
        }
    }
}

/// What to do when it happens.
fn flag_words(flag: &RedFlagView, by_phone: bool) -> String {
    match flag.action.as_str() {
        "pause" => say!("talk-flag-pause"),
        "leave" if by_phone => say!("talk-flag-hang-up"),
        "leave" => say!("talk-flag-leave"),
        "alert_lead" => say!("talk-flag-alert-lead"),
        "signpost" => say!("talk-flag-signpost"),
        _ => say!("talk-flag-close"),
    }
}
