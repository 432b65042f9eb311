//! What was set aside, and what a lead makes of it: taken in like any record, put
//! aside with a reason, taken out as a file; and what the phone hears of it.

use crate::desk_world::{Browser, Desk};
use crate::phone_world::{TestPhone, world_to_talk_in};
use crate::world::{World, at, id, linked, unlinked, visit};
use axum::http::StatusCode;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::view::DeliveryState;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::results::QuarantineRow;
use doorstep::wire::push::Outcome;

async fn rows(world: &World) -> Vec<QuarantineRow> {
    world.server.store.quarantine(world.campaign).await.unwrap()
}

async fn decide(
    lead: &Browser,
    what: &str,
    row: &QuarantineRow,
    why: &str,
) -> crate::desk_world::Page {
    let (record, content) = (row.id.to_string(), format!("{:?}", row.content));
    let fields = [
        ("record", record.as_str()),
        ("content", &content),
        ("why", why),
    ];
    lead.submit(&format!("/quarantine/{what}"), &fields).await
}

async fn agrees(world: &World) {
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_lead_takes_in_counts_like_any_record_and_is_a_duplicate_when_it_comes_again() {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let by = at(liisa.canvasser, 0);
    // Of a list she never held.
    let door = &world.doors[7];
    let records = [
        visit(1, by, world.other_list, door, Disposition::Complete),
        linked(2, by, world.other_list, id(1), 4),
        unlinked(3, world.other_list, 6),
    ];
    let reply = world.push(&mut liisa, &records).await;
    assert!(
        reply
            .results
            .iter()
            .all(|one| matches!(one.outcome, Outcome::Rejected { .. }))
    );
    let desk = Desk::of(world).await;
    let world = &desk.world;
    let viewer = desk.signed_in(Role::Viewer).await;
    let lead = desk.signed_in(Role::Lead).await;
    let set_aside = rows(world).await;
    assert_eq!(set_aside.len(), 3);
    assert!(set_aside.iter().all(|row| row.can_be_taken));
    let refused = decide(&viewer, "take", &set_aside[0], "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for row in &set_aside {
        let done = decide(&lead, "take", row, "").await;
        lead.follow(&done).await.shows("Taken in.");
    }
    lead.get("/quarantine").await.shows("Nothing is set aside.");
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("talks", "finished"), 2);
    assert_eq!(counts.get("visits", "complete"), 1);
    let all = world.server.store.canvassers(world.campaign).await.unwrap();
    assert_eq!((all[0].visits, all[0].conversations), (1, 1));
    agrees(world).await;
    lead.get("/audit")
        .await
        .shows("took in a record that was set aside");
    let again = world.push(&mut liisa, &records).await;
    assert!(
        again
            .results
            .iter()
            .all(|one| one.outcome == Outcome::Duplicate),
        "{again:?}"
    );
    let gone = decide(&lead, "take", &set_aside[0], "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_taken_in_is_put_aside_with_a_reason_kept_whole_and_can_be_saved() {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let by = at(liisa.canvasser, 0);
    let door = &world.doors[0];
    let first = visit(1, by, world.list, door, Disposition::NotHome);
    let second = visit(1, by, world.list, door, Disposition::Refused);
    world.push(&mut liisa, &[first, second]).await;
    let desk = Desk::of(world).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let row = rows(world).await.remove(0);
    assert_eq!((row.code.as_str(), row.can_be_taken), ("id_reused", false));
    let tried = decide(&lead, "take", &row, "").await;
    lead.follow(&tried).await.shows("It could not be taken in.");
    let file = decide(&lead, "export", &row, "").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.html.contains("refused"),
        "the record itself: {}",
        file.html
    );
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains(".json")
    );
    lead.get("/audit")
        .await
        .shows("took out one record as a file");

    let nonsense = decide(&lead, "aside", &row, "because").await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
    let done = decide(&lead, "aside", &row, "twice").await;
    let page = lead.follow(&done).await;
    page.shows("Put aside by Leena the lead: It is here already");
    assert_eq!(rows(world).await.len(), 1, "both are kept");
    let needs = world.server.store.desk_needs(world.campaign).await.unwrap();
    assert_eq!(needs, 0, "looked at");
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(
        (
            counts.get("visits", "not_home"),
            counts.get("visits", "refused")
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn the_phone_hears_what_the_lead_decided_and_needs_nobodys_attention_any_more() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let store = world.server.store.clone();
    let device = store.canvassers(world.campaign).await.unwrap()[0].devices[0].id;
    // Declared lost, and found again before it asked for anything.
    let now = crate::world::NOW_MS;
    let set = |state| store.set_device_state(world.campaign, device, state, now);
    set(DeviceState::Lost).await.unwrap();
    phone.hold_a_talk_with(world.doors[0].id, WhoAnswered::DidNotAsk, true);
    phone.hold_a_talk_with(world.doors[1].id, WhoAnswered::DidNotAsk, false);
    phone.sync(&world).await;
    set(DeviceState::Active).await.unwrap();
    phone.wait(&world, 180_000).await;
    assert_eq!(phone.status().need_attention, 4);
    let desk = Desk::of(world).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let set_aside = rows(world).await;
    assert_eq!(set_aside.len(), 4);
    let (aside, taken): (Vec<_>, Vec<_>) = set_aside
        .iter()
        .partition(|row| row.canvasser_name.is_none());
    assert_eq!((aside.len(), taken.len()), (1, 3), "one is tied to nobody");
    for row in taken {
        decide(&lead, "take", row, "").await;
    }
    for row in aside {
        decide(&lead, "aside", row, "trial").await;
    }
    phone.wait(world, 180_000).await;
    assert_eq!(phone.status().need_attention, 0);
    assert_eq!(phone.status().not_sent, 0);
    let counts = store.counts(world.campaign, None).await.unwrap();
    assert_eq!(counts.get("talks", "finished"), 1);
    agrees(world).await;
}

#[tokio::test]
async fn what_the_lead_put_aside_is_shown_to_its_author_with_the_reason_until_it_is_taken_in() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let store = world.server.store.clone();
    let device = store.canvassers(world.campaign).await.unwrap()[0].devices[0].id;
    let now = crate::world::NOW_MS;
    let set = |state| store.set_device_state(world.campaign, device, state, now);
    set(DeviceState::Lost).await.unwrap();
    phone.note(world.doors[0].id, Disposition::Refused);
    phone.sync(&world).await;
    set(DeviceState::Active).await.unwrap();
    phone.wait(&world, 180_000).await;
    let states = |phone: &mut TestPhone| -> Vec<DeliveryState> {
        let rows = phone.delivery().rows;
        rows.into_iter().map(|row| row.state).collect()
    };
    let attention = |code: &str| DeliveryState::NeedsAttention { code: code.into() };
    assert_eq!(states(&mut phone), [attention("token_lost")]);

    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let row = rows(&desk.world).await.remove(0);
    decide(&lead, "aside", &row, "trial").await;
    phone.wait(&desk.world, 180_000).await;
    assert_eq!(states(&mut phone), [attention("put_aside_trial")]);
    let status = phone.status();
    assert_eq!(
        (status.need_attention, status.not_sent),
        (0, 0),
        "nothing to do"
    );
    // It stays so over a restart.
    let mut phone = phone.reopened().await;
    phone.wait(&desk.world, 60_000).await;
    assert_eq!(states(&mut phone), [attention("put_aside_trial")]);

    // The lead thinks again.
    let row = rows(&desk.world).await.remove(0);
    decide(&lead, "take", &row, "").await;
    phone.wait(&desk.world, 180_000).await;
    assert_eq!(states(&mut phone), [DeliveryState::WithYourTeam]);
    agrees(&desk.world).await;
}
