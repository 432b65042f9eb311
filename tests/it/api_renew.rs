//! `POST /api/v1/renew`

use crate::erasure::{aino, two_met_aino, wish_of};
use crate::world::{Phone, World, at, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::WishScope;
use doorstep::server::store::joining::DeviceState;
use doorstep::wire::join::JoinReply;
use doorstep::wire::pull::PullRequest;
use doorstep::wire::push::{Have, Outcome};
use serde_json::json;
use uuid::Uuid;

pub async fn renew(world: &World, phone: &Phone, attempt: Uuid) -> JoinReply {
    let body = json!({ "attempt": attempt }).to_string();
    let answer = world.post("/api/v1/renew", Some(&phone.token), body).await;
    answer.read()
}

pub fn renewed(reply: JoinReply) -> Phone {
    Phone {
        device: reply.device,
        canvasser: reply.canvasser,
        token: reply.token,
        have: Have::default(),
    }
}

#[tokio::test]
async fn a_phone_that_shares_its_identity_gets_one_of_its_own_and_hands_in_again() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let record = visit(
        1,
        at(phone.canvasser, 0),
        world.list,
        &world.doors[0],
        Disposition::NotHome,
    );
    world.push(&mut phone, std::slice::from_ref(&record)).await;

    let reply = renew(&world, &phone, Uuid::from_u128(5)).await;
    assert_ne!(reply.device, phone.device);
    assert_eq!(reply.canvasser, phone.canvasser);
    assert_eq!(reply.canvasser_name, "Aino");
    let mut own = renewed(reply);
    let pushed = world.push(&mut own, &[record]).await;
    assert_eq!(pushed.results[0].outcome, Outcome::Duplicate);
    assert_eq!(pushed.have.n, 1);
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_identity_and_nobody_elses_try_is_answered() {
    let world = World::new().await;
    let aino = world.join("Aino", 1).await;
    let eero = world.join("Eero", 2).await;
    let attempt = Uuid::from_u128(5);
    let first = renew(&world, &aino, attempt).await;
    assert_eq!(renew(&world, &aino, attempt).await.device, first.device);
    let other = renew(&world, &eero, attempt).await;
    assert_ne!(other.device, first.device);
    assert_eq!(other.canvasser, eero.canvasser);
}

#[tokio::test]
async fn whoever_was_reported_lost_is_still_lost_under_another_identity() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let store = &world.server.store;
    store
        .set_device_state(world.campaign, phone.device, DeviceState::Lost, 9)
        .await
        .unwrap();
    let mut own = renewed(renew(&world, &phone, Uuid::from_u128(5)).await);
    let record = visit(
        1,
        at(own.canvasser, 0),
        world.list,
        &world.doors[0],
        Disposition::NotHome,
    );
    let pushed = world.push(&mut own, &[record]).await;
    assert!(matches!(pushed.results[0].outcome, Outcome::Held { .. }));
}

#[tokio::test]
async fn without_a_token_of_ours_nothing_is_renewed() {
    let world = World::new().await;
    let body = || json!({ "attempt": Uuid::from_u128(5) }).to_string();
    for token in [None, Some("nonsense")] {
        let answer = world.post("/api/v1/renew", token, body()).await;
        assert_eq!(answer.problem(), (401, "not_enrolled".into()));
    }
    let phone = world.join("Aino", 1).await;
    let answer = world.post("/api/v1/renew", Some(&phone.token), "{}").await;
    assert_eq!(answer.problem(), (400, "malformed".into()));
}

#[tokio::test]
async fn a_database_older_than_the_phone_gives_it_an_identity_all_the_same() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    for table in ["device", "canvasser", "list_grant"] {
        world.run(&format!("DELETE FROM {table}")).await;
    }
    let reply = renew(&world, &phone, Uuid::from_u128(5)).await;
    assert_eq!(reply.canvasser, phone.canvasser);
    assert_ne!(reply.device, phone.device);
}

#[tokio::test]
async fn a_copy_hears_of_an_erasure_that_the_phone_it_was_copied_from_has_carried_out() {
    let (world, mut liisa, matti) = two_met_aino().await;
    let may_hold = async || {
        let rows = world.server.store.erasures(world.campaign).await.unwrap();
        rows[0].may_hold.clone()
    };
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut liisa, &[wish]).await;
    let told = world.pull(&liisa, &PullRequest::default()).await.erased;
    let erased = vec![told[0].id];
    let carried_out = || PullRequest {
        erased: erased.clone(),
        ..PullRequest::default()
    };
    world.pull(&liisa, &carried_out()).await;
    assert_eq!(may_hold().await, ["Matti"]);

    // Two phones are Matti's. One carries it out, and then hears that it is not alone.
    world.pull(&matti, &carried_out()).await;
    assert!(may_hold().await.is_empty());
    world.clock.advance(1);
    let own = renewed(renew(&world, &matti, Uuid::from_u128(5)).await);
    assert_eq!(may_hold().await, ["Matti"], "the new one has said nothing");
    world.pull(&own, &carried_out()).await;
    assert!(
        may_hold().await.is_empty(),
        "nobody knows that there is a second phone"
    );
    world.clock.advance(1);
    let copy = world.pull(&matti, &PullRequest::default()).await;
    assert_eq!(copy.erased, told);
    assert_eq!(may_hold().await, ["Matti"], "there is one");
    assert!(world.pull(&matti, &carried_out()).await.erased.is_empty());
    assert!(may_hold().await.is_empty());
}
