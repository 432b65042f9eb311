//! `POST /api/v1/push` with anything that is not what it should be.

use crate::world::{World, at, entries, gzip, id, linked, visit};
use axum::body::Body;
use axum::http::Request;
use doorstep::domain::disposition::Disposition;
use doorstep::wire::PROTOCOL_HEADER;
use doorstep::wire::push::{Outcome, PushReply, RejectCode};
use serde_json::{Value, json};

fn rejected(outcome: &Outcome) -> Option<RejectCode> {
    match outcome {
        Outcome::Rejected { code, .. } => Some(*code),
        _ => None,
    }
}

#[tokio::test]
async fn a_record_that_is_no_record_does_not_take_the_good_ones_with_it() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let good = |n: u128| visit(n, by, world.list, &world.doors[0], Disposition::NotHome);
    let body = json!({"waiting": 3, "entries": [
        {"n": 1, "record": good(1)},
        {"n": 2, "record": {"id": "not a uuid", "kind": "visit", "v": 1, "body": {}}},
        {"n": 3, "record": good(3)},
    ]});
    let answer = world
        .post("/api/v1/push", Some(&phone.token), body.to_string())
        .await;
    let reply: PushReply = answer.read();
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(
        rejected(&reply.results[1].outcome),
        Some(RejectCode::BadBody)
    );
    assert_eq!(reply.results[2].outcome, Outcome::Accepted);
    assert_eq!(
        reply.have.n, 1,
        "the ledger waits before what could not be read"
    );
    let device = world
        .server
        .store
        .device(world.campaign, phone.device)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(device.waiting, 3);
}

#[tokio::test]
async fn bodies_that_are_not_what_they_say_are_refused_whole_and_in_words() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let whole = serde_json::to_vec(&json!({"waiting": 0, "entries": [{"n": 1, "record": record}]}))
        .unwrap();
    let packed = gzip(&whole);
    let push = |encoding: &'static str, body: Vec<u8>| {
        let request = Request::post("/api/v1/push")
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", encoding)
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from(body))
            .unwrap();
        world.send(request)
    };
    let malformed = (400, "malformed".to_owned());
    assert_eq!(
        push("gzip", whole.clone()).await.problem(),
        malformed,
        "not gzip"
    );
    assert_eq!(
        push("gzip", packed[..packed.len() / 2].to_vec())
            .await
            .problem(),
        malformed,
        "half a body"
    );
    assert_eq!(
        push("identity", whole[..whole.len() / 2].to_vec())
            .await
            .problem(),
        malformed
    );
    assert_eq!(
        push(
            "identity",
            b"<html><body>Sign in to the station's WiFi".to_vec()
        )
        .await
        .problem(),
        malformed
    );
    assert_eq!(push("zip", whole.clone()).await.problem(), malformed);
    for entries in [
        json!([]),
        json!([{"n": 0, "record": record}]),
        json!([{"n": 1, "record": record}, {"n": 3, "record": record}]),
        json!([{"n": 2, "record": record}, {"n": 1, "record": record}]),
        json!([{"n": u64::MAX, "record": record}]),
        json!([{"n": -1, "record": record}]),
        json!([{"record": record}]),
        json!("entries"),
    ] {
        let body = json!({"waiting": 0, "entries": entries}).to_string();
        assert_eq!(
            push("identity", body.clone().into_bytes()).await.problem(),
            malformed,
            "{body}"
        );
    }
    assert_eq!(push("gzip", packed).await.status, 200);
}

#[tokio::test]
async fn too_much_at_once_is_told_as_too_large_before_and_after_inflation() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let too_many = entries(1, &vec![record; 201]);
    let answer = world.push_entries(&phone, too_many).await;
    assert_eq!(answer.problem(), (413, "too_large".into()));
    let push = |encoding: &'static str, body: Vec<u8>| {
        let request = Request::post("/api/v1/push")
            .header(PROTOCOL_HEADER, "1")
            .header("content-encoding", encoding)
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from(body))
            .unwrap();
        world.send(request)
    };
    let plain = push("identity", vec![b' '; 300 * 1024]).await;
    assert_eq!(plain.problem(), (413, "too_large".into()));
    let bomb = push("gzip", gzip(&vec![b' '; 20 * 1024 * 1024])).await;
    assert_eq!(bomb.problem(), (413, "too_large".into()));
}

/// Anything a phone may send, as JSON that is almost right.
#[tokio::test]
async fn almost_right_json_never_takes_the_server_down() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let good = json!({"waiting": 0, "entries": [
        {"n": 1, "receipt": "00", "record": visit(1, by, world.list, &world.doors[0], Disposition::Complete)},
        {"n": 2, "record": linked(2, by, world.list, id(1), 5)},
    ]});
    let strange = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}"),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!(true),
        json!("9999999-12-31T00:00:00+23:59"),
    ];
    let mut paths = Vec::new();
    collect(&good, &mut Vec::new(), &mut paths);
    assert!(paths.len() > 30);
    for path in paths {
        for value in &strange {
            let mut changed = good.clone();
            *at_path(&mut changed, &path) = value.clone();
            let answer = world
                .post("/api/v1/push", Some(&phone.token), changed.to_string())
                .await;
            assert!(
                answer.status.as_u16() < 500,
                "{path:?} {value}: {}",
                answer.text
            );
        }
    }
}

fn collect(value: &Value, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    paths.push(path.clone());
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        path.push(key);
        collect(child, path, paths);
        path.pop();
    }
}

fn at_path<'a>(value: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(value, |value, key| match value {
        Value::Array(items) => &mut items[key.parse::<usize>().unwrap()],
        other => &mut other[key.as_str()],
    })
}
