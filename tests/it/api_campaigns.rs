//! Two campaigns on one server, of two organisations that have nothing to do with each other,
//! with lists, doors and records of the same ids, as after one was made from a copy of the other.
//! What one has, says, wishes or forges reaches nothing of the other's.

use crate::desk_world::Desk;
use crate::world::{NOW_MS, Phone, World, at, furnish, id, linked, never_again, unlinked, visit};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{CampaignId, ListId};
use doorstep::domain::record::Record;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::joining::{DeviceState, NewJoinCode};
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::pull::{Cursor, ListCursor, PullRequest};
use doorstep::wire::push::{Outcome, RejectCode};
use uuid::Uuid;

const OTHERS: CampaignId = CampaignId(Uuid::from_u128(0xCB));
const CODE: &str = "WXYZ2345";
/// A list only the other campaign has.
const LIST: ListId = ListId(Uuid::from_u128(0xCC));

/// The world's campaign with a phone, and the other one with a phone.
async fn two() -> (World, Phone, Phone) {
    let world = World::new().await;
    let store = &world.server.store;
    furnish(store, OTHERS, [world.list, LIST], &world.doors).await;
    let code = NewJoinCode {
        code: CODE.into(),
        label: "Others".into(),
        uses: 3,
        expires_ms: NOW_MS + 24 * 3_600_000,
        lists: vec![world.list, LIST],
        made_by: None,
    };
    store.make_join_code(OTHERS, code, NOW_MS).await.unwrap();
    let ours = world.join("Aino", 1).await;
    let theirs = world.join_with(CODE, "Eero", 2).await;
    (world, ours, theirs)
}

/// How many records each has about the list both have.
async fn stored(world: &World) -> [u32; 2] {
    let store = &world.server.store;
    let mut counts = [0; 2];
    for (count, campaign) in counts.iter_mut().zip([world.campaign, OTHERS]) {
        *count = store.check(campaign, world.list).await.unwrap().records;
    }
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    counts
}

async fn pulled(world: &World, phone: &Phone, list: ListId) -> Vec<Record> {
    let lists = vec![ListCursor {
        list,
        cursor: Cursor::default(),
    }];
    let asked = PullRequest {
        lists,
        ..PullRequest::default()
    };
    let reply = world.pull(phone, &asked).await;
    let pages = reply.lists.into_iter().filter(|page| page.list == list);
    pages.flat_map(|page| page.records).collect()
}

#[tokio::test]
async fn a_record_of_the_same_id_is_stored_in_both_and_each_phone_sees_its_own() {
    let (world, mut ours, mut theirs) = two().await;
    let door = &world.doors[0];
    let by = at(ours.canvasser, 0);
    let our_visit = visit(1, by, world.list, door, Disposition::NotHome);
    let reply = world
        .push(&mut ours, std::slice::from_ref(&our_visit))
        .await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(stored(&world).await, [1, 0]);
    assert_eq!(pulled(&world, &theirs, world.list).await, []);

    let by = at(theirs.canvasser, 0);
    let their_visit = visit(1, by, world.list, door, Disposition::Refused);
    let reply = world
        .push(&mut theirs, std::slice::from_ref(&their_visit))
        .await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);
    assert_eq!(stored(&world).await, [1, 1]);
    assert_eq!(pulled(&world, &ours, world.list).await, [our_visit]);
    assert_eq!(pulled(&world, &theirs, world.list).await, [their_visit]);
}

#[tokio::test]
async fn a_list_of_the_other_campaign_is_neither_written_to_nor_read() {
    let (world, mut ours, mut theirs) = two().await;
    let theirs_about_it = visit(
        1,
        at(theirs.canvasser, 0),
        LIST,
        &world.doors[6],
        Disposition::NotHome,
    );
    world.push(&mut theirs, &[theirs_about_it]).await;
    let by = at(ours.canvasser, 0);
    let records = [
        visit(2, by, LIST, &world.doors[6], Disposition::NotHome),
        never_again(3, by, LIST, &world.doors[6]),
        linked(4, by, LIST, id(1), 7),
        unlinked(5, LIST, 7),
    ];
    let reply = world.push(&mut ours, &records).await;
    for result in &reply.results {
        let Outcome::Rejected { code, .. } = &result.outcome else {
            panic!("{result:?}");
        };
        assert_eq!(*code, RejectCode::OutOfScope, "{result:?}");
    }
    let store = &world.server.store;
    assert_eq!(store.check(OTHERS, LIST).await.unwrap().records, 1);
    assert_eq!(pulled(&world, &ours, LIST).await, []);
    // What was refused waits for our lead, not for theirs.
    assert_eq!(store.quarantined(world.campaign).await.unwrap().len(), 4);
    assert_eq!(store.quarantined(OTHERS).await.unwrap().len(), 0);
    assert_eq!(store.unlinked(OTHERS).await.unwrap(), []);
}

#[tokio::test]
async fn who_wishes_not_to_be_called_on_again_said_so_to_one_of_them() {
    let (world, mut ours, _theirs) = two().await;
    let wish = never_again(1, at(ours.canvasser, 0), world.list, &world.doors[0]);
    world.push(&mut ours, &[wish]).await;
    let store = &world.server.store;
    let door = world.doors[0].id;
    assert!(
        store
            .door_state(world.campaign, door)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.door_state(OTHERS, door).await.unwrap().is_none());
    assert_eq!(stored(&world).await, [1, 0]);
}

#[tokio::test]
async fn a_token_put_together_from_two_counts_for_neither() {
    let (world, ours, theirs) = two().await;
    let bytes = |token: &str| URL_SAFE_NO_PAD.decode(token).unwrap();
    let (from, to) = (bytes(&ours.token), bytes(&theirs.token));
    // One byte for its form, then the campaign's and the phone's ids.
    for range in [1..17, 17..33, 33..49] {
        let mut forged = from.clone();
        forged[range.clone()].copy_from_slice(&to[range.clone()]);
        assert_ne!(forged, from);
        let token = URL_SAFE_NO_PAD.encode(&forged);
        let answer = world.post("/api/v1/pull", Some(&token), "{}").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{range:?}");
        let answer = world
            .post("/api/v1/push", Some(&token), r#"{"entries":[]}"#)
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{range:?}");
    }
}

#[tokio::test]
async fn a_lead_sees_and_changes_nothing_of_the_other_campaign() {
    let (world, _ours, mut theirs) = two().await;
    let by = at(theirs.canvasser, 0);
    let records = [
        visit(1, by, LIST, &world.doors[6], Disposition::Complete),
        linked(2, by, LIST, id(1), 7),
    ];
    world.push(&mut theirs, &records).await;
    let desk = Desk::of(world).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Owner).await;
    for path in [
        format!("/lists/{}", LIST.0),
        format!("/conversations/{}", id(2).0),
    ] {
        let page = lead.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/",
        "/lists",
        "/conversations",
        "/results",
        "/campaign/phones",
    ] {
        let page = lead.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("Eero");
    }
    let store = &world.server.store;
    for to in ["lost", "retired"] {
        let path = format!("/campaign/phones/{}", theirs.device.0);
        lead.submit(&path, &[("state", to)]).await;
    }
    lead.submit(&format!("/lists/{}/end", LIST.0), &[]).await;
    let device = store.device(OTHERS, theirs.device).await.unwrap().unwrap();
    assert_eq!(device.state, DeviceState::Active);
    let still = visit(3, by, LIST, &world.doors[7], Disposition::NotHome);
    let reply = world.push(&mut theirs, &[still]).await;
    assert_eq!(reply.results[0].outcome, Outcome::Accepted);

    // A session's token of one campaign with the other's name before it opens neither.
    let mut forged = lead.clone();
    let ours = world.campaign.0.simple().to_string();
    forged.cookie = forged.cookie.replace(&ours, &OTHERS.0.simple().to_string());
    assert_ne!(forged.cookie, lead.cookie);
    assert!(forged.get("/lists").await.status.is_redirection());
}
