//! The rescue file from the phone's side: made with no network, brought in at
//! the desk, and harmless when the phone comes back to life.

use crate::desk_world::Desk;
use crate::phone_world::{Fate, TALK_LIST, TestPhone, acts_at, raw, saved, world_to_talk_in};
use crate::rescue_world::{bring_in, desk_with_kit, kit, lines, rescue, rescued, use_kit};
use crate::world::{NOW_MS, World};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::{DraftId, LeadId};
use doorstep::phone::room::{Request, Room, Sign, Trouble};
use doorstep::phone::view::{DeliveryState, Opening};
use doorstep::server::store::accounts::Role;
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::quarantine::{SetAside, TakenIn, Why};
use doorstep::server::store::results::QuarantineRow;
use doorstep::wire::rescue::Line;

const LEAD: LeadId = LeadId(uuid::Uuid::from_u128(0x1EA));

/// A visit, a linked and an unlinked conversation, and one begun: none sent.
fn an_evening_without_a_network(phone: &mut TestPhone, world: &World) -> DraftId {
    phone.note(world.doors[0].id, Disposition::NotHome);
    phone.hold_a_talk(world.doors[1].id, true);
    phone.hold_a_talk(world.doors[2].id, false);
    let mut talk = phone.begin(world.doors[3].id);
    for act in acts_at(&talk, true) {
        talk = phone.act(talk.draft, act);
    }
    talk.draft
}

async fn talks(world: &World) -> i64 {
    let counts = world.server.store.counts(world.campaign, None).await;
    counts.unwrap().get("talks", "finished")
}

#[tokio::test]
async fn what_a_dead_phone_could_not_send_is_read_at_the_desk() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    an_evening_without_a_network(&mut phone, world);
    let file = rescued(&mut phone);
    assert_eq!((file.records, file.drafts), (5, 1));
    assert_eq!(file.kit, kit().recipient().short_name());
    assert!(!file.name.contains("Aino"), "{}", file.name);
    // Under a tram, with everything on it.
    std::fs::remove_dir_all(&phone.folder).unwrap();
    drop(phone);

    let report = bring_in(&lead, &file.text).await;
    report.shows("5 were new, 0 were here already.");
    report.shows("2 were set aside for you");
    report.shows("Aino 4 0 1 · A conversation that was begun and not finished");
    report.shows("from all phones in the file together. 1 0 1 · A conversation that was begun");
    assert_eq!(talks(world).await, 2);
    let all = lead.get("/conversations").await;
    assert_eq!(all.html.matches("href=\"/conversations/").count(), 2);
    lead.get("/quarantine")
        .await
        .shows("A conversation that was begun and not finished, out of a rescue file.");
    lead.get("/delivery")
        .await
        .shows("with 5 records was brought in.");

    let before = world.rows().await;
    let again = bring_in(&lead, &file.text).await;
    again.shows("0 were new, 7 were here already.");
    assert_eq!(talks(world).await, 2);
    let kept = |rows: Vec<(String, Vec<u8>)>| {
        let mut rows: Vec<_> = rows
            .into_iter()
            // That it was done twice is noted there, and numbered.
            .filter(|(table, _)| !["audit", "counter"].contains(&table.as_str()))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(kept(world.rows().await), kept(before));
}

#[tokio::test]
async fn a_phone_that_comes_back_to_life_sends_the_same_and_all_is_well() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    let draft = an_evening_without_a_network(&mut phone, world);
    let file = rescued(&mut phone);
    bring_in(&lead, &file.text).await.shows("5 were new");

    // The talk goes on where it was, and ends otherwise than it stood in the file.
    let mut talk = phone.talk(Request::Talk { draft });
    while talk.place != Place::Pavement {
        for act in acts_at(&talk, false) {
            talk = phone.act(talk.draft, act);
        }
    }
    saved(phone.ask(Request::Finish { draft }));
    phone.back.sign(Sign::NetworkRegained);
    phone.sync(world).await;
    let delivery = phone.delivery();
    assert_eq!(delivery.status.not_sent, 0);
    assert!(
        delivery
            .rows
            .iter()
            .all(|row| row.state == DeliveryState::WithYourTeam),
        "{:?}",
        delivery.rows
    );
    assert_eq!(talks(world).await, 3);
    lead.get("/quarantine")
        .await
        .hides("begun and not finished");
    // The file comes once more, late: its draft is not taken for news.
    bring_in(&lead, &file.text)
        .await
        .shows("0 were new, 7 were here already.");
    lead.get("/quarantine")
        .await
        .hides("begun and not finished");
    assert_eq!(talks(world).await, 3);
}

#[tokio::test]
async fn nothing_in_a_file_or_a_table_says_whose_an_unlinked_talk_is() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    for door in &world.doors[..6] {
        phone.hold_a_talk(door.id, false);
    }
    let file = rescued(&mut phone);
    let lines = lines(&file.text, &kit());
    let first_unlinked = lines
        .iter()
        .position(|line| matches!(line, Line::Record(record) if record.author.is_none()))
        .unwrap();
    let ids: Vec<_> = lines[first_unlinked..]
        .iter()
        .map(|line| match line {
            Line::Record(record) if record.author.is_none() => record.id,
            other => panic!("{other:?} among the unlinked"),
        })
        .collect();
    assert_eq!(ids.len(), 6);
    assert!(ids.is_sorted(), "in the order of their random ids");
    let text = serde_json::to_string(&lines).unwrap();
    assert!(!text.contains("receipt") && !text.contains("\"n\":"));

    bring_in(&lead, &file.text).await.shows("12 were new");
    phone.back.sign(Sign::NetworkRegained);
    phone.sync(world).await;
    let device = phone.back.store().tables().enrolments().unwrap()[0].device;
    let now = world.clock.now_ms().to_string().into_bytes();
    let mut found = 0;
    for (table, row) in world.rows().await {
        let has = |needle: &[u8]| row.windows(needle.len()).any(|window| window == needle);
        let names = |id: &uuid::Uuid| has(id.as_bytes()) || has(id.to_string().as_bytes());
        if ids.iter().any(|id| names(&id.0)) {
            found += 1;
            assert!(!names(&device.0) && !has(&now), "{table}");
        }
    }
    assert_eq!(found, 6, "each once, in its own table");
}

#[tokio::test]
async fn without_a_kit_the_phone_says_what_to_do_and_with_one_it_goes() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    assert_eq!(rescue(&mut phone), Default::default(), "nothing unsent");
    phone.note(world.doors[0].id, Disposition::NotHome);
    let without = rescue(&mut phone);
    assert!(without.files.is_empty());
    assert_eq!(without.without_key[0].unsent, 1);
    assert_eq!(without.without_key[0].lead_name, "Leena");

    use_kit(&world, &kit()).await;
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(&world).await;
    phone.note(world.doors[1].id, Disposition::NotHome);
    assert_eq!(rescue(&mut phone).files[0].records, 1);
}

#[tokio::test]
async fn leaving_is_refused_until_everything_is_sent_or_rescued() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    let draft = an_evening_without_a_network(&mut phone, world);
    assert_eq!(phone.ask(Request::Leave), Err(Trouble::NotRescued(6)));
    // Made is not kept.
    let made = rescue(&mut phone);
    assert_eq!(phone.ask(Request::Leave), Err(Trouble::NotRescued(6)));
    // Another was made meanwhile: what the first one holds is not known any more.
    phone.clock.advance(1000);
    rescue(&mut phone);
    let names = vec![made.files[0].name.clone()];
    phone.ask(Request::Rescued { names }).unwrap();
    assert_eq!(phone.ask(Request::Leave), Err(Trouble::NotRescued(6)));

    rescued(&mut phone);
    // The talk went on after it: the file has the talk, and not this answer.
    phone.clock.advance(1000);
    phone.act(draft, Act::Next);
    assert_eq!(phone.ask(Request::Leave), Err(Trouble::NotRescued(1)));
    rescued(&mut phone);
    phone.ask(Request::Leave).unwrap();
    assert_eq!(phone.opening(), Opening::NotJoined);
    let mut phone = phone.reopened().await;
    assert_eq!(phone.opening(), Opening::NotJoined);
    let folder = phone.folder.clone();
    phone.back.into_store().close();
    let database = raw(&folder);
    for table in [
        "record",
        "outbox",
        "draft",
        "door",
        "list",
        "script",
        "story",
        "enrolment",
        "campaign",
    ] {
        let rows: i64 = database
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test]
async fn whoever_has_sent_everything_may_leave_and_join_again() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    phone.carry(&world, Fate::Lost).await;
    assert_eq!(phone.ask(Request::Leave), Err(Trouble::NotRescued(1)));
    phone.back.sign(Sign::NetworkRegained);
    phone.sync(&world).await;
    phone.ask(Request::Leave).unwrap();
    let home = phone
        .join(&world, crate::phone_world::TALK_CODE, "Aino")
        .await
        .unwrap();
    assert_eq!(home.lists[0].list, TALK_LIST);
    // What Aino noted before comes back as a colleague's.
    assert!(!phone.door(world.doors[0].id).history[0].mine);
}

#[tokio::test]
async fn a_store_that_a_newer_app_wrote_is_rescued_all_the_same() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    let (folder, clock) = (phone.folder.clone(), phone.clock.clone());
    phone.back.into_store().close();
    raw(&folder)
        .pragma_update(None, "user_version", 99)
        .unwrap();

    let room = Room::on_disk_with_clock(&folder, "http://127.0.0.1:9", clock);
    assert_eq!(room.ask(Request::Open).await, Err(Trouble::NewerSchema));
    let reply = room.ask(Request::Rescue).await.unwrap();
    let doorstep::phone::room::Reply::Rescue(rescue) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(rescue.files[0].records, 1);
    assert_eq!(room.ask(Request::Open).await, Err(Trouble::NewerSchema));
}

#[tokio::test]
async fn a_begun_talk_is_told_to_the_lead_as_not_sent() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let viewer = desk.signed_in(Role::Viewer).await;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    phone.hold_a_talk(world.doors[1].id, false);
    phone.begin(world.doors[2].id);
    phone.sync(world).await;
    let page = viewer.get("/delivery").await;
    page.shows("This phone says 3, we have 3.");
    page.shows("1 conversation was begun and not finished: not sent either.");
}

/// Of two visits the first came in a file, because nothing let it through.
async fn came_in_a_file(desk: &Desk) -> TestPhone {
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    // Something in between takes it not even alone.
    phone.is_told_too_large();
    phone.sync(world).await;
    assert_eq!(phone.status().need_attention, 1);
    let file = rescued(&mut phone);
    bring_in(&lead, &file.text).await.shows("1 was new");
    phone.note(world.doors[1].id, Disposition::NotHome);
    phone.wait(world, 3 * 60_000).await;
    let status = phone.status();
    assert_eq!((status.need_attention, status.not_sent), (0, 0));
    assert_eq!(world.number("SELECT count(*) FROM log").await, 2);
    phone
}

#[tokio::test]
async fn what_nothing_let_through_and_came_in_a_file_is_given_to_a_server_that_was_set_back() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let mut phone = came_in_a_file(&desk).await;
    let nothing = if world.database.is_some() {
        "decode(repeat('00', 32), 'hex')"
    } else {
        "zeroblob(32)"
    };
    world
        .run(&format!(
            "DELETE FROM feed; DELETE FROM log; DELETE FROM delivery; \
             UPDATE device SET have_n = 0, have_digest = {nothing}"
        ))
        .await;
    phone.wait(world, 3 * 60_000).await;
    assert_eq!(world.number("SELECT count(*) FROM log").await, 2);
}

#[tokio::test]
async fn also_when_a_copy_of_the_phone_has_refilled_it_without_that() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let mut phone = came_in_a_file(&desk).await;
    let first = "(SELECT min(seq) FROM log)";
    world
        .run(&format!(
            "DELETE FROM feed WHERE log_seq = {first}; DELETE FROM log WHERE seq = {first}; \
             INSERT INTO server_start SELECT campaign, 1, 7 FROM campaign"
        ))
        .await;
    phone.wait(world, 3 * 60_000).await;
    assert_eq!(world.number("SELECT count(*) FROM log").await, 2);
    assert_eq!(phone.status().not_sent, 0);
}

#[tokio::test]
async fn a_talk_handed_in_as_it_stood_in_a_file_is_no_begun_one_any_more() {
    let desk = desk_with_kit(world_to_talk_in().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let store = &world.server.store;
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    let mut talk = phone.begin(world.doors[3].id);
    let early = rescued(&mut phone);
    while talk.place != Place::Pavement {
        for act in acts_at(&talk, false) {
            talk = phone.act(talk.draft, act);
        }
    }
    let late = rescued(&mut phone);
    for file in [&early, &late] {
        bring_in(&lead, &file.text).await;
    }
    let tellings = async || -> Vec<QuarantineRow> {
        let rows = store.quarantine(world.campaign).await.unwrap();
        let talks = rows.into_iter().filter(|row| row.kind == "conversation");
        talks.collect()
    };
    let begun = tellings().await;
    assert_eq!(begun.len(), 2);
    assert!(begun.iter().all(|row| row.code == "draft"));
    for row in &begun {
        let put = store.put_aside(world.campaign, of(row), Why::Trial, LEAD, NOW_MS);
        put.await.unwrap();
    }

    // Reported lost, the phone hands over what is open, as it stands.
    let device = store.canvassers(world.campaign).await.unwrap()[0].devices[0].id;
    let lost = store.set_device_state(world.campaign, device, DeviceState::Lost, NOW_MS);
    lost.await.unwrap();
    phone.wait(world, 6 * 60 * 60_000).await;
    let now = tellings().await;
    let finished: Vec<_> = now.iter().filter(|row| row.code == "token_lost").collect();
    let [finished] = finished[..] else {
        panic!("{now:?}")
    };
    assert_eq!(now.len(), 2, "it is the same as one of those begun");
    assert_eq!(finished.put_aside, None, "nobody has looked at it yet");
    let open = store.desk_needs(world.campaign).await.unwrap();
    let begun = now.iter().find(|row| row.code == "draft").unwrap();
    let taken = store.take_in(world.campaign, of(begun), NOW_MS).await;
    assert_eq!(taken.unwrap(), TakenIn::Yes);
    let left = tellings().await;
    assert_eq!((left.len(), left[0].content), (1, finished.content));
    assert_eq!(store.desk_needs(world.campaign).await.unwrap(), open);
    // Nor does the file make a begun one of it again.
    bring_in(&lead, &late.text).await;
    assert_eq!(tellings().await[0].code, "token_lost");
}

fn of(row: &QuarantineRow) -> SetAside {
    SetAside {
        record: row.id,
        content: row.content,
    }
}
