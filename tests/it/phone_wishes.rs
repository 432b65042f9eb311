//! "Not today", "never again" and "delete my data", said at a door or in the
//! middle of a conversation: what becomes of what was said, on this phone and
//! in what it hands in.

use crate::phone_world::{Fate, TALK_LIST, TestPhone, acts_at, raw, saved, world_to_talk_in};
use crate::world::World;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Wish, WishScope};
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::{DoorId, DraftId, PersonId};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::{DeliveredWhat, DoorNeeds, Saved, SyncState, TalkView};
use doorstep::wire::push::{EntryResult, Have, Outcome};
use uuid::Uuid;

/// Somebody else of the household.
const EERO: PersonId = PersonId(Uuid::from_u128(0xF0));
const HOURS: i64 = 3_600_000;

fn aino(world: &World) -> PersonId {
    world.doors[0].people[0].id
}

fn wishes(phone: &mut TestPhone, door: DoorId, scope: WishScope, wish: Wish) -> Saved {
    saved(phone.ask(Request::Wish { door, scope, wish }))
}

/// A conversation with something said in it, still at the door.
fn in_mid_talk(phone: &mut TestPhone, door: DoorId, who: WhoAnswered) -> TalkView {
    let mut talk = phone.begin_with(door, who);
    for _ in 0..4 {
        for act in acts_at(&talk, true) {
            talk = phone.act(talk.draft, act);
        }
    }
    let words = "her grandmother fled".to_owned();
    phone.act(talk.draft, Act::MadeADifference { words })
}

fn is_gone(phone: &mut TestPhone, draft: DraftId) -> bool {
    let asked = [
        Request::Talk { draft },
        Request::Act {
            draft,
            act: Act::Next,
        },
        Request::Finish { draft },
    ];
    asked
        .into_iter()
        .all(|request| matches!(phone.ask(request), Err(Trouble::NotHere(_))))
}

fn conversations(phone: &mut TestPhone) -> usize {
    let rows = phone.delivery().rows;
    rows.iter()
        .filter(|row| row.what == DeliveredWhat::Conversation)
        .count()
}

async fn counted(world: &World, what: &str, which: &str) -> i64 {
    let counts = world.server.store.counts(world.campaign, None).await;
    counts.unwrap().get(what, which)
}

#[tokio::test]
async fn whoever_asks_for_deletion_in_mid_talk_leaves_no_conversation_and_a_visit_that_says_so() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let talk = in_mid_talk(&mut phone, door, WhoAnswered::Listed(aino(&world)));
    let scope = WishScope::Person(aino(&world));
    let noted = wishes(&mut phone, door, scope, Wish::DeleteMyData);

    assert_eq!(noted.disposition, Disposition::Objected);
    assert_eq!((noted.doors, noted.visits.len()), (1, 2), "one door");
    assert_eq!(noted.next.unwrap().door, world.doors[1].id, "the way on");
    assert!(is_gone(&mut phone, talk.draft));
    assert_eq!(phone.home().parked, []);
    assert_eq!(phone.status().not_sent, 2, "the wish and the visit");
    let view = phone.door(door);
    assert!(matches!(
        view.needs,
        DoorNeeds::DontKnock {
            why: Disposition::Objected
        }
    ));
    assert_eq!(view.history[0].disposition, Disposition::Objected);
    assert_eq!(view.history[0].who, Some(WhoAnswered::Listed(aino(&world))));
    let mut again = phone.after_sudden_death().await;
    assert!(is_gone(&mut again, talk.draft), "after a sudden death too");

    // Whatever time closes by itself, this is closed already.
    phone.wait(&world, 6 * HOURS).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(counted(&world, "visits", "objected").await, 0);
    for ending in ["finished", "abandoned"] {
        assert_eq!(counted(&world, "talks", ending).await, 0);
    }
    // The server carried it out, and the phone heard so.
    assert_eq!(phone.kinds_kept(), ["person_erased"]);
}

#[tokio::test]
async fn of_what_was_deleted_nothing_is_left_beside_the_file_either() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    in_mid_talk(&mut phone, door, WhoAnswered::DidNotAsk);
    let journal = phone.folder.join("doorstep.db-wal");
    assert!(std::fs::metadata(&journal).unwrap().len() > 0);
    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    assert_eq!(std::fs::metadata(&journal).unwrap().len(), 0);
    let folder = phone.folder.clone();
    phone.back.into_store().close();
    let drafts: i64 = raw(&folder)
        .query_row("SELECT count(*) FROM draft", [], |row| row.get(0))
        .unwrap();
    assert_eq!(drafts, 0);
}

#[tokio::test]
async fn a_persons_wish_to_be_deleted_leaves_the_talks_with_others_alone() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let (here, elsewhere) = (world.doors[0].id, world.doors[1].id);
    let aino = aino(&world);
    let parked = in_mid_talk(&mut phone, here, WhoAnswered::Listed(aino)).draft;
    phone.act(parked, Act::Pause);
    let pavement = in_mid_talk(&mut phone, here, WhoAnswered::Listed(aino)).draft;
    phone.act(pavement, Act::CloseDoor);
    let with_eero = in_mid_talk(&mut phone, here, WhoAnswered::Listed(EERO)).draft;
    let with_nobody_named = in_mid_talk(&mut phone, here, WhoAnswered::SomeoneElse).draft;
    let next_door = in_mid_talk(&mut phone, elsewhere, WhoAnswered::DidNotAsk).draft;

    wishes(
        &mut phone,
        here,
        WishScope::Person(aino),
        Wish::DeleteMyData,
    );
    assert!(is_gone(&mut phone, parked) && is_gone(&mut phone, pavement));
    for draft in [with_eero, with_nobody_named, next_door] {
        let view = phone.talk(Request::Talk { draft });
        assert!(view.step.is_some(), "still open at its step");
        assert_eq!(view.made_a_difference, "her grandmother fled");
    }

    wishes(&mut phone, here, WishScope::Household, Wish::DeleteMyData);
    assert!(is_gone(&mut phone, with_eero) && is_gone(&mut phone, with_nobody_named));
    phone.talk(Request::Talk { draft: next_door });
}

#[tokio::test]
async fn saved_conversations_of_whoever_asks_for_deletion_go_whether_or_not_they_could_be_tied() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let listed = WhoAnswered::Listed(aino(&world));
    // Its request is on the way all the while, so that the talks wait.
    phone.note(world.doors[3].id, Disposition::NotHome);
    phone.hold_a_talk_with(door, listed, true);
    phone.hold_a_talk_with(door, listed, false);
    phone.hold_a_talk_with(door, WhoAnswered::Listed(EERO), true);
    phone.hold_a_talk_with(door, WhoAnswered::Listed(EERO), false);
    phone.hold_a_talk(world.doors[1].id, false);
    assert_eq!(conversations(&mut phone), 5);

    let scope = WishScope::Person(aino(&world));
    wishes(&mut phone, door, scope, Wish::DeleteMyData);
    assert_eq!(conversations(&mut phone), 3, "of others");
    phone.sync(&world).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(phone.status().sync, SyncState::Idle);
    assert_eq!(counted(&world, "talks", "finished").await, 3);

    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    assert_eq!(
        conversations(&mut phone),
        2,
        "of what is with the team the places of the two that are tied to nothing"
    );
    phone.sync(&world).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(phone.kinds_kept(), ["do_not_contact", "visit"]);
}

/// Erasing what was numbered and sent, with the answer lost or the request.
async fn erased_on_the_way(fate: Fate) -> (World, TestPhone) {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    phone.note(world.doors[1].id, Disposition::NotHome);
    phone.sync(&world).await;
    phone.hold_a_talk_with(world.doors[0].id, WhoAnswered::Listed(aino(&world)), true);
    phone.note(world.doors[2].id, Disposition::NotHome);
    phone.carry(&world, fate).await;
    let scope = WishScope::Person(aino(&world));
    wishes(&mut phone, world.doors[0].id, scope, Wish::DeleteMyData);
    phone.note(world.doors[3].id, Disposition::NotHome);
    phone.wait(&world, 180_000).await;
    (world, phone)
}

#[tokio::test]
async fn numbers_stay_without_gaps_when_what_was_erased_had_never_arrived() {
    let (world, mut phone) = erased_on_the_way(Fate::Lost).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(phone.status().sync, SyncState::Idle);
    assert_eq!(counted(&world, "talks", "finished").await, 0);
    assert_eq!(counted(&world, "visits", "not_home").await, 3);
    assert_eq!(counted(&world, "visits", "objected").await, 0, "erased");
}

#[tokio::test]
async fn numbers_stay_without_gaps_when_what_was_erased_had_arrived_unanswered() {
    let (world, mut phone) = erased_on_the_way(Fate::AnswerLost).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(phone.status().sync, SyncState::Idle);
    assert_eq!(counted(&world, "visits", "not_home").await, 3);
    assert_eq!(counted(&world, "visits", "objected").await, 0, "erased");
    assert!(!phone.kinds_kept().contains(&"conversation".to_owned()));
}

#[tokio::test]
async fn an_answer_that_comes_after_the_erasure_is_no_trouble() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    phone.hold_a_talk(door, true);
    let under_way = phone.back.take_jobs();
    assert_eq!(under_way.len(), 1);
    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    for job in under_way {
        let answer = crate::phone_world::post(&world, job.call).await;
        phone.back.answered(job.id, &answer);
    }
    phone.sync(&world).await;
    assert_eq!(phone.status().sync, SyncState::Idle);
    assert_eq!(phone.status().not_sent, 0);
}

#[tokio::test]
async fn an_answer_to_nothing_but_what_was_erased_meanwhile_counts_as_an_answer() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    phone.hold_a_talk(door, true);
    assert_eq!(
        phone.back.take_jobs().len(),
        1,
        "visit and talk have numbers"
    );
    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    let mut store = phone.back.into_store();
    let enrolment = store.tables().enrolments().unwrap()[0].key;
    let answered = EntryResult {
        n: 2,
        outcome: Outcome::Accepted,
    };
    let have = Have {
        n: 2,
        ..Have::default()
    };
    let settled = store.write(|tables| tables.settle(enrolment, &[answered], have));
    assert_eq!(
        settled.unwrap().entries,
        1,
        "else it looks like a server in trouble"
    );
}

#[tokio::test]
async fn a_server_restored_from_an_old_backup_is_refilled_without_what_was_erased() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    phone.hold_a_talk(door, true);
    phone.note(world.doors[1].id, Disposition::NotHome);
    phone.sync(&world).await;
    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    phone.sync(&world).await;
    let mut store = phone.back.into_store();
    let enrolment = store.tables().enrolments().unwrap()[0].key;
    let whole = store.write(|tables| tables.refill_after(enrolment, 0));
    assert!(whole.unwrap(), "nothing of what should be there is missing");
    let batch = store.write(|tables| tables.take_batch(enrolment, 200));
    let entries = batch.unwrap().unwrap().request.entries;
    let numbers: Vec<u64> = entries.iter().map(|entry| entry.n).collect();
    assert_eq!(numbers, [1, 2, 3, 4], "two visits, the wish and its visit");
    assert!(
        entries
            .iter()
            .all(|entry| entry.record.kind.name() != "conversation")
    );
}

#[tokio::test]
async fn not_today_and_never_again_close_the_door_and_keep_what_was_said() {
    for (wish, why) in [
        (Wish::NotToday, Disposition::Refused),
        (Wish::NeverAgain, Disposition::Objected),
    ] {
        let world = world_to_talk_in().await;
        let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
        let door = world.doors[0].id;
        let listed = WhoAnswered::Listed(aino(&world));
        let talk = in_mid_talk(&mut phone, door, listed);
        let other = in_mid_talk(&mut phone, door, WhoAnswered::Listed(EERO));
        let scope = WishScope::Person(aino(&world));
        let noted = wishes(&mut phone, door, scope, wish);
        assert_eq!(noted.disposition, why);
        let view = phone.talk(Request::Talk { draft: talk.draft });
        assert_eq!(view.place, Place::Pavement);
        assert_eq!(view.made_a_difference, "her grandmother fled");
        let others = phone.talk(Request::Talk { draft: other.draft });
        assert_eq!(others.place, other.place, "that talk goes on");
        assert_eq!(
            phone.door(door).history,
            [],
            "the talk will tell of the visit"
        );

        saved(phone.ask(Request::Finish { draft: talk.draft }));
        assert_eq!(conversations(&mut phone), 1);
        assert_eq!(phone.door(door).history.len(), 1);
        phone.wait(&world, 6 * HOURS).await;
        let is_gone = phone.door(door).people[0].gone;
        let expected = (wish == Wish::NeverAgain).then_some(Disposition::Objected);
        assert_eq!(is_gone, expected);
    }
}

#[tokio::test]
async fn a_wish_is_heard_also_when_the_list_was_taken_away_in_mid_talk() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let talk = in_mid_talk(&mut phone, door, WhoAnswered::DidNotAsk);
    world
        .server
        .store
        .end_list(world.campaign, TALK_LIST, crate::world::NOW_MS)
        .await
        .unwrap();
    phone.wait(&world, 120_000).await;
    assert!(phone.home().lists.is_empty(), "hidden");
    wishes(&mut phone, door, WishScope::Household, Wish::DeleteMyData);
    assert!(is_gone(&mut phone, talk.draft));
    phone.wait(&world, 120_000).await;
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(counted(&world, "visits", "objected").await, 0);
    assert_eq!(phone.kinds_kept(), Vec::<String>::new());
}
