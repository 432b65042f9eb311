//! `GET` and `POST /campaign`; on the first run `GET` and `POST /campaign/new`,
//! which asks for the code the server wrote to its terminal.

use super::asked;
use super::session::with_cookie;
use crate::domain::campaign::Campaign;
use crate::domain::ids::CampaignId;
use crate::server::Server;
use crate::server::api::caller;
use crate::server::auth::{self, AuthError, SHORTEST_PASSWORD, SignIn};
use crate::server::desk::page;
use crate::server::desk::pages::campaign::{self, CampaignForm, Founder, profile_code, profile_of};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, Visitor, fields, go_to, problem_page};
use crate::server::desk::routes::Query;
use crate::server::desk::wording::Wording;
use crate::server::scripts::first_scripts;
use crate::server::store::accounts::{AuditAction, Role};
use crate::wire::rescue::Recipient;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;

pub async fn form(desk: Desk, query: Query) -> Answer {
    let mut model = filled(&desk.campaign);
    model.may_save = desk.may(Role::Owner);
    model.kit = kit_name(&desk.campaign);
    model.saved = asked(&query, "saved") == "yes";
    Ok(desk.show(|frame| campaign::page(frame, &model)))
}

fn kit_name(about: &Campaign) -> String {
    let key = about.recovery_recipient.as_deref();
    key.and_then(|text| Recipient::from_text(text).ok())
        .map(|key| key.short_name())
        .unwrap_or_default()
}

fn filled(about: &Campaign) -> CampaignForm {
    CampaignForm {
        name: about.name.clone(),
        organisation: about.organisation.clone(),
        profile: profile_code(about.legal_profile).to_owned(),
        languages: about.languages.join(", "),
        lead_name: about.lead_name.clone(),
        lead_phone: about.lead_phone.clone().unwrap_or_default(),
        emergency_number: about.emergency_number.clone(),
        privacy_url: about.privacy_url.clone().unwrap_or_default(),
        ..CampaignForm::default()
    }
}

/// What the form says, and what is wrong with it.
fn read(w: Wording, field: impl Fn(&str) -> String) -> CampaignForm {
    let when = |wrong: bool, key: &str| if wrong { w.t(key) } else { String::new() };
    let mut form = CampaignForm {
        name: field("name"),
        organisation: field("organisation"),
        profile: field("legal_profile"),
        languages: field("languages"),
        lead_name: field("lead_name"),
        lead_phone: field("lead_phone"),
        emergency_number: field("emergency_number"),
        privacy_url: field("privacy_url"),
        may_save: true,
        ..CampaignForm::default()
    };
    form.name_error = when(form.name.is_empty(), "campaign-name-missing");
    form.organisation_error = when(
        form.organisation.is_empty(),
        "campaign-organisation-missing",
    );
    form.lead_name_error = when(form.lead_name.is_empty(), "campaign-lead-name-missing");
    form.profile_error = when(
        profile_of(&form.profile).is_none(),
        "campaign-profile-missing",
    );
    let digits = !form.emergency_number.is_empty()
        && form.emergency_number.chars().all(|c| c.is_ascii_digit());
    form.emergency_error = when(!digits, "campaign-emergency-wrong");
    form.languages_error = when(
        languages(&form.languages).is_none(),
        "campaign-languages-wrong",
    );
    let address = form.privacy_url.is_empty() || form.privacy_url.starts_with("https://");
    form.privacy_error = when(!address, "campaign-privacy-wrong");
    form
}

fn languages(text: &str) -> Option<Vec<String>> {
    let tags: Vec<String> = text
        .split(',')
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    let is_tag = |tag: &String| {
        let mut parts = tag.split('-');
        parts.next().is_some_and(|primary| {
            (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_lowercase())
        }) && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    (!tags.is_empty() && tags.iter().all(is_tag)).then_some(tags)
}

/// A sound form as a campaign.
fn campaign_of(form: &CampaignForm, id: CampaignId, recipient: Option<String>) -> Option<Campaign> {
    let given = |text: &String| (!text.is_empty()).then(|| text.clone());
    Some(Campaign {
        id,
        name: form.name.clone(),
        organisation: form.organisation.clone(),
        legal_profile: profile_of(&form.profile)?,
        languages: languages(&form.languages)?,
        lead_name: form.lead_name.clone(),
        lead_phone: given(&form.lead_phone),
        emergency_number: form.emergency_number.clone(),
        privacy_url: given(&form.privacy_url),
        privacy_code: None,
        recovery_recipient: recipient,
    })
}

/// Longer answers are cut; the fields say so to browsers.
const LONGEST: usize = 200;

pub async fn save(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Owner)?;
    let mut form = read(desk.wording, |name| {
        sent.text(name).chars().take(LONGEST).collect()
    });
    form.kit = kit_name(&desk.campaign);
    let recipient = desk.campaign.recovery_recipient.clone();
    let campaign = form
        .is_sound()
        .then(|| campaign_of(&form, desk.campaign_id(), recipient))
        .flatten();
    let Some(campaign) = campaign else {
        return Ok(desk.show_as(StatusCode::UNPROCESSABLE_ENTITY, |frame| {
            campaign::page(frame, &form)
        }));
    };
    let profile = profile_code(campaign.legal_profile);
    desk.note(AuditAction::CampaignSaved, profile.to_owned())
        .await?;
    desk.ask(desk.server.store.save_campaign(campaign).await)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to("/campaign?saved=yes"))
}

/// Whether this server still waits for its first campaign.
async fn is_new(server: &Server, visitor: &Visitor) -> Result<bool, Box<Response>> {
    match server.store.campaigns().await {
        Ok(campaigns) => Ok(campaigns.is_empty()),
        Err(error) => {
            tracing::error!(%error, "the desk could not use the store");
            Err(Box::new(problem_page(&visitor.frame, Problem::Broken)))
        }
    }
}

fn show_new(visitor: &Visitor, status: StatusCode, model: &CampaignForm) -> Response {
    let html = page::render(&visitor.frame, campaign::page(&visitor.frame, model));
    (status, Html(html)).into_response()
}

pub async fn new_form(State(server): State<Arc<Server>>, visitor: Visitor) -> Response {
    match is_new(&server, &visitor).await {
        Ok(true) => {}
        Ok(false) => return go_to("/"),
        Err(response) => return *response,
    }
    let model = CampaignForm {
        languages: visitor.frame.wording.language.tag().to_owned(),
        emergency_number: "112".to_owned(),
        founder: Some(Founder::default()),
        may_save: true,
        ..CampaignForm::default()
    };
    show_new(&visitor, StatusCode::OK, &model)
}

pub async fn make(
    State(server): State<Arc<Server>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    match is_new(&server, &visitor).await {
        Ok(true) => {}
        Ok(false) => return go_to("/"),
        Err(response) => return *response,
    }
    let address = caller::address(&server, request.headers(), request.extensions());
    let sent = match fields(request).await {
        Ok(sent) => sent,
        Err(problem) => return problem_page(&visitor.frame, problem),
    };
    let field =
        |name: &str| -> String { asked(&sent, name).trim().chars().take(LONGEST).collect() };
    let w = visitor.frame.wording;
    let when = |wrong: bool, key: &str| if wrong { w.t(key) } else { String::new() };
    let mut form = read(w, field);
    let (own_name, email) = (field("own_name"), field("email"));
    // Not trimmed: a blank may be part of it.
    let password = asked(&sent, "password").to_owned();
    // Guessing the setup code is slowed like guessing a password.
    let slowed = server
        .sign_ins
        .try_now(&address, server.clock.now_ms())
        .is_err();
    let right_code = !slowed && is_setup_code(&server, &field("setup_code"));
    form.founder = Some(Founder {
        name_error: when(own_name.is_empty(), "founder-name-missing"),
        email_error: when(!email.contains('@'), "founder-email-wrong"),
        password_error: when(
            password.chars().count() < SHORTEST_PASSWORD,
            "founder-password-short",
        ),
        code_error: when(!right_code, "founder-code-wrong"),
        name: own_name.clone(),
        email: email.clone(),
    });
    if !form.is_sound() {
        return show_new(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &form);
    }
    match found(&server, &form, &own_name, &email, &password, &address).await {
        Ok(SignIn::Welcome(session)) => with_cookie(
            go_to("/"),
            &session.cookie(server.addresses.desk_is_https()),
        ),
        Ok(_) => go_to("/sign-in"),
        Err(error) => {
            tracing::error!(%error, "the campaign could not be set up");
            problem_page(&visitor.frame, Problem::Broken)
        }
    }
}

fn is_setup_code(server: &Server, given: &str) -> bool {
    let given = crate::wire::join::normal_code(given);
    let right = crate::wire::join::normal_code(&server.tokens.setup_code());
    Sha256::digest(given.as_bytes()) == Sha256::digest(right.as_bytes())
}

/// Makes the campaign and its owner, and signs them in.
async fn found(
    server: &Server,
    form: &CampaignForm,
    own_name: &str,
    email: &str,
    password: &str,
    address: &str,
) -> Result<SignIn, AuthError> {
    let id = CampaignId(server.clock.new_id()?);
    let Some(campaign) = campaign_of(form, id, None) else {
        return Ok(SignIn::WrongEmailOrPassword);
    };
    let now = server.clock.now_ms();
    let scripts = first_scripts(campaign.legal_profile, now).unwrap_or_else(|error| {
        // A test sees to it; without scripts the lead can still bring their own.
        tracing::error!(%error, "the campaign begins without scripts");
        Vec::new()
    });
    let lead = auth::new_lead(&server.clock, id, email, own_name, Role::Owner, password)?;
    let epoch = server.clock.new_id()?.simple().to_string();
    server.store.create_campaign(campaign, epoch, now).await?;
    // Every campaign begins with scripts, so that its lists can be made at once.
    for script in scripts {
        server.store.add_script(id, script).await?;
    }
    server.store.add_lead(lead, now).await?;
    auth::sign_in(server, address, email, password).await
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn languages_are_codes_with_commas_between() {
        assert_eq!(
            languages("en, fi ,sv-FI"),
            Some(vec!["en".into(), "fi".into(), "sv-FI".into()])
        );
        for wrong in ["", ",", "English", "en fi", "EN", "e"] {
            assert_eq!(languages(wrong), None, "{wrong}");
        }
    }
}
