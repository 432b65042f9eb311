//! The screens up to the conversation, drawn to text from made-up view models. With the
//! variable `DOORSTEP_SCREENS` naming a folder, every drawing is also written there, to be
//! looked at with the real stylesheets (serve that folder with `assets/` beside it).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

mod drawings;
mod passing;
mod practice;
mod sample;
mod ways;
mod words;

use super::room_context::Front;
use super::wording::{LANGUAGE, Language};
use crate::phone::room::Room;
use crate::phone::view::{Saved, Status};
use dioxus::core::NoOpMutations;
use dioxus::prelude::*;
use std::time::Duration;

/// One screen to draw.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) draw: fn() -> Element,
    /// Before joining there is no home.
    pub(super) joined: bool,
    pub(super) status: Status,
    pub(super) saved: Option<Saved>,
}

impl Scene {
    pub(super) fn new(name: &'static str, draw: fn() -> Element) -> Self {
        Self {
            name,
            draw,
            joined: true,
            status: Status {
                not_sent: 2,
                ..Status::default()
            },
            saved: None,
        }
    }

    pub(super) fn before_joining(mut self) -> Self {
        self.joined = false;
        self
    }

    pub(super) fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    pub(super) fn after_saving(mut self, saved: Saved) -> Self {
        self.saved = Some(saved);
        self
    }

    fn begun(&self, language: Language) -> VirtualDom {
        let (room, _) = Room::answering(|_| Ok(crate::phone::room::Reply::Done));
        VirtualDom::new(Root)
            .with_root_context(self.clone())
            .with_root_context(language)
            .with_root_context(room)
    }

    /// The screen as it goes on by itself, until it is so.
    pub(super) async fn until(&self, is_so: impl Fn(&str) -> bool) -> String {
        until(self.begun(Language::English), is_so).await
    }

    /// The screen as text.
    pub(super) fn in_language(&self, language: Language) -> String {
        let mut dom = self.begun(language);
        dom.rebuild_in_place();
        let html = dioxus_ssr::render(&dom);
        keep(self.name, language, &html);
        html
    }
}

/// Draws until it is so; what was not so in the end is in the panic.
pub(super) async fn until(mut dom: VirtualDom, is_so: impl Fn(&str) -> bool) -> String {
    dom.rebuild_in_place();
    let found = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let html = dioxus_ssr::render(&dom);
            if is_so(&html) {
                return html;
            }
            dom.wait_for_work().await;
            dom.render_immediate(&mut NoOpMutations);
        }
    })
    .await;
    found.unwrap_or_else(|_| panic!("never so: {}", dioxus_ssr::render(&dom)))
}

#[derive(Clone, Debug, PartialEq, Routable)]
enum OnlyRoute {
    #[route("/")]
    Stage {},
}

#[component]
fn Stage() -> Element {
    let scene: Scene = use_context();
    (scene.draw)()
}

#[component]
fn Root() -> Element {
    let scene: Scene = use_context();
    let language: Language = use_context();
    let mut front = Front::provide();
    use_hook(|| {
        *LANGUAGE.write() = language;
        front.home.set(scene.joined.then(sample::home));
        front.status.set(scene.status.clone());
        front.saved.set(scene.saved.clone());
    });
    rsx! {
        Router::<OnlyRoute> {}
    }
}

fn keep(name: &str, language: Language, html: &str) {
    let Ok(folder) = std::env::var("DOORSTEP_SCREENS") else {
        return;
    };
    let tag = language.tag();
    let page = format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"ltr\"><head><meta charset=\"utf-8\">\
         <title>{name}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"stylesheet\" href=\"/assets/web/fonts.css\">\
         <link rel=\"stylesheet\" href=\"/assets/tokens.css\">\
         <link rel=\"stylesheet\" href=\"/assets/app.css\">\
         <link rel=\"stylesheet\" href=\"/assets/talk.css\"></head>\
         <body><div id=\"main\">{html}</div></body></html>"
    );
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(format!("{folder}/{name}.{tag}.html"), page).unwrap();
}

/// The texts between tags, in order.
fn texts(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// Every element of a kind: its opening tag and what is inside it. Not for elements that
/// stand inside their own kind.
fn elements<'a>(html: &'a str, kind: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{kind}"), format!("</{kind}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        rest = rest.get(at..).unwrap();
        let end_of_tag = rest.find('>').unwrap();
        let whole = matches!(rest.as_bytes().get(open.len()), Some(b' ' | b'>' | b'\n'));
        let end = rest.find(&close).unwrap_or(rest.len());
        if whole {
            let inside = rest.get(end_of_tag + 1..end.max(end_of_tag + 1)).unwrap();
            found.push((rest.get(..=end_of_tag).unwrap(), inside));
        }
        rest = rest.get(open.len()..).unwrap();
    }
    found
}

/// What stands there before anybody asks: without what is folded away or in closed sheets.
fn unasked(html: &str) -> String {
    let mut left = html.to_owned();
    for kind in ["details", "dialog"] {
        while let Some(start) = left.find(&format!("<{kind}")) {
            let close = format!("</{kind}>");
            let end = left
                .get(start..)
                .unwrap()
                .find(&close)
                .map_or(left.len(), |at| start + at + close.len());
            // What is folded away keeps its summary.
            let summary = elements(left.get(start..end).unwrap(), "summary")
                .first()
                .map(|(_, inside)| (*inside).to_owned())
                .unwrap_or_default();
            left.replace_range(start..end, &summary);
        }
    }
    texts(&left)
}
