//! "Delete what you hold about me": what is left of somebody on the server, on
//! phones, beside the database, and after an older copy of it was put back.

use crate::phone_world::{Fate, TALK_LIST, TestPhone, acts_at, saved, world_to_talk_in};
use crate::world::{
    BackEnd, NOW_MS, Phone, World, at, id, linked, undo, unlinked, visit, visit_fact,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Correction, DoNotContact, Wish, WishScope};
use doorstep::domain::draft::Act;
use doorstep::domain::fold::Needs;
use doorstep::domain::ids::{DoorId, ListId, PersonId, RecordId};
use doorstep::domain::record::{Author, Fact, Kind, Record};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::{DoorNeeds, SyncState};
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::ledger;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::pull::{ListCursor, PullRequest};
use doorstep::wire::push::Outcome;
use serde_json::value::RawValue;

/// What was said in linked conversations, and stands nowhere else.
const WORDS: &str = "her grandmother fled";

fn said(n: u128, by: Author, list: ListId, visit: RecordId, first: i32) -> Record {
    let record = linked(n, by, list, visit, first);
    let body = record.body.get().replace("my sister", WORDS);
    Record {
        body: RawValue::from_string(body).unwrap(),
        ..record
    }
}

pub fn wish_of(
    n: u128,
    by: Author,
    world: &World,
    scope: WishScope,
    under_way: &[RecordId],
) -> Record {
    let fact = Fact::DoNotContact(DoNotContact {
        list: world.list,
        door: world.doors[0].id,
        round: 1,
        scope,
        wish: Wish::DeleteMyData,
        under_way: under_way.to_vec(),
    });
    Record::write(id(n), Some(by), &fact).unwrap()
}

pub fn aino(world: &World) -> PersonId {
    world.doors[0].people[0].id
}

async fn counted(world: &World, what: &str, which: &str) -> i64 {
    let counts = world.server.store.counts(world.campaign, None).await;
    counts.unwrap().get(what, which)
}

/// Every row of every table, as far as it has this text in it.
pub async fn tables_with(world: &World, text: &str) -> Vec<String> {
    let mut found: Vec<String> = world
        .rows()
        .await
        .into_iter()
        .filter(|(_, bytes)| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        })
        .map(|(table, _)| table)
        .collect();
    found.dedup();
    found
}

async fn agrees(world: &World) {
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

fn outcomes(reply: &doorstep::wire::push::PushReply) -> Vec<Outcome> {
    reply
        .results
        .iter()
        .map(|one| one.outcome.clone())
        .collect()
}

/// Two phones with the list; both met Aino at door 0, one of them had not sent it yet.
pub async fn two_met_aino() -> (World, Phone, Phone) {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let matti = world.join("Matti", 2).await;
    let by = at(liisa.canvasser, 0);
    let door = &world.doors[0];
    let elsewhere = &world.doors[1];
    let records = [
        visit(1, by, world.list, door, Disposition::Complete),
        said(2, by, world.list, id(1), 4),
        visit(3, by, world.list, elsewhere, Disposition::Complete),
        said(4, by, world.list, id(3), 4),
        unlinked(5, world.list, 7),
    ];
    world.push(&mut liisa, &records).await;
    (world, liisa, matti)
}

#[tokio::test]
async fn whoever_asks_at_the_door_is_gone_from_everything_the_server_keeps() {
    let (world, mut liisa, mut matti) = two_met_aino().await;
    // Set aside: a kind from the future that names her.
    let newer = format!(
        r#"{{"id":"{}","kind":"phone_call","v":1,"by":{{"canvasser":"{}","at":"2026-11-14T17:00:00+02:00"}},"body":{{"with":"{}","said":"{WORDS}"}}}}"#,
        id(6).0,
        matti.canvasser.0,
        aino(&world).0
    );
    let newer: Record = serde_json::from_str(&newer).unwrap();
    let reply = world.push(&mut matti, std::slice::from_ref(&newer)).await;
    assert!(matches!(outcomes(&reply)[0], Outcome::Held { .. }));
    assert!(!tables_with(&world, "Aino 0").await.is_empty());
    assert_eq!(counted(&world, "talks", "finished").await, 3);

    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    let reply = world.push(&mut liisa, std::slice::from_ref(&wish)).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);

    assert_eq!(tables_with(&world, "Aino 0").await, Vec::<String>::new());
    let quarantined = world
        .server
        .store
        .quarantined(world.campaign)
        .await
        .unwrap();
    assert_eq!(quarantined, []);
    // What was said elsewhere is still there, and only that.
    assert_eq!(tables_with(&world, WORDS).await, ["log"]);
    assert_eq!(counted(&world, "talks", "finished").await, 2);
    assert_eq!(counted(&world, "visits", "complete").await, 1);
    let state = world
        .server
        .store
        .door_state(world.campaign, world.doors[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        state.needs(1, &[]),
        Needs::DontKnock {
            why: Disposition::Objected
        }
    );
    agrees(&world).await;

    // Sent again, whatever it is and whoever sends it: `erased`, and nothing is kept.
    let theirs = at(matti.canvasser, 5);
    let door = &world.doors[0];
    let late = [
        newer,
        visit(11, theirs, world.list, door, Disposition::Complete),
        said(12, theirs, world.list, id(11), 2),
        // Before the visit it was had on.
        said(13, theirs, world.list, id(14), 2),
        visit(14, theirs, world.list, door, Disposition::Refused),
        wish_of(15, theirs, &world, WishScope::Person(aino(&world)), &[]),
    ];
    let reply = world.push(&mut matti, &late).await;
    let expected: Vec<Outcome> = [true, true, true, false, false, true]
        .map(|erased| {
            if erased {
                Outcome::Erased
            } else {
                Outcome::Accepted
            }
        })
        .to_vec();
    // 14 names nobody (a refusal behind the door), so it and 13 stay.
    assert_eq!(outcomes(&reply), expected);
    let again = world.push(&mut liisa, &[wish]).await;
    assert_eq!(outcomes(&again), [Outcome::Erased]);
    let quarantined = world
        .server
        .store
        .quarantined(world.campaign)
        .await
        .unwrap();
    assert_eq!(quarantined, []);
    agrees(&world).await;
}

#[tokio::test]
async fn a_conversation_that_came_before_its_visit_goes_when_the_visit_turns_out_to_be_with_them() {
    let (world, mut liisa, mut matti) = two_met_aino().await;
    let by = at(liisa.canvasser, 10);
    let scope = WishScope::Person(aino(&world));
    let theirs = at(matti.canvasser, 5);
    world
        .push(&mut matti, &[said(12, theirs, world.list, id(11), 2)])
        .await;
    let first = visit_fact(world.list, &world.doors[0], Disposition::Refused);
    let first = Record::write(id(20), Some(theirs), &Fact::Visit(first)).unwrap();
    let talk = said(21, theirs, world.list, id(20), 2);
    world.push(&mut matti, &[first, talk]).await;
    world
        .push(&mut liisa, &[wish_of(7, by, &world, scope, &[])])
        .await;
    assert_eq!(counted(&world, "talks", "finished").await, 4);

    let met = visit(
        11,
        theirs,
        world.list,
        &world.doors[0],
        Disposition::Complete,
    );
    let mut instead = visit_fact(world.list, &world.doors[0], Disposition::Refused);
    instead.who = Some(WhoAnswered::Listed(aino(&world)));
    // It was her after all, says a correction that comes too late.
    let correction = Fact::Correction(Correction {
        list: world.list,
        door: world.doors[0].id,
        corrects: id(20),
        instead: Some(instead),
    });
    let correction = Record::write(id(22), Some(theirs), &correction).unwrap();
    let reply = world.push(&mut matti, &[met, correction]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased, Outcome::Erased]);
    assert_eq!(counted(&world, "talks", "finished").await, 2);
    assert_eq!(counted(&world, "visits", "refused").await, 0);
    agrees(&world).await;
}

#[tokio::test]
async fn a_wish_taken_back_before_leaving_the_door_erases_nobody() {
    let (world, mut liisa, _) = two_met_aino().await;
    let (wished, undone) = (at(liisa.canvasser, 10), at(liisa.canvasser, 12));
    let scope = WishScope::Person(aino(&world));
    let records = [
        wish_of(7, wished, &world, scope, &[]),
        undo(8, undone, world.list, &world.doors[0], id(7)),
    ];
    world.push(&mut liisa, &records).await;
    assert!(!tables_with(&world, "Aino 0").await.is_empty());
    assert_eq!(
        world.server.store.erasures(world.campaign).await.unwrap(),
        []
    );
    assert_eq!(counted(&world, "talks", "finished").await, 3);
}

#[tokio::test]
async fn of_a_household_everything_noted_at_the_door_goes_and_whatever_comes_later_too() {
    let (world, mut liisa, mut matti) = two_met_aino().await;
    let by = at(liisa.canvasser, 10);
    let door = &world.doors[0];
    let refused = visit(6, by, world.list, door, Disposition::Refused);
    world.push(&mut liisa, &[refused]).await;
    let wish = wish_of(7, by, &world, WishScope::Household, &[]);
    world.push(&mut liisa, &[wish]).await;
    let door_now = world.server.store.door(world.campaign, door.id).await;
    assert_eq!(door_now.unwrap().unwrap().people, []);
    assert_eq!(counted(&world, "visits", "refused").await, 0);
    let theirs = at(matti.canvasser, 5);
    let late = [
        visit(11, theirs, world.list, door, Disposition::Refused),
        said(12, theirs, world.list, id(11), 2),
        visit(
            13,
            theirs,
            world.list,
            &world.doors[1],
            Disposition::Refused,
        ),
    ];
    let reply = world.push(&mut matti, &late).await;
    let expected = [Outcome::Erased, Outcome::Erased, Outcome::Accepted];
    assert_eq!(outcomes(&reply), expected);
    agrees(&world).await;
}

#[tokio::test]
async fn whoever_read_what_was_erased_finds_their_place_and_hears_of_it() {
    let (world, mut liisa, matti) = two_met_aino().await;
    let before = world.pull(&matti, &PullRequest::default()).await;
    let place = |reply: &doorstep::wire::pull::PullReply| PullRequest {
        campaign: reply.campaign_cursor.clone(),
        lists: reply
            .lists
            .iter()
            .map(|page| ListCursor {
                list: page.list,
                cursor: page.cursor.clone(),
            })
            .collect(),
        ..PullRequest::default()
    };
    let by = at(liisa.canvasser, 10);
    let scope = WishScope::Person(aino(&world));
    world
        .push(&mut liisa, &[wish_of(7, by, &world, scope, &[])])
        .await;
    // The last record they had read is gone; they are not sent back to the start.
    let after = world.pull(&matti, &place(&before)).await;
    let [page] = after.lists.as_slice() else {
        panic!("one list: {after:?}");
    };
    assert_eq!(page.doors.len(), 1, "the door without its person");
    assert_eq!(page.doors[0].people, []);
    let kinds: Vec<&Kind> = page.records.iter().map(|record| &record.kind).collect();
    assert_eq!(kinds, [&Kind::PersonErased]);
    assert_eq!(after.erased.len(), 1);
    assert_eq!(after.erased[0].erased.scope, scope);

    let holders =
        |rows: Vec<doorstep::server::store::erasure::ErasureRow>| rows[0].may_hold.clone();
    let rows = world.server.store.erasures(world.campaign).await.unwrap();
    assert_eq!(holders(rows), ["Liisa", "Matti"]);
    let mut heard = place(&after);
    heard.erased = vec![after.erased[0].id];
    let last = world.pull(&matti, &heard).await;
    assert_eq!(last.erased, []);
    let rows = world.server.store.erasures(world.campaign).await.unwrap();
    assert_eq!(holders(rows), ["Liisa"]);
}

#[tokio::test]
async fn an_unlinked_talk_under_way_when_its_person_asks_for_deletion_goes_whenever_it_arrives() {
    for fate in [Fate::AnswerLost, Fate::Lost] {
        let world = world_to_talk_in().await;
        let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
        let door = world.doors[0].id;
        phone.hold_a_talk_with(door, WhoAnswered::Listed(aino(&world)), false);
        phone.carry(&world, fate).await;
        let scope = WishScope::Person(aino(&world));
        let wish = Wish::DeleteMyData;
        saved(phone.ask(Request::Wish { door, scope, wish }));
        phone.wait(&world, 180_000).await;
        assert_eq!(phone.status().not_sent, 0, "{fate:?}");
        assert_eq!(phone.status().sync, SyncState::Idle);
        assert_eq!(counted(&world, "talks", "finished").await, 0, "{fate:?}");
        assert_eq!(world.number("SELECT count(*) FROM unlinked").await, 0);
        agrees(&world).await;
    }
    // And one that arrives after the wish it was overtaken by.
    let (world, mut liisa, mut matti) = two_met_aino().await;
    let by = at(liisa.canvasser, 10);
    let late = unlinked(30, world.list, 3);
    let scope = WishScope::Person(aino(&world));
    let wish = wish_of(7, by, &world, scope, &[late.id]);
    world.push(&mut liisa, &[wish]).await;
    let reply = world.push(&mut matti, &[late]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    assert_eq!(counted(&world, "talks", "finished").await, 2);
}

fn gone_from(phone: &mut TestPhone, door: DoorId) {
    let view = phone.door(door);
    assert!(view.people.is_empty(), "{:?}", view.people);
    assert_eq!(view.history, []);
    let why = Disposition::Objected;
    assert_eq!(view.needs, DoorNeeds::DontKnock { why });
}

#[tokio::test]
async fn a_colleagues_phone_loses_its_own_talks_with_them_sent_unsent_and_begun() {
    let world = world_to_talk_in().await;
    let door = world.doors[0].id;
    let with_aino = WhoAnswered::Listed(aino(&world));
    let mut liisa = TestPhone::joined(&world, "Liisa", 1).await;
    let mut matti = TestPhone::joined(&world, "Matti", 2).await;
    matti.hold_a_talk_with(door, with_aino, true);
    matti.hold_a_talk_with(world.doors[1].id, WhoAnswered::DidNotAsk, true);
    matti.sync(&world).await;
    assert_eq!(counted(&world, "talks", "finished").await, 2);
    // From here on he is offline.
    matti.hold_a_talk_with(door, with_aino, true);
    let begun = matti.begin_with(door, with_aino);
    for act in acts_at(&begun, true) {
        matti.act(begun.draft, act);
    }
    let with_another = matti.begin_with(door, WhoAnswered::SomeoneElse).draft;
    matti.act(with_another, Act::Pause);

    let scope = WishScope::Person(aino(&world));
    let wish = Wish::DeleteMyData;
    saved(liisa.ask(Request::Wish { door, scope, wish }));
    liisa.wait(&world, 180_000).await;
    gone_from(&mut liisa, door);
    // What is left is Matti's visit next door.
    assert_eq!(liisa.kinds_kept(), ["person_erased", "visit"]);
    let may_hold =
        |rows: Vec<doorstep::server::store::erasure::ErasureRow>| rows[0].may_hold.clone();
    let rows = world.server.store.erasures(world.campaign).await.unwrap();
    assert_eq!(
        may_hold(rows),
        ["Matti"],
        "the page says whose phone may still hold it"
    );

    matti.wait(&world, 180_000).await;
    let view = matti.door(door);
    assert!(view.people.is_empty() && view.history.is_empty());
    assert_eq!(
        view.parked,
        [with_another],
        "that one is with somebody else"
    );
    let asked = matti.ask(Request::Talk { draft: begun.draft });
    assert!(matches!(asked, Err(Trouble::NotHere(_))), "{asked:?}");
    matti.talk(Request::Talk {
        draft: with_another,
    });
    assert_eq!(matti.status().sync, SyncState::Idle);
    assert_eq!(matti.status().need_attention, 0);
    assert_eq!(
        counted(&world, "talks", "finished").await,
        1,
        "the one elsewhere"
    );
    let rows = world.server.store.erasures(world.campaign).await.unwrap();
    assert_eq!(may_hold(rows), Vec::<String>::new());
    agrees(&world).await;
    matti.back.into_store().close();
    let file = crate::phone_world::raw(&matti.folder);
    for (table, column) in [("door", "people"), ("draft", "people"), ("record", "body")] {
        let named: i64 = file
            .query_row(
                &format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%Aino 0%'"),
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(named, 0, "{table}");
    }
}

#[tokio::test]
async fn a_phone_whose_list_was_taken_back_still_hears_of_an_erasure_and_so_does_a_copy_of_it() {
    let world = world_to_talk_in().await;
    let door = world.doors[0].id;
    let mut matti = TestPhone::joined(&world, "Matti", 2).await;
    matti.hold_a_talk_with(door, WhoAnswered::Listed(aino(&world)), true);
    matti.sync(&world).await;
    let store = &world.server.store;
    store
        .end_list(world.campaign, TALK_LIST, NOW_MS)
        .await
        .unwrap();
    matti.wait(&world, 180_000).await;
    assert!(matti.home().lists.is_empty());
    // Nobody knows of it: both have handed in the same.
    let mut copy = matti.after_sudden_death().await;
    copy.sync(&world).await;
    let asked = doorstep::server::store::erasure::Asked {
        door,
        scope: WishScope::Person(aino(&world)),
        under_way: Vec::new(),
        lead: None,
        now_ms: NOW_MS,
    };
    assert_eq!(store.erase(world.campaign, asked).await.unwrap(), 2);
    matti.wait(&world, 180_000).await;
    assert_eq!(
        store.erasures(world.campaign).await.unwrap()[0].may_hold,
        Vec::<String>::new()
    );
    assert_eq!(matti.kinds_kept(), Vec::<String>::new());
    copy.wait(&world, 180_000).await;
    assert_eq!(copy.kinds_kept(), Vec::<String>::new());
}

#[tokio::test]
async fn sqlite_keeps_nothing_of_them_in_its_files() {
    let world = World::on(BackEnd::Sqlite).await;
    let mut liisa = world.join("Liisa", 1).await;
    let by = at(liisa.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        said(2, by, world.list, id(1), 4),
    ];
    world.push(&mut liisa, &records).await;
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut liisa, &[wish]).await;
    for file in std::fs::read_dir(world.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for text in ["Aino 0", WORDS] {
            let found = bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes());
            assert!(!found, "{text} in {}", path.display());
        }
    }
}

#[tokio::test]
async fn an_older_copy_that_is_put_back_is_cleaned_from_the_ledger_before_anybody_is_answered() {
    let (world, mut liisa, _) = two_met_aino().await;
    let store = &world.server.store;
    assert_eq!(
        store
            .keep_ledger_in(world.folder.path(), NOW_MS)
            .await
            .unwrap(),
        0
    );
    let by = at(liisa.canvasser, 10);
    let under_way = unlinked(5, world.list, 7);
    let scope = WishScope::Person(aino(&world));
    let wish = wish_of(7, by, &world, scope, &[under_way.id]);
    world.push(&mut liisa, &[wish]).await;
    let file = ledger::file_in(world.folder.path());
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("\"line\":\"erasure\""), "{kept}");
    assert!(!kept.contains("Aino"), "{kept}");

    // The same campaign as it was before: everything is back.
    let (older, _, mut matti) = two_met_aino().await;
    assert_eq!(counted(&older, "talks", "finished").await, 3);
    std::fs::copy(&file, ledger::file_in(older.folder.path())).unwrap();
    let store = &older.server.store;
    assert_eq!(
        store
            .keep_ledger_in(older.folder.path(), NOW_MS)
            .await
            .unwrap(),
        1
    );
    assert_eq!(tables_with(&older, "Aino 0").await, Vec::<String>::new());
    assert_eq!(
        counted(&older, "talks", "finished").await,
        1,
        "the linked one elsewhere"
    );
    agrees(&older).await;
    let late = said(2, at(matti.canvasser, 0), older.list, id(1), 4);
    let reply = older.push(&mut matti, &[late]).await;
    assert_eq!(outcomes(&reply), [Outcome::Erased]);
    // Once more is as good as once.
    assert_eq!(
        store
            .keep_ledger_in(older.folder.path(), NOW_MS)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        std::fs::read_to_string(ledger::file_in(older.folder.path())).unwrap(),
        kept
    );
}

#[tokio::test]
async fn wishes_that_stood_before_erasures_were_carried_out_are_carried_out_at_the_start() {
    let (world, mut liisa, _) = two_met_aino().await;
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    // As an older server stored it.
    let never = Record {
        id: wish.id,
        ..crate::world::never_again(7, by, world.list, &world.doors[0])
    };
    world.push(&mut liisa, &[never]).await;
    let body = wish.body.get().replace('\'', "''");
    let sql = format!("UPDATE log SET body = '{body}' WHERE kind = 'do_not_contact'");
    world.run(&sql).await;
    let store = &world.server.store;
    assert_eq!(
        store
            .keep_ledger_in(world.folder.path(), NOW_MS)
            .await
            .unwrap(),
        1
    );
    assert_eq!(tables_with(&world, "Aino 0").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_lost_phone_stays_among_those_that_may_still_hold_it() {
    let (world, mut liisa, matti) = two_met_aino().await;
    let store = &world.server.store;
    store
        .set_device_state(world.campaign, matti.device, DeviceState::Lost, NOW_MS)
        .await
        .unwrap();
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut liisa, &[wish]).await;
    let rows = store.erasures(world.campaign).await.unwrap();
    assert!(rows[0].may_hold.contains(&"Matti".to_owned()));
}
