//! Rescue files and the recovery kit that opens them: bringing a file in, what
//! became of it, and making a kit, which is shown once and given back once, so
//! that no phone seals anything for a kit nobody kept.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::notice::{Tone, notice, sentence};
use crate::server::desk::wording::Wording;
use crate::server::rescue::{Counts, Report};
use dioxus::prelude::*;

/// One kit of the campaign, as it is called.
#[derive(Clone, Debug)]
pub struct KitRow {
    pub number: u32,
    /// `7Q2M-KX9P`
    pub name: String,
    pub made: String,
    pub made_by: String,
    pub in_use: bool,
}

/// Why nothing of a file was taken.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub key: &'static str,
    /// A kit's short name: shown, never judged.
    pub what: String,
}

#[derive(Clone, Debug, Default)]
pub struct Rescue {
    /// Newest first.
    pub kits: Vec<KitRow>,
    /// The kit in use, where the campaign's row names one the table does not have.
    pub in_use: String,
    pub may_make: bool,
    pub made: bool,
    pub trouble: Option<Trouble>,
}

fn framed(title: String, body: Element) -> Page {
    Page {
        title,
        place: Place::Rescue,
        live: false,
        body,
    }
}

pub fn page(frame: &Frame, model: &Rescue) -> Page {
    let w = frame.wording;
    let title = w.t("rescue-title");
    let body = rsx! {
        h1 { "{title}" }
        if model.made { {sentence(Tone::Good, &w.t("kit-in-use-now"))} }
        if let Some(trouble) = &model.trouble {
            {notice(Tone::Bad, &w.t("rescue-not-taken"), rsx! {
                p { {w.say(trouble.key, &[("what", trouble.what.as_str().into())])} }
                p { {w.t(&format!("{}-do", trouble.key))} }
            })}
        }
        p { class: "prose", {w.t("rescue-what")} }
        div { class: "two",
            form { method: "post", action: "/rescue", enctype: "multipart/form-data", class: "stacked block",
                h2 { {w.t("rescue-bring-in")} }
                {token(frame)}
                {kit_fields(w)}
                div { class: "field",
                    label { r#for: "file", {w.t("rescue-file")} }
                    p { class: "hint", id: "file-hint", {w.t("rescue-file-hint")} }
                    input { r#type: "file", id: "file", name: "file", required: true, "aria-describedby": "file-hint" }
                }
                button { class: "main", r#type: "submit", {w.t("rescue-do")} }
                p { class: "quiet", {w.t("rescue-twice")} }
            }
            section { class: "block", "aria-labelledby": "kits",
                h2 { id: "kits", {w.t("kit-title")} }
                if model.in_use.is_empty() {
                    {notice(Tone::Look, &w.t("kit-none"), rsx! { p { {w.t("kit-none-do")} } })}
                } else {
                    p { {w.say("kit-in-use", &[("name", model.in_use.as_str().into())])} }
                }
                {kits(w, model)}
                if model.may_make {
                    form { method: "post", action: "/rescue/kit", class: "stacked",
                        {token(frame)}
                        if !model.in_use.is_empty() { p { class: "quiet", {w.t("kit-anew-what")} } }
                        button { class: if model.in_use.is_empty() { "main" } else { "plain" }, r#type: "submit",
                            if model.in_use.is_empty() { {w.t("kit-make")} } else { {w.t("kit-make-anew")} }
                        }
                    }
                } else {
                    p { class: "quiet", {w.t("kit-owner-only")} }
                }
            }
        }
    };
    framed(title, body)
}

/// The kit, pasted or as its file.
fn kit_fields(w: Wording) -> Element {
    rsx! {
        div { class: "field",
            label { r#for: "kit-file", {w.t("kit-file")} }
            p { class: "hint", id: "kit-file-hint", {w.t("kit-file-hint")} }
            input { r#type: "file", id: "kit-file", name: "kit_file", accept: ".txt,text/plain", "aria-describedby": "kit-file-hint" }
        }
        div { class: "field",
            label { r#for: "kit-text", {w.t("kit-text")} }
            p { class: "hint", id: "kit-text-hint", {w.t("kit-text-hint")} }
            input { r#type: "text", id: "kit-text", name: "kit_text", autocomplete: "off", autocapitalize: "characters",
                spellcheck: "false", maxlength: "200", "aria-describedby": "kit-text-hint" }
        }
    }
}

fn kits(w: Wording, model: &Rescue) -> Element {
    if model.kits.is_empty() {
        return rsx! {};
    }
    rsx! {
        table { class: "ledger stack slim", role: "table",
            caption { {w.t("kit-caption")} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("kit-col-kit")} }
                th { scope: "col", role: "columnheader", {w.t("kit-col-made")} }
            } }
            tbody {
                for kit in &model.kits {
                    tr { role: "row",
                        th { scope: "row", role: "rowheader",
                            {w.say("kit-number", &[("n", kit.number.into())])} " · {kit.name}"
                            if kit.in_use { span { class: "tag good", {w.t("kit-tag-in-use")} } }
                        }
                        td { role: "cell", "data-label": w.t("kit-col-made"),
                            "{kit.made}"
                            if !kit.made_by.is_empty() { " · {kit.made_by}" }
                        }
                    }
                }
            }
        }
    }
}

/// A kit just made. It is on this page and nowhere else.
#[derive(Clone, Debug, Default)]
pub struct NewKit {
    pub name: String,
    /// The kit's file, with words on what it is for; empty when what was given
    /// back is no kit.
    pub file: String,
    pub secret: String,
    pub campaign: String,
}

pub fn new_kit_page(frame: &Frame, model: &NewKit) -> Page {
    let w = frame.wording;
    let title = w.t("kit-new-title");
    let href = format!("data:text/plain;charset=utf-8,{}", percent(&model.file));
    let body = rsx! {
        h1 { "{title}" }
        if model.secret.is_empty() {
            {notice(Tone::Bad, &w.t("kit-not-given-back"), rsx! {
                p { {w.t("kit-not-given-back-do")} }
                p { a { href: "/rescue", {w.t("rescue-title")} } }
            })}
        } else {
            p { class: "prose", {w.t("kit-new-what")} }
            section { class: "block", "aria-labelledby": "kit-name",
                h2 { id: "kit-name", {w.say("kit-named", &[("name", model.name.as_str().into())])} }
                p { class: "quiet", "{model.campaign}" }
                p { class: "kit-secret code", id: "kit-secret", "{model.secret}" }
                p { class: "actions",
                    a { class: "button main", href, download: "doorstep-recovery-kit-{model.name}.txt", {w.t("kit-download")} }
                    button { r#type: "button", class: "plain needs-script", "data-copy": "kit-secret", {w.t("copy")} }
                    button { r#type: "button", class: "plain needs-script", "data-print": "", {w.t("print")} }
                }
                ul {
                    li { {w.t("kit-keep-two")} }
                    li { {w.t("kit-keep-apart")} }
                    li { {w.t("kit-keep-lost")} }
                }
            }
        }
        form { method: "post", action: "/rescue/kit/keep", enctype: "multipart/form-data", class: "stacked block",
            {token(frame)}
            h2 { {w.t("kit-give-back")} }
            p { {w.t("kit-give-back-what")} }
            {kit_fields(w)}
            button { class: "main", r#type: "submit", {w.t("kit-give-back-do")} }
        }
    };
    framed(title, body)
}

/// For a `data:` address: everything but letters and digits escaped.
fn percent(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-.".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

pub fn report_page(frame: &Frame, model: &Report, kit: &str, made: Option<String>) -> Page {
    let w = frame.wording;
    let title = w.t("report-title");
    let all = || {
        model
            .canvassers
            .iter()
            .map(|(_, counts)| counts)
            .chain([&model.unlinked, &model.unknown_phone])
    };
    let new: u32 = all().map(|counts| counts.new).sum();
    let had: u32 = all().map(|counts| counts.had).sum();
    let aside: u32 = all()
        .map(|c| c.set_aside.values().sum::<u32>() + c.drafts)
        .sum();
    let damaged = model.cut || model.altered || model.lost_bytes > 0;
    let missing = model
        .promised
        .is_some_and(|promised| promised > model.found);
    let body = rsx! {
        h1 { "{title}" }
        p { class: "statement", {w.say("report-sum", &[("new", new.into()), ("had", had.into())])} }
        if aside > 0 {
            p { {w.say("report-aside", &[("n", aside.into())])} " " a { href: "/quarantine", {w.t("nav-quarantine")} } }
        }
        p { class: "quiet",
            if let Some(made) = made { {w.say("report-made", &[("when", made.into())])} " " }
            {w.say("report-kit", &[("name", kit.into())])}
        }
        if damaged {
            {notice(Tone::Look, &w.t(if model.cut { "report-cut" } else { "report-altered" }), rsx! {
                p { {w.say("report-lost", &[("bytes", w.number(model.lost_bytes as u64).into())])}
                    if let Some(promised) = model.promised {
                        " " {w.say("report-promised", &[("promised", promised.into()), ("found", model.found.into())])}
                    }
                }
                p { {w.t("report-lost-do")} }
            })}
        } else if missing {
            {sentence(Tone::Look, &w.t("report-fewer"))}
        }
        table { class: "ledger stack", role: "table",
            caption { {w.t("report-caption")} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("heard-col-name")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("report-col-new")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("report-col-had")} }
                th { scope: "col", role: "columnheader", {w.t("report-col-rest")} }
            } }
            tbody {
                for (name, counts) in &model.canvassers { {row(w, name, "", counts)} }
                if !model.unlinked.is_empty() { {row(w, &w.t("report-unlinked"), &w.t("report-unlinked-what"), &model.unlinked)} }
                if !model.unknown_phone.is_empty() { {row(w, &w.t("report-unknown"), "", &model.unknown_phone)} }
            }
        }
        p { a { href: "/delivery", {w.t("delivery-title")} } " · " a { href: "/rescue", {w.t("report-another")} } }
    };
    framed(title, body)
}

fn row(w: Wording, name: &str, what: &str, counts: &Counts) -> Element {
    let whole = counts.set_aside.is_empty() && counts.drafts == 0 && counts.unreadable == 0;
    rsx! {
        tr { role: "row",
            th { scope: "row", role: "rowheader", "{name}"
                if !what.is_empty() { p { class: "quiet", "{what}" } }
            }
            td { role: "cell", class: "n", "data-label": w.t("report-col-new"), {w.number(counts.new)} }
            td { role: "cell", class: "n", "data-label": w.t("report-col-had"), {w.number(counts.had)} }
            td { role: "cell", "data-label": w.t("report-col-rest"),
                if whole { "–" }
                for (code, n) in &counts.set_aside {
                    p { {w.number(*n)} " · " {w.t(&reason(w, code))} }
                }
                if counts.drafts > 0 {
                    p { {w.number(counts.drafts)} " · " {w.t("reason-draft")} }
                }
                if counts.unreadable > 0 {
                    p { {w.say("report-unreadable", &[("n", counts.unreadable.into())])} }
                }
            }
        }
    }
}

fn reason(w: Wording, code: &str) -> String {
    let key = format!("reason-{}", code.replace('_', "-"));
    if w.has(&key) {
        key
    } else if matches!(code, "kind_unknown" | "version_unknown") {
        "reason-held".to_owned()
    } else {
        "reason-other".to_owned()
    }
}
