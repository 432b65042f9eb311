//! One conversation told twice: shown side by side, settled by a record, settled
//! anew, and counted once.

use crate::desk_world::Desk;
use crate::world::{World, at, id, linked, visit};
use axum::http::StatusCode;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::WishScope;
use doorstep::domain::ids::RecordId;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::erasure::Asked;

/// Two phones told of a conversation with Aino at door 0; and of others that are not the same.
async fn told_twice() -> World {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let mut matti = world.join("Matti", 2).await;
    let (hers, his) = (at(liisa.canvasser, 0), at(matti.canvasser, 30));
    let [aino, next, third] = [&world.doors[0], &world.doors[1], &world.doors[2]];
    let records = [
        visit(1, hers, world.list, aino, Disposition::Complete),
        linked(2, hers, world.list, id(1), 4),
        visit(3, hers, world.list, next, Disposition::Complete),
        linked(4, hers, world.list, id(3), 4),
        // Three days before Matti's: another conversation.
        visit(
            5,
            at(liisa.canvasser, -3 * 24 * 60),
            world.list,
            third,
            Disposition::Complete,
        ),
        linked(6, at(liisa.canvasser, -3 * 24 * 60), world.list, id(5), 2),
    ];
    world.push(&mut liisa, &records).await;
    let records = [
        visit(11, his, world.list, aino, Disposition::Partial),
        linked(12, his, world.list, id(11), 7),
        visit(15, his, world.list, third, Disposition::Complete),
        linked(16, his, world.list, id(15), 7),
    ];
    world.push(&mut matti, &records).await;
    world
}

async fn pairs(world: &World) -> (i64, i64, i64) {
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    let scale = format!("pair:issue-conversation:{}", crate::world::SCALE);
    (
        counts.get("talks", "finished"),
        counts.get(&scale, "4>5"),
        counts.get(&scale, "7>8"),
    )
}

async fn agrees(world: &World) {
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

#[tokio::test]
async fn a_lead_sees_two_tellings_side_by_side_and_says_which_counts_and_may_say_so_anew() {
    let desk = Desk::of(told_twice().await).await;
    let world = &desk.world;
    let viewer = desk.signed_in(Role::Viewer).await;
    assert_eq!(viewer.get("/conflicts").await.status, StatusCode::FORBIDDEN);
    let lead = desk.signed_in(Role::Lead).await;
    let conflicts = world.server.store.conflicts(world.campaign).await.unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    let told: Vec<RecordId> = conflicts[0].tellings.iter().map(|one| one.id).collect();
    assert_eq!(told, [id(2), id(12)]);
    let page = lead.get("/conflicts").await;
    for words in [
        "Aino 0",
        "Liisa",
        "Matti",
        "both count",
        "Let this one count",
    ] {
        page.shows(words);
    }
    assert_eq!(pairs(world).await, (5, 2, 2));

    let hers = id(2).to_string();
    let refused = viewer.submit("/conflicts", &[("counts", &hers)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = lead.submit("/conflicts", &[("counts", &hers)]).await;
    let page = lead.follow(&done).await;
    page.shows("Settled by Leena the lead");
    page.hides("both count");
    assert_eq!(pairs(world).await, (4, 2, 1), "counted once");
    agrees(world).await;

    let his = id(12).to_string();
    lead.submit("/conflicts", &[("counts", &his)]).await;
    assert_eq!(pairs(world).await, (4, 1, 2), "settled anew");
    agrees(world).await;
    world.server.store.rebuild_views().await.unwrap();
    assert_eq!(pairs(world).await, (4, 1, 2));
    lead.get("/audit")
        .await
        .shows("settled which telling of a conversation counts");
    let kept = world
        .number("SELECT count(*) FROM log WHERE kind = 'settled'")
        .await;
    assert_eq!(kept, 2, "nothing is overwritten");
    let other = lead
        .submit("/conflicts", &[("counts", &id(4).to_string())])
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "told once");
}

#[tokio::test]
async fn what_was_settled_over_somebody_erased_goes_with_them_and_the_counts_stay_right() {
    let desk = Desk::of(told_twice().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    lead.submit("/conflicts", &[("counts", &id(2).to_string())])
        .await;
    let asked = Asked {
        door: world.doors[0].id,
        scope: WishScope::Person(world.doors[0].people[0].id),
        under_way: Vec::new(),
        lead: None,
        now_ms: crate::world::NOW_MS,
    };
    world
        .server
        .store
        .erase(world.campaign, asked)
        .await
        .unwrap();
    assert_eq!(pairs(world).await, (3, 1, 1));
    let kept = world
        .number("SELECT count(*) FROM log WHERE kind = 'settled'")
        .await;
    assert_eq!(kept, 0);
    agrees(world).await;
}
