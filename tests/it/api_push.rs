//! `POST /api/v1/push`

use crate::world::{
    Phone, World, at, digest, entries, gzip, id, linked, never_again, talk, undo, unlinked, visit,
    visit_fact,
};
use axum::body::Body;
use axum::http::Request;
use doorstep::domain::conversation::Belongs;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{DoorId, RecordId};
use doorstep::domain::record::{Fact, Kind, Record};
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::push::{Entry, Outcome, PushReply, RejectCode};
use serde_json::{Value, json};
use uuid::Uuid;

fn rejected(outcome: &Outcome) -> Option<RejectCode> {
    match outcome {
        Outcome::Rejected { code, .. } => Some(*code),
        _ => None,
    }
}

async fn one(world: &World, phone: &mut Phone, record: Record) -> Outcome {
    let reply = world.push(phone, &[record]).await;
    assert_eq!(reply.results.len(), 1);
    reply.results[0].outcome.clone()
}

#[tokio::test]
async fn what_is_handed_in_is_accepted_once_and_a_duplicate_ever_after() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 5),
        unlinked(3, world.list, 7),
    ];
    let first = world.push(&mut phone, &records).await;
    assert!(first.results.iter().all(|r| r.outcome == Outcome::Accepted));
    assert_eq!(first.have.n, 3);
    assert_eq!(first.server_ms, world.clock.now_ms());

    // The answer was lost: the same entries again.
    let again: PushReply = world
        .push_entries(&phone, entries(1, &records))
        .await
        .read();
    assert!(
        again
            .results
            .iter()
            .all(|r| r.outcome == Outcome::Duplicate)
    );
    assert_eq!(again.have, first.have);

    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("talks", "finished"), 2);
    assert_eq!(counts.get("visits", "complete"), 1);
}

#[tokio::test]
async fn another_content_under_a_known_id_is_kept_for_the_lead_and_changes_nothing() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let door = &world.doors[0];
    let stored = visit(1, by, world.list, door, Disposition::NotHome);
    let other = visit(1, by, world.list, door, Disposition::Refused);
    let reply = world.push(&mut phone, &[stored, other]).await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(
        rejected(&reply.results[1].outcome),
        Some(RejectCode::IdReused)
    );
    assert_eq!(reply.have.n, 2, "refused ones count as handed in");
    let quarantine = world.server.store.quarantine(world.campaign).await.unwrap();
    assert_eq!(quarantine.len(), 1);
    assert_eq!(quarantine[0].code, "id_reused");
    assert_eq!(quarantine[0].canvasser_name.as_deref(), Some("Aino"));
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "not_home"), 1);
    assert_eq!(counts.get("visits", "refused"), 0);
}

#[tokio::test]
async fn each_record_is_judged_for_itself_and_the_good_ones_are_kept() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let (list, other_list, doors) = (world.list, world.other_list, &world.doors);
    let stranger = at(doorstep::domain::ids::CanvasserId(Uuid::from_u128(99)), 0);
    let bad_body: Record = serde_json::from_value(json!({
        "id": id(10), "kind": "visit", "v": 1, "by": by, "body": {"list": list, "round": "one"}
    }))
    .unwrap();
    let huge: Record = serde_json::from_value(json!({
        "id": id(11), "kind": "visit", "v": 1, "by": by, "body": {"note": "x".repeat(70_000)}
    }))
    .unwrap();
    let newer: Record = serde_json::from_value(json!({
        "id": id(12), "kind": "phone_call", "v": 1, "by": by, "body": {}
    }))
    .unwrap();
    let mut newer_version = visit(13, by, list, &doors[0], Disposition::NotHome);
    newer_version.version = 2;
    let no_such_door = {
        let mut fact = visit_fact(list, &doors[0], Disposition::NotHome);
        fact.door = DoorId(Uuid::from_u128(12345));
        Record::write(id(14), Some(by), &Fact::Visit(fact)).unwrap()
    };
    let unlinked_with_author = Record::write(
        id(15),
        Some(by),
        &Fact::Conversation(talk(
            list,
            Belongs::Unlinked {
                week: "2026-W46".into(),
            },
            3,
            None,
        )),
    )
    .unwrap();
    let records = [
        visit(1, by, list, &doors[0], Disposition::NotHome),
        visit(2, stranger, list, &doors[0], Disposition::NotHome),
        visit(3, by, other_list, &doors[6], Disposition::NotHome),
        visit(4, by, list, &doors[7], Disposition::NotHome),
        bad_body,
        huge,
        newer,
        newer_version,
        no_such_door,
        unlinked_with_author,
        linked(16, by, other_list, id(1), 3),
        visit(17, by, list, &doors[1], Disposition::Moved),
    ];
    let reply = world.push(&mut phone, &records).await;
    let outcomes: Vec<&Outcome> = reply.results.iter().map(|r| &r.outcome).collect();
    let codes: Vec<_> = outcomes.iter().map(|outcome| rejected(outcome)).collect();
    use RejectCode::{BadBody, NotTheAuthor, OutOfScope, TooLarge};
    assert_eq!(
        codes,
        [
            None,
            Some(NotTheAuthor),
            Some(OutOfScope),
            Some(OutOfScope),
            Some(BadBody),
            Some(TooLarge),
            None,
            None,
            Some(OutOfScope),
            Some(BadBody),
            Some(OutOfScope),
            None,
        ]
    );
    assert_eq!(*outcomes[0], Outcome::Accepted);
    assert!(matches!(outcomes[6], Outcome::Held { reason } if reason == "kind_unknown"));
    assert!(matches!(outcomes[7], Outcome::Held { reason } if reason == "version_unknown"));
    assert_eq!(*outcomes[11], Outcome::Accepted);
    assert_eq!(reply.have.n, 12);
    let quarantine = world.server.store.quarantine(world.campaign).await.unwrap();
    assert_eq!(quarantine.len(), 10);
    let nameless = quarantine.iter().find(|row| row.id == id(15)).unwrap();
    assert_eq!(nameless.canvasser_name, None);
    let texts = serde_json::to_string(&reply).unwrap();
    assert!(
        !texts.contains("my sister"),
        "what people said is in no answer"
    );
}

#[tokio::test]
async fn a_record_that_is_no_record_does_not_take_the_good_ones_with_it() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let good = |n: u128| visit(n, by, world.list, &world.doors[0], Disposition::NotHome);
    let body = json!({"waiting": 3, "entries": [
        {"n": 1, "record": good(1)},
        {"n": 2, "record": {"id": "not a uuid", "kind": "visit", "v": 1, "body": {}}},
        {"n": 3, "record": good(3)},
    ]});
    let answer = world
        .post("/api/v1/push", Some(&phone.token), body.to_string())
        .await;
    let reply: PushReply = answer.read();
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(
        rejected(&reply.results[1].outcome),
        Some(RejectCode::BadBody)
    );
    assert_eq!(reply.results[2].outcome, Outcome::Accepted);
    assert_eq!(
        reply.have.n, 1,
        "the ledger waits before what could not be read"
    );
    let device = world
        .server
        .store
        .device(world.campaign, phone.device)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(device.waiting, 3);
}

#[tokio::test]
async fn two_phones_with_one_identity_are_told_and_nothing_of_the_second_is_taken() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let mut clone = phone.clone();
    let door = &world.doors[0];
    world
        .push(
            &mut phone,
            &[visit(1, by, world.list, door, Disposition::NotHome)],
        )
        .await;
    let theirs = visit(2, by, world.list, door, Disposition::Refused);
    let answer = world.push_entries(&clone, entries(1, &[theirs])).await;
    assert_eq!(answer.problem(), (409, "device_forked".into()));
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "refused"), 0);
    clone.have = phone.have;
    let reply = world
        .push(
            &mut clone,
            &[visit(3, by, world.list, door, Disposition::ComeBack)],
        )
        .await;
    assert_eq!(reply.have.n, 2);
}

#[tokio::test]
async fn entries_beyond_a_gap_are_stored_and_the_ledger_waits() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let door = &world.doors[0];
    let records: Vec<Record> = (1..=4)
        .map(|n| visit(n, by, world.list, door, Disposition::NotHome))
        .collect();
    let late: PushReply = world
        .push_entries(&phone, entries(3, &records[2..]))
        .await
        .read();
    assert!(late.results.iter().all(|r| r.outcome == Outcome::Accepted));
    assert_eq!(late.have.n, 0);
    let all: PushReply = world
        .push_entries(&phone, entries(1, &records))
        .await
        .read();
    let outcomes: Vec<_> = all.results.iter().map(|r| r.outcome.clone()).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Accepted,
            Outcome::Accepted,
            Outcome::Duplicate,
            Outcome::Duplicate
        ]
    );
    assert_eq!(all.have.n, 4);
    assert_eq!(all.have.digest, digest(&entries(1, &records)));
}

#[tokio::test]
async fn an_unlinked_talk_without_a_receipt_or_with_a_dated_id_leaves_no_trace() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let good = unlinked(1, world.list, 5);
    let mut dated = good.clone();
    dated.id = id(77);
    let own_id = good.id.0.simple().to_string();
    for (receipt, record) in [
        (None, &good),
        (Some("short".to_owned()), &good),
        (Some("z".repeat(32)), &good),
        (Some(own_id), &good),
        (Some("0".repeat(32)), &dated),
    ] {
        let entry = Entry {
            n: 1,
            receipt,
            record: record.clone(),
        };
        let reply: PushReply = world.push_entries(&phone, vec![entry]).await.read();
        assert_eq!(
            rejected(&reply.results[0].outcome),
            Some(RejectCode::BadBody)
        );
        assert_eq!(reply.have.n, 0);
    }
    let database = world.database();
    for table in ["unlinked", "quarantine", "delivery", "log"] {
        let rows: i64 = database
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test]
async fn no_table_ties_an_unlinked_talk_to_a_phone_a_canvasser_or_an_hour() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let refused = {
        // Out of scope, so it goes to quarantine; that must not tie it either.
        unlinked(2, world.other_list, 3)
    };
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        unlinked(1, world.list, 9),
        refused,
    ];
    world.push(&mut phone, &records).await;
    let database = world.database();
    let tables: Vec<String> = database
        .prepare(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let secret: Vec<Vec<u8>> = records[1..]
        .iter()
        .flat_map(|record| {
            [
                record.id.0.as_bytes().to_vec(),
                record.id.to_string().into_bytes(),
                record.content_hash().0.to_vec(),
            ]
        })
        .collect();
    let tells: Vec<Vec<u8>> = [
        phone.device.0.as_bytes().to_vec(),
        phone.canvasser.0.as_bytes().to_vec(),
        phone.device.to_string().into_bytes(),
        phone.canvasser.to_string().into_bytes(),
        world.clock.now_ms().to_string().into_bytes(),
    ]
    .to_vec();
    let mut found = 0;
    for table in tables {
        for row in rows(&database, &table) {
            let has = |needles: &[Vec<u8>]| {
                needles.iter().any(|needle| {
                    row.windows(needle.len())
                        .any(|window| window == needle.as_slice())
                })
            };
            if has(&secret) {
                found += 1;
                assert!(!has(&tells), "{table} ties an unlinked talk to its phone");
            }
        }
    }
    assert_eq!(found, 2, "one in its table, one in quarantine");
}

/// Every row of a table, its columns one after another as bytes.
fn rows(database: &rusqlite::Connection, table: &str) -> Vec<Vec<u8>> {
    use rusqlite::types::ValueRef;
    let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let mut found = statement.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = found.next().unwrap() {
        let mut bytes = Vec::new();
        for column in 0..columns {
            match row.get_ref(column).unwrap() {
                ValueRef::Null => {}
                ValueRef::Integer(number) => bytes.extend(number.to_string().into_bytes()),
                ValueRef::Real(number) => bytes.extend(number.to_string().into_bytes()),
                ValueRef::Text(text) | ValueRef::Blob(text) => bytes.extend(text),
            }
            bytes.push(b'|');
        }
        rows.push(bytes);
    }
    rows
}

#[tokio::test]
async fn bodies_that_are_not_what_they_say_are_refused_whole_and_in_words() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let whole = serde_json::to_vec(&json!({"waiting": 0, "entries": [{"n": 1, "record": record}]}))
        .unwrap();
    let packed = gzip(&whole);
    let push = |encoding: &'static str, body: Vec<u8>| {
        let request = Request::post("/api/v1/push")
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", encoding)
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from(body))
            .unwrap();
        world.send(request)
    };
    let malformed = (400, "malformed".to_owned());
    assert_eq!(
        push("gzip", whole.clone()).await.problem(),
        malformed,
        "not gzip"
    );
    assert_eq!(
        push("gzip", packed[..packed.len() / 2].to_vec())
            .await
            .problem(),
        malformed,
        "half a body"
    );
    assert_eq!(
        push("identity", whole[..whole.len() / 2].to_vec())
            .await
            .problem(),
        malformed
    );
    assert_eq!(
        push(
            "identity",
            b"<html><body>Sign in to the station's WiFi".to_vec()
        )
        .await
        .problem(),
        malformed
    );
    assert_eq!(push("zip", whole.clone()).await.problem(), malformed);
    for entries in [
        json!([]),
        json!([{"n": 0, "record": record}]),
        json!([{"n": 1, "record": record}, {"n": 3, "record": record}]),
        json!([{"n": 2, "record": record}, {"n": 1, "record": record}]),
        json!([{"n": u64::MAX, "record": record}]),
        json!([{"n": -1, "record": record}]),
        json!([{"record": record}]),
        json!("entries"),
    ] {
        let body = json!({"waiting": 0, "entries": entries}).to_string();
        assert_eq!(
            push("identity", body.clone().into_bytes()).await.problem(),
            malformed,
            "{body}"
        );
    }
    assert_eq!(push("gzip", packed).await.status, 200);
}

#[tokio::test]
async fn too_much_at_once_is_told_as_too_large_before_and_after_inflation() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let too_many = entries(1, &vec![record; 201]);
    let answer = world.push_entries(&phone, too_many).await;
    assert_eq!(answer.problem(), (413, "too_large".into()));
    let push = |encoding: &'static str, body: Vec<u8>| {
        let request = Request::post("/api/v1/push")
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", encoding)
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from(body))
            .unwrap();
        world.send(request)
    };
    let plain = push("identity", vec![b' '; 300 * 1024]).await;
    assert_eq!(plain.problem(), (413, "too_large".into()));
    let bomb = push("gzip", gzip(&vec![b' '; 20 * 1024 * 1024])).await;
    assert_eq!(bomb.problem(), (413, "too_large".into()));
}

#[tokio::test]
async fn only_a_token_of_ours_may_hand_in() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let mut changed = phone.token.clone().into_bytes();
    changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();
    for token in [None, Some("nonsense"), Some(""), Some(changed.as_str())] {
        for path in ["/api/v1/push", "/api/v1/pull"] {
            let answer = world.post(path, token, "{}").await;
            assert_eq!(answer.problem(), (401, "not_enrolled".into()));
        }
    }
}

#[tokio::test]
async fn an_old_app_may_hand_in_and_one_without_a_number_is_told() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    const { assert!(doorstep::wire::OLDEST_PUSH <= doorstep::wire::OLDEST_PULL) };
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let body = json!({"waiting": 0, "entries": [{"n": 1, "record": record}]}).to_string();
    let push = |protocol: Option<String>| {
        let mut request = Request::post("/api/v1/push")
            .header("authorization", format!("Bearer {}", phone.token));
        if let Some(protocol) = protocol {
            request = request.header(PROTOCOL_HEADER, protocol);
        }
        world.send(request.body(Body::from(body.clone())).unwrap())
    };
    for missing in [
        None,
        Some("x".to_owned()),
        Some("0".to_owned()),
        Some("70000".to_owned()),
    ] {
        assert_eq!(push(missing).await.problem(), (400, "malformed".into()));
    }
    let oldest = push(Some(doorstep::wire::OLDEST_PUSH.to_string())).await;
    assert_eq!(oldest.status, 200);
    let newer = push(Some((doorstep::wire::PROTOCOL + 1).to_string())).await;
    assert_eq!(newer.status, 200, "a newer app is not refused");
}

#[tokio::test]
async fn a_retired_phone_may_hand_in_for_a_fortnight_and_gets_no_more_lists() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let now = world.clock.now_ms();
    world
        .server
        .store
        .set_device_state(world.campaign, phone.device, DeviceState::Retired, now)
        .await
        .unwrap();
    let pull = world.post("/api/v1/pull", Some(&phone.token), "{}").await;
    assert_eq!(pull.problem(), (403, "token_retired".into()));
    let record = |n| visit(n, by, world.list, &world.doors[0], Disposition::NotHome);
    world.clock.advance(14 * 24 * 3600 * 1000);
    assert_eq!(one(&world, &mut phone, record(1)).await, Outcome::Accepted);
    world.clock.advance(1);
    let answer = world.push_entries(&phone, entries(2, &[record(2)])).await;
    assert_eq!(answer.problem(), (403, "token_retired".into()));
}

#[tokio::test]
async fn what_a_lost_phone_hands_in_is_only_quarantined() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    world
        .server
        .store
        .set_device_state(world.campaign, phone.device, DeviceState::Lost, 0)
        .await
        .unwrap();
    let outcome = one(
        &world,
        &mut phone,
        visit(1, by, world.list, &world.doors[0], Disposition::NotHome),
    )
    .await;
    assert!(matches!(outcome, Outcome::Held { reason } if reason == "token_lost"));
    let pull = world.post("/api/v1/pull", Some(&phone.token), "{}").await;
    assert_eq!(pull.problem(), (403, "token_lost".into()));
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.each().count(), 0);
}

#[tokio::test]
async fn work_done_on_a_list_that_was_taken_away_meanwhile_is_taken_and_marked() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    world
        .server
        .store
        .end_list(world.campaign, world.list, world.clock.now_ms())
        .await
        .unwrap();
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    assert_eq!(one(&world, &mut phone, record).await, Outcome::Accepted);
    let late: bool = world
        .database()
        .query_row("SELECT late FROM log", [], |row| row.get(0))
        .unwrap();
    assert!(late);
}

#[tokio::test]
async fn a_phone_whose_clock_runs_ahead_is_taken_and_marked() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let two_days_on = at(phone.canvasser, 2 * 24 * 60);
    let record = visit(
        1,
        two_days_on,
        world.list,
        &world.doors[0],
        Disposition::NotHome,
    );
    assert_eq!(one(&world, &mut phone, record).await, Outcome::Accepted);
    let off: bool = world
        .database()
        .query_row("SELECT clock_off FROM log", [], |row| row.get(0))
        .unwrap();
    assert!(off);
}

#[tokio::test]
async fn a_server_restored_from_before_a_phone_joined_knows_it_by_its_token() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    {
        let database = world.database();
        for table in ["device", "canvasser", "list_grant"] {
            database
                .execute(&format!("DELETE FROM {table}"), [])
                .unwrap();
        }
    }
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    assert_eq!(one(&world, &mut phone, record).await, Outcome::Accepted);
    let canvassers = world.server.store.canvassers(world.campaign).await.unwrap();
    assert_eq!(canvassers[0].name, "Aino");
    assert_eq!(canvassers[0].visits, 1);
}

#[tokio::test]
async fn a_restart_keeps_everything_that_was_acknowledged() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::NotHome),
        undo(
            2,
            at(phone.canvasser, 1),
            world.list,
            &world.doors[0],
            id(1),
        ),
        never_again(3, by, world.list, &world.doors[1]),
        unlinked(4, world.list, 4),
    ];
    let before = world.push(&mut phone, &records).await;
    let campaign = world.campaign;
    let counts = world.server.store.counts(campaign, None).await.unwrap();
    let world = world.restart().await;
    assert_eq!(
        world
            .server
            .store
            .have(campaign, phone.device)
            .await
            .unwrap(),
        before.have
    );
    assert_eq!(
        world.server.store.counts(campaign, None).await.unwrap(),
        counts
    );
    let again: PushReply = world
        .push_entries(&phone, entries(1, &records))
        .await
        .read();
    assert!(
        again
            .results
            .iter()
            .all(|r| r.outcome == Outcome::Duplicate)
    );
    assert_eq!(
        world.server.store.check_views().await.unwrap().problems,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn the_desk_hears_of_news_after_it_is_stored() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let mut news = world.server.events.listen();
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    world.push(&mut phone, &[record]).await;
    assert_eq!(news.try_recv().unwrap(), world.campaign);
}

#[tokio::test]
async fn a_correction_of_somebody_elses_visit_is_kept_and_counts_for_nothing() {
    let world = World::new().await;
    let mut aino = world.join("Aino", 1).await;
    let mut eero = world.join("Eero", 2).await;
    let door = &world.doors[0];
    let (by, meddler) = (at(aino.canvasser, 0), at(eero.canvasser, 5));
    world
        .push(
            &mut aino,
            &[visit(1, by, world.list, door, Disposition::NotHome)],
        )
        .await;
    world
        .push(&mut eero, &[undo(2, meddler, world.list, door, id(1))])
        .await;
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "not_home"), 1);
    let later = at(aino.canvasser, 6);
    world
        .push(&mut aino, &[undo(3, later, world.list, door, id(1))])
        .await;
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "not_home"), 0);
}

#[tokio::test]
async fn one_conversation_is_found_with_its_door_and_an_unlinked_one_without() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 5),
        unlinked(3, world.list, 7),
    ];
    world.push(&mut phone, &records).await;
    let store = &world.server.store;
    let full = store
        .conversation(world.campaign, id(2))
        .await
        .unwrap()
        .unwrap();
    let by = full.by.unwrap();
    assert_eq!(by.canvasser_name, "Aino");
    assert_eq!(by.held_at.unwrap().door.id, world.doors[0].id);
    let alone = store
        .conversation(world.campaign, records[2].id)
        .await
        .unwrap()
        .unwrap();
    assert!(alone.by.is_none());
    assert_eq!(alone.row.week, "2026-W46");
    let page = store
        .conversations(
            world.campaign,
            doorstep::server::store::results::ConversationQuery {
                limit: 10,
                ..Default::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(page.total, 2);
    assert!(page.rows.iter().all(|row| row.week == "2026-W46"));
    assert_eq!(
        store
            .conversation(world.campaign, RecordId(Uuid::nil()))
            .await
            .unwrap()
            .map(|_| ()),
        None
    );
    assert_eq!(records[1].kind, Kind::Conversation);
}

/// Anything a phone may send, as JSON that is almost right.
#[tokio::test]
async fn almost_right_json_never_takes_the_server_down() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let good = json!({"waiting": 0, "entries": [
        {"n": 1, "receipt": "00", "record": visit(1, by, world.list, &world.doors[0], Disposition::Complete)},
        {"n": 2, "record": linked(2, by, world.list, id(1), 5)},
    ]});
    let strange = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}"),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!(true),
        json!("9999999-12-31T00:00:00+23:59"),
    ];
    let mut paths = Vec::new();
    collect(&good, &mut Vec::new(), &mut paths);
    assert!(paths.len() > 30);
    for path in paths {
        for value in &strange {
            let mut changed = good.clone();
            *at_path(&mut changed, &path) = value.clone();
            let answer = world
                .post("/api/v1/push", Some(&phone.token), changed.to_string())
                .await;
            assert!(
                answer.status.as_u16() < 500,
                "{path:?} {value}: {}",
                answer.text
            );
        }
    }
}

fn collect(value: &Value, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    paths.push(path.clone());
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        path.push(key);
        collect(child, path, paths);
        path.pop();
    }
}

fn at_path<'a>(value: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(value, |value, key| match value {
        Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
        other => &mut other[key.as_str()],
    })
}
