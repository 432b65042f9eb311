//! What is PostgreSQL's alone: the schema that agrees with SQLite's, writers at
//! once, what it notes beside rows, a database that goes away, the move from
//! SQLite. The record log's contract is tried on it in `log_contract`, and every
//! test of the API and the desk runs on it with `DOORSTEP_TEST_DATABASE=postgres`.

use crate::cluster::Database;
use crate::experiment::{add_placebo, trial};
use crate::never_again::{DONT, import, needs, place};
use crate::phone_world::{list, make_list};
use crate::world::{
    BackEnd, NOW_MS, World, at, entries, id, linked, never_again, script, undo, unlinked, visit,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{ListId, RecordId};
use doorstep::domain::record::{Fact, Record};
use doorstep::domain::script::Channel;
use doorstep::server::store::joining::Enrolment;
use doorstep::server::store::lists::NewList;
use doorstep::server::store::log::{Delivery, Judged, RecordLog as _, Taken, Verdict};
use doorstep::server::store::{Migrated, Store, StoreError};
use doorstep::wire::pull::{ListCursor, PullRequest};
use doorstep::wire::push::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Tables with their columns in order, and which may be empty (NULL).
type Tables = BTreeMap<String, Vec<(String, bool)>>;

#[tokio::test]
async fn both_schemas_have_the_same_tables_and_columns_and_every_key_begins_with_the_campaign() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let file = rusqlite::Connection::open(folder.path().join("doorstep.sqlite")).unwrap();
    let mut sqlite = Tables::new();
    let mut select = file
        .prepare(
            "SELECT m.name, i.name, i.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) i \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, i.cid",
        )
        .unwrap();
    let mut rows = select.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let column = (row.get(1).unwrap(), !row.get::<_, bool>(2).unwrap());
        sqlite.entry(row.get(0).unwrap()).or_default().push(column);
    }

    let database = Database::new().await;
    let client = database.client().await;
    let mut postgres = Tables::new();
    let columns = client
        .query(
            "SELECT table_name::text, column_name::text, is_nullable = 'YES' \
             FROM information_schema.columns WHERE table_schema = 'public' \
             ORDER BY table_name, ordinal_position",
            &[],
        )
        .await
        .unwrap();
    for row in columns {
        postgres
            .entry(row.get(0))
            .or_default()
            .push((row.get(1), row.get(2)));
    }
    // Its version stands in SQLite's own head.
    assert!(postgres.remove("doorstep_about").is_some());
    assert_eq!(postgres, sqlite);

    let keys = client
        .query(
            "SELECT t.relname::text, i.indisprimary, a.attname::text FROM pg_index i \
             JOIN pg_class t ON t.oid = i.indrelid \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] \
             WHERE t.relnamespace = 'public'::regnamespace AND i.indisunique",
            &[],
        )
        .await
        .unwrap();
    let mut with_a_key = BTreeSet::new();
    for row in keys {
        let (table, primary, first): (String, bool, String) = (row.get(0), row.get(1), row.get(2));
        assert_eq!(first, "campaign", "{table}");
        if primary {
            with_a_key.insert(table);
        }
    }
    assert_eq!(with_a_key, postgres.into_keys().collect());
    let sequences = client
        .query("SELECT 1 FROM pg_sequences", &[])
        .await
        .unwrap();
    assert!(sequences.is_empty(), "their numbers appear out of order");
}

#[tokio::test]
async fn a_new_database_is_brought_to_the_schema_once_however_many_servers_start() {
    let database = Database::empty().await;
    let open = |n| Store::connect(&database.url, Uuid::from_u128(n));
    let (one, two, three) = tokio::join!(open(1), open(2), open(3));
    let started: Vec<Migrated> = [one, two, three]
        .map(|store| store.unwrap().migrated())
        .to_vec();
    let to = started[0].to;
    assert!(started.iter().all(|migrated| migrated.to == to));
    assert!(started.contains(&Migrated { from: 0, to }));
    database
        .run("UPDATE doorstep_about SET version = 999")
        .await;
    assert!(matches!(
        open(4).await,
        Err(StoreError::Newer { found: 999, .. })
    ));
}

fn visits(world: &World, by: Enrolment, first: u128, count: u128) -> Vec<Judged> {
    let records = (first..first + count).map(|n| {
        let door = &world.doors[(n % 6) as usize];
        visit(
            n,
            at(by.canvasser, 0),
            world.list,
            door,
            Disposition::NotHome,
        )
    });
    let records: Vec<Record> = records.collect();
    entries(1, &records)
        .into_iter()
        .map(|entry| {
            let fact = entry.record.read().unwrap();
            let Fact::Visit(visit) = &fact else {
                panic!("not a visit")
            };
            let (list, door) = (visit.list, Some(visit.door));
            Judged {
                n: entry.n,
                stands_for: entry.stands_for(),
                verdict: Verdict::Take(Box::new(Taken {
                    fact,
                    list,
                    door,
                    about: None,
                    late: false,
                    clock_off: false,
                })),
                record: entry.record,
            }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_between_writers_on_three_servers_never_skips_a_record() {
    const PHONES: u128 = 6;
    const BATCHES: u128 = 12;
    const BATCH: u128 = 3;
    let world = World::on(BackEnd::Postgres).await;
    let servers = [
        world.another_server().await.store.clone(),
        world.another_server().await.store.clone(),
        world.server.store.clone(),
    ];
    let mut writers = tokio::task::JoinSet::new();
    for phone in 0..PHONES {
        let by = Enrolment {
            campaign: world.campaign,
            device: doorstep::domain::ids::DeviceId(Uuid::from_u128(0xDE00 + phone)),
            canvasser: doorstep::domain::ids::CanvasserId(Uuid::from_u128(0xC0 + phone)),
        };
        let store = servers[(phone % 3) as usize].clone();
        let lists = vec![world.list, world.other_list];
        store
            .remember_device(by, "Aino".into(), lists, NOW_MS)
            .await
            .unwrap();
        let all = visits(&world, by, 10_000 * (phone + 1), BATCHES * BATCH);
        writers.spawn(async move {
            for batch in all.chunks(BATCH as usize) {
                let delivery = Delivery {
                    campaign: by.campaign,
                    device: by.device,
                    canvasser: by.canvasser,
                    received_ms: NOW_MS,
                    waiting: 0,
                    holds: None,
                    entries: batch.to_vec(),
                };
                store.append(delivery).await.unwrap();
            }
        });
    }
    // Reads on all the while, from cursor to cursor, at whichever server.
    let mut seen: Vec<RecordId> = Vec::new();
    let mut after = 0;
    let mut done = false;
    for server in servers.iter().cycle() {
        let page = server
            .feed(world.campaign, world.list, after, 7)
            .await
            .unwrap();
        if page.is_empty() && done {
            break;
        }
        for (seq, record) in page {
            assert!(seq > after, "numbers rise");
            after = seq;
            seen.push(record.id);
        }
        while let Some(finished) = writers.try_join_next() {
            finished.unwrap();
        }
        done = writers.is_empty();
    }
    let wanted = (PHONES * BATCHES * BATCH) as usize;
    assert_eq!(seen.len(), wanted, "none skipped, none twice");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), wanted);
    let checked = servers[0].check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

#[tokio::test]
async fn after_mixing_not_even_postgres_knows_which_delivery_an_unlinked_talk_came_with() {
    let world = World::on(BackEnd::Postgres).await;
    let mut phones = [world.join("Aino", 1).await, world.join("Onni", 2).await];
    for round in 0..4_u128 {
        for (at_phone, phone) in (0..).zip(&mut phones) {
            let n = 10 * round + at_phone;
            // Out of scope, so it is set aside; that must not tie it either.
            let refused = unlinked(1000 + n, world.other_list, 3);
            let talks = [unlinked(100 - n, world.list, 5), refused];
            world.push(phone, &talks).await;
        }
    }
    let traces = "SELECT count(*) FROM (\
           SELECT xmin FROM unlinked UNION ALL SELECT xmin FROM tally \
           UNION ALL SELECT xmin FROM quarantine) AS trace \
         WHERE xmin IN (SELECT xmin FROM delivery UNION ALL SELECT xmin FROM device)";
    assert!(world.number(traces).await > 0, "so there was something");
    let lies = "SELECT count(*) FROM (SELECT record, lag(record) OVER (ORDER BY ctid) AS before \
         FROM unlinked) AS lie WHERE record < before";
    assert!(world.number(lies).await > 0, "they lay as they came");

    let database = world.server.store.shared().unwrap();
    database.mix().await.unwrap();
    assert_eq!(world.number(traces).await, 0);
    assert_eq!(world.number(lies).await, 0, "by their random ids");
    assert_eq!(world.number("SELECT count(*) FROM unlinked").await, 8);
    assert_eq!(world.number("SELECT count(*) FROM quarantine").await, 8);
    let store = &world.server.store;
    assert_eq!(store.check_views().await.unwrap().problems.len(), 0);

    // One that was only set aside is none the worse hidden.
    let refused = unlinked(5000, world.other_list, 3);
    world.push(&mut phones[0], &[refused]).await;
    assert_eq!(world.number(traces).await, 1);
    database.mix().await.unwrap();
    assert_eq!(world.number(traces).await, 0);
}

#[tokio::test]
async fn a_database_that_goes_away_is_answered_with_503_and_nothing_is_lost() {
    let world = World::on(BackEnd::Postgres).await;
    let database = world.database.as_ref().unwrap();
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = |n| visit(n, by, world.list, &world.doors[0], Disposition::NotHome);
    world.push(&mut phone, &[record(1)]).await;

    database.close().await;
    let answer = world.push_entries(&phone, entries(2, &[record(2)])).await;
    assert_eq!(answer.problem(), (503, "server_busy".to_owned()));
    assert!(answer.headers.contains_key("retry-after"));
    let health = axum::http::Request::get("/healthz")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(world.send(health).await.status, 503);
    let error = Store::connect(&database.url, Uuid::nil())
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");

    database.reopen().await;
    let reply = world.push(&mut phone, &[record(2)]).await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(reply.have.n, 2);
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_in_a_sentence_without_the_password() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("postgres://doorstep:hunter2@127.0.0.1:{port}/doorstep");
    let said = Store::connect(&url, Uuid::nil())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("cannot reach PostgreSQL at 127.0.0.1") && said.contains("refused"),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
    for wrong in ["postgres://", "mysql://a@b/c", "nonsense"] {
        let error = Store::connect(wrong, Uuid::nil()).await.unwrap_err();
        assert!(matches!(error, StoreError::Address(_)), "{wrong}: {error}");
    }
}

#[tokio::test]
async fn texts_that_postgres_would_not_keep_do_not_stop_a_push() {
    let world = World::on(BackEnd::Postgres).await;
    let mut phone = world.join("Aino", 1).await;
    let mut talk = unlinked(1, world.list, 5);
    let body = talk.body.get().replace(
        "\"issue-conversation\"",
        &format!("\"a\\u0000{}\"", "long ".repeat(2000)),
    );
    assert_ne!(body, talk.body.get());
    talk.body = serde_json::value::RawValue::from_string(body).unwrap();
    let reply = world.push(&mut phone, &[talk]).await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    let store = &world.server.store;
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

const EXPERIMENT: ListId = ListId(Uuid::from_u128(0xEE));

/// A campaign in the middle of its work, in SQLite.
async fn a_busy_campaign() -> (World, crate::world::Phone, PullRequest) {
    let world = World::on(BackEnd::Sqlite).await;
    add_placebo(&world).await;
    let an_experiment = NewList {
        trial: Some(trial()),
        ..list(&world, EXPERIMENT, script(), 0..4)
    };
    make_list(&world, an_experiment).await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 7),
        unlinked(3, world.list, 4),
        undo(
            4,
            at(phone.canvasser, 1),
            world.list,
            &world.doors[0],
            id(1),
        ),
        never_again(5, by, world.list, &world.doors[5]),
        visit(
            6,
            by,
            world.other_list,
            &world.doors[8],
            Disposition::NotHome,
        ),
    ];
    world.push(&mut phone, &records).await;
    let mut asked = PullRequest::default();
    let reply = world.pull(&phone, &asked).await;
    asked.campaign = reply.campaign_cursor;
    asked.lists = reply
        .lists
        .into_iter()
        .map(|page| ListCursor {
            list: page.list,
            cursor: page.cursor,
        })
        .collect();
    assert_eq!(asked.lists.len(), 1);
    (world, phone, asked)
}

#[tokio::test]
async fn a_campaign_moves_from_sqlite_without_losing_a_row_and_no_phone_notices() {
    let (world, mut phone, asked) = a_busy_campaign().await;
    let placebo_doors = async |store: &Store| {
        let about = store.list(world.campaign, EXPERIMENT).await.unwrap();
        about.unwrap().placebo_doors
    };
    let drawn = placebo_doors(&world.server.store).await;
    assert!(drawn > 0);
    let exported = world
        .server
        .store
        .exported(world.campaign, 0, 100)
        .await
        .unwrap();
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    let database = Database::new().await;
    let target = database.store().await;
    let moved = target.take_over(world.folder.path()).await.unwrap();

    let mut by_table: BTreeMap<String, u64> = BTreeMap::new();
    for (table, _) in world.rows().await {
        *by_table.entry(table).or_default() += 1;
    }
    for (table, rows) in &moved {
        assert_eq!(by_table.get(table).copied().unwrap_or(0), *rows, "{table}");
    }
    assert!(moved.iter().filter(|(_, rows)| *rows > 0).count() > 12);
    let objected = moved.iter().find(|(table, _)| table == "objected").unwrap();
    assert!(objected.1 > 0);
    assert_eq!(placebo_doors(&target).await, drawn);
    let again = target.exported(world.campaign, 0, 100).await.unwrap();
    assert_eq!(again.lines, exported.lines);
    assert_eq!(target.counts(world.campaign, None).await.unwrap(), counts);
    assert_eq!(target.check_views().await.unwrap().problems.len(), 0);

    // The phone goes on where it was: same token, same cursors, same ledger.
    let mut world = world;
    world.database = Some(database);
    let world = world.restart().await;
    let nothing_new = world.pull(&phone, &asked).await;
    assert!(nothing_new.lists.is_empty() && nothing_new.campaign.is_none());
    assert_eq!(
        nothing_new.campaign_cursor, asked.campaign,
        "the same epoch"
    );
    let by = at(phone.canvasser, 2);
    let record = visit(7, by, world.list, &world.doors[1], Disposition::Refused);
    let reply = world.push(&mut phone, std::slice::from_ref(&record)).await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    let news = world.pull(&phone, &asked).await;
    assert_eq!(news.lists[0].records, [record]);

    // Who asked never to be called on again is known in the next file.
    let next = place(1, "11", &["Aino 5"], None);
    import(&world, 1, std::slice::from_ref(&next), Channel::Door).await;
    assert_eq!(needs(&world, &next).await, DONT);
}

#[tokio::test]
async fn a_move_into_a_database_that_is_not_empty_is_refused_and_changes_nothing() {
    let (world, _, _) = a_busy_campaign().await;
    let other = World::on(BackEnd::Postgres).await;
    let before = other.rows().await;
    let refused = other.server.store.take_over(world.folder.path()).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    assert_eq!(other.rows().await, before);
    let own = world.server.store.take_over(world.folder.path()).await;
    assert!(matches!(own, Err(StoreError::Refused(_))));
}
