//! Who asks for deletion is gone from every list of the campaign where they can be told to be
//! the same: by name and address, by name and number, by the number of a household. Asked at a
//! door, on a call, or both ways round; and never by a name alone.

use crate::calls::add_call_list;
use crate::erasure::{aino, tables_with, wish_of};
use crate::never_again::{import, place};
use crate::phone_world::{TestPhone, raw, saved, world_to_talk_in};
use crate::world::{World, at};
use doorstep::domain::door_fact::{Wish, WishScope};
use doorstep::domain::ids::{ImportId, ListId};
use doorstep::domain::script::Channel;
use doorstep::domain::walk_list::Door;
use doorstep::phone::room::Request;
use uuid::Uuid;

const NUMBER: &str = "07700 900101";
const LIST: ListId = ListId(Uuid::from_u128(0xF2));

/// Who is listed at each of these, still.
async fn listed(world: &World, doors: &[&Door]) -> Vec<Vec<String>> {
    let store = &world.server.store;
    let mut listed = Vec::new();
    for door in doors {
        let door = store.door(world.campaign, door.id).await.unwrap().unwrap();
        listed.push(door.people.into_iter().map(|it| it.name).collect());
    }
    listed
}

/// The first call list's entry, of Aino who lives at door 0 and Eero who lives there, too.
async fn called_at_home(world: &World) -> Door {
    let entry = place(1, "1", &["Aino 0", "Eero Korhonen"], Some(NUMBER));
    import(world, 1, std::slice::from_ref(&entry), Channel::Phone).await;
    add_call_list(
        world,
        LIST,
        ImportId(Uuid::from_u128(0xF1_0001)),
        &[entry.id],
    )
    .await;
    world.share("CALL2345", 5, &[LIST]).await;
    entry
}

#[tokio::test]
async fn a_household_that_asks_on_a_call_goes_from_its_number_and_each_of_it_from_their_door() {
    let world = world_to_talk_in().await;
    let entry = called_at_home(&world).await;
    let by_number = place(2, "", &["Korhonen"], Some("07700-900101"));
    let by_name = place(3, "1", &["0, Aino"], Some("07700 900103"));
    let others = place(4, "99", &["Aino 0", "Eero Korhonen"], Some("07700 900104"));
    let numbers = [by_number.clone(), by_name.clone(), others.clone()];
    import(&world, 2, &numbers, Channel::Phone).await;
    let house = place(5, "1", &["Eero Korhonen", "Olena Savolainen"], None);
    import(&world, 3, std::slice::from_ref(&house), Channel::Door).await;
    let mut caller = TestPhone::new(1).await;
    caller.join(&world, "CALL2345", "Liisa").await.unwrap();
    let mut walker = TestPhone::joined(&world, "Matti", 2).await;
    assert_eq!(walker.door(world.doors[0].id).people.len(), 1);
    let wish = Request::Wish {
        door: entry.id,
        scope: WishScope::Household,
        wish: Wish::DeleteMyData,
    };
    saved(caller.ask(wish));
    caller.wait(&world, 180_000).await;
    let doors = [
        &entry,
        &by_number,
        &by_name,
        &world.doors[0],
        &house,
        &others,
    ];
    let left: [&[&str]; 6] = [
        &[],
        &[],
        &[],
        &[],
        // She has her own door, and no part in that number.
        &["Olena Savolainen"],
        // A name alone is nobody's.
        &["Aino 0", "Eero Korhonen"],
    ];
    assert_eq!(listed(&world, &doors).await, left);
    walker.wait(&world, 180_000).await;
    assert!(walker.door(world.doors[0].id).people.is_empty());
    let store = &world.server.store;
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    // Nor do they come back with the next file.
    let resident = |name: &str, number: &str| doorstep::domain::walking_order::Resident {
        name: name.into(),
        street: "Annankatu".into(),
        number: number.into(),
        ..Default::default()
    };
    let next = vec![
        resident("Aino 0", "1"),
        resident("Olena Savolainen", "1"),
        resident("Aino 0", "99"),
    ];
    let (kept, gone) = store.leave_out_erased(world.campaign, next).await.unwrap();
    assert_eq!((kept.len(), gone), (2, 1));
}

#[tokio::test]
async fn who_asks_at_the_door_goes_from_call_lists_and_by_the_number_found_there_from_others() {
    let world = world_to_talk_in().await;
    let entry = called_at_home(&world).await;
    let same_number = place(2, "", &["Aino 0", "Somebody Else"], Some("+44 7700 900101"));
    let written_alike = place(3, "", &["0 AINO"], Some("07700-900101"));
    let namesake = place(4, "", &["Aino 0"], Some("07700 900104"));
    let numbers = [same_number.clone(), written_alike.clone(), namesake.clone()];
    import(&world, 2, &numbers, Channel::Phone).await;
    let mut caller = TestPhone::new(3).await;
    caller.join(&world, "CALL2345", "Liisa").await.unwrap();
    assert_eq!(caller.door(entry.id).people.len(), 2);

    let mut matti = world.join("Matti", 2).await;
    let by = at(matti.canvasser, 0);
    let wish = wish_of(7, by, &world, WishScope::Person(aino(&world)), &[]);
    world.push(&mut matti, &[wish]).await;
    let doors = [&world.doors[0], &entry, &written_alike, &namesake];
    let left: [&[&str]; 4] = [&[], &["Eero Korhonen"], &[], &["Aino 0"]];
    assert_eq!(listed(&world, &doors).await, left);
    assert_eq!(tables_with(&world, "Somebody Else").await, ["door"]);
    caller.wait(&world, 180_000).await;
    assert_eq!(caller.door(entry.id).people.len(), 1);
    caller.back.into_store().close();
    let people: String = raw(&caller.folder)
        .query_row("SELECT group_concat(people) FROM door", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(
        !people.contains("Aino") && people.contains("Eero"),
        "{people}"
    );
}
