//! `GET` and `POST /imports/{id}/cut`: making walk lists of an import's doors
//! that are on none yet.

use super::conversations::{script_of, text};
use super::{Query, asked, id_of};
use crate::domain::ids::{ImportId, ListId};
use crate::domain::script::experiment::counterparts;
use crate::domain::script::{Channel, Script, ScriptKind};
use crate::domain::trial::Trial;
use crate::domain::walk_list::{Door, ScriptRef};
use crate::domain::walking_order::{self, Cut as Part};
use crate::server::desk::pages::cut::{self, By, Cut, PlannedList};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::lists::{ImportSummary, NewList};
use axum::extract::Path;
use axum::http::StatusCode;
use std::collections::BTreeMap;

/// Two hours for one person.
const USUAL_SIZE: u32 = 50;
const LONGEST_NAME: usize = 80;

/// What the reader asked for, in an address or a form.
struct Wish {
    by: By,
    size: u32,
}

impl Wish {
    fn new(by: &str, size: &str) -> Self {
        Self {
            by: if by == "doors" { By::Doors } else { By::Street },
            size: size
                .parse()
                .ok()
                .filter(|size| (5..=2000).contains(size))
                .unwrap_or(USUAL_SIZE),
        }
    }
}

/// An import with its free doors, cut as wished.
struct Plan {
    import: ImportSummary,
    doors: Vec<Door>,
    parts: Vec<Part>,
    names: Vec<String>,
}

async fn plan(desk: &Desk, id: &str, wish: &Wish) -> Result<Plan, Stop> {
    desk.must_be(Role::Lead)?;
    let id: ImportId = id_of(desk, id)?;
    let store = &desk.server.store;
    let imports = desk.ask(store.imports(desk.campaign_id()).await)?;
    let import = imports
        .into_iter()
        .find(|import| import.id == id)
        .ok_or_else(|| desk.problem(Problem::NotFound))?;
    let doors = desk.ask(store.doors_of_import(desk.campaign_id(), id, true).await)?;
    let parts = match wish.by {
        // Numbers stand in no street.
        By::Street | By::Doors if import.channel == Channel::Phone => {
            in_parts(doors.len(), wish.size as usize)
        }
        By::Street => walking_order::by_street(&doors),
        By::Doors => walking_order::by_doors(&doors, wish.size as usize),
    };
    let names = names(desk, &import, &doors, &parts);
    Ok(Plan {
        import,
        doors,
        parts,
        names,
    })
}

/// Numbers to call in the order they came in, so many on each list.
fn in_parts(numbers: usize, size: usize) -> Vec<Part> {
    let places: Vec<usize> = (0..numbers).collect();
    places
        .chunks(size.max(1))
        .map(|part| Part {
            doors: part.to_vec(),
            streets: Vec::new(),
        })
        .collect()
}

/// A name for each list: its street, or its first street "and on"; numbered
/// where that alone would not tell them apart.
fn names(desk: &Desk, import: &ImportSummary, doors: &[Door], parts: &[Part]) -> Vec<String> {
    let w = desk.wording;
    let calls = import.channel == Channel::Phone;
    let plain: Vec<String> = parts
        .iter()
        .map(|part| {
            let first = part.streets.first().cloned().unwrap_or_default();
            let city = part
                .doors
                .first()
                .and_then(|at| doors.get(*at))
                .map(|door| door.city.as_str())
                .unwrap_or_default();
            if calls {
                return w.t("cut-name-calls");
            }
            let base = if first.is_empty() { city } else { &first };
            let name = if part.streets.len() > 1 {
                w.say("cut-name-rest", &[("street", base.into())])
            } else {
                base.to_owned()
            };
            name.chars().take(LONGEST_NAME - 5).collect()
        })
        .collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut total: BTreeMap<String, u32> = BTreeMap::new();
    for name in &plain {
        *total.entry(name.clone()).or_default() += 1;
    }
    plain
        .into_iter()
        .map(|name| {
            if total.get(&name).copied().unwrap_or(0) < 2 {
                return name;
            }
            let place = seen.entry(name.clone()).or_default();
            *place += 1;
            format!("{name} {place}")
        })
        .collect()
}

/// What tells it from the others: its address; of a number, who is reached by it.
fn short_address(door: &Door, by: Channel) -> String {
    if by == Channel::Phone {
        super::lists::whom(door)
    } else {
        super::lists::address(door)
    }
}

async fn model(desk: &Desk, plan: &Plan, wish: &Wish) -> Result<Cut, Stop> {
    let stored = desk.ask(desk.server.store.scripts(desk.campaign_id()).await)?;
    let retired = desk.ask(desk.server.store.retired_scripts(desk.campaign_id()).await)?;
    let profile = desk.campaign.legal_profile;
    let by = plan.import.channel;
    let mut newest: BTreeMap<String, Script> = BTreeMap::new();
    let in_use = stored.iter().filter(|stored| {
        let ScriptRef { id, version } = stored.reference.clone();
        !retired.contains(&(id, version))
    });
    for read in in_use.filter_map(script_of) {
        let is_newer = newest
            .get(&read.script.id)
            .is_none_or(|known| known.script.version <= read.script.version);
        if is_newer {
            newest.insert(read.script.id.clone(), read);
        }
    }
    let (mut offered, others): (Vec<Script>, Vec<Script>) = newest
        .into_values()
        .filter(|read| read.script.channel.contains(&by))
        .partition(|read| read.script.kind.may_be_chosen(profile));
    // The issue conversation first, which is then the one chosen already.
    offered.sort_by_key(|read| read.script.kind);
    let mut scripts: Vec<(String, String)> = offered
        .iter()
        .map(|read| (code(read), text(desk, &read.script.title)))
        .collect();
    let trials = trials(desk, &offered, &others);
    let may_be_trial = !trials.is_empty();
    scripts.extend(trials);
    let planned = plan
        .parts
        .iter()
        .zip(&plan.names)
        .map(|(part, name)| {
            let doors: Vec<&Door> = part
                .doors
                .iter()
                .filter_map(|at| plan.doors.get(*at))
                .collect();
            PlannedList {
                name: name.clone(),
                doors: doors.len() as u32,
                people: doors.iter().map(|door| door.people.len() as u32).sum(),
                from: doors
                    .first()
                    .map(|door| short_address(door, by))
                    .unwrap_or_default(),
                to: doors
                    .last()
                    .map(|door| short_address(door, by))
                    .unwrap_or_default(),
            }
        })
        .collect();
    Ok(Cut {
        calls: by == Channel::Phone,
        import: plan.import.id.to_string(),
        file_name: plan.import.file_name.clone(),
        by: wish.by,
        size: wish.size,
        free_doors: plan.doors.len() as u32,
        use_until: plan.import.use_until,
        today: desk.today(),
        planned,
        script: scripts
            .first()
            .map(|(code, _)| code.clone())
            .unwrap_or_default(),
        scripts,
        may_be_trial,
        expires_on: plan.import.use_until,
        expires_error: String::new(),
        imported: None,
        objected: 0,
    })
}

/// A script's name and version in one code.
fn code(read: &Script) -> String {
    let ScriptRef { id, version } = read.reference();
    format!("{id}@{version}")
}

/// The experiments there could be: a conversation, and a placebo that is its counterpart.
fn trials(desk: &Desk, offered: &[Script], others: &[Script]) -> Vec<(String, String)> {
    let placebos = || {
        let is_placebo = |read: &&Script| read.script.kind == ScriptKind::Placebo;
        others.iter().filter(is_placebo)
    };
    offered
        .iter()
        .flat_map(|treat| placebos().map(move |placebo| (treat, placebo)))
        .filter(|(treat, placebo)| counterparts(treat, placebo).is_ok())
        .map(|(treat, placebo)| {
            let title = |read: &Script| text(desk, &read.script.title);
            let words = [
                ("treatment", title(treat).into()),
                ("placebo", title(placebo).into()),
            ];
            (
                format!("{}+{}", code(treat), code(placebo)),
                desk.wording.say("cut-trial", &words),
            )
        })
        .collect()
}

/// One of the choices offered: a script, or an experiment with it and a placebo.
fn chosen(code: &str) -> Option<(ScriptRef, Option<ScriptRef>)> {
    let read = |code: &str| {
        let (id, version) = code.rsplit_once('@')?;
        Some(ScriptRef {
            id: id.to_owned(),
            version: version.parse().ok()?,
        })
    };
    match code.split_once('+') {
        None => Some((read(code)?, None)),
        Some((treatment, placebo)) => Some((read(treatment)?, Some(read(placebo)?))),
    }
}

pub async fn preview(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    let wish = Wish::new(asked(&query, "by"), asked(&query, "size"));
    let plan = plan(&desk, &id, &wish).await?;
    let mut model = model(&desk, &plan, &wish).await?;
    if asked(&query, "just") == "imported" {
        let import = &plan.import;
        model.imported = Some((import.doors, import.people, import.left_out));
        model.objected = import.objected;
    }
    Ok(desk.show(|frame| cut::page(frame, &model)))
}

pub async fn make(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    let wish = Wish::new(sent.text("by"), sent.text("size"));
    let plan = plan(desk, &id, &wish).await?;
    let mut model = model(desk, &plan, &wish).await?;
    if sent.text("count").parse() != Ok(plan.parts.len()) {
        // Somebody made lists meanwhile: names would go to other doors.
        return Ok(go_to(&format!(
            "/imports/{id}/cut?by={}&size={}",
            wish.by.code(),
            wish.size
        )));
    }
    let until = sent
        .text("expires_on")
        .parse()
        .ok()
        .filter(|day| (desk.today()..=plan.import.use_until).contains(day));
    let wanted = sent.text("script");
    let script = model
        .scripts
        .iter()
        .map(|(code, _)| code)
        .find(|code| *code == wanted)
        .or_else(|| model.scripts.first().map(|(code, _)| code))
        .and_then(|code| chosen(code));
    let (Some(expires_on), Some((script, placebo))) = (until, script) else {
        if until.is_none() {
            model.expires_error = desk.wording.say(
                "cut-expires-wrong",
                &[("until", desk.wording.date(plan.import.use_until).into())],
            );
        }
        return Ok(desk.show_as(StatusCode::UNPROCESSABLE_ENTITY, |frame| {
            cut::page(frame, &model)
        }));
    };
    let trial = match placebo {
        None => None,
        Some(placebo) => Some(Trial {
            placebo,
            // Chance that nobody can guess, as letters.
            seed: desk.new_id()?.simple().to_string(),
        }),
    };
    let mut given = sent.all("name");
    let mut lists = Vec::with_capacity(plan.parts.len());
    for (part, planned) in plan.parts.iter().zip(&plan.names) {
        let name: String = given
            .next()
            .unwrap_or("")
            .chars()
            .take(LONGEST_NAME)
            .collect();
        lists.push(NewList {
            id: ListId(desk.new_id()?),
            name: if name.is_empty() {
                planned.clone()
            } else {
                name
            },
            import: plan.import.id,
            expires_on,
            script: script.clone(),
            trial: trial.clone(),
            doors: part
                .doors
                .iter()
                .filter_map(|at| plan.doors.get(*at))
                .map(|door| door.id)
                .collect(),
            made_by: Some(desk.session.lead.id),
        });
    }
    let made = lists.len();
    if trial.is_some() {
        let import = plan.import.id.to_string();
        desk.note(AuditAction::ExperimentSet, import).await?;
    }
    desk.note(AuditAction::ListMade, plan.import.id.to_string())
        .await?;
    let stored = desk
        .server
        .store
        .make_lists(desk.campaign_id(), lists, desk.now_ms())
        .await;
    desk.ask(stored)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to(&format!("/lists?made={made}")))
}
