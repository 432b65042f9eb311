//! What hangs together goes together: a visit with somebody erased, its corrections, what is set
//! aside of it, in whatever order they come and at whatever door they were noted.

use crate::api_renew::{renew, renewed};
use crate::erasure::{aino, two_met_aino, wish_of};
use crate::phone_world::{TALK_LIST, TestPhone, saved, world_to_talk_in};
use crate::world::{NOW_MS, Phone, World, at, id, undo, unlinked, visit, visit_fact};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Correction, WishScope};
use doorstep::domain::ids::{LeadId, RecordId};
use doorstep::domain::record::{Fact, Kind, Record};
use doorstep::domain::visit::{Visit, WhoAnswered};
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::SyncState;
use doorstep::server::store::erasure::Asked;
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::ledger;
use doorstep::server::store::log::RecordLog as _;
use doorstep::server::store::quarantine::{SetAside, Why};
use doorstep::wire::pull::{Decided, PullRequest, Refused};
use doorstep::wire::push::{Have, Outcome, PushReply};
use uuid::Uuid;

async fn erase_at_the_desk(world: &World) -> u32 {
    let asked = Asked {
        door: world.doors[0].id,
        scope: WishScope::Person(aino(world)),
        under_way: Vec::new(),
        lead: None,
        now_ms: NOW_MS,
    };
    let store = &world.server.store;
    store.erase(world.campaign, asked).await.unwrap()
}

fn outcomes(reply: &PushReply) -> Vec<Outcome> {
    let outcomes = reply.results.iter();
    outcomes.map(|result| result.outcome.clone()).collect()
}

/// Nothing of these is kept, in the log or set aside, and the views say the same.
async fn are_gone(world: &World, records: &[RecordId]) {
    for record in records {
        let hex = record.0.simple().to_string();
        for (table, bytes) in world.rows().await {
            if table == "erased" {
                continue;
            }
            let holds = bytes.windows(16).any(|part| part == record.0.as_bytes())
                || String::from_utf8_lossy(&bytes).contains(&hex)
                || String::from_utf8_lossy(&bytes).contains(&record.to_string());
            assert!(!holds, "{record} in {table}");
        }
    }
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

fn with_aino(world: &World) -> Visit {
    Visit {
        who: Some(WhoAnswered::Listed(aino(world))),
        ..visit_fact(world.list, &world.doors[0], Disposition::Refused)
    }
}

/// It was with her after all.
fn it_was_aino(n: u128, phone: &Phone, world: &World, corrects: RecordId) -> Record {
    let fact = Fact::Correction(Correction {
        list: world.list,
        door: world.doors[0].id,
        corrects,
        instead: Some(with_aino(world)),
    });
    Record::write(id(n), Some(at(phone.canvasser, 30)), &fact).unwrap()
}

#[tokio::test]
async fn a_correction_goes_with_its_visit_though_that_comes_later() {
    let (world, _, mut matti) = two_met_aino().await;
    let by = at(matti.canvasser, 10);
    let correction = undo(
        21,
        at(matti.canvasser, 11),
        world.list,
        &world.doors[0],
        id(20),
    );
    let reply = world
        .push(&mut matti, std::slice::from_ref(&correction))
        .await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    erase_at_the_desk(&world).await;
    let late = Record::write(id(20), Some(by), &Fact::Visit(with_aino(&world))).unwrap();
    let reply = world.push(&mut matti, &[late]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    are_gone(&world, &[id(20), id(21)]).await;
    let check = world.server.store.check(world.campaign, world.list).await;
    let feed = world.server.store.feed(world.campaign, world.list, 0, 100);
    assert_eq!(feed.await.unwrap().len(), check.unwrap().records as usize);
    // And what comes after both.
    let again = undo(
        22,
        at(matti.canvasser, 12),
        world.list,
        &world.doors[0],
        id(20),
    );
    let reply = world.push(&mut matti, &[again, correction]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased, Outcome::Erased]);
    are_gone(&world, &[id(20), id(21), id(22)]).await;
}

#[tokio::test]
async fn a_visit_and_its_other_corrections_go_with_the_one_that_says_it_was_with_them() {
    let (world, mut liisa, mut matti) = two_met_aino().await;
    let by = at(matti.canvasser, 10);
    let door = &world.doors[0];
    let records = [
        visit(20, by, world.list, door, Disposition::NotHome),
        undo(21, at(matti.canvasser, 11), world.list, door, id(20)),
    ];
    world.push(&mut matti, &records).await;
    // Somebody else's word about it counts nowhere, and takes nothing along.
    let theirs = it_was_aino(22, &liisa, &world, id(20));
    erase_at_the_desk(&world).await;
    let reply = world.push(&mut liisa, &[theirs]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    let kept = world.server.store.feed(world.campaign, world.list, 0, 100);
    let kept: Vec<RecordId> = kept.await.unwrap().iter().map(|(_, it)| it.id).collect();
    assert!(kept.contains(&id(20)) && kept.contains(&id(21)), "{kept:?}");

    let late = it_was_aino(23, &matti, &world, id(20));
    let reply = world.push(&mut matti, &[late]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    are_gone(&world, &[id(20), id(21), id(23)]).await;
}

#[tokio::test]
async fn what_is_set_aside_of_a_visit_goes_with_it_and_its_phone_hears_so() {
    let (world, _, mut matti) = two_met_aino().await;
    let by = at(matti.canvasser, 10);
    let met = Record::write(id(20), Some(by), &Fact::Visit(with_aino(&world))).unwrap();
    world.push(&mut matti, &[met]).await;
    // On a list he does not hold.
    let aside = undo(21, by, world.other_list, &world.doors[0], id(20));
    let reply = world.push(&mut matti, std::slice::from_ref(&aside)).await;
    assert!(matches!(outcomes(&reply)[..], [Outcome::Rejected { .. }]));
    // What a lead said of it goes, too.
    let which = SetAside {
        record: id(21),
        content: aside.content_hash(),
    };
    let lead = LeadId(uuid::Uuid::from_u128(0x1EA));
    let store = &world.server.store;
    let put = store.put_aside(world.campaign, which, Why::Trial, lead, NOW_MS);
    put.await.unwrap();
    erase_at_the_desk(&world).await;
    are_gone(&world, &[id(20), id(21)]).await;
    let asked = PullRequest {
        refused: vec![Refused {
            id: id(21),
            content: aside.content_hash().hex(),
        }],
        ..PullRequest::default()
    };
    let decided = world.pull(&matti, &asked).await.decided;
    let erased = Decided {
        id: id(21),
        taken: false,
        why: Some(Decided::ERASED.to_owned()),
    };
    assert_eq!(decided, [erased]);
}

#[tokio::test]
async fn set_aside_of_a_visit_that_comes_late_it_goes_too() {
    let (world, _, mut matti) = two_met_aino().await;
    let by = at(matti.canvasser, 10);
    let aside = undo(21, by, world.other_list, &world.doors[0], id(20));
    world.push(&mut matti, &[aside]).await;
    erase_at_the_desk(&world).await;
    let late = Record::write(id(20), Some(by), &Fact::Visit(with_aino(&world))).unwrap();
    world.push(&mut matti, &[late]).await;
    are_gone(&world, &[id(20), id(21)]).await;
}

#[tokio::test]
async fn whoever_is_named_at_another_door_is_found_there() {
    let (world, _, mut matti) = two_met_aino().await;
    let elsewhere = Visit {
        door: world.doors[2].id,
        ..with_aino(&world)
    };
    let by = at(matti.canvasser, 10);
    let elsewhere = Record::write(id(20), Some(by), &Fact::Visit(elsewhere)).unwrap();
    let reply = world.push(&mut matti, &[elsewhere]).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    erase_at_the_desk(&world).await;
    are_gone(&world, &[id(20)]).await;
    // Phones go by the door and the person they are told.
    let told = world.pull(&matti, &PullRequest::default()).await.erased;
    let doors: Vec<_> = told.iter().map(|erasure| erasure.erased.door).collect();
    assert!(doors.contains(&world.doors[2].id), "{doors:?}");
}

#[tokio::test]
async fn who_wrote_what_goes_is_told_of_it_whatever_they_hold_by_now() {
    let (world, _, mut matti) = two_met_aino().await;
    let by = at(matti.canvasser, 10);
    let met = Record::write(id(20), Some(by), &Fact::Visit(with_aino(&world))).unwrap();
    world.push(&mut matti, &[met]).await;
    // As after an older copy of the database was put back, from before he had the list.
    world.run("DELETE FROM list_grant").await;
    erase_at_the_desk(&world).await;
    let told = world.pull(&matti, &PullRequest::default()).await.erased;
    assert_eq!(told.len(), 1);
}

#[tokio::test]
async fn an_older_copy_loses_by_the_ledger_what_went_with_something_that_came_late() {
    let begun = async || {
        let (world, liisa, mut matti) = two_met_aino().await;
        let by = at(matti.canvasser, 10);
        let correction = undo(21, by, world.list, &world.doors[0], id(20));
        world.push(&mut matti, &[correction]).await;
        let kept = world
            .server
            .store
            .keep_ledger_in(world.folder.path(), NOW_MS);
        kept.await.unwrap();
        (world, liisa, matti)
    };
    let (world, mut liisa, mut matti) = begun().await;
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut liisa, &[wish]).await;
    let by = at(matti.canvasser, 9);
    let late = Record::write(id(20), Some(by), &Fact::Visit(with_aino(&world))).unwrap();
    world.push(&mut matti, &[late]).await;
    are_gone(&world, &[id(20), id(21)]).await;
    world
        .server
        .store
        .keep_ledger_in(world.folder.path(), NOW_MS)
        .await
        .unwrap();

    let (older, ..) = begun().await;
    let ledger_of = |world: &World| ledger::file_in(world.folder.path());
    std::fs::copy(ledger_of(&world), ledger_of(&older)).unwrap();
    let kept = older
        .server
        .store
        .keep_ledger_in(older.folder.path(), NOW_MS);
    assert_eq!(kept.await.unwrap(), 1);
    are_gone(&older, &[id(20), id(21)]).await;
}

#[tokio::test]
async fn a_phone_lets_go_of_what_was_refused_when_it_is_erased() {
    let world = world_to_talk_in().await;
    let store = &world.server.store;
    let mut matti = TestPhone::joined(&world, "Matti", 2).await;
    let set = async |state| {
        let all = store.canvassers(world.campaign).await.unwrap();
        let device = all[0].devices[0].id;
        let set = store.set_device_state(world.campaign, device, state, NOW_MS);
        set.await.unwrap();
    };
    // Declared lost and found again before it asked for anything: what it sent was set aside.
    set(DeviceState::Lost).await;
    let door = world.doors[0].id;
    matti.hold_a_talk_with(door, WhoAnswered::Listed(aino(&world)), true);
    matti.sync(&world).await;
    set(DeviceState::Active).await;
    assert!(matti.status().need_attention > 0);
    erase_at_the_desk(&world).await;
    // Nobody would know that this phone has anything of hers.
    world.run("DELETE FROM erasure_phone").await;
    matti.wait(&world, 180_000).await;
    assert_eq!(matti.status().need_attention, 0);
    let asked = matti.ask(Request::Door { door });
    assert!(!matches!(asked, Err(Trouble::Damaged(_))), "{asked:?}");
    assert_eq!(matti.kinds_kept(), ["person_erased"]);
}

#[tokio::test]
async fn an_unlinked_talk_that_two_copies_told_differently_goes_in_both_tellings() {
    let (world, mut liisa, mut matti) = two_met_aino().await;
    let talk = |first| unlinked(30, world.list, first);
    let reply = world.push(&mut matti, &[talk(3)]).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    let reply = world.push(&mut liisa, &[talk(4)]).await;
    assert!(matches!(outcomes(&reply)[..], [Outcome::Rejected { .. }]));
    let by = at(liisa.canvasser, 10);
    let scope = WishScope::Person(aino(&world));
    let wish = wish_of(7, by, &world, scope, &[talk(3).id]);
    world.push(&mut liisa, &[wish]).await;
    are_gone(&world, &[talk(3).id]).await;
}

#[tokio::test]
async fn what_a_phone_erased_unsent_is_gone_there_and_both_sides_agree() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Matti", 1).await;
    let door = world.doors[0].id;
    let noted = phone.note(door, Disposition::NotHome).visits[0];
    phone.sync(&world).await;
    saved(phone.ask(Request::Correct {
        visit: noted,
        disposition: Disposition::Refused,
        call: None,
        who: Some(WhoAnswered::Listed(aino(&world))),
    }));
    // Something in between does not let it through, and then the phone hears of the erasure.
    phone.is_told_too_large();
    erase_at_the_desk(&world).await;
    phone.sync(&world).await;
    phone.wait(&world, 5 * 60_000).await;
    let held = phone.back.store().tables().inventory().unwrap();
    let name = aino(&world).to_string();
    let naming = held.records.iter().map(|it| &it.record);
    let naming = naming.filter(|it| it.body.get().contains(&name));
    let naming: Vec<&Kind> = naming.map(|it| &it.kind).collect();
    assert_eq!(naming, [&Kind::PersonErased]);
    let check = world.server.store.check(world.campaign, TALK_LIST).await;
    assert_eq!(held.lists[0].check, check.unwrap());
    // The visit names nobody, and nobody was told with whom it was.
    assert!(held.records.iter().any(|it| it.record.id == noted));
    let status = phone.status();
    assert_eq!((status.not_sent, status.need_attention), (0, 0));
    assert_eq!(status.sync, SyncState::Idle);
}

#[tokio::test]
async fn a_copy_of_a_phone_hears_what_went_by_what_the_other_said() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Matti", 1).await;
    let door = world.doors[0].id;
    let noted = phone.note(door, Disposition::NotHome).visits[0];
    phone.sync(&world).await;
    phone.wait(&world, 3 * 60_000).await;
    erase_at_the_desk(&world).await;
    phone.wait(&world, 3 * 60_000).await;

    // The other has got an identity of its own, and had not heard of the erasure.
    let shared = phone.back.store().tables().enrolments().unwrap().remove(0);
    let shared = Phone {
        device: shared.device,
        canvasser: shared.canvasser,
        token: shared.token,
        have: Have::default(),
    };
    let mut other = renewed(renew(&world, &shared, Uuid::from_u128(5)).await);
    let instead = Visit {
        list: TALK_LIST,
        ..with_aino(&world)
    };
    let correction = Fact::Correction(Correction {
        list: TALK_LIST,
        door,
        corrects: noted,
        instead: Some(instead),
    });
    let by = at(other.canvasser, 30);
    let correction = Record::write(id(20), Some(by), &correction).unwrap();
    let reply = world.push(&mut other, &[correction]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    are_gone(&world, &[noted, id(20)]).await;

    // Somebody else is at another door of the list, so there are news of it.
    let mut liisa = TestPhone::joined(&world, "Liisa", 2).await;
    liisa.note(world.doors[3].id, Disposition::NotHome);
    liisa.sync(&world).await;
    phone.wait(&world, 5 * 60_000).await;
    assert!(phone.door(door).history.is_empty());
    assert_eq!(phone.kinds_kept(), ["person_erased", "visit"]);
}
