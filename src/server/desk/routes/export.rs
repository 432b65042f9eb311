//! `GET /export`, `POST /export/conversations`, `POST /export/visits`. A sheet
//! of cells, each safe to open in a spreadsheet.

use super::lists::address;
use super::results::{names, newest_scripts};
use crate::domain::call::CallOutcome;
use crate::domain::conversation::{
    Belongs, Certainty, CommitmentSaid, Ending, RatingAnswer, Recorded, Wave,
};
use crate::domain::ids::{ListId, RecordId};
use crate::domain::trial::Trial;
use crate::domain::visit::{ComeBack, WhoAnswered};
use crate::server::desk::pages::export::{Export, page};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, Stop, day_of};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::counting::PLACEBO;
use crate::server::store::results::{ConversationQuery, VisitRow};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::collections::{BTreeMap, BTreeSet};

pub async fn show(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let lists = desk.ask(store.lists(campaign).await)?;
    let counts = desk.ask(store.counts(campaign, None).await)?;
    let sum = |measure: &str, but_not: &str| -> i64 {
        counts
            .each()
            // An experiment's placebo is in the files too.
            .filter(|(name, _, _)| name.strip_prefix(PLACEBO).unwrap_or(name) == measure)
            .map(|(_, bucket, n)| if bucket == but_not { 0 } else { n })
            .sum()
    };
    let whole = |n: i64| u32::try_from(n).unwrap_or(0);
    let model = Export {
        lists: names(&lists),
        conversations: whole(sum("talks", "")),
        unlinked: whole(sum("linked", "yes")),
        visits: whole(sum("visits", "")),
    };
    Ok(desk.show(|frame| page(frame, &model)))
}

/// One list or all, as the form says.
fn wanted(sent: &Sent) -> Result<Option<ListId>, Stop> {
    match sent.text("list") {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| sent.desk.problem(Problem::Malformed)),
    }
}

/// What the audit log says was exported.
fn subject(list: Option<ListId>) -> String {
    list.map_or_else(|| "all".to_owned(), |list| list.to_string())
}

pub async fn conversations(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let list = wanted(&sent)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    desk.note(AuditAction::ConversationsExported, subject(list))
        .await?;
    let query = ConversationQuery {
        list,
        limit: u32::MAX,
        ..ConversationQuery::default()
    };
    let found = desk.ask(store.conversations(campaign, query).await)?;
    let visits = desk.ask(store.visits(campaign, list).await)?;
    let lists = desk.ask(store.lists(campaign).await)?;
    let scripts = newest_scripts(desk).await?;
    let by_visit: BTreeMap<RecordId, &VisitRow> =
        visits.iter().map(|row| (row.visit.id, row)).collect();
    let list_names: BTreeMap<ListId, &str> = lists
        .iter()
        .map(|list| (list.about.id, list.about.name.as_str()))
        .collect();
    let mut scales: BTreeSet<String> = BTreeSet::new();
    let mut sets: BTreeSet<String> = BTreeSet::new();
    for row in &found.rows {
        scales.extend(row.conversation.ratings.iter().map(|it| it.scale.clone()));
        sets.extend(row.conversation.tags.keys().cloned());
    }
    let mut sheet = Sheet::new();
    let mut head: Vec<String> = [
        "conversation",
        "list",
        "week",
        "tied_to_a_door",
        "at",
        "canvasser",
        "address",
        "town",
        "postcode",
        "person",
        "script",
        "script_version",
        "language",
        "recorded",
        "ending",
        "short_path",
        "seconds",
    ]
    .map(str::to_owned)
    .to_vec();
    for scale in &scales {
        for wave in ["before", "between", "after"] {
            head.push(format!("{scale}_{wave}"));
        }
        head.push(format!("{scale}_estimated"));
    }
    head.extend(sets.iter().map(|set| format!("tags_{set}")));
    head.extend(
        [
            "made_a_difference",
            "concerns",
            "agreed",
            "may_keep_with_name",
            "may_come_back",
            "who_else_was_there",
            "channel",
        ]
        .map(str::to_owned),
    );
    sheet.row(head);
    for row in &found.rows {
        let told = &row.conversation;
        // Whatever is known beside it: an unlinked one has no more than its week.
        let held = match told.belongs {
            Belongs::Linked { visit } => by_visit.get(&visit).copied(),
            Belongs::Unlinked { .. } => None,
        };
        let linked = matches!(told.belongs, Belongs::Linked { .. });
        let of = |pick: fn(&VisitRow) -> String| held.map(pick).unwrap_or_default();
        let mut cells = vec![
            row.id.to_string(),
            list_names
                .get(&told.list)
                .map_or("", |name| *name)
                .to_owned(),
            row.week.clone(),
            yes_no(Some(linked)),
            row.at.map(|at| at.to_string()).unwrap_or_default(),
            of(|it| it.canvasser_name.clone()),
            of(|it| address(&it.door)),
            of(|it| it.door.city.clone()),
            of(|it| it.door.postcode.clone()),
            of(person),
            told.script.id.clone(),
            told.script.version.to_string(),
            told.language.clone(),
            match told.recorded {
                Recorded::Live => "live",
                Recorded::Afterwards => "afterwards",
                Recorded::Paper => "paper",
            }
            .to_owned(),
            match told.ending {
                Ending::Finished => "finished",
                Ending::Abandoned => "abandoned",
            }
            .to_owned(),
            yes_no(Some(told.short)),
            told.seconds.map(|it| it.to_string()).unwrap_or_default(),
        ];
        for scale in &scales {
            let at = |wave: Wave| {
                told.ratings
                    .iter()
                    .find(|rating| rating.scale == *scale && rating.wave == wave)
            };
            for wave in [Wave::First, Wave::Middle, Wave::Final] {
                cells.push(at(wave).map(|it| code(&it.answer)).unwrap_or_default());
            }
            let estimated = told
                .ratings
                .iter()
                .any(|it| it.scale == *scale && it.certainty == Certainty::Estimated);
            cells.push(yes_no(Some(estimated)));
        }
        for set in &sets {
            cells.push(
                told.tags
                    .get(set)
                    .map(|codes| codes.join("; "))
                    .unwrap_or_default(),
            );
        }
        cells.push(told.made_a_difference.clone());
        let script = scripts.get(&told.script.id);
        let concern = |id: &String| {
            script
                .and_then(|script| script.concerns.iter().find(|known| known.id == *id))
                .map_or_else(
                    || id.clone(),
                    |known| super::conversations::text(desk, &known.label),
                )
        };
        cells.push(
            told.concerns
                .iter()
                .map(concern)
                .collect::<Vec<_>>()
                .join("; "),
        );
        let agreed = told.commitments.iter().map(|made| {
            let said = match made.said {
                CommitmentSaid::Yes => "yes",
                CommitmentSaid::Maybe => "maybe",
                CommitmentSaid::No => "no",
            };
            format!("{}: {said}", made.id)
        });
        cells.push(agreed.collect::<Vec<_>>().join("; "));
        cells.push(yes_no(told.consent.keep_with_name));
        cells.push(yes_no(told.consent.come_back));
        let others = told.who_else.iter().map(|one| one.code());
        cells.push(others.collect::<Vec<_>>().join("; "));
        cells.push(told.channel.code().to_owned());
        sheet.row(cells);
    }
    Ok(sheet.download("conversations", &sent))
}

pub async fn visits(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let list = wanted(&sent)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    desk.note(AuditAction::VisitsExported, subject(list))
        .await?;
    let found = desk.ask(store.visits(campaign, list).await)?;
    let lists = desk.ask(store.lists(campaign).await)?;
    let list_names: BTreeMap<ListId, &str> = lists
        .iter()
        .map(|list| (list.about.id, list.about.name.as_str()))
        .collect();
    let trials: BTreeMap<ListId, &Trial> = lists
        .iter()
        .filter_map(|list| Some((list.about.id, list.about.trial.as_ref()?)))
        .collect();
    let mut sheet = Sheet::new();
    sheet.row(
        [
            "visit",
            "list",
            "round",
            "at",
            "canvasser",
            "address",
            "town",
            "postcode",
            "outcome",
            "who",
            "person",
            "come_back",
            "language",
            "corrected",
            "channel",
            "call",
            "experiment_group",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    for row in &found {
        let visit = &row.visit.visit;
        sheet.row(vec![
            row.visit.id.to_string(),
            list_names
                .get(&visit.list)
                .map_or("", |name| *name)
                .to_owned(),
            visit.round.to_string(),
            row.visit.author.at.to_string(),
            row.canvasser_name.clone(),
            address(&row.door),
            row.door.city.clone(),
            row.door.postcode.clone(),
            visit.disposition.code().to_owned(),
            match visit.who {
                None => "",
                Some(WhoAnswered::Listed(_)) => "listed",
                Some(WhoAnswered::SomeoneElse) => "someone_else",
                Some(WhoAnswered::DidNotAsk) => "did_not_ask",
            }
            .to_owned(),
            person(row),
            match visit.come_back {
                None => "",
                Some(ComeBack::LaterToday) => "later_today",
                Some(ComeBack::AnotherEvening) => "another_evening",
                Some(ComeBack::Weekend) => "weekend",
                Some(ComeBack::AnyTime) => "any_time",
            }
            .to_owned(),
            visit.language.clone().unwrap_or_default(),
            yes_no(Some(row.visit.corrected)),
            visit.channel.code().to_owned(),
            visit.call.map_or("", CallOutcome::code).to_owned(),
            trials
                .get(&visit.list)
                .map_or("", |trial| trial.group(row.door.id).code())
                .to_owned(),
        ]);
    }
    Ok(sheet.download("visits", &sent))
}

fn person(row: &VisitRow) -> String {
    match row.visit.visit.who {
        Some(WhoAnswered::Listed(person)) => row
            .door
            .people
            .iter()
            .find(|listed| listed.id == person)
            .map(|listed| listed.name.clone())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn yes_no(answer: Option<bool>) -> String {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
    .to_owned()
}

/// `between 5 and 6`, not `5-6`, which a spreadsheet would take for a day in June.
fn code(answer: &RatingAnswer) -> String {
    match answer {
        RatingAnswer::Value { value } => value.to_string(),
        RatingAnswer::Between { low, high } => format!("between {low} and {high}"),
        RatingAnswer::Category { code } => code.clone(),
        RatingAnswer::DontKnow => "dont_know".to_owned(),
        RatingAnswer::WouldntSay => "wouldnt_say".to_owned(),
        RatingAnswer::NotAsked => "not_asked".to_owned(),
    }
}

/// CSV as spreadsheets read it: quoted where needed, lines ended by CR LF.
struct Sheet(String);

impl Sheet {
    fn new() -> Self {
        Self(String::new())
    }

    fn row(&mut self, cells: Vec<String>) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            let safe = harmless(cell);
            if safe.contains([',', '"', '\n', '\r', ';', '\t', '\'']) {
                self.0.push('"');
                self.0.push_str(&safe.replace('"', "\"\""));
                self.0.push('"');
            } else {
                self.0.push_str(&safe);
            }
        }
        self.0.push_str("\r\n");
    }

    fn download(self, what: &str, sent: &Sent) -> Response {
        let day = day_of(sent.desk.now_ms());
        let name = format!("doorstep-{what}-{day}.csv");
        let text = if sent.ticked("bom") {
            format!("\u{feff}{}", self.0)
        } else {
            self.0
        };
        (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ],
            text,
        )
            .into_response()
    }
}

/// A cell a spreadsheet will not run: one that begins like a formula, behind
/// whatever blanks, begins with an apostrophe. Plain numbers stay numbers.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let begins_like_one = cell.trim_start().starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]) || cell.starts_with(['\t', '\r', '\n']);
    if begins_like_one && cell.parse::<f64>().is_err() {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_made_harmless() {
        for evil in [
            "=1+1",
            "+358 40 123",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            " =cmd()",
            "\r=1",
            "\u{ff1d}1",
        ] {
            assert!(harmless(evil).starts_with('\''), "{evil:?}");
        }
        for fine in ["7", "-3", "Aino", "", "5 = 5", "between 5 and 6"] {
            assert_eq!(harmless(fine), fine);
        }
    }

    #[test]
    fn quotes_separators_and_line_breaks_stay_inside_their_cell() {
        let mut sheet = Sheet::new();
        sheet.row(vec!["a".into(), "b,\"c\"\nd".into(), "=x".into()]);
        assert_eq!(sheet.0, "a,\"b,\"\"c\"\"\nd\",\"'=x\"\r\n");
    }
}
