//! What every page of the desk has around it: head, skip link, navigation,
//! sign-out, language. A page itself is a function from words and a plain
//! model to an `Element`; nothing in it asks the store or the clock.

use super::assets;
use super::wording::{Language, Wording};
use dioxus::prelude::*;

/// What surrounds a page and does not come from the page itself.
#[derive(Clone, Debug)]
pub struct Frame {
    pub wording: Wording,
    /// Goes back in every form; a form without it is refused.
    pub form_token: String,
    /// Whoever is signed in; nobody on the sign-in page.
    pub reader: Option<Reader>,
    /// Where the language links lead back to: path and closed filters, never a name.
    pub address: String,
}

#[derive(Clone, Debug)]
pub struct Reader {
    pub name: String,
    /// `None` before the first campaign is made.
    pub campaign: Option<String>,
    /// Shown beside "Needs you"; 0 hides it.
    pub needs: u32,
}

/// The places the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Today,
    Lists,
    Conversations,
    Results,
    Import,
    Scripts,
    Quarantine,
    Export,
    Erasures,
    Phones,
    Audit,
    Campaign,
    /// A page the navigation does not name.
    Elsewhere,
}

impl Place {
    const FIRST: [Self; 4] = [Self::Today, Self::Lists, Self::Conversations, Self::Results];
    const MORE: [Self; 8] = [
        Self::Import,
        Self::Scripts,
        Self::Phones,
        Self::Quarantine,
        Self::Export,
        Self::Erasures,
        Self::Audit,
        Self::Campaign,
    ];

    fn address(self) -> &'static str {
        match self {
            Self::Today | Self::Elsewhere => "/",
            Self::Lists => "/lists",
            Self::Conversations => "/conversations",
            Self::Results => "/results",
            Self::Import => "/import",
            Self::Scripts => "/scripts",
            Self::Quarantine => "/quarantine",
            Self::Export => "/export",
            Self::Erasures => "/erasures",
            Self::Phones => "/campaign/phones",
            Self::Audit => "/audit",
            Self::Campaign => "/campaign",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Today | Self::Elsewhere => "nav-today",
            Self::Lists => "nav-lists",
            Self::Conversations => "nav-conversations",
            Self::Results => "nav-results",
            Self::Import => "nav-import",
            Self::Scripts => "nav-scripts",
            Self::Quarantine => "nav-quarantine",
            Self::Export => "nav-export",
            Self::Erasures => "nav-erasures",
            Self::Phones => "nav-phones",
            Self::Audit => "nav-audit",
            Self::Campaign => "nav-campaign",
        }
    }
}

/// One page, ready to be framed.
pub struct Page {
    /// Unique among the desk's pages.
    pub title: String,
    pub place: Place,
    /// Whether `desk.js` keeps its live parts fresh.
    pub live: bool,
    pub body: Element,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}

/// The whole document.
#[must_use]
pub fn render(frame: &Frame, page: Page) -> String {
    let w = frame.wording;
    let product = w.t("product");
    let title = match frame.reader.as_ref().and_then(|r| r.campaign.as_ref()) {
        Some(campaign) => format!("{} · {campaign} · {product}", page.title),
        None => format!("{} · {product}", page.title),
    };
    let live = if page.live { "/live" } else { "" };
    let signed_in = frame.reader.is_some();
    let document = rsx! {
        head {
            meta { charset: "utf-8" }
            meta { name: "viewport", content: "width=device-width, initial-scale=1" }
            meta { name: "color-scheme", content: "light dark" }
            meta { name: "robots", content: "noindex" }
            title { "{title}" }
            link { rel: "icon", href: assets::address("web/icons/icon.svg"), r#type: "image/svg+xml" }
            link { rel: "stylesheet", href: assets::address("web/fonts.css") }
            link { rel: "stylesheet", href: assets::address("tokens.css") }
            link { rel: "stylesheet", href: assets::address("desk/desk.css") }
            script { src: assets::address("desk/desk.js"), defer: true }
        }
        body { class: if signed_in { "desk" } else { "desk alone" },
            "data-live": live,
            "data-word-live": w.t("live-on"),
            "data-word-lost": w.t("live-lost"),
            "data-word-copied": w.t("copied"),
            a { class: "skip", href: "#main", {w.t("skip")} }
            {masthead(frame, page.place)}
            main { id: "main", tabindex: "-1", {page.body} }
            footer { class: "foot",
                p { {w.t("foot")} }
                {languages(frame)}
            }
        }
    };
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"ltr\">{}</html>\n",
        w.language.tag(),
        dioxus_ssr::render_element(document)
    )
}

fn masthead(frame: &Frame, here: Place) -> Element {
    let w = frame.wording;
    let Some(reader) = &frame.reader else {
        return rsx! {
            header { class: "masthead",
                p { class: "brand", {door_mark()} span { {w.t("product")} } }
            }
        };
    };
    let link = move |place: Place, needs: u32| {
        rsx! {
            li {
                a {
                    href: place.address(),
                    aria_current: (place == here).then_some("page"),
                    {w.t(place.key())}
                    if place == Place::Today && needs > 0 {
                        span { class: "count",
                            span { "aria-hidden": "true", {w.number(needs)} }
                            span { class: "unseen", {w.say("nav-needs", &[("n", needs.into())])} }
                        }
                    }
                }
            }
        }
    };
    let has_campaign = reader.campaign.is_some();
    rsx! {
        header { class: "masthead",
            p { class: "brand",
                a { href: "/", {door_mark()} span { {w.t("product")} } }
            }
            if let Some(campaign) = &reader.campaign {
                p { class: "campaign", "{campaign}" }
            }
            if has_campaign {
                nav { "aria-label": w.t("nav-label"),
                    ul { class: "nav-first",
                        for place in Place::FIRST { {link(place, reader.needs)} }
                    }
                    ul { class: "nav-more wide",
                        for place in Place::MORE { {link(place, 0)} }
                    }
                    details { class: "nav-more narrow",
                        summary { {w.t("nav-more")} }
                        ul {
                            for place in Place::MORE { {link(place, 0)} }
                        }
                    }
                }
            }
            div { class: "who",
                p { span { class: "quiet", {w.t("signed-in-as")} } " " span { class: "name", "{reader.name}" } }
                form { method: "post", action: "/sign-out",
                    {token(frame)}
                    button { class: "plain", r#type: "submit", {w.t("sign-out")} }
                }
            }
        }
    }
}

/// The mark: a door ajar, light on the step.
fn door_mark() -> Element {
    rsx! {
        svg { class: "mark", view_box: "0 0 24 24", width: "24", height: "24", "aria-hidden": "true", "focusable": "false",
            path { class: "mark-light", d: "M10 21 L21 21 L15 17 L15 5 L10 3 Z" }
            path { class: "mark-door", d: "M4 21 L4 3 L10 3 L14 6 L14 18 L10 21 Z" }
            circle { class: "mark-knob", cx: "11.4", cy: "12", r: "1.1" }
        }
    }
}

fn languages(frame: &Frame) -> Element {
    let w = frame.wording;
    let address = frame.address.clone();
    rsx! {
        form { class: "languages", method: "post", action: "/language",
            {token(frame)}
            input { r#type: "hidden", name: "back", value: "{address}" }
            fieldset {
                legend { class: "unseen", {w.t("language")} }
                for language in Language::ALL {
                    button {
                        class: "plain", r#type: "submit", name: "language", value: language.tag(),
                        lang: language.tag(),
                        aria_pressed: if language == w.language { "true" } else { "false" },
                        {language.own_name()}
                    }
                }
            }
        }
    }
}

/// The hidden field every form carries.
pub fn token(frame: &Frame) -> Element {
    rsx! { input { r#type: "hidden", name: "token", value: "{frame.form_token}" } }
}
