//! `POST /api/v1/pull`

use crate::world::{NOW_MS, Phone, World, at, id, linked, never_again, undo, unlinked, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{DoorId, ListId, RecordId};
use doorstep::domain::record::Kind;
use doorstep::domain::walk_list::{Door, ScriptRef};
use doorstep::server::store::joining::NewJoinCode;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::wire::pull::{Cursor, ListCheck, ListCursor, PullReply, PullRequest};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a phone holds after pulling until there is no more.
#[derive(Default)]
struct Held {
    asked: PullRequest,
    doors: BTreeMap<ListId, BTreeSet<DoorId>>,
    records: BTreeMap<RecordId, doorstep::domain::record::Record>,
    /// Which records each list brought.
    brought: BTreeMap<ListId, BTreeSet<RecordId>>,
    pages: usize,
    checks: BTreeMap<ListId, ListCheck>,
    gone: Vec<ListId>,
}

impl Held {
    fn take(&mut self, reply: PullReply) {
        self.pages += 1;
        self.asked.campaign = reply.campaign_cursor;
        self.gone.extend(&reply.gone);
        for script in &reply.scripts {
            let script: serde_json::Value = serde_json::from_str(script.get()).unwrap();
            self.asked.scripts.push(ScriptRef {
                id: script["script"]["id"].as_str().unwrap().to_owned(),
                version: 1,
            });
        }
        for page in reply.lists {
            match self
                .asked
                .lists
                .iter_mut()
                .find(|held| held.list == page.list)
            {
                Some(held) => held.cursor = page.cursor,
                None => self.asked.lists.push(ListCursor {
                    list: page.list,
                    cursor: page.cursor,
                }),
            }
            let doors = self.doors.entry(page.list).or_default();
            for door in page.doors {
                assert!(doors.insert(door.id), "a door came twice");
            }
            for record in page.records {
                assert_ne!(record.kind, Kind::Conversation);
                assert!(
                    self.brought.entry(page.list).or_default().insert(record.id),
                    "a record came twice"
                );
                self.records.insert(record.id, record);
            }
            self.checks
                .extend(page.check.map(|check| (page.list, check)));
        }
    }

    async fn pull(&mut self, world: &World, phone: &crate::world::Phone) {
        loop {
            let reply = world.pull(phone, &self.asked).await;
            let more = reply.more;
            self.take(reply);
            if !more {
                break;
            }
        }
    }

    /// The check computed from what is held.
    fn check(&self, list: ListId) -> ListCheck {
        let mut check = ListCheck {
            doors: self.doors.get(&list).map_or(0, BTreeSet::len) as u32,
            ..ListCheck::default()
        };
        for id in self.brought.get(&list).into_iter().flatten() {
            let record = &self.records[id];
            check.add_record(record.id, record.content_hash());
        }
        check
    }
}

#[tokio::test]
async fn a_fresh_phone_gets_campaign_script_and_its_list_and_then_nothing_new() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let first = world.pull(&phone, &PullRequest::default()).await;
    assert_eq!(first.campaign.as_ref().unwrap().name, "Homes");
    assert_eq!(first.scripts.len(), 1);
    assert_eq!(first.lists.len(), 1);
    let page = &first.lists[0];
    let about = page.about.as_ref().unwrap();
    assert_eq!(
        (about.id, about.door_count, about.round),
        (world.list, 6, 1)
    );
    assert_eq!(about.source, "electoral roll");
    let doors: Vec<Door> = world.doors[..6].to_vec();
    assert_eq!(page.doors, doors);
    assert_eq!(page.check.unwrap().doors, 6);
    let mut held = Held::default();
    held.take(first);

    let answer = world
        .post(
            "/api/v1/pull",
            Some(&phone.token),
            serde_json::to_string(&held.asked).unwrap(),
        )
        .await;
    let again: PullReply = answer.read();
    assert!(again.lists.is_empty() && again.campaign.is_none() && again.scripts.is_empty());
    assert!(!again.more);
    assert!(
        answer.text.len() < 200,
        "nothing new is said shortly: {}",
        answer.text
    );
}

#[tokio::test]
async fn colleagues_get_visits_and_wishes_and_never_an_opinion() {
    let world = World::new().await;
    let mut aino = world.join("Aino", 1).await;
    let eero = world.join("Eero", 2).await;
    let mut held = Held::default();
    held.pull(&world, &eero).await;
    let by = at(aino.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 5),
        unlinked(3, world.list, 7),
        undo(4, at(aino.canvasser, 1), world.list, &world.doors[0], id(1)),
        never_again(5, by, world.list, &world.doors[1]),
    ];
    world.push(&mut aino, &records).await;
    held.pull(&world, &eero).await;
    let ids: Vec<RecordId> = held.records.keys().copied().collect();
    assert_eq!(ids, [id(1), id(4), id(5)]);
    assert_eq!(held.records[&id(1)], records[0], "to the letter");
    assert_eq!(held.checks[&world.list], held.check(world.list));
    // Its author's own phone gets it no other way.
    let asked = PullRequest {
        scripts: vec![crate::world::script()],
        ..PullRequest::default()
    };
    let asked = serde_json::to_string(&asked).unwrap();
    let answer = world.post("/api/v1/pull", Some(&aino.token), asked).await;
    for said in ["my sister", "\"kind\":\"conversation\"", "ratings"] {
        assert!(!answer.text.contains(said), "{said}");
    }
}

#[tokio::test]
async fn nobody_outside_the_granted_lists_is_ever_sent() {
    let world = World::new().await;
    world.share("THEHERSX", 5, &[world.other_list]).await;
    let aino = world.join("Aino", 1).await;
    let mut other = world.join_with("THEHERSX", "Eero", 2).await;
    let by = at(other.canvasser, 0);
    let theirs: Vec<_> = [5, 6, 7]
        .iter()
        .zip(1..)
        .map(|(door, n)| {
            visit(
                n,
                by,
                world.other_list,
                &world.doors[*door],
                Disposition::Moved,
            )
        })
        .collect();
    world.push(&mut other, &theirs).await;
    // Asking for the other list by name does not help either.
    let asked = PullRequest {
        lists: vec![ListCursor {
            list: world.other_list,
            cursor: Cursor::default(),
        }],
        ..PullRequest::default()
    };
    let reply = world.pull(&aino, &asked).await;
    assert_eq!(reply.gone, [world.other_list]);
    let mut held = Held::default();
    held.take(reply);
    let mine: BTreeSet<DoorId> = world.doors[..6].iter().map(|door| door.id).collect();
    assert_eq!(held.doors[&world.list], mine);
    assert_eq!(held.doors.len(), 1);
    let ids: Vec<RecordId> = held.records.keys().copied().collect();
    assert_eq!(ids, [id(1)], "only what concerns the door both lists have");
}

#[tokio::test]
async fn a_door_on_two_lists_brings_its_wishes_to_both() {
    let world = World::new().await;
    world
        .share("BTHXXXX2", 5, &[world.list, world.other_list])
        .await;
    let mut aino = world.join("Aino", 1).await;
    let both = world.join_with("BTHXXXX2", "Eero", 2).await;
    let by = at(aino.canvasser, 0);
    world
        .push(
            &mut aino,
            &[never_again(1, by, world.list, &world.doors[5])],
        )
        .await;
    let mut held = Held::default();
    held.pull(&world, &both).await;
    for list in [world.list, world.other_list] {
        assert!(held.brought[&list].contains(&id(1)));
        assert_eq!(held.checks[&list], held.check(list));
    }
}

#[tokio::test]
async fn a_list_cut_later_brings_what_was_noted_about_its_doors_before() {
    let world = World::new().await;
    let mut aino = world.join("Aino", 1).await;
    let by = at(aino.canvasser, 0);
    world
        .push(
            &mut aino,
            &[never_again(1, by, world.list, &world.doors[2])],
        )
        .await;
    let list = ListId(Uuid::from_u128(0xCC));
    let new = NewList {
        id: list,
        name: "Again".into(),
        import: doorstep::domain::ids::ImportId(Uuid::from_u128(0x11)),
        expires_on: "2026-12-31".parse().unwrap(),
        script: crate::world::script(),
        trial: None,
        doors: vec![world.doors[2].id, world.doors[8].id],
        made_by: None,
    };
    world
        .server
        .store
        .make_list(world.campaign, new, NOW_MS)
        .await
        .unwrap();
    world
        .server
        .store
        .grant_list(world.campaign, aino.canvasser, list, NOW_MS)
        .await
        .unwrap();
    let mut held = Held::default();
    held.pull(&world, &aino).await;
    assert!(held.brought[&list].contains(&id(1)));
    assert_eq!(held.checks[&list], held.check(list));
    assert_eq!(
        world.server.store.check_views().await.unwrap().problems,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_long_list_comes_in_pages_each_door_and_record_once() {
    let world = World::new().await;
    let doors: Vec<Door> = (0..4_500_u32)
        .map(|n| Door {
            id: DoorId(Uuid::from_u128(0x10_0000 + u128::from(n))),
            order: n,
            people: Vec::new(),
            ..world.doors[0].clone()
        })
        .collect();
    let store = &world.server.store;
    let import = doorstep::domain::ids::ImportId(Uuid::from_u128(0x22));
    let file = NewImport {
        id: import,
        file_name: "long.csv".into(),
        source: "roll".into(),
        purpose: "p".into(),
        use_until: "2027-01-31".parse().unwrap(),
        doors: doors.clone(),
        left_out: 0,
        imported_by: None,
        channel: doorstep::domain::script::Channel::Door,
        register_checked_ms: None,
    };
    store.import(world.campaign, file, NOW_MS).await.unwrap();
    let list = ListId(Uuid::from_u128(0xDD));
    let new = NewList {
        id: list,
        name: "Long".into(),
        import,
        expires_on: "2026-12-31".parse().unwrap(),
        script: crate::world::script(),
        trial: None,
        doors: doors.iter().map(|door| door.id).collect(),
        made_by: None,
    };
    store.make_list(world.campaign, new, NOW_MS).await.unwrap();
    let code = NewJoinCode {
        code: "WHXLEXX2".into(),
        label: String::new(),
        uses: 5,
        expires_ms: NOW_MS + 1,
        lists: vec![list, world.list],
        made_by: None,
    };
    store
        .make_join_code(world.campaign, code, NOW_MS)
        .await
        .unwrap();
    let mut phone = world.join_with("WHXLEXX2", "Aino", 1).await;
    let by = at(phone.canvasser, 0);
    for start in (0..400).step_by(200) {
        let records: Vec<_> = (start..start + 200)
            .map(|n| visit(n as u128 + 1, by, list, &doors[n], Disposition::NotHome))
            .collect();
        world.push(&mut phone, &records).await;
    }
    let mut held = Held::default();
    held.pull(&world, &phone).await;
    assert!(held.pages >= 3, "{} pages", held.pages);
    assert_eq!(held.doors[&list].len(), 4_500);
    assert_eq!(held.brought[&list].len(), 400);
    for list in [list, world.list] {
        assert_eq!(held.checks[&list], held.check(list));
    }
    // Only the one door that changes comes next.
    world
        .push(
            &mut phone,
            &[visit(9_999, by, list, &doors[7], Disposition::Moved)],
        )
        .await;
    let reply = world.pull(&phone, &held.asked).await;
    assert_eq!(reply.lists.len(), 1);
    assert_eq!(reply.lists[0].records.len(), 1);
    assert!(reply.lists[0].doors.is_empty() && reply.lists[0].about.is_none());
}

#[tokio::test]
async fn a_list_taken_away_or_past_its_last_day_is_gone() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let mut held = Held::default();
    held.pull(&world, &phone).await;
    let store = &world.server.store;
    store
        .end_grant(world.campaign, phone.canvasser, world.list, NOW_MS)
        .await
        .unwrap();
    assert_eq!(world.pull(&phone, &held.asked).await.gone, [world.list]);
    store
        .grant_list(world.campaign, phone.canvasser, world.list, NOW_MS)
        .await
        .unwrap();
    assert!(world.pull(&phone, &held.asked).await.gone.is_empty());
    // Its last day is 31 December, wherever the canvasser's calendar stands.
    let day = 24 * 3600 * 1000;
    world.clock.advance(48 * day);
    assert!(world.pull(&phone, &held.asked).await.gone.is_empty());
    world.clock.advance(day);
    let reply = world.pull(&phone, &held.asked).await;
    assert_eq!(reply.gone, [world.list]);
    assert!(reply.lists.is_empty());
}

#[tokio::test]
async fn a_cursor_of_another_history_sends_the_phone_back_to_the_start() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let cursor = |text: &str| PullRequest {
        campaign: Cursor(text.to_owned()),
        ..PullRequest::default()
    };
    let list_cursor = |text: &str| PullRequest {
        lists: vec![ListCursor {
            list: world.list,
            cursor: Cursor(text.to_owned()),
        }],
        ..PullRequest::default()
    };
    for text in [
        "e2.1",
        "e1",
        "e1.",
        "e1.x",
        "e1.-1",
        "e1.99999999",
        "e1.18446744073709551616",
        ".",
        "é.1",
    ] {
        for asked in [cursor(text), list_cursor(text)] {
            let body = serde_json::to_string(&asked).unwrap();
            let answer = world.post("/api/v1/pull", Some(&phone.token), body).await;
            assert_eq!(answer.problem(), (410, "epoch_changed".into()), "{text}");
        }
    }
}

/// One record and then another, and where a phone stands that has read both.
async fn read_both(world: &World, phone: &mut Phone, first: u128, doors: [usize; 2]) -> Cursor {
    for (n, door) in [first, 9].into_iter().zip(doors) {
        let by = at(phone.canvasser, n as i64);
        let record = visit(n, by, world.list, &world.doors[door], Disposition::NotHome);
        world.push(phone, &[record]).await;
    }
    let reply = world.pull(phone, &PullRequest::default()).await;
    reply.lists[0].cursor.clone()
}

#[tokio::test]
async fn numbers_given_out_again_are_told_from_the_first_ones_though_the_last_record_is_the_same() {
    // The same campaign twice: as it was, and as it went on after an older copy was put back.
    let (was, again) = (World::new().await, World::new().await);
    let mut phone = was.join("Aino", 1).await;
    let mut theirs = again.join("Aino", 1).await;
    assert_eq!(phone.canvasser, theirs.canvasser);
    let start = |n| Uuid::from_u128(n);
    was.server.store.note_start(start(1)).await.unwrap();
    // A start after which nothing was given out here, but was there.
    again.server.store.note_start(start(1)).await.unwrap();
    again.server.store.note_start(start(2)).await.unwrap();
    let cursor = read_both(&was, &mut phone, 3, [0, 1]).await;
    let other = read_both(&again, &mut theirs, 5, [2, 1]).await;
    let number = |cursor: &Cursor| cursor.0.rsplit_once('.').unwrap().0.to_owned();
    assert_eq!(
        number(&cursor),
        number(&other),
        "the last one has its number again"
    );

    let at_cursor = |cursor: &Cursor| PullRequest {
        lists: vec![ListCursor {
            list: was.list,
            cursor: cursor.clone(),
        }],
        ..PullRequest::default()
    };
    let body = serde_json::to_string(&at_cursor(&cursor)).unwrap();
    let answer = again.post("/api/v1/pull", Some(&theirs.token), body).await;
    assert_eq!(answer.problem(), (410, "epoch_changed".into()));
    // Where nothing was put back, a start sends nobody back to the beginning.
    was.server.store.note_start(start(3)).await.unwrap();
    let asked = at_cursor(&cursor);
    assert!(was.pull(&phone, &asked).await.lists.is_empty());
    let by = at(phone.canvasser, 20);
    let record = visit(20, by, was.list, &was.doors[2], Disposition::NotHome);
    was.push(&mut phone, std::slice::from_ref(&record)).await;
    let news = was.pull(&phone, &asked).await;
    assert_eq!(news.lists[0].records, [record]);
    let asked = at_cursor(&news.lists[0].cursor);
    assert!(was.pull(&phone, &asked).await.lists.is_empty());
}
