//! One phone and its team: joining, an evening at the doors, handing in.

use crate::phone_world::{
    Fate, TALK_CODE, TALK_LIST, TestPhone, add_list, make_list, outcome, saved, world_to_talk_in,
};
use crate::world::{CODE, at, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Hazard, Wish, WishScope};
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::ListId;
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::{DeliveredWhat, DeliveryState, DoorNeeds, Opening, SyncState};
use doorstep::wire::push::Have;
use uuid::Uuid;

#[tokio::test]
async fn a_phone_joins_takes_its_list_and_is_ready_for_no_signal() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::new(1).await;
    assert_eq!(phone.opening(), Opening::NotJoined);
    let home = phone.join(&world, "talk 2345", " Aino ").await.unwrap();
    assert_eq!(home.canvasser, "Aino");
    assert_eq!(home.lists.len(), 1);
    let list = &home.lists[0];
    assert!(list.ready);
    assert_eq!((list.doors, list.arrived, list.left), (9, 9, 9));
    assert_eq!(list.next, Some(world.doors[0].id));
    let street = phone.street(0);
    let labels: Vec<&str> = street
        .buildings
        .iter()
        .flat_map(|building| &building.doors)
        .map(|door| door.label.as_str())
        .collect();
    assert_eq!(labels, ["1", "3", "5", "7", "9", "11", "13", "15", "17"]);
}

#[tokio::test]
async fn an_evening_with_no_network_arrives_whole_when_it_is_back() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let doors: Vec<_> = world.doors.iter().map(|door| door.id).collect();

    let first = phone.note(doors[0], Disposition::NotHome);
    assert_eq!(
        first.next.unwrap().door,
        doors[1],
        "the next in walking order"
    );
    phone.hold_a_talk(doors[1], true);
    phone.hold_a_talk(doors[2], false);
    let status = phone.status();
    assert_eq!(status.not_sent, 5, "three visits and two conversations");
    assert_eq!(phone.list().left, 7);

    phone.carry(&world, Fate::Lost).await;
    assert_eq!(phone.status().sync, SyncState::Offline);
    assert_eq!(phone.status().not_sent, 5);

    phone
        .back
        .sign(doorstep::phone::room::Sign::NetworkRegained);
    phone.sync(&world).await;
    let delivery = phone.delivery();
    assert_eq!(delivery.status.not_sent, 0);
    assert_eq!(delivery.status.sync, SyncState::Idle);
    assert!(
        delivery
            .rows
            .iter()
            .all(|row| row.state == DeliveryState::WithYourTeam)
    );
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("talks", "finished"), 2);
    assert_eq!(counts.get("visits", "not_home"), 1);
    assert_eq!(counts.get("visits", "complete"), 2);
}

#[tokio::test]
async fn an_unlinked_talk_that_arrived_is_forgotten_by_the_phone_too() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    phone.hold_a_talk(world.doors[0].id, false);
    phone.sync(&world).await;
    let delivery = phone.delivery();
    let talk = delivery
        .rows
        .iter()
        .find(|row| row.what == DeliveredWhat::Conversation)
        .unwrap();
    assert_eq!(talk.address, "");
    assert_eq!(talk.at, None);
    let visit = delivery
        .rows
        .iter()
        .find(|row| matches!(row.what, DeliveredWhat::Visit { .. }))
        .unwrap();
    assert_eq!(visit.address, "Annankatu 1");
    assert_eq!(
        phone.kinds_kept(),
        ["visit"],
        "the conversation itself is gone"
    );
}

#[tokio::test]
async fn a_linked_talk_stays_with_its_author_and_never_reaches_a_colleague() {
    let world = world_to_talk_in().await;
    let mut aino = TestPhone::joined(&world, "Aino", 1).await;
    let mut eero = TestPhone::joined(&world, "Eero", 2).await;
    aino.hold_a_talk(world.doors[0].id, true);
    aino.sync(&world).await;
    eero.ask(Request::SyncNow).unwrap();
    eero.sync(&world).await;
    assert!(matches!(
        eero.door(world.doors[0].id).needs,
        DoorNeeds::Settled {
            last: Disposition::Complete
        }
    ));
    assert!(!eero.door(world.doors[0].id).history[0].mine);
    assert_eq!(aino.kinds_kept(), ["conversation", "visit"]);
    assert_eq!(eero.kinds_kept(), ["visit"]);
}

#[tokio::test]
async fn a_lost_answer_is_healed_by_the_next_push() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    phone.carry(&world, Fate::AnswerLost).await;
    assert_eq!(phone.status().not_sent, 1, "nobody told the phone");
    phone.note(world.doors[1].id, Disposition::Refused);
    phone.sync(&world).await;
    assert_eq!(phone.status().not_sent, 0);
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "not_home"), 1);
    assert_eq!(counts.get("visits", "refused"), 1);
}

#[tokio::test]
async fn a_join_whose_answer_was_lost_uses_the_code_once() {
    let world = world_to_talk_in().await;
    world.share("ONCE2345", 1, &[TALK_LIST]).await;
    let mut phone = TestPhone::new(1).await;
    let lost = phone
        .join_with(&world, "ONCE2345", "Aino", Fate::AnswerLost)
        .await;
    assert_eq!(lost, Err(Trouble::Offline));
    let mut phone = phone.reopened().await;
    let home = phone.join(&world, "ONCE2345", "Aino").await.unwrap();
    assert_eq!(home.lists.len(), 1);
    let other = TestPhone::new(2)
        .await
        .join(&world, "ONCE2345", "Eero")
        .await;
    assert_eq!(other, Err(Trouble::CodeUsedUp));
}

#[tokio::test]
async fn what_cannot_be_a_code_or_a_name_is_told_at_once() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::new(1).await;
    for (code, name, trouble) in [
        ("KAPP", "Aino", Trouble::CodeUnknown),
        ("ZZZZ2222", "Aino", Trouble::CodeUnknown),
        (TALK_CODE, "  ", Trouble::BadName),
        (TALK_CODE, &"a".repeat(61), Trouble::BadName),
    ] {
        assert_eq!(phone.join(&world, code, name).await, Err(trouble));
    }
    assert_eq!(phone.opening(), Opening::NotJoined);
}

#[tokio::test]
async fn another_link_gives_an_enrolled_phone_its_lists_under_the_same_identity() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let home = phone.join(&world, CODE, "Aino").await.unwrap();
    assert_eq!(home.lists.len(), 2);
    // Doors 0 to 5 are on both lists; what is noted at one counts on both.
    phone.note(world.doors[0].id, Disposition::Refused);
    phone.sync(&world).await;
    let mut left: Vec<u32> = phone.home().lists.iter().map(|list| list.left).collect();
    left.sort_unstable();
    assert_eq!(left, [5, 8]);
    assert_eq!(phone.status().not_sent, 0);
}

#[tokio::test]
async fn a_note_is_undone_at_once_and_corrected_three_doors_later() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let door = world.doors[0].id;
    let noted = phone.note(door, Disposition::Refused);
    assert!(matches!(phone.door(door).needs, DoorNeeds::Settled { .. }));
    phone
        .ask(Request::Undo {
            visits: noted.visits,
        })
        .unwrap();
    assert_eq!(phone.door(door).needs, DoorNeeds::NotTried);
    assert!(phone.door(door).history.is_empty());

    phone.note(door, Disposition::NotHome);
    let past = phone.door(door).history.remove(0);
    assert!(past.may_correct && past.mine && !past.corrected);
    saved(phone.ask(Request::Correct {
        visit: past.visit,
        disposition: Disposition::Vacant,
        call: None,
        who: None,
    }));
    let view = phone.door(door);
    assert!(view.history[0].corrected);
    assert!(matches!(
        view.needs,
        DoorNeeds::Settled {
            last: Disposition::Vacant
        }
    ));
    // Everybody else comes to the same.
    phone.sync(&world).await;
    let mut eero = TestPhone::joined(&world, "Eero", 2).await;
    assert_eq!(eero.door(door).needs, phone.door(door).needs);
}

#[tokio::test]
async fn a_locked_gate_is_noted_for_the_whole_building_and_taken_back_whole() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    // Houses here have one door each: the building is the door.
    let mut gate = outcome(world.doors[3].id, Disposition::Inaccessible);
    gate.whole_building = true;
    let noted = saved(phone.ask(Request::Note { outcome: gate }));
    assert_eq!(noted.visits.len(), 1);
    assert_eq!(noted.left, 8);
}

#[tokio::test]
async fn the_next_door_wraps_round_and_leaves_those_worth_another_try_for_last() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let doors: Vec<_> = world.doors.iter().map(|door| door.id).collect();
    phone.note(doors[7], Disposition::NotHome);
    let last = phone.note(doors[8], Disposition::NotHome);
    assert_eq!(last.next.unwrap().door, doors[0], "round to the beginning");
    for door in &doors[..6] {
        phone.note(*door, Disposition::Refused);
    }
    let seventh = phone.note(doors[6], Disposition::Vacant);
    assert_eq!(seventh.next.unwrap().door, doors[7]);
    assert_eq!(seventh.left, 2);
}

#[tokio::test]
async fn a_warning_is_shown_before_the_next_knock_and_is_gone_after_its_day() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let door = world.doors[0].id;
    phone
        .ask(Request::Warn {
            door,
            hazard: Hazard::Dog,
            days: 7,
        })
        .unwrap();
    let row = phone.street(0).buildings.remove(0).doors.remove(0);
    assert_eq!(row.warning.unwrap().hazard, Hazard::Dog);
    phone.clock.advance(8 * 24 * 3_600_000);
    assert_eq!(phone.door(door).warnings, []);
}

#[tokio::test]
async fn who_asks_never_to_be_called_on_again_is_not_knocked_and_it_is_taken_back_only_at_the_door()
{
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let door = world.doors[0].id;
    let wish = Request::Wish {
        door,
        scope: WishScope::Household,
        wish: Wish::NeverAgain,
    };
    let noted = saved(phone.ask(wish.clone()));
    assert!(matches!(
        phone.door(door).needs,
        DoorNeeds::DontKnock {
            why: Disposition::Objected
        }
    ));
    phone
        .ask(Request::Undo {
            visits: noted.visits,
        })
        .unwrap();
    assert_eq!(phone.door(door).needs, DoorNeeds::NotTried);

    let noted = saved(phone.ask(wish));
    phone.clock.advance(11 * 60_000);
    let undone = phone.ask(Request::Undo {
        visits: noted.visits,
    });
    assert!(matches!(undone, Err(Trouble::NotPossible(_))));
    assert!(matches!(
        phone.door(door).needs,
        DoorNeeds::DontKnock { .. }
    ));
}

#[tokio::test]
async fn a_talk_left_for_hours_is_handed_in_as_far_as_it_went_and_a_pavement_after_half_an_hour() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let talk = phone.begin(world.doors[0].id);
    for act in crate::phone_world::acts_at(&talk, false) {
        phone.act(talk.draft, act);
    }
    let closed = phone.begin(world.doors[1].id);
    phone.act(closed.draft, Act::CloseDoor);
    assert_eq!(phone.status().not_sent, 2, "drafts count as unsent");
    phone.wait(&world, 31 * 60_000).await;
    assert_eq!(phone.home().parked.len(), 1);
    phone.wait(&world, 4 * 3_600_000).await;
    assert_eq!(phone.home().parked.len(), 0);
    assert_eq!(phone.status().not_sent, 0);
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("talks", "finished"), 1);
    assert_eq!(counts.get("talks", "abandoned"), 1);
}

#[tokio::test]
async fn several_talks_are_parked_and_each_is_found_where_it_was_left() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let one = phone.begin(world.doors[0].id);
    phone.act(one.draft, Act::Next);
    let paused = phone.act(one.draft, Act::Pause);
    assert!(paused.paused);
    let two = phone.begin(world.doors[1].id);
    phone.act(two.draft, Act::Pause);
    assert!(matches!(phone.opening(), Opening::Home(_)), "none is open");
    assert_eq!(phone.home().parked.len(), 2);
    assert_eq!(phone.door(world.doors[0].id).needs, DoorNeeds::Parked);
    let again = phone.act(one.draft, Act::Resume);
    assert_eq!(again.place, paused.place);
    assert!(matches!(
        phone.opening(),
        Opening::InConversation { draft, .. } if draft == one.draft
    ));
}

#[tokio::test]
async fn a_list_taken_away_is_hidden_at_once_and_emptied_when_its_work_has_arrived() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let talk = phone.begin(world.doors[0].id);
    phone.note(world.doors[1].id, Disposition::NotHome);
    phone.carry(&world, Fate::Lost).await;
    world
        .server
        .store
        .end_list(world.campaign, TALK_LIST, crate::world::NOW_MS)
        .await
        .unwrap();
    phone.wait(&world, 120_000).await;
    assert!(phone.home().lists.is_empty(), "hidden");
    // The conversation goes on, whatever became of the list.
    let mut view = phone.talk(Request::Talk { draft: talk.draft });
    assert_eq!(view.address, "Annankatu 1");
    while view.place != Place::Pavement {
        for act in crate::phone_world::acts_at(&view, true) {
            view = phone.act(view.draft, act);
        }
    }
    saved(phone.ask(Request::Finish { draft: view.draft }));
    phone.wait(&world, 120_000).await;
    assert_eq!(
        phone.status().not_sent,
        0,
        "work done while unaware is taken"
    );
    let store = phone.back.into_store();
    assert_eq!(
        store.tables().door_even_if_gone(world.doors[0].id).unwrap(),
        None,
        "its people are deleted"
    );
}

#[tokio::test]
async fn an_expired_list_is_hidden_and_emptied_by_the_phones_own_calendar() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    phone.note(world.doors[1].id, Disposition::NotHome);
    phone.sync(&world).await;
    phone.clock.advance(60 * 24 * 3_600_000);
    assert!(phone.home().lists.is_empty());
    assert!(matches!(
        phone.ask(Request::Door {
            door: world.doors[0].id
        }),
        Err(Trouble::NotHere(_))
    ));
    phone.back.woken();
    let store = phone.back.into_store();
    assert_eq!(
        store.tables().door_even_if_gone(world.doors[0].id).unwrap(),
        None
    );
}

#[tokio::test]
async fn the_list_to_go_on_with_stands_first_and_one_that_is_done_last() {
    let world = world_to_talk_in().await;
    let (short, soon) = (ListId(Uuid::from_u128(0xD1)), ListId(Uuid::from_u128(0xD2)));
    add_list(&world, short, crate::phone_world::t1().reference(), 7..9).await;
    let mut ends_soon =
        crate::phone_world::list(&world, soon, crate::phone_world::t1().reference(), 5..9);
    ends_soon.expires_on = "2026-11-20".parse().unwrap();
    make_list(&world, ends_soon).await;
    world.share("MANY2345", 5, &[short, soon, TALK_LIST]).await;
    let mut phone = TestPhone::new(1).await;
    let home = phone.join(&world, "MANY2345", "Aino").await.unwrap();
    let order = |home: &doorstep::phone::view::Home| -> Vec<ListId> {
        home.lists.iter().map(|list| list.list).collect()
    };
    assert_eq!(
        order(&home),
        [soon, short, TALK_LIST],
        "what ends first, then the shorter"
    );

    phone.ask(Request::Streets { list: TALK_LIST }).unwrap();
    phone.note(world.doors[0].id, Disposition::NotHome);
    assert_eq!(
        order(&phone.home()),
        [TALK_LIST, soon, short],
        "worked on last"
    );
    phone.clock.advance(60_000);
    phone.ask(Request::Streets { list: short }).unwrap();
    let talk = phone.begin(world.doors[7].id);
    assert_eq!(
        order(&phone.home()),
        [short, TALK_LIST, soon],
        "a talk is work"
    );
    phone.act(talk.draft, Act::CloseDoor);
    saved(phone.ask(Request::Finish { draft: talk.draft }));
    phone.note(world.doors[8].id, Disposition::Refused);
    let home = phone.home();
    assert_eq!(order(&home), [TALK_LIST, soon, short], "done: last");
    assert_eq!(home.lists[2].left, 0);
}

#[tokio::test]
async fn a_colleagues_visit_is_as_the_server_has_it_though_it_was_told_otherwise_before() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let mut matti = world.join_with(TALK_CODE, "Matti", 9).await;
    let door = &world.doors[1];
    let by = at(matti.canvasser, 0);
    let told = |how| visit(20, by, TALK_LIST, door, how);
    world.push(&mut matti, &[told(Disposition::NotHome)]).await;
    phone.wait(&world, 180_000).await;
    let seen = |phone: &mut TestPhone| -> Vec<Disposition> {
        let past = phone.door(door.id).history;
        past.iter().map(|past| past.disposition).collect()
    };
    assert_eq!(seen(&mut phone), [Disposition::NotHome]);

    // An older copy of the database is put back, and a copy of Matti's phone tells it otherwise.
    let nothing = if world.database.is_some() {
        "decode(repeat('00', 32), 'hex')"
    } else {
        "zeroblob(32)"
    };
    world
        .run(&format!(
            "DELETE FROM feed; DELETE FROM log; DELETE FROM delivery; DELETE FROM door_state; \
             UPDATE walk_list SET record_count = 0, record_sum = 0; \
             UPDATE counter SET last_seq = last_seq - 1; \
             UPDATE device SET have_n = 0, have_digest = {nothing}"
        ))
        .await;
    let started = world.server.store.note_start(Uuid::from_u128(7));
    started.await.unwrap();
    matti.have = Have::default();
    world.push(&mut matti, &[told(Disposition::Vacant)]).await;
    phone.wait(&world, 180_000).await;
    assert_eq!(seen(&mut phone), [Disposition::Vacant]);
}
