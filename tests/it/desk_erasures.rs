//! Deletion at the desk: a lead carries it out for somebody who wrote to the office,
//! and whoever was erased is left out of the next file of addresses.

use crate::desk_world::Desk;
use crate::erasure::{aino, tables_with, two_met_aino, wish_of};
use crate::phone_world::{TestPhone, saved, world_to_talk_in};
use crate::world::at;
use axum::http::StatusCode;
use doorstep::domain::door_fact::{Wish, WishScope};
use doorstep::domain::fold::Needs;
use doorstep::phone::room::Request;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::log::RecordLog as _;

#[tokio::test]
async fn a_lead_carries_out_what_somebody_asks_the_office_for_and_sees_whose_phones_have_not_heard()
{
    let (world, _, _) = two_met_aino().await;
    let desk = Desk::of(world).await;
    let viewer = desk.signed_in(Role::Viewer).await;
    assert_eq!(viewer.get("/erasures").await.status, StatusCode::FORBIDDEN);
    let lead = desk.signed_in(Role::Lead).await;
    lead.get("/erasures").await.shows("Nobody has asked yet.");
    let none = lead
        .submit("/erasures/find", &[("asked", "Korhonen")])
        .await;
    none.shows("Nobody is listed like that.");
    let found = lead
        .submit("/erasures/find", &[("asked", "annankatu aino 0")])
        .await;
    found.shows("Aino 0");
    found.shows("Everybody at this address");
    let (door, person) = (
        desk.world.doors[0].id.to_string(),
        aino(&desk.world).to_string(),
    );
    let whom = [("door", door.as_str()), ("person", person.as_str())];
    let refused = viewer.submit("/erasures", &whom).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let look = lead.submit("/erasures/look", &whom).await;
    look.shows("This cannot be taken back");
    look.shows("Conversations that are tied to nobody cannot be found by person");
    assert!(!tables_with(&desk.world, "Aino 0").await.is_empty());

    let done = lead.submit("/erasures", &whom).await;
    let page = lead.follow(&done).await;
    page.shows("The name and 2 records are gone.");
    page.shows("carried out here by Leena the lead");
    page.shows("2 may still hold it:");
    page.shows("Liisa, Matti");
    page.hides("Aino");
    assert_eq!(
        tables_with(&desk.world, "Aino 0").await,
        Vec::<String>::new()
    );
    lead.get("/")
        .await
        .shows("1 deletion has not reached every phone yet");
    lead.get("/audit")
        .await
        .shows("deleted what was held about somebody");
    let again = lead.submit("/erasures", &whom).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_was_erased_is_left_out_of_the_next_file_and_the_preview_says_how_many() {
    let (world, mut liisa, _) = two_met_aino().await;
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let file =
        "Name,Street,Number,Town\n\"0, AINO\",annankatu,1,Espoo\nAino 1,Annankatu,3,Helsinki\n";
    let (_, before) = lead.look_at(file.as_bytes()).await;
    before.hides("asked to be deleted");
    desk.world.push(&mut liisa, &[wish]).await;
    let (upload, after) = lead.look_at(file.as_bytes()).await;
    after.shows("1 row is left out: they, or their household, asked to be deleted.");
    let gone = lead
        .submit(
            &upload,
            &[
                ("source", "register"),
                ("purpose", "talking"),
                ("use_until", "2026-12-31"),
            ],
        )
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    let store = &desk.world.server.store;
    let found = store
        .find_people(desk.world.campaign, "aino".into(), 50)
        .await
        .unwrap();
    let names: Vec<String> = found
        .into_iter()
        .filter_map(|one| one.person)
        .map(|(_, name)| name)
        .collect();
    assert!(!names.iter().any(|name| name.contains("0")), "{names:?}");
    assert_eq!(
        names.iter().filter(|name| *name == "Aino 1").count(),
        2,
        "{names:?}"
    );
}

#[tokio::test]
async fn the_same_person_listed_twice_is_erased_in_both_places() {
    let (world, mut liisa, _) = two_met_aino().await;
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = "Name,Street,Number\nAino 0,Annankatu,1\nEero,Annankatu,1\n";
    let (upload, _) = lead.look_at(file.as_bytes()).await;
    let fields = [
        ("source", "register"),
        ("purpose", "talking"),
        ("use_until", "2026-12-31"),
    ];
    lead.submit(&upload, &fields).await;
    let by = at(liisa.canvasser, 10);
    let wish = wish_of(
        7,
        by,
        &desk.world,
        WishScope::Person(aino(&desk.world)),
        &[],
    );
    desk.world.push(&mut liisa, &[wish]).await;
    assert_eq!(
        tables_with(&desk.world, "Aino 0").await,
        Vec::<String>::new()
    );
    assert!(!tables_with(&desk.world, "Eero").await.is_empty());
    let rows = desk
        .world
        .server
        .store
        .erasures(desk.world.campaign)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn never_again_is_lifted_at_their_own_request_by_a_lead_and_phones_go_there_again() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].clone();
    let person = door.people[0].id;
    let wish = |scope| Request::Wish {
        door: door.id,
        scope,
        wish: Wish::NeverAgain,
    };
    saved(phone.ask(wish(WishScope::Person(person))));
    phone.sync(&world).await;
    let needs = |phone: &mut TestPhone| {
        let held = phone.back.store().tables().inventory().unwrap().doors;
        let held = held.into_iter().find(|held| held.id == door.id).unwrap();
        assert_eq!(held.state, held.folded);
        held.state.needs(1, &[person])
    };
    assert!(matches!(needs(&mut phone), Needs::DontKnock { .. }));

    let desk = Desk::of(world).await;
    let viewer = desk.signed_in(Role::Viewer).await;
    let lead = desk.signed_in(Role::Lead).await;
    let found = lead
        .submit("/erasures/find", &[("asked", "annankatu aino 0")])
        .await;
    found.shows("Asked not to be called on again.");
    let (door_id, person_id) = (door.id.to_string(), person.to_string());
    let whom = [("door", door_id.as_str()), ("person", person_id.as_str())];
    let refused = viewer.submit("/erasures/lift", &whom).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let household = [("door", door_id.as_str()), ("person", "")];
    let nobodys = lead.submit("/erasures/lift", &household).await;
    assert_eq!(nobodys.status, StatusCode::NOT_FOUND, "it is hers alone");
    lead.submit("/erasures/wish", &whom)
        .await
        .shows("Only if they asked for it themselves");
    let done = lead.submit("/erasures/lift", &whom).await;
    lead.follow(&done)
        .await
        .shows("They may be called on again.");
    lead.get("/audit")
        .await
        .shows("lifted a wish not to be called on");
    let again = lead.submit("/erasures/lift", &whom).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);

    phone.wait(&desk.world, 180_000).await;
    assert_eq!(needs(&mut phone), Needs::NotTried);
    let store = &desk.world.server.store;
    let state = store.door_state(desk.world.campaign, door.id).await;
    assert_eq!(state.unwrap().unwrap().needs(1, &[person]), Needs::NotTried);
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());

    // Said again, it stands again; and whoever asks to be deleted is not found any more.
    saved(phone.ask(wish(WishScope::Person(person))));
    phone.sync(&desk.world).await;
    assert!(matches!(needs(&mut phone), Needs::DontKnock { .. }));
    let erased = lead.submit("/erasures", &whom).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER);
    let gone = lead.submit("/erasures/lift", &whom).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let left = desk
        .world
        .number("SELECT count(*) FROM log WHERE kind = 'wish_lifted'")
        .await;
    assert_eq!(left, 0, "it named their wishes");
}
