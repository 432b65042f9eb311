//! `POST /api/v1/push`

use crate::world::{
    World, at, digest, entries, id, linked, talk, undo, unlinked, visit, visit_fact,
};
use doorstep::domain::conversation::Belongs;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{DoorId, RecordId};
use doorstep::domain::record::{Fact, Kind, Record};
use doorstep::server::events::News;
use doorstep::wire::push::{Outcome, PushReply, RejectCode};
use serde_json::json;
use uuid::Uuid;

fn rejected(outcome: &Outcome) -> Option<RejectCode> {
    match outcome {
        Outcome::Rejected { code, .. } => Some(*code),
        _ => None,
    }
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
async fn the_desk_hears_of_news_after_it_is_stored() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let mut news = world.server.events.listen();
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    world.push(&mut phone, &[record]).await;
    assert_eq!(news.try_recv().unwrap(), News::Of(world.campaign));
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
