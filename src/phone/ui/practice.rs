//! Practice: a whole conversation with an invented household, on the very same
//! screens and by the same guide as at a door, through the third back room. Before
//! it one chooses what and with whom, after it one looks back; nothing of it is
//! kept, and while it goes on every screen says so.

use super::parts::{Action, Back, Choice, Choices, Icon, Screen, TroubleScreen, Waiting};
use super::room_context::Loaded;
use super::room_context::{ask, use_front, use_reply, use_room, use_tell};
use super::route::{Route, use_nav};
use super::talk::{TalkScreen, TalkSheet, TickAnswer};
use super::whole_app::WholeApp;
use super::wording::LANGUAGE;
use super::{page, words};
use crate::domain::guide::StepView;
use crate::domain::ids::DraftId;
use crate::domain::script::Channel;
use crate::phone::WHOLE;
use crate::phone::room::{Request, Room};
use crate::phone::view::{Preferences, Rehearse, Roleplayed, TalkView, ToPractise, Workshop};
use crate::say;
use dioxus::core::spawn_forever;
use dioxus::prelude::*;

/// In the context of every screen that is only practice.
#[derive(Clone, Copy, PartialEq)]
pub struct Practising {
    /// The steps show no more than at a door.
    pub glance: Signal<bool>,
    stage: Signal<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Choosing,
    Talking(DraftId),
    /// Held to its end.
    After,
}

impl Practising {
    /// For drawing a screen without the one around it.
    #[cfg(test)]
    pub fn drawn(glance: bool) -> Self {
        Self {
            glance: Signal::new(glance),
            stage: Signal::new(Stage::Choosing),
        }
    }

    /// The conversation is over, by its end or before.
    pub fn over(self, held: bool) {
        let mut stage = self.stage;
        // The screen may be gone already.
        if let Ok(mut stage) = stage.try_write() {
            *stage = if held { Stage::After } else { Stage::Choosing };
        }
    }
}

/// Whether what is being drawn is practice; a hook's business, since it does not change.
#[must_use]
pub fn practising() -> Option<Practising> {
    if !WHOLE {
        return None;
    }
    try_consume_context()
}

/// What was chosen, by its place in what there is to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    script: usize,
    /// Empty: the app's own.
    language: String,
    channel: usize,
    /// Who plays the neighbour, from 1; 0 for nobody.
    part: usize,
}

impl Chosen {
    fn script<'a>(&self, workshop: &'a Workshop) -> Option<&'a ToPractise> {
        workshop.scripts.get(self.script)
    }
}

#[component]
pub fn PracticeScreen() -> Element {
    if !WHOLE {
        return rsx! {
            WholeApp {}
        };
    }
    let mut front = use_front();
    let (room, tell, nav) = (use_room(), use_tell(), use_nav());
    // What was saved at the last door is not to be undone from here.
    use_hook(|| front.saved.set(None));
    let mut chosen = use_signal(Chosen::default);
    let practising = Practising {
        glance: use_signal(|| {
            let home = front.home.peek();
            home.as_ref()
                .is_some_and(|home| home.preferences.rehearse_at_a_glance)
        }),
        stage: use_signal(|| Stage::Choosing),
    };
    let mut stage = practising.stage;
    // The switch stays as it was left.
    use_effect({
        let room = room.clone();
        move || {
            let rehearse_at_a_glance = *practising.glance.read();
            let Some(home) = front.home.peek().clone() else {
                return;
            };
            if home.preferences.rehearse_at_a_glance != rehearse_at_a_glance {
                let preferences = Preferences {
                    rehearse_at_a_glance,
                    ..home.preferences
                };
                front.set_preferences(&preferences);
                let room = room.clone();
                spawn_forever(async move {
                    // Should it not be stored, it is as before the next time.
                    let _ = ask::<()>(&room, Request::SetPreferences { preferences }).await;
                });
            }
        }
    });
    use_drop({
        let room = room.for_practice();
        move || {
            spawn_forever(async move {
                let _ = ask::<()>(&room, Request::Leave).await;
            });
        }
    });

    let language = match chosen.read().language.as_str() {
        "" => LANGUAGE.read().tag().to_owned(),
        language => language.to_owned(),
    };
    // In another language it is asked for anew; what was there stays until it comes.
    let mut known = use_hook(|| CopyValue::new(None::<Workshop>));
    let begin = use_callback({
        let language = language.clone();
        move |()| {
            let (chosen, known) = (chosen.read(), known.read());
            let Some(script) = known.as_ref().and_then(|known| chosen.script(known)) else {
                return;
            };
            let channel = script.channels.get(chosen.channel);
            let rehearse = Rehearse {
                script: script.script.clone(),
                language: language.clone(),
                channel: channel.copied().unwrap_or_default(),
                street: say!("practice-street"),
                people: vec![say!("practice-one"), say!("practice-other")],
            };
            tell.tell(Request::Rehearse { rehearse }, move |view: TalkView| {
                stage.set(Stage::Talking(view.draft));
            });
        }
    });
    let workshop = match use_reply::<Workshop>(Request::Workshop { language }) {
        Loaded::Here(workshop) => {
            known.set(Some(workshop.clone()));
            workshop
        }
        Loaded::Failed(trouble) => {
            return rsx! {
                TroubleScreen { trouble, retry: move |()| front.touch() }
            };
        }
        Loaded::Waiting => match known.read().clone() {
            Some(workshop) => workshop,
            None => {
                return rsx! {
                    Waiting {}
                };
            }
        },
    };
    let prompts = chosen
        .read()
        .script(&workshop)
        .map(|script| script.prompts.clone())
        .unwrap_or_default();
    match *stage.read() {
        Stage::Choosing => rsx! {
            PracticeBody {
                workshop,
                chosen: chosen(),
                glance: *practising.glance.read(),
                onchoose: move |now| chosen.set(now),
                onglance: move |now| {
                    let mut glance = practising.glance;
                    glance.set(now);
                },
                onbegin: begin,
            }
        },
        Stage::Talking(draft) => rsx! {
            OnStage { practising, room: room.for_practice(),
                TalkScreen { draft }
            }
        },
        Stage::After => rsx! {
            OnStage { practising, room: room.for_practice(),
                AfterBody {
                    prompts,
                    onagain: begin,
                    ondone: move |()| nav.up_to(Route::Home {}),
                }
            }
        },
    }
}

/// What is within is practice, and asks the third back room.
#[component]
pub fn OnStage(practising: Practising, room: Room, children: Element) -> Element {
    use_context_provider(|| practising);
    use_context_provider(|| room);
    children
}

const CARD: &str = "practice-card";

#[component]
pub fn PracticeBody(
    workshop: Workshop,
    chosen: Chosen,
    glance: bool,
    onchoose: EventHandler<Chosen>,
    onglance: EventHandler<bool>,
    onbegin: EventHandler<()>,
) -> Element {
    let script = chosen.script(&workshop).cloned();
    let part = script
        .as_ref()
        .and_then(|script| script.roleplays.get(chosen.part.checked_sub(1)?).cloned());
    let (for_language, for_channel, for_part) = (chosen.clone(), chosen.clone(), chosen.clone());
    rsx! {
        Screen {
            title: say!("practice-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: script
                .is_some()
                .then(|| rsx! {
                    Action { icon: Icon::Play, label: say!("practice-begin"), onclick: onbegin }
                }),
            p { class: "lead", {say!("practice-lead")} }
            if workshop.scripts.len() > 1 {
                Choices {
                    legend: say!("practice-script"),
                    name: "practice-script",
                    options: workshop
                        .scripts
                        .iter()
                        .enumerate()
                        .map(|(at, script)| (at, script.title.clone()))
                        .collect::<Vec<_>>(),
                    chosen: chosen.script,
                    onchoose: move |script| onchoose.call(Chosen { script, ..Chosen::default() }),
                }
            }
            if let Some(script) = script {
                Choices {
                    legend: say!("practice-shows"),
                    name: "practice-shows",
                    options: vec![(false, say!("practice-full")), (true, say!("practice-glance"))],
                    chosen: glance,
                    onchoose: onglance,
                }
                if script.languages.len() > 1 {
                    Choices {
                        legend: say!("talk-language"),
                        name: "practice-language",
                        options: script
                            .languages
                            .iter()
                            .map(|tag| (tag.clone(), words::language(tag)))
                            .collect::<Vec<_>>(),
                        chosen: if chosen.language.is_empty() {
                            LANGUAGE.read().tag().to_owned()
                        } else {
                            chosen.language.clone()
                        },
                        onchoose: move |language| {
                            onchoose
                                .call(Chosen {
                                    language,
                                    ..for_language.clone()
                                });
                        },
                    }
                }
                if script.channels.len() > 1 {
                    Choices {
                        legend: say!("practice-where"),
                        name: "practice-where",
                        options: script
                            .channels
                            .iter()
                            .map(|channel| channel_words(*channel))
                            .enumerate()
                            .collect::<Vec<_>>(),
                        chosen: chosen.channel,
                        onchoose: move |channel| {
                            onchoose
                                .call(Chosen {
                                    channel,
                                    ..for_channel.clone()
                                });
                        },
                    }
                }
                if !script.roleplays.is_empty() {
                    Choices {
                        legend: say!("practice-part"),
                        name: "practice-part",
                        options: std::iter::once(say!("practice-part-none"))
                            .chain(script.roleplays.iter().map(|played| played.persona.clone()))
                            .enumerate()
                            .collect::<Vec<_>>(),
                        chosen: chosen.part,
                        onchoose: move |part| {
                            onchoose
                                .call(Chosen {
                                    part,
                                    ..for_part.clone()
                                });
                        },
                    }
                }
                if let Some(part) = part {
                    Choice {
                        icon: Icon::Smartphone,
                        label: say!("practice-card"),
                        detail: say!("practice-card-detail"),
                        onclick: move |()| page::open_dialog(CARD),
                    }
                    TalkSheet {
                        id: CARD,
                        title: say!("practice-you-are"),
                        back: say!("talk-account-back"),
                        bare: true,
                        {card(&part)}
                    }
                }
            } else {
                p { {say!("practice-nothing")} }
            }
        }
    }
}

/// The part on one card, to read aloud or hand over with the phone.
fn card(part: &Roleplayed) -> Element {
    let lists = [
        (say!("practice-they-say"), &part.objections),
        (say!("practice-goals"), &part.goals),
    ];
    rsx! {
        p { class: "talk-account-words", "{part.persona}" }
        if !part.start.is_empty() {
            p { class: "talk-question", {say!("practice-start", answer = part.start.clone())} }
        }
        for (title , lines) in lists {
            if !lines.is_empty() {
                section { class: "talk-section",
                    h3 { "{title}" }
                    for line in lines.iter() {
                        p { class: "talk-probe", "{line}" }
                    }
                }
            }
        }
        p { class: "talk-quiet", {say!("practice-be-kind")} }
    }
}

fn channel_words(channel: Channel) -> String {
    match channel {
        Channel::Door => say!("practice-door"),
        Channel::Phone => say!("practice-phone"),
        Channel::Stall => say!("practice-stall"),
    }
}

/// What a step has for rehearsal alone: what helps, and stories of others.
pub fn to_rehearse(step: &StepView, language: &str) -> Element {
    if !WHOLE {
        return rsx! {};
    }
    rsx! {
        for (level , title) in [
            ("new", say!("practice-tips-new")),
            ("practised", say!("practice-tips-practised")),
        ] {
            if step.tips.iter().any(|tip| tip.depth == level) {
                section { class: "talk-section",
                    h2 { "{title}" }
                    for tip in step.tips.iter().filter(|tip| tip.depth == level) {
                        p { class: "talk-probe", lang: "{language}", "{tip.text}" }
                    }
                }
            }
        }
        if !step.examples.is_empty() {
            section { class: "talk-section",
                h2 { {say!("practice-examples")} }
                p { class: "talk-quiet", {say!("practice-examples-hint")} }
                for story in step.examples.iter() {
                    blockquote { class: "talk-account-words", lang: "{language}",
                        p { class: "talk-speaker", "{story.speaker}" }
                        for line in story.text.lines() {
                            p { "{line}" }
                        }
                    }
                }
            }
        }
    }
}

/// Looking back: for oneself, and gone with the screen.
#[component]
pub fn AfterBody(
    prompts: Vec<String>,
    onagain: EventHandler<()>,
    ondone: EventHandler<()>,
) -> Element {
    let mut so = use_signal(Vec::<usize>::new);
    rsx! {
        Screen {
            title: say!("practice-after"),
            actions: rsx! {
                Action { second: true, label: say!("practice-done"), onclick: ondone }
                Action { icon: Icon::Play, label: say!("practice-again"), onclick: onagain }
            },
            p { class: "lead", {say!("practice-after-lead")} }
            div { class: "talk-tags",
                for (at , prompt) in prompts.into_iter().enumerate() {
                    TickAnswer {
                        key: "{at}",
                        label: prompt,
                        chosen: so.read().contains(&at),
                        onchoose: move |on: bool| {
                            so.write().retain(|known| *known != at);
                            if on {
                                so.write().push(at);
                            }
                        },
                    }
                }
            }
        }
    }
}
