//! Rescue files in tests: a kit, files made by a phone or by hand, and the form
//! that brings them in.

use crate::desk_world::{Browser, Desk, Page};
use crate::phone_world::TestPhone;
use crate::world::{Phone, World};
use axum::body::Body;
use axum::http::header;
use doorstep::domain::ids::DeviceId;
use doorstep::domain::record::Record;
use doorstep::phone::room::{Reply, Request as Ask};
use doorstep::phone::view::{Rescue, RescueFile};
use doorstep::wire::rescue::{About, CHANCE, Kit, Line, Phone as Speaker, open, seal};

pub fn kit() -> Kit {
    Kit::new([5; 32])
}

pub async fn use_kit(world: &World, kit: &Kit) {
    let recipient = kit.recipient().to_string();
    let now_ms = world.clock.now_ms();
    let store = &world.server.store;
    store
        .use_recovery_kit(world.campaign, recipient, None, now_ms)
        .await
        .unwrap();
}

pub fn rescue(phone: &mut TestPhone) -> Rescue {
    match phone.ask(Ask::Rescue) {
        Ok(Reply::Rescue(rescue)) => rescue,
        other => panic!("{other:?}"),
    }
}

/// The file of a phone with one campaign, shared as far as the phone knows.
pub fn rescued(phone: &mut TestPhone) -> RescueFile {
    let file = rescue(phone).files.remove(0);
    let names = vec![file.name.clone()];
    phone.ask(Ask::Rescued { names }).unwrap();
    file
}

/// What is inside, line by line.
pub fn lines(file: &str, kit: &Kit) -> Vec<Line> {
    let opened = open(file.as_bytes(), kit).unwrap();
    let content = String::from_utf8(opened.pieces.concat()).unwrap();
    content
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn about(world: &World, records: usize) -> About {
    About {
        format: 1,
        campaign: world.campaign,
        kit: kit().recipient().short_name(),
        made_at: "2026-11-14T17:30:00+02:00".parse().unwrap(),
        records: records as u32,
        drafts: 0,
    }
}

pub fn speaker(phone: &Phone, records: usize) -> Speaker {
    Speaker {
        device: DeviceId(phone.device.0),
        canvasser: phone.canvasser,
        name: "Aino".into(),
        token: phone.token.clone(),
        records: records as u32,
    }
}

/// A file as a phone would make it, or as somebody who wants to be one.
pub fn file_by_hand(about: &About, phone: &Speaker, records: &[Record]) -> String {
    let mut text = serde_json::to_string(&Line::File(about.clone())).unwrap() + "\n";
    for (n, record) in records.iter().enumerate() {
        if n % 40 == 0 {
            text += &(serde_json::to_string(&Line::Phone(phone.clone())).unwrap() + "\n");
        }
        text += &(serde_json::to_string(&Line::Record(record.clone())).unwrap() + "\n");
    }
    seal(text.as_bytes(), kit().recipient(), [9; CHANCE]).unwrap()
}

fn head(name: &str, file: &str) -> String {
    let file = if file.is_empty() {
        String::new()
    } else {
        format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream")
    };
    format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
}

/// Sends the desk's form with the kit as text and, perhaps, a file.
pub async fn submit(browser: &Browser, path: &str, kit: &str, file: Option<&[u8]>) -> Page {
    let token = browser.token().await;
    let mut body = format!(
        "{}{token}\r\n{}{kit}\r\n",
        head("token", ""),
        head("kit_text", "")
    )
    .into_bytes();
    if let Some(file) = file {
        body.extend(head("file", "doorstep-rescue.age.txt").into_bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(b"--boundary--\r\n");
    post_form(browser, path, Body::from(body)).await
}

/// A file of so many megabytes, sent as a stream.
pub async fn submit_huge(browser: &Browser, kit: &str, megabytes: usize) -> Page {
    let token = browser.token().await;
    let start = format!(
        "{}{token}\r\n{}{kit}\r\n{}",
        head("token", ""),
        head("kit_text", ""),
        head("file", "film.mp4")
    );
    let chunks = std::iter::once(start.into_bytes())
        .chain((0..megabytes).map(|_| vec![7; 1024 * 1024]))
        .chain([b"\r\n--boundary--\r\n".to_vec()])
        .map(Ok::<_, std::io::Error>);
    let body = Body::from_stream(tokio_stream::iter(chunks));
    post_form(browser, "/rescue", body).await
}

async fn post_form(browser: &Browser, path: &str, body: Body) -> Page {
    let request = browser
        .request("POST", path)
        .header(
            header::CONTENT_TYPE,
            "multipart/form-data; boundary=boundary",
        )
        .header("sec-fetch-site", "same-origin")
        .body(body)
        .unwrap();
    browser.send(request).await
}

pub async fn bring_in(browser: &Browser, file: &str) -> Page {
    submit(
        browser,
        "/rescue",
        &kit().secret_text(),
        Some(file.as_bytes()),
    )
    .await
}

/// A desk over a world whose campaign has the kit.
pub async fn desk_with_kit(world: World) -> Desk {
    use_kit(&world, &kit()).await;
    Desk::of(world).await
}
