//! `GET` and `POST /rescue`: a rescue file is brought in. `POST /rescue/kit`
//! makes a recovery kit and shows it; `POST /rescue/kit/keep` puts it in use
//! once it was given back. The private half is in these answers and requests
//! and nowhere else.

use super::{Query, asked};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::rescue::{
    KitRow, NewKit, Rescue, Trouble, new_kit_page, page, report_page,
};
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to, is_token};
use crate::server::rescue::{self, LARGEST, Unreadable};
use crate::server::store::accounts::{AuditAction, Role};
use crate::wire::rescue::{Kit, Recipient, kit_name_of};
use axum::extract::multipart::{Field, Multipart};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::DateTime;
use sha2::{Digest as _, Sha256};

/// A kit's file is a page of text.
const LARGEST_KIT: usize = 64 * 1024;

pub async fn show(desk: Desk, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let mut model = model(&desk).await?;
    model.made = asked(&query, "kit") == "made";
    Ok(desk.show(|frame| page(frame, &model)))
}

fn short_name(recipient: &str) -> String {
    Recipient::from_text(recipient).map_or_else(|_| recipient.to_owned(), |key| key.short_name())
}

async fn model(desk: &Desk) -> Result<Rescue, Stop> {
    let kits = desk.ask(desk.server.store.recovery_kits(desk.campaign_id()).await)?;
    let in_use = desk.campaign.recovery_recipient.clone().unwrap_or_default();
    Ok(Rescue {
        kits: kits
            .into_iter()
            .map(|kit| KitRow {
                number: kit.number,
                name: short_name(&kit.recipient),
                made: DateTime::from_timestamp_millis(kit.made_ms)
                    .map_or_else(String::new, |at| desk.wording.date(at.date_naive())),
                made_by: kit.made_by,
                in_use: kit.recipient == in_use,
            })
            .collect(),
        in_use: if in_use.is_empty() {
            in_use
        } else {
            short_name(&in_use)
        },
        may_make: desk.may(Role::Owner),
        ..Rescue::default()
    })
}

async fn refuse(desk: &Desk, key: &'static str, what: String) -> Answer {
    let mut model = model(desk).await?;
    let status = match key {
        "rescue-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    model.trouble = Some(Trouble { key, what });
    Ok(desk.show_as(status, |frame| page(frame, &model)))
}

/// What a form with a kit and perhaps a file brought.
#[derive(Default)]
struct Brought {
    kit: String,
    file: Vec<u8>,
    too_large: bool,
}

/// Reads the form to its end, however long it is: a browser that is cut off in
/// the middle of a file shows its own error instead of our page.
async fn read_form(desk: &Desk, form: &mut Multipart) -> Result<Brought, Stop> {
    let mut brought = Brought::default();
    let mut ours = false;
    let broken = |_| desk.problem(Problem::Malformed);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "token" => {
                let (token, _) = upto(desk, &mut field, LARGEST_KIT).await?;
                ours = is_token(&String::from_utf8_lossy(&token), desk);
            }
            // The token stands before them in our forms; without it nothing is kept.
            "kit_text" | "kit_file" if ours => {
                let (kit, _) = upto(desk, &mut field, LARGEST_KIT).await?;
                brought.kit.push_str(&String::from_utf8_lossy(&kit));
                brought.kit.push('\n');
            }
            "file" if ours => {
                (brought.file, brought.too_large) = upto(desk, &mut field, LARGEST).await?;
            }
            _ => {}
        }
    }
    if ours {
        Ok(brought)
    } else {
        Err(desk.problem(Problem::FormRefused))
    }
}

/// As much of a field as may be kept, and whether there was more.
async fn upto(desk: &Desk, field: &mut Field<'_>, most: usize) -> Result<(Vec<u8>, bool), Stop> {
    let mut kept = Vec::new();
    let mut more = false;
    while let Some(chunk) = field
        .chunk()
        .await
        .map_err(|_| desk.problem(Problem::Malformed))?
    {
        more |= kept.len() + chunk.len() > most;
        if !more {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok((kept, more))
}

pub async fn bring_in(desk: Desk, mut form: Multipart) -> Answer {
    let brought = read_form(&desk, &mut form).await?;
    desk.must_be(Role::Lead)?;
    if brought.too_large {
        return refuse(&desk, "rescue-too-large", String::new()).await;
    }
    if brought.file.is_empty() {
        return refuse(&desk, "rescue-no-file", String::new()).await;
    }
    let asks = kit_name_of(&brought.file).unwrap_or_default();
    let Ok(kit) = Kit::find(&brought.kit) else {
        let key = if brought.kit.trim().is_empty() {
            "rescue-no-kit"
        } else {
            "rescue-not-a-kit"
        };
        return refuse(&desk, key, known_as(&desk, &asks).await?).await;
    };
    let name = kit.recipient().short_name();
    let campaign = desk.campaign_id();
    let file: [u8; 32] = Sha256::digest(&brought.file).into();
    let read = tokio::task::spawn_blocking(move || rescue::read(&brought.file, &kit, campaign))
        .await
        .map_err(|error| {
            tracing::error!(%error, "reading a rescue file failed");
            desk.problem(Problem::Broken)
        })?;
    let contents = match read {
        Ok(contents) => contents,
        Err(why) => return cannot_read(&desk, why, &name).await,
    };
    desk.note(AuditAction::RescueBroughtIn, hex::encode(&file[..8]))
        .await?;
    let brought = rescue::bring_in(&desk.server, &desk.session.lead, file, contents).await;
    let report = brought.map_err(|error| {
        tracing::error!(%error, "a rescue file could not be stored");
        desk.problem(Problem::Broken)
    })?;
    let made = report.made_at.map(|at| desk.wording.moment(at.0));
    Ok(desk.show(|frame| report_page(frame, &report, &name, made)))
}

async fn cannot_read(desk: &Desk, why: Unreadable, given: &str) -> Answer {
    let (key, what) = match why {
        Unreadable::NotARescueFile => ("rescue-not-a-file", String::new()),
        Unreadable::CutShort => ("rescue-cut-short", String::new()),
        Unreadable::OtherCampaign => ("rescue-other-campaign", String::new()),
        Unreadable::NothingSound => ("rescue-nothing-sound", String::new()),
        // The very kit it names: then the part that holds its key was altered.
        Unreadable::OtherKit(Some(name)) if name == given => {
            ("rescue-nothing-sound", String::new())
        }
        Unreadable::OtherKit(Some(name)) => ("rescue-other-kit", known_as(desk, &name).await?),
        Unreadable::OtherKit(None) => ("rescue-some-other-kit", String::new()),
    };
    refuse(desk, key, what).await
}

/// A kit as the lead knows it: `2 · 7Q2M-KX9P`, or only its name where the
/// campaign never had it.
async fn known_as(desk: &Desk, name: &str) -> Result<String, Stop> {
    let model = model(desk).await?;
    let w = desk.wording;
    let known = model.kits.iter().find(|kit| kit.name == name);
    Ok(match known {
        Some(kit) => format!(
            "{} · {name}",
            w.say("kit-number", &[("n", kit.number.into())])
        ),
        None if name.is_empty() => w.t("kit-unnamed"),
        None => w.say("kit-not-ours", &[("name", name.into())]),
    })
}

/// A kit is not shown twice: whoever comes back to its page begins anew.
pub async fn to_start(_: Desk) -> Response {
    go_to("/rescue")
}

pub async fn make_kit(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Owner)?;
    let mut chance = [0; 32];
    if desk.server.clock.fill(&mut chance).is_err() {
        return Err(desk.problem(Problem::Broken));
    }
    let kit = Kit::new(chance);
    let model = NewKit {
        name: kit.recipient().short_name(),
        file: kit_file(desk, &kit),
        secret: kit.secret_text(),
        campaign: desk.campaign.name.clone(),
    };
    Ok(desk.show(|frame| new_kit_page(frame, &model)))
}

/// The kit as a file: `age` reads it too.
fn kit_file(desk: &Desk, kit: &Kit) -> String {
    let words = desk.wording.say(
        "kit-file-words",
        &[
            ("campaign", desk.campaign.name.as_str().into()),
            ("name", kit.recipient().short_name().into()),
            ("public", kit.recipient().to_string().into()),
        ],
    );
    let commented: Vec<String> = words.lines().map(|line| format!("# {line}")).collect();
    format!("{}\n{}\n", commented.join("\n"), kit.secret_text())
}

pub async fn keep_kit(desk: Desk, mut form: Multipart) -> Answer {
    let brought = read_form(&desk, &mut form).await?;
    desk.must_be(Role::Owner)?;
    let Ok(kit) = Kit::find(&brought.kit) else {
        return Ok(not_given_back(&desk));
    };
    let recipient = kit.recipient();
    desk.note(AuditAction::RecoveryKitMade, recipient.short_name())
        .await?;
    let used = desk
        .server
        .store
        .use_recovery_kit(
            desk.campaign_id(),
            recipient.to_string(),
            Some(desk.session.lead.id),
            desk.now_ms(),
        )
        .await;
    desk.ask(used)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to("/rescue?kit=made"))
}

fn not_given_back(desk: &Desk) -> Response {
    desk.show_as(StatusCode::UNPROCESSABLE_ENTITY, |frame| {
        new_kit_page(frame, &NewKit::default())
    })
}
