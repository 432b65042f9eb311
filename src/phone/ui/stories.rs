//! The story workshop: one's own story for a script, one person, one moment, one
//! feeling, one line to why one came, told aloud against a calm clock. It stays on
//! this phone. Every letter is stored when it is typed.

use super::parts::{
    Action, Back, Choice, Icon, Picture, QuietButton, RowLink, Screen, TroubleScreen, Waiting,
};
use super::room_context::{Loaded, ask, use_front, use_reply, use_room, use_tell};
use super::route::{Route, use_nav};
use super::talk::{Careful, look_over, warnings};
use super::whole_app::WholeApp;
use super::wording::LANGUAGE;
use crate::phone::WHOLE;
use crate::phone::platform;
use crate::phone::platform::clock::{Clock as _, DeviceClock};
use crate::phone::room::{Request, Trouble};
use crate::phone::view::{Story, StoryKey, Workshop};
use crate::say;
use dioxus::core::spawn_forever;
use dioxus::prelude::*;

/// The scripts' stories, in the app's language.
fn use_workshop() -> Loaded<Workshop> {
    use_reply(Request::Workshop {
        language: LANGUAGE.read().tag().to_owned(),
    })
}

#[component]
pub fn StoriesScreen() -> Element {
    if !WHOLE {
        return rsx! {
            WholeApp {}
        };
    }
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    match use_workshop() {
        Loaded::Here(workshop) => rsx! {
            StoriesBody {
                workshop,
                onbegin: move |script: String| {
                    let story = Story::begun_for(&script);
                    tell.tell(Request::KeepStory { story }, move |key: StoryKey| {
                        nav.push(Route::Story { story: key.0 });
                    });
                },
            }
        },
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen { trouble, retry: move |()| front.touch() }
        },
    }
}

#[component]
pub fn StoriesBody(workshop: Workshop, onbegin: EventHandler<String>) -> Element {
    let scripts: Vec<_> = workshop
        .scripts
        .into_iter()
        .filter(|script| script.own_story.is_some())
        .collect();
    let only = match &scripts[..] {
        [only] => Some(only.script.id.clone()),
        _ => None,
    };
    let several = scripts.len() > 1;
    rsx! {
        Screen {
            title: say!("stories-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: only
                .map(|script| rsx! {
                    Action {
                        icon: Icon::Edit,
                        label: say!("stories-new"),
                        onclick: move |()| onbegin.call(script.clone()),
                    }
                }),
            p { class: "lead", {say!("stories-lead")} }
            if scripts.is_empty() {
                p { {say!("stories-none")} }
            }
            for script in scripts {
                section { key: "{script.script.id}", class: "group",
                    h2 { "{script.title}" }
                    div { class: "rows",
                        for story in workshop.stories.iter().filter(|story| story.script == script.script.id) {
                            RowLink {
                                key: "{story.key.0}",
                                to: Route::Story { story: story.key.0 },
                                icon: if story.chosen { Icon::Check } else { Icon::Talk },
                                label: if story.person.is_empty() { say!("story-unwritten") } else { story.person.clone() },
                                detail: if story.chosen { say!("story-chosen") } else { say!("story-kept") },
                            }
                        }
                        if several {
                            Choice {
                                icon: Icon::Plus,
                                label: say!("stories-new"),
                                onclick: {
                                    let id = script.script.id.clone();
                                    move |()| onbegin.call(id.clone())
                                },
                            }
                        }
                    }
                }
            }
            p { class: "quiet-words", {say!("story-stays")} }
        }
    }
}

#[component]
pub fn StoryScreen(story: i64) -> Element {
    if !WHOLE {
        return rsx! {
            WholeApp {}
        };
    }
    let front = use_front();
    let workshop = match use_workshop() {
        Loaded::Here(workshop) => workshop,
        Loaded::Waiting => {
            return rsx! {
                Waiting {}
            };
        }
        Loaded::Failed(trouble) => {
            return rsx! {
                TroubleScreen { trouble, retry: move |()| front.touch() }
            };
        }
    };
    let key = StoryKey(story);
    let Some(story) = workshop.stories.iter().find(|known| known.key == key) else {
        return rsx! {
            TroubleScreen {
                trouble: Trouble::NotHere("story".to_owned()),
                leading: rsx! {
                    Back { to: Route::Stories {} }
                },
            }
        };
    };
    let others = workshop
        .stories
        .iter()
        .any(|known| known.key != key && known.script == story.script);
    let target = workshop
        .scripts
        .iter()
        .find(|script| script.script.id == story.script)
        .and_then(|script| script.own_story)
        .unwrap_or_default();
    rsx! {
        StoryBody { key: "{key.0}", story: story.clone(), others, target }
    }
}

/// Where the script says nothing: between 60 and 90 seconds.
const USUAL_SECONDS: u32 = 75;
/// So much shorter or longer is as good.
const EITHER_WAY: u32 = 15;

#[component]
pub fn StoryBody(
    story: Story,
    /// There are others for its script.
    others: bool,
    /// Seconds the script gives it; 0 where it says nothing.
    target: u32,
) -> Element {
    let mut front = use_front();
    let room = use_room();
    let mut now = use_signal(|| story);
    let mut stored = use_signal(|| false);
    let mut deleted = use_signal(|| false);
    // Since when it is being told, on the steady clock.
    let mut telling = use_signal(|| None::<i64>);
    let mut seconds = use_signal(|| 0_u32);
    use_future(move || async move {
        while platform::wait(500).await {
            if let Some(since) = *telling.peek() {
                seconds.set(seconds_since(since));
            }
        }
    });
    let keep = use_callback({
        let room = room.clone();
        move |story: Story| {
            now.set(story.clone());
            stored.set(false);
            let room = room.clone();
            // In the order they are typed, also when the screen is left meanwhile.
            spawn_forever(async move {
                let kept = ask::<StoryKey>(&room, Request::KeepStory { story }).await;
                match kept {
                    Ok(_) => {
                        if let Ok(mut stored) = stored.try_write() {
                            *stored = true;
                        }
                    }
                    Err(trouble) => front.trouble.set(Some(trouble)),
                }
            });
        }
    });
    let delete = use_callback({
        let room = room.clone();
        move |()| {
            let story = now.peek().key;
            let room = room.clone();
            spawn_forever(async move {
                if let Err(trouble) = ask::<()>(&room, Request::DropStory { story }).await {
                    front.trouble.set(Some(trouble));
                }
            });
        }
    });
    use_drop(move || {
        if telling.try_peek().is_ok_and(|telling| telling.is_some()) {
            platform::keep_awake(false);
        }
        // Begun and not one word written: it was never there.
        let blank = now
            .try_peek()
            .ok()
            .filter(|story| story.cues().iter().all(String::is_empty))
            .map(|story| story.key);
        if let Some(story) = blank {
            spawn_forever(async move {
                let _ = ask::<()>(&room, Request::DropStory { story }).await;
                front.touch();
            });
        }
    });

    let leading = rsx! {
        Back { to: Route::Stories {} }
    };
    let shown = now.read().clone();
    if deleted() {
        return rsx! {
            Screen {
                title: say!("story-deleted"),
                leading,
                actions: rsx! {
                    Action {
                        icon: Icon::Undo,
                        label: say!("undo"),
                        onclick: move |()| {
                            deleted.set(false);
                            let story = now.peek().clone();
                            keep.call(story);
                        },
                    }
                },
                p { {say!("story-deleted-hint")} }
            }
        };
    }
    let target = if target == 0 { USUAL_SECONDS } else { target };
    let (from, to) = (target.saturating_sub(EITHER_WAY), target + EITHER_WAY);
    let aim = say!("story-aim", from = from, to = to);
    if let Some(since) = telling() {
        let cues = shown.cues();
        return rsx! {
            Screen {
                title: say!("story-telling"),
                title_small: true,
                actions: rsx! {
                    Action {
                        icon: Icon::Check,
                        label: say!("story-told"),
                        onclick: move |()| {
                            platform::keep_awake(false);
                            telling.set(None);
                            let told_seconds = seconds_since(since);
                            let story = now.peek().clone();
                            keep.call(Story { told_seconds, ..story });
                        },
                    }
                },
                div { class: "talk-step",
                    ul { class: "talk-cues talk-own",
                        for cue in cues.into_iter().filter(|cue| !cue.is_empty()) {
                            li { "{cue}" }
                        }
                    }
                    p { class: "story-clock", role: "timer", {clock(seconds())} }
                    p { class: "talk-quiet", "{aim}" }
                }
            }
        };
    }
    let fields = [
        (
            "person",
            say!("story-person"),
            say!("story-person-hint"),
            60,
        ),
        (
            "moment",
            say!("story-moment"),
            say!("story-moment-hint"),
            140,
        ),
        (
            "feeling",
            say!("story-feeling"),
            say!("story-feeling-hint"),
            60,
        ),
        (
            "link-line",
            say!("story-link"),
            say!("story-link-hint"),
            140,
        ),
    ];
    let texts = shown.cues();
    let told = shown.told_seconds;
    rsx! {
        Screen {
            title: say!("story-title"),
            leading,
            actions: rsx! {
                Action {
                    icon: Icon::Clock,
                    label: say!("story-tell"),
                    detail: if told > 0 { say!("story-last", time = clock(told)) } else { aim },
                    onclick: move |()| {
                        platform::keep_awake(true);
                        seconds.set(0);
                        telling.set(Some(DeviceClock.steady_ms()));
                    },
                }
            },
            p { class: "quiet-words", {say!("story-stays")} }
            for (at , ((id , label , hint , most) , text)) in fields.into_iter().zip(texts).enumerate() {
                div { key: "{id}", class: "field",
                    label { r#for: "{id}", "{label}" }
                    p { id: "{id}-hint", class: "hint", "{hint}" }
                    textarea {
                        id: "{id}",
                        rows: if most > 100 { "3" } else { "1" },
                        autocomplete: "off",
                        autocapitalize: if at == 0 { "none" } else { "sentences" },
                        maxlength: "{most}",
                        aria_describedby: "{id}-hint {id}-careful",
                        initial_value: "{text}",
                        oninput: move |event| {
                            let mut story = now.peek().clone();
                            *field(&mut story, at) = event.value();
                            keep.call(story);
                        },
                    }
                    {warnings(&format!("{id}-careful"), careful_of(at, &text))}
                }
            }
            p { class: "good", role: "status",
                if stored() {
                    Picture { icon: Icon::Check }
                    {say!("saved-on-this-phone")}
                }
            }
            if told > 0 {
                p {
                    if told < from {
                        {say!("story-short")}
                    } else if told > to {
                        {say!("story-long")}
                    } else {
                        {say!("story-right")}
                    }
                }
            }
            if shown.chosen {
                p { class: "quiet-words", {say!("story-chosen")} }
            } else if others {
                Choice {
                    icon: Icon::Check,
                    label: say!("story-choose"),
                    onclick: move |()| {
                        let story = now.peek().clone();
                        keep.call(Story { chosen: true, ..story });
                    },
                }
            }
            QuietButton {
                icon: Icon::Close,
                label: say!("story-delete"),
                danger: true,
                onclick: move |()| {
                    deleted.set(true);
                    delete.call(());
                },
            }
        }
    }
}

fn seconds_since(since_ms: i64) -> u32 {
    u32::try_from((DeviceClock.steady_ms() - since_ms) / 1000).unwrap_or_default()
}

fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The part of a story at this place among its cues.
fn field(story: &mut Story, at: usize) -> &mut String {
    match at {
        0 => &mut story.person,
        1 => &mut story.moment,
        2 => &mut story.feeling,
        _ => &mut story.link_line,
    }
}

/// A single word with a capital is taken for a name where the person is asked for;
/// Finnish says "my aunt" in one word, with its ending.
fn careful_of(at: usize, text: &str) -> Vec<Careful> {
    let text = text.trim();
    if at == 0 && !text.contains(' ') && !text.ends_with("ni") {
        look_over(&format!("x {text}"), &[])
    } else {
        look_over(text, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_for_the_person_is_noticed_and_who_they_are_to_one_is_not() {
        for name in ["Maria", "aunt Maria", "My Maria"] {
            assert_eq!(careful_of(0, name), [Careful::Name], "{name}");
        }
        for person in ["", "my aunt", "My aunt", "Tätini", "a workmate"] {
            assert_eq!(careful_of(0, person), [], "{person}");
        }
        assert_eq!(careful_of(1, "Kitchen, at night"), []);
    }

    #[test]
    fn seconds_are_said_as_a_clock_says_them() {
        assert_eq!(clock(9), "0:09");
        assert_eq!(clock(75), "1:15");
    }
}
