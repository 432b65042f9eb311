//! `POST /api/v1/join`

use crate::world::{CODE, World};
use doorstep::domain::ids::ListId;
use doorstep::wire::join::JoinReply;
use doorstep::wire::pull::PullRequest;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn a_code_makes_a_phone_a_device_of_the_campaign() {
    let world = World::new().await;
    let answer = world.try_to_join("kapp 7q2m", "  Aino  ", 1).await;
    let reply: JoinReply = answer.read();
    assert_eq!(reply.campaign.id, world.campaign);
    assert_eq!(reply.canvasser_name, "Aino");
    assert_eq!(
        answer.headers["cache-control"], "no-store",
        "a token must not lie in a cache"
    );
}

#[tokio::test]
async fn a_wrong_code_is_told_as_unknown() {
    let world = World::new().await;
    for code in ["KAPP7Q2N", "", "K", "ÄÖÅ", &"A".repeat(500)] {
        let answer = world.try_to_join(code, "Aino", 1).await;
        assert_eq!(answer.problem(), (404, "code_unknown".into()), "{code}");
    }
}

#[tokio::test]
async fn a_code_serves_as_many_phones_as_it_has_uses() {
    let world = World::new().await;
    for attempt in 1..=3 {
        world.join("Aino", attempt).await;
    }
    let answer = world.try_to_join(CODE, "Aino", 4).await;
    assert_eq!(answer.problem(), (410, "code_used_up".into()));
}

#[tokio::test]
async fn a_lost_answer_costs_no_second_use_and_makes_no_second_device() {
    let world = World::new().await;
    let first = world.join("Aino", 1).await;
    for _ in 0..5 {
        let again = world.join("Aino", 1).await;
        assert_eq!(again.device, first.device);
        assert_eq!(again.canvasser, first.canvasser);
    }
    world.join("Eero", 2).await;
    world.join("Ilmari", 3).await;
    // Used up for others, still answered for who has joined.
    assert_eq!(world.try_to_join(CODE, "x", 4).await.problem().0, 410);
    assert_eq!(world.join("Aino", 1).await.device, first.device);
}

#[tokio::test]
async fn a_code_ends_with_its_day_and_when_the_lead_ends_it() {
    let world = World::new().await;
    world.share("SECNDC2D", 5, &[world.list]).await;
    world
        .server
        .store
        .end_join_code(world.campaign, "SECNDC2D".into(), world.clock.now_ms())
        .await
        .unwrap();
    let ended = world.try_to_join("SECNDC2D", "Aino", 9).await;
    assert_eq!(ended.problem(), (410, "code_expired".into()));
    world.join("Aino", 1).await;
    world.clock.advance(24 * 3600 * 1000);
    let expired = world.try_to_join(CODE, "Eero", 2).await;
    assert_eq!(expired.problem(), (410, "code_expired".into()));
    let who_has_joined = world.try_to_join(CODE, "Aino", 1).await;
    assert_eq!(who_has_joined.status, 200);
}

#[tokio::test]
async fn a_phone_that_has_joined_gets_the_lists_of_another_code_and_stays_itself() {
    let world = World::new().await;
    world.share("SECNDC2D", 1, &[world.other_list]).await;
    let phone = world.join("Aino", 1).await;
    let asked = json!({"code": "SECNDC2D", "name": "Aino", "attempt": Uuid::from_u128(2)});
    for _ in 0..2 {
        let reply: JoinReply = world
            .post("/api/v1/join", Some(&phone.token), asked.to_string())
            .await
            .read();
        assert_eq!(reply.device, phone.device);
        assert_eq!(reply.canvasser, phone.canvasser);
    }
    let pulled = world.pull(&phone, &PullRequest::default()).await;
    let lists: Vec<ListId> = pulled.lists.iter().map(|page| page.list).collect();
    assert_eq!(lists, [world.list, world.other_list]);
}

#[tokio::test]
async fn names_are_held_to_sixty_characters() {
    let world = World::new().await;
    let sixty = "Ä".repeat(60);
    assert_eq!(world.try_to_join(CODE, &sixty, 1).await.status, 200);
    for name in ["", "   ", "a\u{7}b", &"x".repeat(61)] {
        let answer = world.try_to_join(CODE, name, 2).await;
        assert_eq!(answer.problem(), (400, "malformed".into()));
    }
}

#[tokio::test]
async fn who_tries_codes_one_after_another_is_slowed_down() {
    let world = World::new().await;
    let mut slowed = None;
    for attempt in 0..40 {
        let answer = world.try_to_join("WRNGC2DE", "Aino", attempt).await;
        if answer.status == 429 {
            slowed = Some(answer);
            break;
        }
    }
    let answer = slowed.expect("forty wrong codes at once");
    assert_eq!(answer.problem(), (429, "slow_down".into()));
    let seconds: i64 = answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(seconds > 0);
    world.clock.advance(seconds * 1000);
    assert_eq!(world.try_to_join(CODE, "Aino", 99).await.status, 200);
}
