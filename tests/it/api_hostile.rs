//! A hostile and careless client, from outside. Whatever it sends is answered with a code, per
//! record where there is one; one bad record takes no other with it; and nobody can use what
//! the server promises about erasure to take out what others said.

use crate::desk_world::Desk;
use crate::world::{
    Phone, World, at, entries, gzip, id, linked, random_id, script, undo, unlinked, visit,
};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{DoNotContact, Wish, WishScope};
use doorstep::domain::erasure::record_id;
use doorstep::domain::ids::{DoorId, RecordId};
use doorstep::domain::record::{Author, Fact, Record};
use doorstep::server::store::accounts::Role;
use doorstep::server::store::joining::DeviceState;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::pull::{Cursor, ListCursor, PullRequest, RecordingOf, Refused};
use doorstep::wire::push::{Outcome, PushReply, RejectCode};
use serde_json::{Value, json};
use uuid::Uuid;

const DEEP: usize = 60_000;

fn nested() -> String {
    "[".repeat(DEEP) + &"]".repeat(DEEP)
}

async fn post(
    world: &World,
    path: &str,
    token: &str,
    body: Vec<u8>,
    encoding: &str,
) -> (u16, String) {
    // Whoever asks for an identity is slowed down, and this one asks often.
    world.clock.advance(60_000);
    let request = Request::post(path)
        .header(PROTOCOL_HEADER, "1")
        .header("content-encoding", encoding)
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(body))
        .unwrap();
    let answer = world.send(request).await;
    (answer.status.as_u16(), answer.text)
}

fn code_in(text: &str) -> String {
    let problem: Value = serde_json::from_str(text).unwrap_or_default();
    problem["code"].as_str().unwrap_or_default().to_owned()
}

/// A visit as it travels, with one thing in it put otherwise.
fn otherwise(record: &Record, n: u64, change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut entry = json!({"n": n, "record": record});
    change(&mut entry);
    entry.to_string().into_bytes()
}

fn replaced(record: &Record, n: u64, what: &str, by: &str) -> Vec<u8> {
    let entry = json!({"n": n, "record": record}).to_string();
    assert!(entry.contains(what), "{what} in {entry}");
    entry.replacen(what, by, 1).into_bytes()
}

/// Entries that are wrong in every way somebody could think of, by what is wrong.
fn bad_entries(record: &Record, n: u64, world: &World) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for text in [
        "null",
        "5",
        "-0.0",
        "\"an entry\"",
        "[]",
        "{}",
        "true",
        "[[[]]]",
    ] {
        all.push((text.into(), text.into()));
    }
    let mut path = |name: &str, pointer: &'static str, values: &[Value]| {
        for value in values {
            let bytes = otherwise(record, n, |entry| {
                *entry.pointer_mut(pointer).unwrap() = value.clone();
            });
            all.push((format!("{name} {value}"), bytes));
        }
    };
    path(
        "number",
        "/n",
        &[
            json!(null),
            json!("2"),
            json!(-2),
            json!(2.5),
            json!(1e300),
            json!([]),
        ],
    );
    path(
        "id",
        "/record/id",
        &[json!("no id"), json!(7), json!(null), json!("")],
    );
    path(
        "kind",
        "/record/kind",
        &[json!("séance"), json!(""), json!("visit\u{0}"), json!(3)],
    );
    path(
        "version",
        "/record/v",
        &[json!(2), json!(65535), json!(65536), json!(-1), json!(1.5)],
    );
    path(
        "author",
        "/record/by",
        &[json!(null), json!({}), json!("me"), json!([])],
    );
    path(
        "canvasser",
        "/record/by/canvasser",
        &[json!(Uuid::nil()), json!("me"), json!(1)],
    );
    path(
        "time",
        "/record/by/at",
        &[
            json!("-0001-01-01T00:00:00Z"),
            json!("10000-01-01T00:00:00Z"),
            json!(-1),
            json!("now"),
        ],
    );
    path(
        "body",
        "/record/body",
        &[json!(null), json!(5), json!("x"), json!([]), json!({})],
    );
    path(
        "door",
        "/record/body/door",
        &[json!(Uuid::nil()), json!("x"), json!(world.doors[7].id)],
    );
    path(
        "list",
        "/record/body/list",
        &[json!(Uuid::nil()), json!(world.other_list)],
    );
    path(
        "round",
        "/record/body/round",
        &[json!(-1), json!(1e300), json!(5_000_000_000_u64)],
    );
    path(
        "the server's own id",
        "/record/id",
        &[json!(record_id(world.doors[0].id, WishScope::Household))],
    );
    for kind in ["person_erased", "settled", "wish_lifted", "conversation"] {
        all.push((
            kind.into(),
            replaced(record, n, "\"visit\"", &format!("\"{kind}\"")),
        ));
    }
    let id = record.id.to_string();
    let whole = [
        (
            "nested body",
            "\"body\":{",
            format!("\"body\":{{\"more\":{},", nested()),
        ),
        (
            "a body of arrays",
            "\"round\":1",
            format!("\"round\":{}", nested()),
        ),
        ("a huge number", "\"round\":1", "\"round\":1e999".to_owned()),
        (
            "no number at all",
            "\"round\":1",
            "\"round\":NaN".to_owned(),
        ),
        (
            "a language that is none",
            "\"round\":1",
            "\"round\":1,\"language\":7".to_owned(),
        ),
        (
            "a name twice",
            "\"round\":1",
            "\"round\":1,\"round\":1".to_owned(),
        ),
        (
            "half a letter",
            "\"round\":1",
            "\"round\":1,\"language\":\"\\ud800\"".to_owned(),
        ),
        ("half a letter in the id", &*id, "\\udc00".to_owned()),
        (
            "far too much",
            "\"body\":{",
            format!("\"body\":{{\"more\":\"{}\",", "x".repeat(70_000)),
        ),
    ];
    for (name, what, by) in whole {
        all.push((name.into(), replaced(record, n, what, &by)));
    }
    let mut no_letter = replaced(record, n, "\"round\":1", "\"round\":1,\"language\":\"@\"");
    let at = no_letter.iter().position(|byte| *byte == b'@').unwrap();
    no_letter[at] = 0xC3;
    all.push(("no letter".into(), no_letter));
    all
}

#[tokio::test]
async fn one_bad_record_of_any_sort_takes_no_other_with_it() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = |n: u64| {
        let door = &world.doors[(n % 5) as usize];
        visit(u128::from(n), by, world.list, door, Disposition::NotHome)
    };
    let how_many = bad_entries(&record(2), 2, &world).len() as u64;
    assert!(how_many > 60);
    let mut taken = 0;
    for which in 0..how_many {
        let first = 3 * which + 1;
        let (name, bad) = bad_entries(&record(first + 1), first + 1, &world).remove(which as usize);
        let good = |n: u64| {
            json!({"n": n, "record": record(n)})
                .to_string()
                .into_bytes()
        };
        let body = [
            br#"{"waiting":0,"entries":["#.to_vec(),
            good(first),
            b",".to_vec(),
            bad,
            b",".to_vec(),
            good(first + 2),
            b"]}".to_vec(),
        ]
        .concat();
        let (status, text) = post(&world, "/api/v1/push", &phone.token, gzip(&body), "gzip").await;
        if name == "no number at all" {
            // No JSON at all: nobody can say where one entry ends.
            assert_eq!(
                (status, code_in(&text)),
                (400, "malformed".into()),
                "{name}"
            );
            continue;
        }
        assert_eq!(status, 200, "{name}: {text}");
        let reply: PushReply = serde_json::from_str(&text).unwrap();
        let numbers: Vec<u64> = reply.results.iter().map(|result| result.n).collect();
        assert_eq!(numbers, [first, first + 1, first + 2], "{name}");
        assert_eq!(reply.results[0].outcome, Outcome::Accepted, "{name}");
        assert_eq!(reply.results[2].outcome, Outcome::Accepted, "{name}");
        let refused = matches!(
            reply.results[1].outcome,
            Outcome::Rejected { .. } | Outcome::Held { .. }
        );
        assert!(refused, "{name}: {:?}", reply.results[1].outcome);
        taken += 2;
    }
    assert_eq!(world.number("SELECT count(*) FROM log").await, taken);
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    // And the lead can read what was set aside.
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    assert_eq!(lead.get("/quarantine").await.status, StatusCode::OK);
    assert_eq!(lead.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_odd_and_no_mistake_is_taken_and_reaches_colleagues() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let other = world.join("Eero", 2).await;
    let by = at(phone.canvasser, 0);
    let door = &world.doors[0];
    let plain = |n: u128| visit(n, by, world.list, door, Disposition::NotHome);
    let with = |n: u128, what: &str, by: &str| -> Record {
        let text = serde_json::to_string(&plain(n)).unwrap();
        serde_json::from_str(&text.replacen(what, by, 1)).unwrap()
    };
    let at = |time: &str| Author {
        at: time.parse().unwrap(),
        ..by
    };
    let odd = [
        with(1, "\"round\":1", "\"round\":1,\"language\":\"\\u0000\""),
        with(
            2,
            "\"round\":1",
            "\"round\":1,\"mood\":\"a\\u0000b\",\"mood2\":[1e300]",
        ),
        with(3, "\"round\":1", "\"round\":4294967295"),
        visit(
            4,
            at("9999-12-31T23:59:59.999-23:59"),
            world.list,
            door,
            Disposition::Moved,
        ),
        visit(
            5,
            at("0000-01-01T00:00:00+23:59"),
            world.list,
            door,
            Disposition::Refused,
        ),
        visit(
            6,
            at("2026-11-14T23:59:60Z"),
            world.list,
            door,
            Disposition::NotHome,
        ),
        Record {
            id: RecordId(Uuid::nil()),
            ..plain(7)
        },
        Record {
            id: RecordId(Uuid::max()),
            ..plain(8)
        },
        undo(9, by, world.list, door, RecordId(Uuid::nil())),
    ];
    let reply = world.push(&mut phone, &odd).await;
    for (record, result) in odd.iter().zip(&reply.results) {
        assert_eq!(result.outcome, Outcome::Accepted, "{}", record.body.get());
    }
    let mut asked = PullRequest::default();
    asked.lists.push(ListCursor {
        list: world.list,
        cursor: Cursor::default(),
    });
    let pulled = world.pull(&other, &asked).await;
    let records = &pulled.lists[0].records;
    assert_eq!(records.len(), odd.len());
    for record in records {
        let sent = odd.iter().find(|sent| sent.id == record.id).unwrap();
        assert_eq!(record.content_hash(), sent.content_hash(), "to the letter");
    }
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    for page in ["/", "/results", "/campaign/phones", "/lists"] {
        let answer = lead.get(page).await;
        assert!(answer.status.as_u16() < 500, "{page}: {}", answer.status);
    }
}

#[tokio::test]
async fn ratings_at_the_ends_of_their_numbers_are_counted_and_shown() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let door = &world.doors[0];
    let said = |record: Record, from: &str, to: &str| -> Record {
        let text = serde_json::to_string(&record).unwrap();
        serde_json::from_str(&text.replacen(from, to, 1)).unwrap()
    };
    let low = said(
        linked(2, by, world.list, id(1), 4),
        "\"value\":4",
        "\"value\":-2147483648",
    );
    let low = said(low, "\"value\":5", "\"value\":2147483647");
    let long = said(
        unlinked(3, world.list, 6),
        "\"seconds\":600",
        "\"seconds\":4294967295",
    );
    let records = [
        visit(1, by, world.list, door, Disposition::Complete),
        low,
        long,
    ];
    let reply = world.push(&mut phone, &records).await;
    let taken = reply.results.iter();
    assert!(
        taken.clone().all(|one| one.outcome == Outcome::Accepted),
        "{reply:?}"
    );
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    for page in ["/", "/results", "/export"] {
        let answer = lead.get(page).await;
        assert!(answer.status.as_u16() < 500, "{page}: {}", answer.status);
    }
}

fn whole_bodies() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let deep = nested().into_bytes();
    let objects = "{\"a\":".repeat(DEEP).into_bytes();
    let packed = gzip(br#"{"waiting":0,"entries":[]}"#);
    let many = format!("{{\"waiting\":0,\"entries\":[{}0]}}", "0,".repeat(100_000));
    vec![
        ("nothing", Vec::new(), "identity"),
        ("nothing packed", gzip(b""), "gzip"),
        ("null", b"null".to_vec(), "identity"),
        ("a list", b"[]".to_vec(), "identity"),
        ("an object", b"{}".to_vec(), "identity"),
        (
            "no entries",
            br#"{"waiting":0,"entries":[]}"#.to_vec(),
            "identity",
        ),
        (
            "entries of nothing",
            br#"{"waiting":0,"entries":[null,null]}"#.to_vec(),
            "identity",
        ),
        ("far too many entries", many.into_bytes(), "identity"),
        ("nested arrays", deep.clone(), "identity"),
        ("nested arrays packed", gzip(&deep), "gzip"),
        ("objects without end", objects, "identity"),
        ("no letters", vec![0xFF; 1000], "identity"),
        ("zeros", vec![0; 1000], "identity"),
        ("a mark first", b"\xEF\xBB\xBF{}".to_vec(), "identity"),
        ("ten megabytes", vec![b'['; 10 << 20], "identity"),
        ("ten megabytes packed", gzip(&vec![b'['; 10 << 20]), "gzip"),
        ("a bomb", gzip(&vec![0; 60 << 20]), "gzip"),
        ("packed twice", gzip(&packed), "gzip"),
        ("cut short", packed[..packed.len() - 6].to_vec(), "gzip"),
        ("a head alone", packed[..10].to_vec(), "gzip"),
        ("said to be packed", b"{}".to_vec(), "gzip"),
        ("another packing", packed, "br"),
        ("a packing of two", b"{}".to_vec(), "gzip, gzip"),
    ]
}

#[tokio::test]
async fn whatever_is_sent_instead_of_a_request_is_answered_with_a_code() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    for endpoint in ["push", "pull", "join", "renew"] {
        let path = format!("/api/v1/{endpoint}");
        for (name, body, encoding) in whole_bodies() {
            let (status, text) = post(&world, &path, &phone.token, body, encoding).await;
            // What a question for news does not name it leaves out: a phone that holds nothing.
            let says_nothing = [
                "an object",
                "a list",
                "no entries",
                "entries of nothing",
                "far too many entries",
            ];
            let is_question = endpoint == "pull" && says_nothing.contains(&name);
            let expected: &[u16] = if is_question { &[200] } else { &[400, 413] };
            assert!(
                expected.contains(&status),
                "{endpoint} {name}: {status} {text}"
            );
            if status != 200 {
                let code = code_in(&text);
                assert!(
                    ["malformed", "too_large"].contains(&&*code),
                    "{endpoint} {name}: {text}"
                );
            }
        }
    }
    assert_eq!(world.number("SELECT count(*) FROM log").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM quarantine").await, 0);
}

#[tokio::test]
async fn headers_that_are_not_what_they_should_be_are_answered_with_a_code() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let ask = async |endpoint: &str, protocol: &[u8], authorization: &[u8]| {
        let request = Request::post(format!("/api/v1/{endpoint}"))
            .header(PROTOCOL_HEADER, protocol)
            .header("authorization", authorization)
            .body(Body::from("{}"))
            .unwrap();
        world.clock.advance(60_000);
        world.send(request).await.problem()
    };
    let own = format!("Bearer {}", phone.token).into_bytes();
    for protocol in ["", "0", "-1", "70000", "1.0", "one", "1, 1", "\u{e4}"] {
        for endpoint in ["push", "pull", "join", "renew"] {
            let told = ask(endpoint, protocol.as_bytes(), &own).await;
            assert_eq!(told, (400, "malformed".into()), "{endpoint} {protocol:?}");
        }
    }
    let mut tokens: Vec<Vec<u8>> = ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c"]
        .map(|text| text.as_bytes().to_vec())
        .into();
    tokens.push(b"Bearer \xFF\xFE".to_vec());
    tokens.push(format!("Bearer {}", "A".repeat(6000)).into_bytes());
    for at in 7..own.len() {
        let mut other = own.clone();
        other[at] = if other[at] == b'A' { b'B' } else { b'A' };
        tokens.push(other);
        tokens.push(own[..at].to_vec());
    }
    let mut same = 0;
    for token in tokens {
        let (status, code) = ask("push", b"1", &token).await;
        if status == 400 {
            // Base64 leaves bits over at the end: still the same token.
            same += 1;
        } else {
            assert_eq!((status, &*code), (401, "not_enrolled"), "{token:?}");
        }
    }
    assert!(same <= 2, "{same} others are taken for this phone's");
}

#[tokio::test]
async fn a_question_that_cannot_be_one_of_ours_is_answered_with_a_code() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let asks = async |asked: Value| {
        let answer = world
            .post("/api/v1/pull", Some(&phone.token), asked.to_string())
            .await;
        (answer.status.as_u16(), code_in(&answer.text))
    };
    let list = world.list;
    let huge = "9".repeat(40);
    for cursor in [
        "x",
        "..",
        "e1.0.",
        "e1.-1.0",
        "e1.1e3.0",
        "e1.0.zz",
        "e9.0.0",
        "e1.18446744073709551615.0",
        "e1.9223372036854775807.0",
        "~",
        "~~",
        "\u{0}",
        "e1.0.0\u{0}",
        "e2.5.abcdef01~",
        &format!("e1.{huge}.0"),
        &"e1.".repeat(5000),
        "🚪.1.0",
    ] {
        let new_history = (410, "epoch_changed".to_owned());
        assert_eq!(
            asks(json!({"campaign": cursor})).await,
            new_history,
            "{cursor:?}"
        );
        let lists = json!({"lists": [{"list": list, "cursor": cursor}]});
        assert_eq!(asks(lists).await, new_history, "{cursor:?}");
    }
    for malformed in [
        json!({"campaign": 5}),
        json!({"lists": {}}),
        json!({"lists": [{"list": "north", "cursor": ""}]}),
        json!({"held": ["", -1, 0]}),
        json!({"held": ["", 1e300, 0]}),
        json!({"holds": {"recorded": -1, "drafts": 0}}),
        json!({"erased": ["x"]}),
        json!({"scripts": [{"id": "a", "version": -1}]}),
    ] {
        let told = asks(malformed.clone()).await;
        assert_eq!(told, (400, "malformed".into()), "{malformed}");
    }
    let odd = PullRequest {
        lists: vec![ListCursor {
            list,
            cursor: Cursor::default(),
        }],
        recording: Some(RecordingOf {
            script: script(),
            perspective: "\u{0}'\"; --".into(),
            language: "fi\u{0}".into(),
        }),
        refused: vec![
            Refused {
                id: id(1),
                content: "zz".into(),
            },
            Refused {
                id: id(1),
                content: "\u{0}".repeat(64),
            },
        ],
        erased: (0..5_001).map(id).collect(),
        ..PullRequest::default()
    };
    assert_eq!(asks(json!(odd)).await, (200, String::new()));
    let most = json!({"holds": {"recorded": u64::MAX, "drafts": u32::MAX}});
    assert_eq!(asks(most).await, (200, String::new()));
}

#[tokio::test]
async fn names_and_codes_nobody_could_have_typed_join_nobody() {
    let world = World::new().await;
    for (code, name) in [
        ("KAPP7Q2M", ""),
        ("KAPP7Q2M", "   "),
        ("KAPP7Q2M", "a\u{0}b"),
        ("KAPP7Q2M", "a\nb"),
        ("\u{0}", "Aino"),
        ("", "Aino"),
        ("'; DROP TABLE device; --", "Aino"),
        (&"K".repeat(9_000), "Aino"),
        ("KAPP7Q2M", &"x".repeat(61)),
    ] {
        let answer = world.try_to_join(code, name, 9).await;
        let (status, text) = answer.problem();
        assert!(
            matches!(status, 400 | 404),
            "{code:?} {name:?}: {status} {text}"
        );
    }
    for attempt in [json!("x"), json!(5), json!(null)] {
        let asked = json!({"code": "KAPP7Q2M", "name": "Aino", "attempt": attempt});
        let answer = world.post("/api/v1/join", None, asked.to_string()).await;
        assert_eq!(answer.problem(), (400, "malformed".into()));
    }
    assert_eq!(world.number("SELECT count(*) FROM device").await, 0);
}

#[tokio::test]
async fn a_phone_that_was_reported_lost_and_one_of_nowhere_get_nothing_into_the_log() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let store = &world.server.store;
    let now = world.clock.now_ms();
    store
        .set_device_state(world.campaign, phone.device, DeviceState::Lost, now)
        .await
        .unwrap();
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let answer = world.push_entries(&phone, entries(1, &[record])).await;
    let reply: PushReply = answer.read();
    assert!(matches!(reply.results[0].outcome, Outcome::Held { .. }));
    assert_eq!(world.number("SELECT count(*) FROM log").await, 0);
    let pulled = world.post("/api/v1/pull", Some(&phone.token), "{}").await;
    assert_eq!(pulled.problem(), (403, "token_lost".into()));
    // Signed by a server of another secret.
    let elsewhere = World::new().await;
    elsewhere.clock.advance(1);
    let stranger = elsewhere.join("Eero", 2).await;
    let token = stranger.token.replacen('A', "B", 1);
    let pulled = world.post("/api/v1/pull", Some(&token), "{}").await;
    assert_eq!(pulled.problem(), (401, "not_enrolled".into()));
}

fn wish(n: u128, by: Author, world: &World, scope: WishScope, under_way: &[Uuid]) -> Record {
    let fact = Fact::DoNotContact(DoNotContact {
        list: world.list,
        door: world.doors[0].id,
        round: 1,
        scope,
        wish: Wish::DeleteMyData,
        under_way: under_way.iter().copied().map(RecordId).collect(),
    });
    Record::write(id(n), Some(by), &fact).unwrap()
}

async fn outcome(world: &World, phone: &mut Phone, record: Record) -> Outcome {
    let reply = world.push(phone, &[record]).await;
    reply.results[0].outcome.clone()
}

/// A colleague's visit at a door, and the conversation had on it.
async fn colleague(world: &World, door: usize) -> Phone {
    let mut eero = world.join("Eero", 2).await;
    let by = at(eero.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[door], Disposition::Complete),
        linked(2, by, world.list, id(1), 4),
    ];
    world.push(&mut eero, &records).await;
    eero
}

async fn talks(world: &World) -> i64 {
    let counts = world.server.store.counts(world.campaign, None).await;
    counts.unwrap().get("talks", "finished")
}

#[tokio::test]
async fn nobody_can_take_the_id_an_erasure_will_have() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let taken = Record {
        id: record_id(world.doors[0].id, WishScope::Household),
        ..visit(1, by, world.list, &world.doors[1], Disposition::NotHome)
    };
    let told = outcome(&world, &mut phone, taken.clone()).await;
    assert!(matches!(
        told,
        Outcome::Rejected {
            code: RejectCode::BadBody,
            ..
        }
    ));
    let rows = world.server.store.quarantine(world.campaign).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].can_be_taken, "not by a lead either");
    let wish = wish(3, by, &world, WishScope::Household, &[]);
    assert_eq!(outcome(&world, &mut phone, wish).await, Outcome::Accepted);
    let erasures = world.server.store.erasures(world.campaign).await.unwrap();
    assert_eq!(erasures.len(), 1);
}

#[tokio::test]
async fn a_wish_that_names_a_list_or_doors_as_under_way_takes_no_work_there_along() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let mut eero = colleague(&world, 1).await;
    let by = at(phone.canvasser, 0);
    // Ids as the desk makes them, and one of a conversation that comes later.
    let later = random_id(77).0;
    let random = |n: u128| Uuid::from_u128(0x4000_8000_0000_0000_0000 + n);
    let named = [random(1), later];
    let theirs = wish(3, by, &world, WishScope::Household, &named);
    assert_eq!(outcome(&world, &mut phone, theirs).await, Outcome::Accepted);
    let author = at(eero.canvasser, 5);
    let mut record = visit(
        20,
        author,
        world.list,
        &world.doors[1],
        Disposition::NotHome,
    );
    let text = record.body.get().replacen(
        "\"round\":1",
        &format!("\"round\":1,\"partners\":[\"{}\"]", random(1)),
        1,
    );
    record.body = serde_json::value::RawValue::from_string(text).unwrap();
    assert_eq!(
        outcome(&world, &mut eero, record).await,
        Outcome::Accepted,
        "what names the id is not what has it"
    );
    let unlinked = Record {
        id: RecordId(later),
        ..unlinked(1, world.list, 5)
    };
    assert_eq!(outcome(&world, &mut phone, unlinked).await, Outcome::Erased);
    assert_eq!(talks(&world).await, 1);
}

#[tokio::test]
async fn a_record_under_a_colleagues_id_that_names_the_erased_takes_nothing_of_theirs() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let mut eero = colleague(&world, 1).await;
    let by = at(phone.canvasser, 0);
    let over = |door: DoorId| {
        let at_door = world.doors.iter().find(|one| one.id == door).unwrap();
        Record {
            id: id(1),
            ..visit(1, by, world.list, at_door, Disposition::Refused)
        }
    };
    // Set aside before the erasure: another content under a known id.
    let told = outcome(&world, &mut phone, over(world.doors[0].id)).await;
    assert!(matches!(
        told,
        Outcome::Rejected {
            code: RejectCode::IdReused,
            ..
        }
    ));
    let theirs = wish(3, by, &world, WishScope::Household, &[]);
    assert_eq!(outcome(&world, &mut phone, theirs).await, Outcome::Accepted);
    assert_eq!(talks(&world).await, 1, "the colleague's conversation stays");
    // And after it.
    let again = Record {
        author: Some(Author {
            at: "2026-11-14T18:00:00+02:00".parse().unwrap(),
            ..by
        }),
        ..over(world.doors[0].id)
    };
    assert_eq!(outcome(&world, &mut phone, again).await, Outcome::Erased);
    assert_eq!(talks(&world).await, 1);
    let author = at(eero.canvasser, 9);
    let undone = undo(21, author, world.list, &world.doors[1], id(1));
    assert_eq!(outcome(&world, &mut eero, undone).await, Outcome::Accepted);
    assert!(
        world
            .server
            .store
            .quarantined(world.campaign)
            .await
            .unwrap()
            .is_empty()
    );
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}
