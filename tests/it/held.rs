//! Records that an older server held because it did not know their kind or version:
//! the server that knows them takes them up when it starts, and on `migrate`.

use crate::world::{BackEnd, Phone, World, at};
use doorstep::domain::fold::Needs;
use doorstep::domain::record::Record;
use doorstep::server::store::log::RecordLog as _;
use doorstep::server::store::quarantine::{SetAside, Why};
use std::process::Command;

/// As a server of before `visit` would have kept it: a visit, to the letter.
fn literal(world: &World, phone: &Phone, n: u8) -> Record {
    let text = format!(
        r#"{{"id":"01890a5d-ac96-774b-bcce-b3020000000{n}","kind":"visit","v":1,
        "by":{{"canvasser":"{}","at":"2026-11-14T17:30:05.120+02:00"}},
        "body":{{"list":"{}","door":"{}","round":1,"disposition":"refused","weather":  "rain"}}}}"#,
        phone.canvasser, world.list, world.doors[0].id
    );
    serde_json::from_str(&text).unwrap()
}

fn hex_of(bytes: &[u8], world: &World) -> String {
    let digits = hex::encode(bytes);
    if world.database.is_some() {
        format!("'\\x{digits}'::bytea")
    } else {
        format!("x'{digits}'")
    }
}

fn id_of(id: uuid::Uuid, world: &World) -> String {
    let hex = hex_of(id.as_bytes(), world);
    if hex.ends_with("::bytea") {
        format!("'{id}'::uuid")
    } else {
        hex
    }
}

async fn hold(world: &World, phone: &Phone, record: &Record, code: &str) {
    let whole = serde_json::to_string(record).unwrap().replace('\'', "''");
    let of = |id: uuid::Uuid| id_of(id, world);
    world
        .run(&format!(
            "INSERT INTO quarantine (campaign, record, content, state, code, reason, device, \
             canvasser, received_ms, whole) \
             VALUES ({}, {}, {}, 'held', '{code}', '{code}', {}, {}, 1794670200000, '{whole}')",
            of(world.campaign.0),
            of(record.id.0),
            hex_of(&record.content_hash().0, world),
            of(phone.device.0),
            of(phone.canvasser.0),
        ))
        .await;
}

async fn stands(world: &World) -> Option<Needs> {
    let store = &world.server.store;
    let state = store.door_state(world.campaign, world.doors[0].id).await;
    state.unwrap().map(|state| state.needs(1, &[]))
}

#[tokio::test]
async fn what_was_held_as_too_new_is_taken_up_with_its_views_and_the_phone_hears_of_it() {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let record = literal(&world, &liisa, 1);
    let newer = Record {
        id: crate::world::id(9),
        version: 7,
        ..literal(&world, &liisa, 1)
    };
    hold(&world, &liisa, &record, "version_unknown").await;
    hold(&world, &liisa, &newer, "version_unknown").await;
    let aside = literal(&world, &liisa, 2);
    hold(&world, &liisa, &aside, "kind_unknown").await;
    let which = SetAside {
        record: aside.id,
        content: aside.content_hash(),
    };
    let store = &world.server.store;
    let lead = doorstep::domain::ids::LeadId(uuid::Uuid::from_u128(1));
    store
        .put_aside(
            world.campaign,
            which,
            Why::Trial,
            lead,
            crate::world::NOW_MS,
        )
        .await
        .unwrap();
    assert_eq!(stands(&world).await, None);
    let now = world.clock.now_ms();
    assert_eq!(store.take_up_held(now).await.unwrap(), 1);
    assert!(matches!(stands(&world).await, Some(Needs::Settled { .. })));
    let counts = store.counts(world.campaign, None).await.unwrap();
    assert_eq!(counts.get("visits", "refused"), 1);
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    let left = store.quarantined(world.campaign).await.unwrap();
    assert_eq!(
        left.len(),
        2,
        "newer still, and what the lead put aside: {left:?}"
    );
    // Its phone sends it again, and its colleagues get it, to the letter.
    let again = world.push(&mut liisa, std::slice::from_ref(&record)).await;
    assert_eq!(
        again.results[0].outcome,
        doorstep::wire::push::Outcome::Duplicate
    );
    let feed = store.feed(world.campaign, world.list, 0, 10).await.unwrap();
    assert_eq!(feed[0].1.body.get(), record.body.get());
    // Once more is as good as once.
    assert_eq!(store.take_up_held(now).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_known_now_and_may_not_be_taken_stays_with_the_lead_for_the_new_reason() {
    let world = World::new().await;
    let liisa = world.join("Liisa", 1).await;
    let matti = world.join("Matti", 2).await;
    // Of another canvasser than the phone it came from.
    let forged = Record {
        author: Some(at(matti.canvasser, 0)),
        ..literal(&world, &liisa, 1)
    };
    hold(&world, &liisa, &forged, "kind_unknown").await;
    let store = &world.server.store;
    assert_eq!(store.take_up_held(world.clock.now_ms()).await.unwrap(), 0);
    let rows = store.quarantine(world.campaign).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].held, rows[0].code.as_str()),
        (false, "not_the_author")
    );
    assert_eq!(stands(&world).await, None);
}

#[tokio::test]
async fn migrate_takes_it_up_and_says_so() {
    let world = World::on(BackEnd::Sqlite).await;
    let liisa = world.join("Liisa", 1).await;
    let record = literal(&world, &liisa, 1);
    hold(&world, &liisa, &record, "kind_unknown").await;
    let run = || {
        let ran = Command::new(env!("CARGO_BIN_EXE_doorstep-server"))
            .args(["migrate", "--data-dir"])
            .arg(world.folder.path())
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    let said = run();
    assert!(
        said.contains("1 record was taken in that an older doorstep-server had held."),
        "{said}"
    );
    assert!(!run().contains("taken in"), "once");
    assert!(matches!(stands(&world).await, Some(Needs::Settled { .. })));
}
