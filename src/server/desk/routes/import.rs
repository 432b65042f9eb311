//! The way of a file: `POST /import` keeps it, `GET /import/{id}` shows what is
//! in it, `POST /import/{id}/columns` says what its columns mean,
//! `POST /import/{id}` imports the good rows, `…/discard` throws it away.

use super::uploaded::{self, Uploaded};
use super::{Query, asked, id_of};
use crate::domain::ids::ImportId;
use crate::domain::script::Channel;
use crate::server::desk::pages::import::{
    LARGEST, Preview, Sample, Trouble, Upload as UploadPage, WrongRows, preview_page, upload_page,
};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::import::{
    self, Choices, Encoding, Meaning, Preview as Read, Separator, Unreadable, Wrong,
};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::desk::Upload;
use crate::server::store::lists::NewImport;
use axum::extract::Path;
use axum::extract::multipart::Multipart;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Lines shown of each trouble.
const LINES: usize = 12;
/// Good rows shown as a sample.
const SAMPLE: usize = 5;
const LONGEST_ANSWER: usize = 200;
const LONGEST_FILE_NAME: usize = 120;

pub async fn form(desk: Desk, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let trouble = (asked(&query, "why") == "gone").then(|| Trouble {
        key: "trouble-gone",
        what: String::new(),
    });
    let model = UploadPage { trouble };
    Ok(desk.show(|frame| upload_page(frame, &model)))
}

fn refuse(desk: &Desk, status: StatusCode, key: &'static str, what: String) -> Response {
    let model = UploadPage {
        trouble: Some(Trouble { key, what }),
    };
    desk.show_as(status, |frame| upload_page(frame, &model))
}

pub async fn upload(desk: Desk, form: Multipart) -> Answer {
    let too_large = || {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        refuse(&desk, status, "trouble-too-large", String::new())
    };
    let file = uploaded::file(&desk, form, LARGEST, too_large).await?;
    desk.must_be(Role::Lead)?;
    let Some(Uploaded {
        name,
        bytes,
        channel,
    }) = file
    else {
        return Ok(refuse(
            &desk,
            StatusCode::UNPROCESSABLE_ENTITY,
            "trouble-no-file",
            String::new(),
        ));
    };
    let channel = Channel::from_code(&channel).unwrap_or_default();
    let choices = Choices {
        channel,
        ..Choices::default()
    };
    let (bytes, read) = read(&desk, bytes, choices).await?;
    if let Err(unreadable) = read {
        return Ok(cannot_read(&desk, &unreadable));
    }
    let id = desk.new_id()?;
    let upload = Upload {
        id,
        file_name: file_name(&name),
        bytes,
        choices: if channel.is_door() {
            String::new()
        } else {
            KeptChoices {
                channel,
                ..KeptChoices::default()
            }
            .as_text()
        },
        uploaded_by: desk.session.lead.id,
    };
    let kept = desk
        .server
        .store
        .keep_upload(desk.campaign_id(), upload, desk.now_ms())
        .await;
    desk.ask(kept)?;
    Ok(go_to(&format!("/import/{id}")))
}

/// The last part of what a browser calls the file, without letters nobody sees.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_FILE_NAME)
        .collect();
    if name.trim().is_empty() {
        "addresses.csv".to_owned()
    } else {
        name
    }
}

fn cannot_read(desk: &Desk, why: &Unreadable) -> Response {
    let (key, what) = match why {
        Unreadable::Empty => ("trouble-empty", String::new()),
        Unreadable::HeaderOnly => ("trouble-no-rows", String::new()),
        Unreadable::BrokenHeader { line } => ("trouble-broken-header", line.to_string()),
        Unreadable::Workbook => ("trouble-workbook", String::new()),
        Unreadable::NotText => ("trouble-not-text", String::new()),
    };
    refuse(desk, StatusCode::UNPROCESSABLE_ENTITY, key, what)
}

/// Reads a file away from the threads that answer others, and gives it back.
async fn read(
    desk: &Desk,
    bytes: Vec<u8>,
    choices: Choices,
) -> Result<(Vec<u8>, Result<Read, Unreadable>), Stop> {
    let (bytes, read) = tokio::task::spawn_blocking(move || {
        let read = import::read(&bytes, &choices);
        (bytes, read)
    })
    .await
    .map_err(|error| {
        tracing::error!(%error, "reading an upload failed");
        desk.problem(Problem::Broken)
    })?;
    let read = match read {
        Ok(mut read) => {
            // Whoever asked for erasure does not come back with the next file.
            let store = &desk.server.store;
            let kept = store
                .leave_out_erased(desk.campaign_id(), std::mem::take(&mut read.good))
                .await;
            (read.good, read.rows_erased) = desk.ask(kept)?;
            let objected = store.count_objected(desk.campaign_id(), &read.good).await;
            read.rows_objected = desk.ask(objected)?;
            Ok(read)
        }
        Err(why) => Err(why),
    };
    Ok((bytes, read))
}

/// What the lead set, as kept beside the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct KeptChoices {
    #[serde(default)]
    channel: Channel,
    columns: BTreeMap<usize, String>,
    drop_bad_positions: bool,
}

impl KeptChoices {
    fn as_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn of(upload: &Upload) -> Choices {
        let kept: Self = serde_json::from_str(&upload.choices).unwrap_or_default();
        Choices {
            channel: kept.channel,
            columns: kept
                .columns
                .into_iter()
                .filter_map(|(index, code)| Some((index, Meaning::from_code(&code)?)))
                .collect(),
            drop_bad_positions: kept.drop_bad_positions,
        }
    }
}

async fn kept(desk: &Desk, id: &str) -> Result<Upload, Stop> {
    desk.must_be(Role::Lead)?;
    let id: Uuid = id_of(desk, id)?;
    let found = desk
        .server
        .store
        .upload(desk.campaign_id(), id, desk.session.lead.id, desk.now_ms())
        .await;
    desk.ask(found)?
        .ok_or_else(|| go_to("/import?why=gone").into())
}

pub async fn preview(desk: Desk, Path(id): Path<String>) -> Answer {
    let mut upload = kept(&desk, &id).await?;
    let choices = KeptChoices::of(&upload);
    let dropped = choices.drop_bad_positions;
    let (_, read) = read(&desk, std::mem::take(&mut upload.bytes), choices).await?;
    let read = match read {
        Ok(read) => read,
        Err(why) => return Ok(cannot_read(&desk, &why)),
    };
    let model = model(&desk, &upload, &read, dropped).await?;
    Ok(desk.show(|frame| preview_page(frame, &model)))
}

async fn model(
    desk: &Desk,
    upload: &Upload,
    read: &Read,
    drop_bad_positions: bool,
) -> Result<Preview, Stop> {
    let sized = read.clone();
    let size = tokio::task::spawn_blocking(move || sized.size())
        .await
        .map_err(|error| {
            tracing::error!(%error, "sizing an upload failed");
            desk.problem(Problem::Broken)
        })?;
    let mut wrong: BTreeMap<(bool, &'static str, String), WrongRows> = BTreeMap::new();
    for problem in &read.problems {
        let column = problem.column.clone().unwrap_or_default();
        let code = problem.wrong.code();
        let rows = wrong
            .entry((problem.kept, code, column.clone()))
            .or_insert_with(|| WrongRows {
                code,
                column,
                example: problem.value.clone(),
                lines: Vec::new(),
                n: 0,
                kept: problem.kept,
            });
        rows.n += 1;
        if rows.lines.len() < LINES {
            rows.lines.push(problem.line);
        }
    }
    let sample = read
        .good
        .iter()
        .take(SAMPLE)
        .map(|row| Sample {
            name: row.name.clone(),
            address: [&row.street, &row.number, &row.unit]
                .iter()
                .filter(|part| !part.is_empty())
                .map(|part| part.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            city: row.city.clone(),
            language: row.language.clone().unwrap_or_default(),
            telephone: row.telephone.clone().unwrap_or_default(),
            position: row.position.is_some(),
        })
        .collect();
    Ok(Preview {
        calls: read.channel == Channel::Phone,
        upload: upload.id.to_string(),
        file_name: upload.file_name.clone(),
        encoding: match read.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8WithMark => "utf-8-bom",
            Encoding::Utf16LittleEndian => "utf-16le",
            Encoding::Utf16BigEndian => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        },
        separator: match read.separator {
            Separator::Comma => "comma",
            Separator::Semicolon => "semicolon",
            Separator::Tab => "tab",
            Separator::Bar => "pipe",
        },
        columns: read.columns.clone(),
        notes: read.notes.clone(),
        bad_positions: read
            .problems
            .iter()
            .any(|problem| matches!(problem.wrong, Wrong::Position(_))),
        drop_bad_positions,
        rows: read.rows_read as u32,
        good: read.good.len() as u32,
        bad: read.rows_left_out as u32,
        erased: read.rows_erased,
        objected: read.rows_objected,
        doors: size.doors as u32,
        buildings: size.buildings as u32,
        wrong: wrong.into_values().collect(),
        sample,
        today: desk.today(),
        missing: read.missing.clone(),
        ..Preview::default()
    })
}

pub async fn columns(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    let upload = kept(desk, &id).await?;
    let mut choices = KeptChoices {
        channel: Channel::from_code(sent.text("channel"))
            .unwrap_or(KeptChoices::of(&upload).channel),
        drop_bad_positions: sent.ticked("drop_bad_positions"),
        ..KeptChoices::default()
    };
    for index in 0..MOST_COLUMNS {
        let code = sent.text(&format!("column-{index}"));
        if Meaning::from_code(code).is_some() {
            choices.columns.insert(index, code.to_owned());
        }
    }
    let json = choices.as_text();
    let kept = desk
        .server
        .store
        .set_upload_choices(desk.campaign_id(), upload.id, json)
        .await;
    desk.ask(kept)?;
    Ok(go_to(&format!("/import/{}", upload.id)))
}

/// Voter files have about fifty columns; more than this are not asked about.
const MOST_COLUMNS: usize = 200;

pub async fn discard(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    let upload = kept(desk, &id).await?;
    let dropped = desk
        .server
        .store
        .drop_upload(desk.campaign_id(), upload.id)
        .await;
    desk.ask(dropped)?;
    Ok(go_to("/import"))
}

pub async fn go_on(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    let w = desk.wording;
    let mut upload = kept(desk, &id).await?;
    let choices = KeptChoices::of(&upload);
    let dropped = choices.drop_bad_positions;
    let (_, read) = read(desk, std::mem::take(&mut upload.bytes), choices).await?;
    let read = match read {
        Ok(read) => read,
        Err(why) => return Ok(cannot_read(desk, &why)),
    };
    let short = |name: &str| -> String { sent.text(name).chars().take(LONGEST_ANSWER).collect() };
    let (source, purpose) = (short("source"), short("purpose"));
    let use_until: Option<NaiveDate> = sent.text("use_until").parse().ok();
    let past = use_until.is_some_and(|day| day < desk.today());
    let leave_out = sent.ticked("leave_out");
    let by = read.channel;
    let register_checked = sent.ticked("register_checked");
    let unchecked = by == Channel::Phone && !register_checked;
    let unsaid = read.rows_left_out > 0 && !leave_out;
    let day = use_until.filter(|_| !past);
    let (Some(use_until), false, false, false, true) = (
        day,
        source.is_empty(),
        purpose.is_empty(),
        unsaid || unchecked,
        read.can_go_on(),
    ) else {
        let when = |wrong: bool, key: &str| if wrong { w.t(key) } else { String::new() };
        let mut model = model(desk, &upload, &read, dropped).await?;
        model.source_error = when(source.is_empty(), "provenance-source-missing");
        model.purpose_error = when(purpose.is_empty(), "provenance-purpose-missing");
        model.use_until_error = if past {
            w.t("provenance-until-past")
        } else {
            when(day.is_none(), "provenance-until-missing")
        };
        model.leave_out_error = when(unsaid, "provenance-leave-out-missing");
        model.register_error = when(unchecked, "provenance-register-missing");
        model.register_checked = register_checked;
        model.leave_out = leave_out;
        model.source = source;
        model.purpose = purpose;
        model.use_until = sent.text("use_until").to_owned();
        return Ok(desk.show_as(StatusCode::UNPROCESSABLE_ENTITY, |frame| {
            preview_page(frame, &model)
        }));
    };
    let import = ImportId(desk.new_id()?);
    let left_out = read.rows_left_out as u32 + read.rows_erased;
    let clock = desk.server.clock.clone();
    let doors = tokio::task::spawn_blocking(move || {
        let mut chance = true;
        let doors = import::into_doors(&read, clock.now_ms(), &mut || {
            clock.new_id().unwrap_or_else(|_| {
                chance = false;
                Uuid::nil()
            })
        });
        chance.then_some(doors)
    })
    .await
    .ok()
    .flatten()
    .ok_or_else(|| desk.problem(Problem::Broken))?;
    desk.note(AuditAction::Imported, import.to_string()).await?;
    let new = NewImport {
        id: import,
        file_name: upload.file_name,
        source,
        purpose,
        use_until,
        doors,
        left_out,
        imported_by: Some(desk.session.lead.id),
        channel: by,
        register_checked_ms: (by == Channel::Phone).then(|| desk.now_ms()),
    };
    let campaign = desk.campaign_id();
    let store = &desk.server.store;
    desk.ask(store.import(campaign, new, desk.now_ms()).await)?;
    desk.ask(store.drop_upload(campaign, upload.id).await)?;
    Ok(go_to(&format!("/imports/{import}/cut?just=imported")))
}
