//! Rescue files as somebody careless or hostile would hand them in: cut anywhere, altered
//! anywhere, with lines in them that no phone writes. Whatever is sound is kept, once.

use crate::desk_world::Desk;
use crate::rescue_world::{about, desk_with_kit, file_by_hand, kit, speaker};
use crate::world::{World, at, visit};
use axum::http::StatusCode;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::LeadId;
use doorstep::domain::record::Record;
use doorstep::server::rescue::{Report, bring_in, read};
use doorstep::server::store::accounts::{Lead, Role};
use doorstep::wire::rescue::{CHANCE, Line, seal};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What the lead is told, unless nothing of the file can be read.
async fn bring(world: &World, file: &[u8]) -> Option<Report> {
    let lead = Lead {
        id: LeadId(Uuid::from_u128(0x1EA)),
        campaign: world.campaign,
        email: "leena@example.org".into(),
        name: "Leena".into(),
        role: Role::Lead,
        password: String::new(),
    };
    let contents = read(file, &kit(), world.campaign).ok()?;
    let hash = Sha256::digest(file).into();
    let report = bring_in(&world.server, &lead, hash, contents).await;
    Some(report.unwrap())
}

async fn logged(desk: &Desk) -> i64 {
    desk.world.number("SELECT count(*) FROM log").await
}

#[tokio::test]
async fn a_file_cut_at_any_kilobyte_or_altered_anywhere_brings_what_is_sound_and_nothing_twice() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let aino = world.join("Aino", 1).await;
    let by = at(aino.canvasser, 0);
    let records: Vec<Record> = (0..260)
        .map(|n| {
            visit(
                1000 + n,
                by,
                world.list,
                &world.doors[(n % 5) as usize],
                Disposition::NotHome,
            )
        })
        .collect();
    let file = file_by_hand(&about(world, 260), &speaker(&aino, 260), &records).into_bytes();
    assert!(
        file.len() > 64 * 1024,
        "more than one sealed piece: {}",
        file.len()
    );
    let mut most = 0;
    for cut in (0..file.len()).step_by(1024) {
        if let Some(report) = bring(world, &file[..cut]).await {
            assert!(report.cut, "{cut}");
        }
        let now = logged(&desk).await;
        assert!((most..260).contains(&now), "{cut}: {now}");
        most = now;
    }
    assert!(
        most > 100,
        "the sealed piece before the cut is kept: {most}"
    );
    for at in (0..file.len()).step_by(1777) {
        let mut altered = file.clone();
        altered[at] = if altered[at] == b'Q' { b'R' } else { b'Q' };
        let told = bring(world, &altered).await;
        assert!(
            told.is_none_or(|report| report.altered || report.cut || report.lost_bytes > 0),
            "{at}"
        );
        assert!(logged(&desk).await <= 260);
    }
    let whole = bring(world, &file).await.unwrap();
    assert!(!whole.cut && !whole.altered);
    assert_eq!(logged(&desk).await, 260);
    let again = bring(world, &file).await.unwrap();
    assert_eq!(
        (again.canvassers[0].1.new, again.canvassers[0].1.had),
        (0, 260)
    );
    assert_eq!(world.number("SELECT count(*) FROM quarantine").await, 0);
}

#[tokio::test]
async fn a_line_no_phone_writes_takes_no_other_with_it() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let aino = world.join("Aino", 1).await;
    let by = at(aino.canvasser, 0);
    let record = |n: u128| visit(n, by, world.list, &world.doors[0], Disposition::NotHome);
    let line = |line: &Line| serde_json::to_vec(line).unwrap();
    let mut first = about(world, 0);
    first.records = u32::MAX;
    first.drafts = u32::MAX;
    first.made_at = "9999-12-31T23:59:59-23:59".parse().unwrap();
    let mut phone = speaker(&aino, 0);
    phone.records = u32::MAX;
    let mut unknown = speaker(&aino, 0);
    unknown.device.0 = Uuid::max();
    unknown.name = "\u{0}".repeat(3000);
    unknown.token = "\u{0}".into();
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let with = |n: u128, what: &str, by: &str| {
        let text = String::from_utf8(line(&Line::Record(record(n)))).unwrap();
        assert!(text.contains(what));
        text.replacen(what, by, 1).into_bytes()
    };
    let bad: Vec<Vec<u8>> = vec![
        b"null".to_vec(),
        b"{}".to_vec(),
        b"{\"record\":null}".to_vec(),
        b"{\"diary\":{}}".to_vec(),
        deep.clone().into_bytes(),
        format!("{{\"record\":{deep}}}").into_bytes(),
        with(50, "\"round\":1", &format!("\"round\":{deep}")),
        with(51, "\"round\":1", "\"round\":1e999"),
        with(52, "\"round\":1", "\"round\":1,\"language\":\"\\ud800\""),
        with(53, "\"visit\"", "\"sé\\u0000ance\""),
        with(54, "\"v\":1", "\"v\":70000"),
        vec![0xFF; 500],
        vec![0; 500],
    ];
    let mut content = line(&Line::File(first));
    let mut next = 100;
    for whose in [&phone, &unknown, &phone] {
        content.push(b'\n');
        content.extend(line(&Line::Phone(whose.clone())));
    }
    for bad in bad {
        for one in [
            line(&Line::Record(record(next))),
            bad,
            line(&Line::Draft(record(next))),
        ] {
            content.push(b'\n');
            content.extend(one);
        }
        next += 1;
    }
    content.push(b'\n');
    let file = seal(&content, kit().recipient(), [9; CHANCE]).unwrap();
    for _ in 0..2 {
        let report = bring(world, file.as_bytes()).await.unwrap();
        assert!(!report.cut && !report.altered);
        assert_eq!(logged(&desk).await, i64::try_from(next - 100).unwrap());
    }
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    let lead = desk.signed_in(Role::Lead).await;
    for page in ["/quarantine", "/rescue", "/campaign/phones"] {
        assert_eq!(lead.get(page).await.status, StatusCode::OK, "{page}");
    }
}
