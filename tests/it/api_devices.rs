//! Which phones may hand in, and what becomes of their work when something
//! happened to the phone, its lists or the server.

use crate::world::{Phone, World, at, entries, id, never_again, undo, unlinked, visit};
use axum::body::Body;
use axum::http::Request;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::record::Record;
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::push::{Outcome, PushReply};
use serde_json::json;

async fn one(world: &World, phone: &mut Phone, record: Record) -> Outcome {
    let reply = world.push(phone, &[record]).await;
    assert_eq!(reply.results.len(), 1);
    reply.results[0].outcome.clone()
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
    assert_eq!(world.number("SELECT late FROM log").await, 1);
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
    assert_eq!(world.number("SELECT clock_off FROM log").await, 1);
}

#[tokio::test]
async fn a_server_restored_from_before_a_phone_joined_knows_it_by_its_token() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    for table in ["device", "canvasser", "list_grant"] {
        world.run(&format!("DELETE FROM {table}")).await;
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
