//! What the campaign is, and under which law it works: the choice that decides
//! whether a conversation may name its door, with what it costs said beside it.

use crate::domain::campaign::LegalProfile;
use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::Field;
use crate::server::desk::parts::notice::{Tone, sentence};
use dioxus::prelude::*;

pub const PROFILES: [(LegalProfile, &str); 4] = [
    (LegalProfile::UkParty, "uk_party"),
    (LegalProfile::UkNonParty, "uk_non_party"),
    (LegalProfile::Us, "us"),
    (LegalProfile::Other, "other"),
];

#[must_use]
pub fn profile_code(profile: LegalProfile) -> &'static str {
    PROFILES
        .iter()
        .find(|(known, _)| *known == profile)
        .map_or("other", |(_, code)| code)
}

#[must_use]
pub fn profile_of(code: &str) -> Option<LegalProfile> {
    PROFILES
        .iter()
        .find(|(_, known)| *known == code)
        .map(|(profile, _)| *profile)
}

/// The first person to set up a new server also makes their account.
#[derive(Clone, Debug, Default)]
pub struct Founder {
    pub name: String,
    pub email: String,
    pub name_error: String,
    pub email_error: String,
    pub password_error: String,
    pub code_error: String,
}

#[derive(Clone, Debug, Default)]
pub struct CampaignForm {
    pub name: String,
    pub organisation: String,
    pub profile: String,
    pub languages: String,
    pub lead_name: String,
    pub lead_phone: String,
    pub emergency_number: String,
    pub privacy_url: String,
    pub name_error: String,
    pub organisation_error: String,
    pub languages_error: String,
    pub lead_name_error: String,
    pub emergency_error: String,
    pub privacy_error: String,
    pub profile_error: String,
    /// Only on the first run.
    pub founder: Option<Founder>,
    /// The recovery kit in use by its short name; empty where there is none.
    pub kit: String,
    pub saved: bool,
    pub may_save: bool,
}

impl CampaignForm {
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let own = [
            &self.name_error,
            &self.organisation_error,
            &self.languages_error,
            &self.lead_name_error,
            &self.emergency_error,
            &self.privacy_error,
            &self.profile_error,
        ];
        own.iter().all(|error| error.is_empty())
            && self.founder.as_ref().is_none_or(|founder| {
                founder.name_error.is_empty()
                    && founder.email_error.is_empty()
                    && founder.password_error.is_empty()
                    && founder.code_error.is_empty()
            })
    }
}

pub fn page(frame: &Frame, model: &CampaignForm) -> Page {
    let w = frame.wording;
    let first = model.founder.is_some();
    let title = if first {
        w.t("campaign-new-title")
    } else {
        w.t("campaign-title")
    };
    let action = if first { "/campaign/new" } else { "/campaign" };
    let body = rsx! {
        h1 { "{title}" }
        if model.saved { {sentence(Tone::Good, &w.t("campaign-saved"))} }
        if !model.is_sound() { {sentence(Tone::Bad, &w.t("form-look-again"))} }
        if !first {
            p { class: "prose",
                if model.kit.is_empty() { {w.t("campaign-no-kit")} } else { {w.say("campaign-kit", &[("name", model.kit.as_str().into())])} }
                " " a { href: "/rescue", {w.t("rescue-title")} }
            }
        }
        form { method: "post", action, class: "stacked",
            {token(frame)}
            if let Some(founder) = &model.founder { {founder_fields(frame, founder)} }
            fieldset { class: "plain-set",
                legend { {w.t("campaign-who")} }
                {Field {
                    name: "name", label: w.t("campaign-name"), hint: w.t("campaign-name-hint"),
                    value: model.name.clone(), error: model.name_error.clone(),
                    required: true, max_length: 80, ..Field::default()
                }.view()}
                {Field {
                    name: "organisation", label: w.t("campaign-organisation"), hint: w.t("campaign-organisation-hint"),
                    value: model.organisation.clone(), error: model.organisation_error.clone(),
                    required: true, max_length: 120, ..Field::default()
                }.view()}
                {Field {
                    name: "languages", label: w.t("campaign-languages"), hint: w.t("campaign-languages-hint"),
                    value: model.languages.clone(), error: model.languages_error.clone(),
                    required: true, max_length: 80, ..Field::default()
                }.view()}
            }
            fieldset { class: "plain-set profiles",
                legend { {w.t("campaign-law")} }
                p { class: "hint", {w.t("campaign-law-hint")} }
                if !model.profile_error.is_empty() { p { class: "error", "{model.profile_error}" } }
                for (profile, code) in PROFILES {
                    div { class: "tick with-words",
                        input { r#type: "radio", id: "profile-{code}", name: "legal_profile", value: code,
                            checked: model.profile == code, required: true, "aria-describedby": "profile-{code}-means" }
                        label { r#for: "profile-{code}", {w.t(&format!("profile-{}", code.replace('_', "-")))} }
                        p { class: "hint", id: "profile-{code}-means",
                            if profile.links_without_consent() { {w.t("profile-links")} } else { {w.t("profile-unlinked")} }
                        }
                    }
                }
                div { class: "cost",
                    h2 { class: "small", {w.t("unlinked-cost-title")} }
                    p { {w.t("unlinked-cost-what")} }
                    ul {
                        li { {w.t("unlinked-cost-continuity")} }
                        li { {w.t("unlinked-cost-erasure")} }
                        li { {w.t("unlinked-cost-household")} }
                    }
                    p { {w.t("unlinked-cost-gain")} }
                }
            }
            fieldset { class: "plain-set",
                legend { {w.t("campaign-help")} }
                {Field {
                    name: "lead_name", label: w.t("campaign-lead-name"), hint: w.t("campaign-lead-name-hint"),
                    value: model.lead_name.clone(), error: model.lead_name_error.clone(),
                    required: true, max_length: 80, ..Field::default()
                }.view()}
                {Field {
                    name: "lead_phone", label: w.t("campaign-lead-phone"), hint: w.t("campaign-lead-phone-hint"),
                    value: model.lead_phone.clone(), kind: "tel", max_length: 40, ..Field::default()
                }.view()}
                {Field {
                    name: "emergency_number", label: w.t("campaign-emergency"), hint: w.t("campaign-emergency-hint"),
                    value: model.emergency_number.clone(), error: model.emergency_error.clone(),
                    kind: "tel", required: true, max_length: 12, ..Field::default()
                }.view()}
                {Field {
                    name: "privacy_url", label: w.t("campaign-privacy"), hint: w.t("campaign-privacy-hint"),
                    value: model.privacy_url.clone(), error: model.privacy_error.clone(),
                    kind: "url", max_length: 200, ..Field::default()
                }.view()}
            }
            if model.may_save {
                button { class: "main", r#type: "submit",
                    if first { {w.t("campaign-new-do")} } else { {w.t("campaign-save")} }
                }
            } else {
                p { class: "quiet", {w.t("campaign-owner-only")} }
            }
        }
    };
    Page {
        title,
        place: if first {
            Place::Elsewhere
        } else {
            Place::Campaign
        },
        live: false,
        body,
    }
}

fn founder_fields(frame: &Frame, founder: &Founder) -> Element {
    let w = frame.wording;
    rsx! {
        fieldset { class: "plain-set",
            legend { {w.t("founder-title")} }
            p { class: "hint", {w.t("founder-hint")} }
            {Field {
                name: "setup_code", label: w.t("founder-code"), hint: w.t("founder-code-hint"),
                error: founder.code_error.clone(), required: true, autocomplete: "one-time-code", ..Field::default()
            }.view()}
            {Field {
                name: "own_name", label: w.t("founder-name"), value: founder.name.clone(),
                error: founder.name_error.clone(), required: true, autocomplete: "name", max_length: 80, ..Field::default()
            }.view()}
            {Field {
                name: "email", label: w.t("sign-in-email"), value: founder.email.clone(), kind: "email",
                error: founder.email_error.clone(), required: true, autocomplete: "username", max_length: 200, ..Field::default()
            }.view()}
            {Field {
                name: "password", label: w.t("sign-in-password"), hint: w.t("founder-password-hint"), kind: "password",
                error: founder.password_error.clone(), required: true, autocomplete: "new-password", ..Field::default()
            }.view()}
        }
    }
}
