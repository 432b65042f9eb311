//! `POST /api/v1/pull` by a phone that has everything up to its cursor, and says so with a
//! mark instead of naming each list.

use crate::erasure::{aino, two_met_aino, wish_of};
use crate::world::{NOW_MS, Phone, World, at, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::WishScope;
use doorstep::domain::ids::ListId;
use doorstep::server::store::joining::DeviceState;
use doorstep::wire::problem::Problem;
use doorstep::wire::pull::{Cursor, Held, PullReply, PullRequest};
use doorstep::wire::push::{Have, Holds};

/// What this phone would ask in short.
fn in_short(cursor: &Cursor, lists: &[ListId], have: Have) -> PullRequest {
    PullRequest {
        campaign: cursor.clone(),
        held: Some(Held::new(lists.iter().copied(), [], have, Holds::default())),
        ..PullRequest::default()
    }
}

/// Fetches everything; the cursor that stands for it.
async fn fetched(world: &World, phone: &Phone) -> Cursor {
    let reply = world.pull(phone, &PullRequest::default()).await;
    assert!(!reply.more && reply.campaign_cursor.is_of_all());
    reply.campaign_cursor
}

fn asks_for_all(reply: &PullReply, asked: &Cursor) {
    assert!(reply.more && reply.lists.is_empty() && reply.gone.is_empty());
    assert!(!reply.campaign_cursor.is_of_all());
    assert_eq!(
        reply.campaign_cursor.place(),
        asked.place(),
        "nothing of the campaign is skipped"
    );
}

#[tokio::test]
async fn without_news_the_answer_is_nothing_but_the_time() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let cursor = fetched(&world, &phone).await;
    let asked = in_short(&cursor, &[world.list], Have::default());
    let body = serde_json::to_string(&asked).unwrap();
    let answer = world.post("/api/v1/pull", Some(&phone.token), body).await;
    assert_eq!(answer.text, format!("{{\"server_ms\":{NOW_MS}}}"));
}

#[tokio::test]
async fn news_come_as_ever_and_with_a_cursor_that_stands_for_them_too() {
    let world = World::new().await;
    let mut aino = world.join("Aino", 1).await;
    let eero = world.join("Eero", 2).await;
    let cursor = fetched(&world, &eero).await;
    let by = at(aino.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    world.push(&mut aino, std::slice::from_ref(&record)).await;

    let asked = in_short(&cursor, &[world.list], Have::default());
    let reply = world.pull(&eero, &asked).await;
    assert_eq!(reply.lists.len(), 1);
    assert_eq!(reply.lists[0].records, [record]);
    assert!(reply.lists[0].doors.is_empty(), "the doors are held");
    assert!(reply.scripts.is_empty(), "and so is the script");
    assert!(reply.campaign_cursor.is_of_all() && reply.campaign_cursor != cursor);
    let asked = in_short(&reply.campaign_cursor, &[world.list], Have::default());
    let again = world.pull(&eero, &asked).await;
    assert!(again.lists.is_empty() && again.campaign_cursor.is_empty());
}

#[tokio::test]
async fn whoever_holds_something_else_is_to_name_all() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let cursor = fetched(&world, &phone).await;
    let whole = [world.list];
    // Another list, none, and one that was taken away or granted meanwhile.
    for lists in [
        &[][..],
        &[world.other_list],
        &[world.list, world.other_list],
    ] {
        let asked = in_short(&cursor, lists, Have::default());
        asks_for_all(&world.pull(&phone, &asked).await, &cursor);
    }
    // A server that knows more or less of what was handed in: the phone is to hear how much.
    let by = at(phone.canvasser, 0);
    let record = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    world.push(&mut phone, std::slice::from_ref(&record)).await;
    let asked = in_short(&cursor, &whole, Have::default());
    asks_for_all(&world.pull(&phone, &asked).await, &cursor);
    let reply = world
        .pull(&phone, &in_short(&cursor, &whole, phone.have))
        .await;
    assert!(!reply.more, "now they agree");
    // A copy of the phone that has not carried out what the other says it has.
    let by = at(phone.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut phone, &[wish]).await;
    let told = world.pull(&phone, &PullRequest::default()).await;
    let cursor = told.campaign_cursor;
    let carried_out = PullRequest {
        erased: vec![told.erased[0].id],
        ..PullRequest::default()
    };
    assert_eq!(world.pull(&phone, &carried_out).await.erased, []);
    let asked = in_short(&cursor, &whole, phone.have);
    asks_for_all(&world.pull(&phone, &asked).await, &cursor);
    let all = world.pull(&phone, &PullRequest::default()).await;
    assert_eq!(all.erased, told.erased);
    let asked = PullRequest {
        held: Some(Held::new(
            whole,
            [told.erased[0].id],
            phone.have,
            Holds::default(),
        )),
        ..in_short(&cursor, &whole, phone.have)
    };
    assert!(!world.pull(&phone, &asked).await.more, "now they agree");
    // A cursor that stands for the campaign alone.
    let alone = Cursor(cursor.place().to_owned());
    let asked = PullRequest {
        campaign: alone.clone(),
        ..asked
    };
    asks_for_all(&world.pull(&phone, &asked).await, &alone);
}

#[tokio::test]
async fn a_short_question_from_another_history_sends_the_phone_back_to_the_start() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    fetched(&world, &phone).await;
    for text in ["e2.1.0~", "e1.1.ffffffff~", "e1.99999999.0~", "~"] {
        let asked = in_short(&Cursor(text.into()), &[world.list], Have::default());
        let body = serde_json::to_string(&asked).unwrap();
        let answer = world.post("/api/v1/pull", Some(&phone.token), body).await;
        assert_eq!(answer.problem(), (410, "epoch_changed".into()), "{text}");
    }
}

#[tokio::test]
async fn what_a_phone_has_in_all_is_heard_from_a_short_question_too() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let cursor = fetched(&world, &phone).await;
    let holds = Holds {
        recorded: 7,
        drafts: 2,
    };
    let asked = PullRequest {
        held: Some(Held::new([world.list], [], Have::default(), holds)),
        campaign: cursor,
        ..PullRequest::default()
    };
    world.pull(&phone, &asked).await;
    let device = world.server.store.device(world.campaign, phone.device);
    assert_eq!(device.await.unwrap().unwrap().holds, Some(holds));
}

#[tokio::test]
async fn a_phone_whose_time_has_ended_hears_of_erasures_though_it_names_no_list() {
    let (world, mut liisa, matti) = two_met_aino().await;
    let cursor = fetched(&world, &matti).await;
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut liisa, &[wish]).await;
    // A copy of his phone has carried it out and said so.
    let told = world.pull(&matti, &PullRequest::default()).await.erased;
    let carried_out = PullRequest {
        erased: vec![told[0].id],
        ..PullRequest::default()
    };
    world.pull(&matti, &carried_out).await;
    let store = &world.server.store;
    let ended = store.set_device_state(world.campaign, matti.device, DeviceState::Retired, NOW_MS);
    ended.await.unwrap();
    let asked = in_short(&cursor, &[world.list], matti.have);
    let body = serde_json::to_string(&asked).unwrap();
    let answer = world.post("/api/v1/pull", Some(&matti.token), body).await;
    assert_eq!(answer.problem(), (403, "token_retired".into()));
    let said: Problem = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(said.erased, told);
}
