//! `GET /conversations` and `GET /conversations/{id}`. The list is for leads,
//! and opening one is noted before it is shown.

use super::lists::address;
use super::results::{names, newest_scripts};
use super::{Query, asked, id_of};
use crate::domain::conversation::{
    Belongs, Certainty, CommitmentSaid, Conversation as Told, Ending, RatingAnswer, Recorded, Wave,
};
use crate::domain::ids::{ListId, RecordId};
use crate::domain::script::{DECLINED, Scale, Script, Text};
use crate::domain::visit::WhoAnswered;
use crate::server::desk::pages::conversation::{self, Conversation, Tied, Waves, Who};
use crate::server::desk::pages::conversations::{self, Conversations, Filter, Row, Said};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::parts::pager::Stretch;
use crate::server::desk::request::{Answer, Desk};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::campaigns::StoredScript;
use crate::server::store::results::{ConversationInFull, ConversationQuery, ConversationRow};
use axum::extract::Path;
use chrono::Datelike as _;
use std::collections::BTreeMap;

const PER_PAGE: u32 = 50;

/// A stored script, read. One that cannot be read names nothing; its
/// conversations are shown with their codes.
pub(super) fn script_of(stored: &StoredScript) -> Option<Script> {
    Script::from_json(&stored.json).ok()
}

/// A script's text in the reader's language.
pub(super) fn text(desk: &Desk, text: &Text) -> String {
    let campaign = desk.campaign.languages.first();
    text.read(
        desk.wording.language.tag(),
        campaign.map_or("en", String::as_str),
    )
    .to_owned()
}

pub async fn all(desk: Desk, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let lists = desk.ask(store.lists(campaign).await)?;
    let weeks = desk.ask(store.conversation_weeks(campaign).await)?;
    let scripts = newest_scripts(&desk).await?;
    let mut bands: Vec<(String, String)> = Vec::new();
    for script in scripts.values() {
        for band in script
            .main_scale()
            .map(|scale| &scale.bands)
            .into_iter()
            .flatten()
        {
            if !bands.iter().any(|(id, _)| *id == band.id) {
                let label = text(&desk, &band.label);
                let ends = match (band.from, band.to) {
                    (Some(from), Some(to)) if from == to => format!(" ({from})"),
                    (Some(from), Some(to)) => format!(" ({from}–{to})"),
                    _ => String::new(),
                };
                let label = if label.is_empty() {
                    band.id.clone()
                } else {
                    label
                };
                bands.push((band.id.clone(), format!("{label}{ends}")));
            }
        }
    }
    // Whatever is not one of our closed codes asks for nothing.
    let list: Option<ListId> = asked(&query, "list")
        .parse()
        .ok()
        .filter(|id| lists.iter().any(|list| list.about.id == *id));
    let week = Some(asked(&query, "week")).filter(|week| weeks.iter().any(|known| known == week));
    let ending = match asked(&query, "ending") {
        "finished" => Some(Ending::Finished),
        "abandoned" => Some(Ending::Abandoned),
        _ => None,
    };
    let band = Some(asked(&query, "band"))
        .filter(|band| *band == DECLINED || bands.iter().any(|(id, _)| id == band));
    let filter = Filter {
        list: list.map(|list| list.to_string()).unwrap_or_default(),
        week: week.unwrap_or_default().to_owned(),
        ending: ending.map(ending_code).unwrap_or_default().to_owned(),
        band: band.unwrap_or_default().to_owned(),
    };
    let page = asked(&query, "page").parse().unwrap_or(1u32).max(1);
    let wanted = ConversationQuery {
        list,
        week: week.map(str::to_owned),
        ending,
        matching: band.map(|band| {
            let (band, scripts) = (band.to_owned(), scripts.clone());
            let matching: Box<dyn Fn(&Told) -> bool + Send> =
                Box::new(move |told| in_band(told, &scripts, &band));
            matching
        }),
        skip: (page - 1).saturating_mul(PER_PAGE),
        limit: PER_PAGE,
    };
    let found = desk.ask(store.conversations(campaign, wanted).await)?;
    let list_names: BTreeMap<ListId, &str> = lists
        .iter()
        .map(|list| (list.about.id, list.about.name.as_str()))
        .collect();
    let model = Conversations {
        filter,
        lists: names(&lists),
        weeks,
        bands,
        rows: found
            .rows
            .iter()
            .map(|row| shown_row(&desk, row, &scripts, &list_names))
            .collect(),
        stretch: Stretch {
            page,
            per_page: PER_PAGE,
            total: found.total,
        },
    };
    Ok(desk.show(|frame| conversations::page(frame, &model)))
}

fn main_scale<'a>(told: &Told, scripts: &'a BTreeMap<String, Script>) -> Option<&'a Scale> {
    scripts.get(&told.script.id)?.main_scale()
}

/// A rating of the scale the conversation is about.
fn answer<'a>(told: &'a Told, scale: Option<&Scale>, wave: Wave) -> Option<&'a RatingAnswer> {
    told.ratings
        .iter()
        .find(|rating| rating.wave == wave && scale.is_none_or(|scale| scale.id == rating.scale))
        .map(|rating| &rating.answer)
}

fn in_band(told: &Told, scripts: &BTreeMap<String, Script>, band: &str) -> bool {
    let scale = main_scale(told, scripts);
    match (scale, answer(told, scale, Wave::First)) {
        (Some(scale), Some(answer)) => scale.band_of(answer) == Some(band),
        (_, None) => band == DECLINED,
        (None, Some(_)) => false,
    }
}

pub(super) fn said(desk: &Desk, scale: Option<&Scale>, answer: Option<&RatingAnswer>) -> Said {
    match answer {
        Some(RatingAnswer::Value { value }) => Said::Number(*value),
        Some(RatingAnswer::Between { low, high }) => Said::Between(*low, *high),
        Some(RatingAnswer::Category { code }) => Said::Category(
            scale
                .and_then(|scale| scale.options.iter().find(|option| option.code == *code))
                .map_or_else(|| code.clone(), |option| text(desk, &option.label)),
        ),
        Some(RatingAnswer::DontKnow) => Said::DontKnow,
        Some(RatingAnswer::WouldntSay) => Said::WouldntSay,
        Some(RatingAnswer::NotAsked) | None => Said::NotAsked,
    }
}

fn ending_code(ending: Ending) -> &'static str {
    match ending {
        Ending::Finished => "finished",
        Ending::Abandoned => "abandoned",
    }
}

fn recorded_code(recorded: Recorded) -> &'static str {
    match recorded {
        Recorded::Live => "live",
        Recorded::Afterwards => "afterwards",
        Recorded::Paper => "paper",
    }
}

fn shown_row(
    desk: &Desk,
    row: &ConversationRow,
    scripts: &BTreeMap<String, Script>,
    lists: &BTreeMap<ListId, &str>,
) -> Row {
    let told = &row.conversation;
    let scale = main_scale(told, scripts);
    let before = said(desk, scale, answer(told, scale, Wave::First));
    let after = said(desk, scale, answer(told, scale, Wave::Final));
    Row {
        id: row.id.to_string(),
        when: row.at.map_or_else(
            || week_name(desk, &row.week),
            |at| desk.wording.moment_of(desk.today().year(), at.0),
        ),
        list: lists.get(&told.list).map_or("", |name| *name).to_owned(),
        before,
        after,
        ending: ending_code(told.ending),
        recorded: recorded_code(told.recorded),
        minutes: told.seconds.map(|seconds| seconds.div_ceil(60)),
        unlinked: matches!(told.belongs, Belongs::Unlinked { .. }),
    }
}

/// `Week 46, 2026` of `2026-W46`.
fn week_name(desk: &Desk, week: &str) -> String {
    match week.split_once("-W") {
        Some((year, number)) => desk.wording.say(
            "week-name",
            &[
                ("week", number.to_owned().into()),
                ("year", year.to_owned().into()),
            ],
        ),
        None => week.to_owned(),
    }
}

pub async fn one(desk: Desk, Path(id): Path<String>) -> Answer {
    desk.must_be(Role::Lead)?;
    let id: RecordId = id_of(&desk, &id)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let found = desk.ask(store.conversation(campaign, id).await)?;
    let Some(found) = found else {
        return Err(desk.problem(Problem::NotFound));
    };
    desk.note(AuditAction::ConversationRead, id.to_string())
        .await?;
    let told = &found.row.conversation;
    let stored = desk.ask(store.script(campaign, told.script.clone()).await)?;
    let script = stored.as_ref().and_then(script_of);
    let list = desk.ask(store.list(campaign, told.list).await)?;
    let list_name = list.map(|list| list.about.name).unwrap_or_default();
    let model = in_full(&desk, &found, script.as_ref(), list_name);
    Ok(desk.show(|frame| conversation::page(frame, &model)))
}

fn in_full(
    desk: &Desk,
    found: &ConversationInFull,
    script: Option<&Script>,
    list: String,
) -> Conversation {
    let told = &found.row.conversation;
    let say = |it: &Text| text(desk, it);
    let reached = |step: &str| told.steps_reached.iter().any(|it| it == step);
    Conversation {
        id: found.row.id.to_string(),
        tied: tied(desk, found),
        list_id: told.list.to_string(),
        list,
        script: script.map_or_else(
            || told.script.id.clone(),
            |script| format!("{} ({})", say(&script.script.title), told.script.version),
        ),
        language: told.language.clone(),
        ending: ending_code(told.ending),
        recorded: recorded_code(told.recorded),
        seconds: told.seconds,
        short: told.short,
        ratings: ratings(desk, told, script),
        made_a_difference: told.made_a_difference.clone(),
        tags: told
            .tags
            .iter()
            .map(|(set, codes)| {
                let set_of = script.and_then(|script| script.tag_set(set));
                let label = set_of.map_or_else(|| set.clone(), |set| say(&set.label));
                let items = codes.iter().map(|code| {
                    set_of
                        .and_then(|set| set.items.iter().find(|tag| tag.code == *code))
                        .map_or_else(|| code.clone(), |tag| say(&tag.label))
                });
                (label, items.collect())
            })
            .collect(),
        concerns: told
            .concerns
            .iter()
            .map(|id| {
                script
                    .and_then(|script| script.concerns.iter().find(|known| known.id == *id))
                    .map_or_else(|| id.clone(), |concern| say(&concern.label))
            })
            .collect(),
        commitments: told
            .commitments
            .iter()
            .map(|made| {
                let label = script
                    .and_then(|script| script.commitments.iter().find(|known| known.id == made.id))
                    .map_or_else(|| made.id.clone(), |asked| say(&asked.label));
                let answer = match made.said {
                    CommitmentSaid::Yes => "yes",
                    CommitmentSaid::Maybe => "maybe",
                    CommitmentSaid::No => "no",
                };
                (label, answer)
            })
            .collect(),
        keep_with_name: told.consent.keep_with_name,
        come_back: told.consent.come_back,
        who_else: told.who_else.iter().map(|one| one.code()).collect(),
        steps: match script {
            Some(script) => script
                .steps
                .iter()
                .map(|step| (say(&step.name), reached(&step.id)))
                .collect(),
            None => told
                .steps_reached
                .iter()
                .map(|step| (step.clone(), true))
                .collect(),
        },
    }
}

fn ratings(desk: &Desk, told: &Told, script: Option<&Script>) -> Vec<Waves> {
    let mut scales: Vec<&str> = Vec::new();
    for rating in &told.ratings {
        if !scales.contains(&rating.scale.as_str()) {
            scales.push(&rating.scale);
        }
    }
    scales
        .into_iter()
        .map(|id| {
            let scale = script.and_then(|script| script.scale(id));
            let label = |pick: fn(&Scale) -> &Text| {
                scale
                    .map(|scale| text(desk, pick(scale)))
                    .unwrap_or_default()
            };
            Waves {
                question: label(|scale| &scale.question),
                low_label: label(|scale| &scale.low_label),
                high_label: label(|scale| &scale.high_label),
                waves: told
                    .ratings
                    .iter()
                    .filter(|rating| rating.scale == id)
                    .map(|rating| {
                        let wave = match rating.wave {
                            Wave::First => "first",
                            Wave::Middle => "middle",
                            Wave::Final => "final",
                        };
                        (
                            wave,
                            said(desk, scale, Some(&rating.answer)),
                            rating.certainty == Certainty::Estimated,
                        )
                    })
                    .collect(),
            }
        })
        .collect()
}

fn tied(desk: &Desk, found: &ConversationInFull) -> Tied {
    let told = &found.row.conversation;
    if let Belongs::Unlinked { week } = &told.belongs {
        return Tied::Unlinked {
            week: week_name(desk, week),
        };
    }
    let when = found
        .row
        .at
        .map(|at| desk.wording.moment(at.0))
        .unwrap_or_default();
    let canvasser = found
        .by
        .as_ref()
        .map(|by| by.canvasser_name.clone())
        .unwrap_or_default();
    match found.by.as_ref().and_then(|by| by.held_at.as_ref()) {
        Some(held) => Tied::Door {
            address: address(&held.door),
            who: match held.visit.visit.who {
                Some(WhoAnswered::Listed(person)) => held
                    .door
                    .people
                    .iter()
                    .find(|listed| listed.id == person)
                    .map_or(Who::SomeoneElse, |listed| Who::Listed(listed.name.clone())),
                Some(WhoAnswered::SomeoneElse) => Who::SomeoneElse,
                Some(WhoAnswered::DidNotAsk) | None => Who::DidNotAsk,
            },
            canvasser,
            when,
            disposition: held.visit.visit.disposition.code(),
        },
        None => Tied::VisitNotHere { canvasser, when },
    }
}
