//! How a phone's time ends: a list taken back from it alone, the phone retired,
//! or declared lost; and what the lead does and sees at the desk.

use crate::desk_world::Desk;
use crate::phone_world::{TALK_LIST, TestPhone, raw, world_to_talk_in};
use crate::world::{NOW_MS, World, at, id, visit};
use axum::http::StatusCode;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::WishScope;
use doorstep::domain::ids::LeadId;
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::{DeliveryState, SyncState, SyncTrouble};
use doorstep::server::store::accounts::Role;
use doorstep::server::store::erasure::Asked;
use doorstep::server::store::joining::{CanvasserSummary, DeviceState};
use doorstep::server::store::log::RecordLog as _;
use doorstep::server::store::quarantine::{SetAside, Why};

const MINUTES: i64 = 60_000;

async fn the_only_one(world: &World) -> CanvasserSummary {
    let mut all = world.server.store.canvassers(world.campaign).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn set(world: &World, state: DeviceState) {
    let device = the_only_one(world).await.devices[0].id;
    let store = &world.server.store;
    store
        .set_device_state(world.campaign, device, state, NOW_MS)
        .await
        .unwrap();
}

/// Names, doors and records in the phone's file.
fn left(phone: TestPhone) -> (i64, i64) {
    phone.back.into_store().close();
    let file = raw(&phone.folder);
    let count = |sql: &str| file.query_row(sql, [], |row| row.get(0)).unwrap();
    (
        count("SELECT count(*) FROM door"),
        count("SELECT count(*) FROM record"),
    )
}

#[tokio::test]
async fn a_retired_phone_hides_its_lists_hands_in_and_then_forgets_who_lives_there() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    set(&world, DeviceState::Retired).await;
    // Offline: it does not know yet, and goes on.
    phone.hold_a_talk_with(world.doors[0].id, WhoAnswered::DidNotAsk, true);
    let begun = phone.begin(world.doors[1].id).draft;
    phone.wait(&world, 3 * MINUTES).await;
    assert_eq!(phone.home().lists, [], "hidden at once");
    let asked = phone.ask(Request::Door {
        door: world.doors[0].id,
    });
    assert!(matches!(asked, Err(Trouble::NotHere(_))));
    assert_eq!(
        phone.status().sync,
        SyncState::Trouble(SyncTrouble::Retired)
    );
    let counts = world.server.store.counts(world.campaign, None).await;
    assert_eq!(counts.unwrap().get("talks", "finished"), 1, "taken");
    // A talk that was open goes on to its end, and only then the people go.
    phone.talk(Request::Talk { draft: begun });
    phone.wait(&world, 6 * 60 * MINUTES).await;
    assert_eq!(phone.status().not_sent, 0);
    let (doors, records) = left(phone);
    assert_eq!(doors, 0);
    assert!(records > 0, "its own work it keeps, as any phone does");
}

#[tokio::test]
async fn a_retired_phone_hears_what_the_lead_made_of_its_work_and_whom_it_may_hold_no_longer() {
    let world = world_to_talk_in().await;
    let store = &world.server.store;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    // Declared lost and found again before it asked for anything: what it sent was set aside.
    set(&world, DeviceState::Lost).await;
    phone.note(world.doors[2].id, Disposition::Refused);
    phone.sync(&world).await;
    set(&world, DeviceState::Active).await;
    let somebody = WhoAnswered::Listed(world.doors[0].people[0].id);
    phone.hold_a_talk_with(world.doors[0].id, somebody, true);
    phone.sync(&world).await;
    set(&world, DeviceState::Retired).await;
    phone.wait(&world, 3 * MINUTES).await;
    let states = |phone: &mut TestPhone| -> Vec<DeliveryState> {
        let rows = phone.delivery().rows;
        rows.into_iter().map(|row| row.state).collect()
    };
    let attention = |code: &str| DeliveryState::NeedsAttention { code: code.into() };
    let with_the_team = DeliveryState::WithYourTeam;
    assert_eq!(
        states(&mut phone),
        [
            attention("token_lost"),
            with_the_team.clone(),
            with_the_team
        ]
    );

    let row = store.quarantine(world.campaign).await.unwrap().remove(0);
    let which = SetAside {
        record: row.id,
        content: row.content,
    };
    let lead = LeadId(uuid::Uuid::from_u128(0x1EA));
    let put = store.put_aside(world.campaign, which, Why::Trial, lead, NOW_MS);
    put.await.unwrap();
    let asked = Asked {
        door: world.doors[0].id,
        scope: WishScope::Household,
        under_way: Vec::new(),
        lead: None,
        now_ms: NOW_MS,
    };
    store.erase(world.campaign, asked).await.unwrap();
    let may_hold = || async {
        let erasures = store.erasures(world.campaign).await.unwrap();
        erasures[0].may_hold.clone()
    };
    assert_eq!(may_hold().await, ["Liisa"]);
    // It asks when it is opened, or told to send.
    let mut phone = phone.reopened().await;
    phone.sync(&world).await;
    assert_eq!(states(&mut phone), [attention("put_aside_trial")]);
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(&world).await;
    assert!(may_hold().await.is_empty(), "the lead sees that it is gone");
    let status = phone.status();
    assert_eq!(status.sync, SyncState::Trouble(SyncTrouble::Retired));
    assert_eq!((status.need_attention, status.not_sent), (0, 0));
}

#[tokio::test]
async fn a_phone_taken_back_into_use_gets_its_lists_again() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    set(&world, DeviceState::Retired).await;
    phone.wait(&world, 3 * MINUTES).await;
    assert_eq!(phone.home().lists, []);
    set(&world, DeviceState::Active).await;
    phone.ask(Request::SyncNow).unwrap();
    phone.wait(&world, 3 * MINUTES).await;
    assert_eq!(phone.list().list, TALK_LIST);
    assert_eq!(phone.list().left, 9);
    assert_eq!(phone.status().sync, SyncState::Idle);
}

#[tokio::test]
async fn a_lost_phone_hands_over_what_it_has_to_the_lead_alone_and_wipes_itself() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    phone.note(world.doors[2].id, Disposition::NotHome);
    phone.sync(&world).await;
    phone.hold_a_talk_with(world.doors[0].id, WhoAnswered::DidNotAsk, true);
    set(&world, DeviceState::Lost).await;
    phone.wait(&world, 3 * MINUTES).await;
    assert_eq!(phone.home().lists, []);
    assert_eq!(phone.status().sync, SyncState::Trouble(SyncTrouble::Lost));
    assert_eq!(phone.status().not_sent, 0);
    let quarantined = world.server.store.quarantined(world.campaign).await;
    let codes: Vec<String> = quarantined.unwrap().into_iter().map(|one| one.1).collect();
    assert_eq!(
        codes,
        ["token_lost", "token_lost"],
        "visit and conversation"
    );
    let counts = world.server.store.counts(world.campaign, None).await;
    assert_eq!(counts.unwrap().get("talks", "finished"), 0);
    assert_eq!(left(phone), (0, 0));
}

#[tokio::test]
async fn a_lost_phone_keeps_what_it_could_not_hand_over() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    set(&world, DeviceState::Lost).await;
    let begun = phone.begin(world.doors[1].id).draft;
    phone.wait(&world, 3 * MINUTES).await;
    phone.talk(Request::Talk { draft: begun });
    let mut phone = phone.reopened().await;
    phone.talk(Request::Talk { draft: begun });
    phone.wait(&world, 6 * 60 * MINUTES).await;
    assert_eq!(
        phone.status().not_sent,
        0,
        "closed by itself and handed over"
    );
    assert_eq!(left(phone), (0, 0));
}

#[tokio::test]
async fn a_lead_retires_loses_and_takes_back_phones_and_lists_at_the_desk() {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    world.join("Matti", 2).await;
    let desk = Desk::of(world).await;
    let viewer = desk.signed_in(Role::Viewer).await;
    assert_eq!(
        viewer.get("/campaign/phones").await.status,
        StatusCode::FORBIDDEN
    );
    let lead = desk.signed_in(Role::Lead).await;
    let page = lead.get("/campaign/phones").await;
    page.shows("Liisa");
    page.shows("Matti");
    page.shows("in use");
    let world = &desk.world;
    let path = format!("/campaign/phones/{}", liisa.device);
    let refused = viewer.submit(&path, &[("state", "lost")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for (state, word, deed) in [
        ("retired", "May hand in for 14 more days", "retired a phone"),
        ("lost", "lost", "declared a phone lost"),
        ("active", "in use", "took a phone back into use"),
    ] {
        let done = lead.submit(&path, &[("state", state)]).await;
        lead.follow(&done).await.shows(word);
        let device = world
            .server
            .store
            .device(world.campaign, liisa.device)
            .await;
        assert_eq!(device.unwrap().unwrap().state.code(), state);
        lead.get("/audit").await.shows(deed);
    }
    let nonsense = lead.submit(&path, &[("state", "gone")]).await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);

    let (canvasser, list) = (liisa.canvasser.to_string(), world.list.to_string());
    let fields = [("canvasser", canvasser.as_str()), ("list", list.as_str())];
    let done = lead.submit("/campaign/grants", &fields).await;
    lead.follow(&done).await.shows("Holds no walk list.");
    lead.get("/audit")
        .await
        .shows("took a walk list back from somebody");
    // What she notes meanwhile is taken, and marked.
    let by = at(liisa.canvasser, 0);
    let late = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let ahead = visit(
        2,
        at(liisa.canvasser, 90),
        world.list,
        &world.doors[1],
        Disposition::NotHome,
    );
    assert_eq!(ahead.id, id(2));
    world.push(&mut liisa, &[late, ahead]).await;
    let page = lead.get("/campaign/phones").await;
    page.shows("2 noted late");
    page.shows("1 with a wrong clock");
}
