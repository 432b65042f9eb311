//! Native form controls with a label, a hint and, where it applies, what is
//! wrong with what was entered, tied together for screen readers.

use dioxus::prelude::*;

/// One line of text, a number, a date or a password.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub hint: String,
    pub error: String,
    /// `text` when empty.
    pub kind: &'static str,
    pub required: bool,
    pub autocomplete: &'static str,
    pub min: String,
    pub max: String,
    pub max_length: u32,
}

impl Field {
    fn described_by(&self) -> Option<String> {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.name));
        }
        if !self.error.is_empty() {
            ids.push(format!("{}-error", self.name));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub fn view(self) -> Element {
        let described = self.described_by();
        let kind = if self.kind.is_empty() {
            "text"
        } else {
            self.kind
        };
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        rsx! {
            div { class: if self.error.is_empty() { "field" } else { "field wrong" },
                label { r#for: self.name, {self.label.clone()} }
                if !self.hint.is_empty() {
                    p { class: "hint", id: "{self.name}-hint", {self.hint.clone()} }
                }
                if !self.error.is_empty() {
                    p { class: "error", id: "{self.name}-error", {self.error.clone()} }
                }
                input {
                    id: self.name,
                    name: self.name,
                    r#type: kind,
                    value: given(&self.value),
                    required: self.required,
                    autocomplete: given(self.autocomplete),
                    min: given(&self.min),
                    max: given(&self.max),
                    maxlength: (self.max_length > 0).then(|| self.max_length.to_string()),
                    aria_describedby: described,
                    aria_invalid: (!self.error.is_empty()).then_some("true"),
                }
            }
        }
    }
}

/// One of a few: a native `<select>`.
pub fn select(
    id: &str,
    name: &str,
    label: &str,
    options: &[(String, String)],
    chosen: &str,
) -> Element {
    let chosen = chosen.to_owned();
    rsx! {
        div { class: "field",
            label { r#for: "{id}", "{label}" }
            select { id: "{id}", name: "{name}",
                for (value, text) in options.iter().cloned() {
                    option { value: "{value}", selected: value == chosen, "{text}" }
                }
            }
        }
    }
}

/// A box to tick with a whole sentence beside it.
pub fn tick(id: &str, name: &str, value: &str, label: &str, ticked: bool) -> Element {
    rsx! {
        div { class: "tick",
            input { r#type: "checkbox", id: "{id}", name: "{name}", value: "{value}", checked: ticked }
            label { r#for: "{id}", "{label}" }
        }
    }
}
