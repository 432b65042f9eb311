//! `GET` and `POST /scripts`, `GET /scripts/{id}/{version}` with its source, the lists that
//! talk with it, and retiring it.

use super::conversations::{script_of, text};
use super::uploaded::{self, Uploaded};
use super::{Query, asked, id_of, script_parts};
use crate::domain::ids::ListId;
use crate::domain::script::{Script, ScriptKind, differences, recording};
use crate::domain::walk_list::{ScriptRef, WalkList};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::script::{self, ListShown, ScriptPage};
use crate::server::desk::pages::scripts::{self, LARGEST, Refused, ScriptRow, Scripts};
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::store::StoreError;
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::campaigns::StoredScript;
use axum::extract::Path;
use axum::extract::multipart::Multipart;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

async fn model(desk: &Desk, refused: Option<Refused>) -> Result<Scripts, Stop> {
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    let stored = desk.ask(store.scripts(campaign).await)?;
    let retired = desk.ask(store.retired_scripts(campaign).await)?;
    let lists = desk.ask(store.lists(campaign).await)?;
    let scripts = stored
        .iter()
        .map(|stored| {
            let ScriptRef { id, version } = stored.reference.clone();
            let read = script_of(stored);
            let header = read.as_ref().map(|script| &script.script);
            ScriptRow {
                title: header.map_or_else(|| id.clone(), |header| text(desk, &header.title)),
                kind: header.map_or("unknown", |header| kind_code(header.kind)),
                languages: header
                    .map(|header| header.languages.clone())
                    .unwrap_or_default(),
                lists: lists
                    .iter()
                    .filter(|list| list.ended_ms.is_none())
                    .filter(|list| talks_with(&list.about, &id) == Some(&stored.reference))
                    .count() as u32,
                retired: retired.contains(&(id.clone(), version)),
                id,
                version,
            }
        })
        .collect();
    Ok(Scripts { scripts, refused })
}

/// The version of a script that is talked on a list, in an experiment at some of its doors.
fn talks_with<'a>(list: &'a WalkList, id: &str) -> Option<&'a ScriptRef> {
    let placebo = list.trial.as_ref().map(|trial| &trial.placebo);
    [Some(&list.script), placebo]
        .into_iter()
        .flatten()
        .find(|script| script.id == id)
}

fn kind_code(kind: ScriptKind) -> &'static str {
    match kind {
        ScriptKind::Issue => "issue",
        ScriptKind::Turnout => "turnout",
        ScriptKind::Electoral => "electoral",
        ScriptKind::Listening => "listening",
        ScriptKind::Organising => "organising",
        ScriptKind::Placebo => "placebo",
    }
}

pub async fn all(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let model = model(&desk, None).await?;
    Ok(desk.show(|frame| scripts::page(frame, &model)))
}

async fn refuse(desk: &Desk, status: StatusCode, why: Refused) -> Answer {
    let model = model(desk, Some(why)).await?;
    Ok(desk.show_as(status, |frame| scripts::page(frame, &model)))
}

pub async fn bring(desk: Desk, form: Multipart) -> Answer {
    let not_read = model(&desk, Some(Refused::TooLarge)).await?;
    let too_large = || {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        desk.show_as(status, |frame| scripts::page(frame, &not_read))
    };
    let files = uploaded::files(&desk, form, LARGEST, too_large).await?;
    desk.must_be(Role::Lead)?;
    let unsound = StatusCode::UNPROCESSABLE_ENTITY;
    let (mut recordings, mut scripts): (Vec<Uploaded>, Vec<Uploaded>) = files
        .into_iter()
        .partition(|file| recording::kind(&file.name).is_some());
    let Some(Uploaded { name, bytes, .. }) = scripts.pop() else {
        return refuse(&desk, unsound, Refused::NoFile).await;
    };
    let script = match Script::from_bytes(&bytes, &name) {
        Ok(script) => script,
        Err(findings) => return refuse(&desk, unsound, Refused::NotSound(findings)).await,
    };
    // Another script among them is a file that this one doesn't name.
    recordings.append(&mut scripts);
    let recordings = recordings.into_iter().map(|file| (file.name, file.bytes));
    let recordings = match recording::assign(&script, &recordings.collect()) {
        Ok(recordings) => recordings,
        Err(problems) => return refuse(&desk, unsound, Refused::Recordings(problems)).await,
    };
    let reference = script.reference();
    let ScriptRef { id, version } = reference.clone();
    let stored = serde_json::to_string(&script)
        .ok()
        .zip(String::from_utf8(bytes).ok())
        .map(|(json, source)| StoredScript {
            reference,
            source,
            json,
            added_ms: desk.now_ms(),
        })
        .ok_or_else(|| desk.problem(Problem::Broken))?;
    let subject = format!("{id}@{version}");
    desk.note(AuditAction::ScriptAdded, subject).await?;
    let campaign = desk.campaign_id();
    let store = &desk.server.store;
    match store.add_script_with(campaign, stored, recordings).await {
        Err(StoreError::Refused(_)) => {
            let why = Refused::OtherWords { id, version };
            refuse(&desk, StatusCode::CONFLICT, why).await
        }
        added => {
            desk.ask(added)?;
            Ok(go_to(&format!("/scripts/{id}/{version}?just=added")))
        }
    }
}

/// The version an address names, as stored and as read.
async fn found(desk: &Desk, id: String, version: u32) -> Result<(StoredScript, Script), Stop> {
    let (store, reference) = (&desk.server.store, ScriptRef { id, version });
    let stored = desk.ask(store.script(desk.campaign_id(), reference).await)?;
    let stored = stored.ok_or_else(|| desk.problem(Problem::NotFound))?;
    let script = script_of(&stored).ok_or_else(|| desk.problem(Problem::Broken))?;
    Ok((stored, script))
}

pub async fn one(desk: Desk, Path((id, version)): Path<(String, u32)>, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let (stored, read) = found(&desk, id.clone(), version).await?;
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    let mut versions: Vec<u32> = desk
        .ask(store.scripts(campaign).await)?
        .into_iter()
        .filter(|other| other.reference.id == id)
        .map(|other| other.reference.version)
        .collect();
    versions.sort_unstable_by_key(|version| std::cmp::Reverse(*version));
    let asked_for = asked(&query, "against").parse().ok();
    let against = asked_for
        .filter(|other| *other != version && versions.contains(other))
        // The one it replaces.
        .or_else(|| versions.iter().copied().find(|other| *other < version));
    let against = match against {
        None => None,
        Some(other) => {
            let (_, older) = found(&desk, id.clone(), other).await?;
            let differ = differences(&older, &read).map_err(|error| {
                tracing::error!(%error, "two versions cannot be compared");
                desk.problem(Problem::Broken)
            })?;
            Some((other, differ))
        }
    };
    let lists = desk.ask(store.lists(campaign).await)?;
    let retired = desk.ask(store.retired_scripts(campaign).await)?;
    let model = ScriptPage {
        title: text(&desk, &read.script.title),
        summary: text(&desk, &read.script.summary),
        kind: kind_code(read.script.kind),
        languages: read.script.languages.clone(),
        author: read.script.author.clone(),
        recordings: read
            .perspectives
            .iter()
            .flat_map(|told| &told.audio.by_language)
            .map(|(language, file)| format!("{file} ({language})"))
            .collect(),
        retired: retired.contains(&(id.clone(), version)),
        may_be_given: read.script.kind.may_be_chosen(desk.campaign.legal_profile),
        just_added: asked(&query, "just") == "added",
        given: asked(&query, "given").parse().ok(),
        no_list_chosen: asked(&query, "chosen") == "none",
        versions,
        against,
        steps: script_parts::steps(&desk, &read),
        parts: script_parts::parts(&desk, &read),
        lists: lists
            .into_iter()
            .filter(|list| list.ended_ms.is_none())
            .filter_map(|list| {
                Some(ListShown {
                    version: talks_with(&list.about, &id)?.version,
                    id: list.about.id.to_string(),
                    in_trial: list.about.trial.is_some(),
                    name: list.about.name,
                })
            })
            .collect(),
        source: stored.source,
        id,
        version,
    };
    Ok(desk.show(|frame| script::page(frame, &model)))
}

/// The file as it was brought in.
pub async fn source(desk: Desk, Path((id, version)): Path<(String, u32)>) -> Answer {
    desk.must_be(Role::Lead)?;
    let (stored, _) = found(&desk, id.clone(), version).await?;
    let name = format!("attachment; filename=\"{id}-{version}.toml\"");
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    let whole: Response = (headers, stored.source).into_response();
    Ok(whole)
}

pub async fn retire(Path((id, version)): Path<(String, u32)>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let at_ms = sent.ticked("retire").then(|| desk.now_ms());
    let action = if at_ms.is_some() {
        AuditAction::ScriptRetired
    } else {
        AuditAction::ScriptBackInUse
    };
    desk.note(action, format!("{id}@{version}")).await?;
    let (store, reference) = (&desk.server.store, ScriptRef { id, version });
    let address = format!("/scripts/{}/{version}", reference.id);
    desk.ask(
        store
            .retire_script(desk.campaign_id(), reference, at_ms)
            .await,
    )?;
    Ok(go_to(&address))
}

/// Lists that talk with another version of it talk with this one from now on.
pub async fn give(Path((id, version)): Path<(String, u32)>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let address = format!("/scripts/{id}/{version}");
    let chosen: Vec<ListId> = sent
        .all("list")
        .map(|list| id_of(desk, list))
        .collect::<Result<_, _>>()?;
    if chosen.is_empty() {
        return Ok(go_to(&format!("{address}?chosen=none")));
    }
    let (_, read) = found(desk, id.clone(), version).await?;
    if !read.script.kind.may_be_chosen(desk.campaign.legal_profile) {
        return Err(desk.problem(Problem::NotAllowed));
    }
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    // A list keeps its script; only the version changes here.
    let lists = desk.ask(store.lists(campaign).await)?;
    let same_script = chosen.iter().all(|chosen| {
        lists
            .iter()
            .find(|list| list.about.id == *chosen)
            .is_some_and(|list| list.about.script.id == id && list.about.trial.is_none())
    });
    if !same_script {
        return Err(desk.problem(Problem::NotFound));
    }
    desk.note(AuditAction::ScriptGiven, format!("{id}@{version}"))
        .await?;
    let given = chosen.len();
    let reference = ScriptRef { id, version };
    desk.ask(store.set_script(campaign, chosen, reference).await)?;
    desk.server.events.news(campaign);
    Ok(go_to(&format!("{address}?given={given}")))
}
