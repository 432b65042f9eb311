//! "Never again": it outlives the file somebody stood in. It holds wherever else they are
//! listed and in whatever file comes next, until a lead lifts it; and a database put back from
//! an older copy knows of it.

use crate::desk_world::Desk;
use crate::phone_world::{TestPhone, saved, world_to_talk_in};
use crate::world::{NOW_MS, Phone, World, at, id, never_again, script, undo, visit_fact};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{DoNotContact, Wish, WishScope};
use doorstep::domain::fold::Needs;
use doorstep::domain::ids::{DoorId, ImportId, ListId, PersonId};
use doorstep::domain::record::{Author, Fact, Record};
use doorstep::domain::script::Channel;
use doorstep::domain::visit::WhoAnswered;
use doorstep::domain::walk_list::{Door, Person, Side};
use doorstep::phone::room::Request;
use doorstep::phone::view::DoorNeeds;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::ledger;
use doorstep::server::store::lists::NewImport;
use doorstep::server::store::log::RecordLog as _;
use doorstep::server::store::{Store, StoreError};
use uuid::Uuid;

pub const DONT: Needs = Needs::DontKnock {
    why: Disposition::Objected,
};

fn never(n: u128, by: Author, list: ListId, door: DoorId, scope: WishScope) -> Record {
    let fact = Fact::DoNotContact(DoNotContact {
        list,
        door,
        round: 1,
        scope,
        wish: Wish::NeverAgain,
        under_way: Vec::new(),
    });
    Record::write(id(n), Some(by), &fact).unwrap()
}

/// One more place of a file, with whoever is listed there.
pub fn place(n: u128, number: &str, people: &[&str], telephone: Option<&str>) -> Door {
    let person = |(at, name): (usize, &&str)| Person {
        id: PersonId(Uuid::from_u128(0xF000 + n * 16 + at as u128)),
        name: (*name).into(),
        language: None,
        telephone: telephone.map(str::to_owned),
    };
    Door {
        id: DoorId(Uuid::from_u128(0xFD00 + n)),
        order: 0,
        street: if number.is_empty() { "" } else { "ANNANKATU" }.into(),
        side: Side::Whole,
        number: number.into(),
        unit: String::new(),
        city: String::new(),
        postcode: String::new(),
        latitude: None,
        longitude: None,
        people: people.iter().enumerate().map(person).collect(),
    }
}

pub async fn import(world: &World, n: u128, doors: &[Door], channel: Channel) {
    let file = NewImport {
        id: ImportId(Uuid::from_u128(0xF1_0000 + n)),
        file_name: "next.csv".into(),
        source: "the next register".into(),
        purpose: "canvassing".into(),
        use_until: "2027-01-31".parse().unwrap(),
        doors: doors.to_vec(),
        left_out: 0,
        imported_by: None,
        channel,
        register_checked_ms: (channel == Channel::Phone).then_some(NOW_MS),
    };
    let store = &world.server.store;
    store.import(world.campaign, file, NOW_MS).await.unwrap();
}

pub async fn needs(world: &World, door: &Door) -> Needs {
    let people: Vec<PersonId> = door.people.iter().map(|person| person.id).collect();
    let store = &world.server.store;
    let state = store.door_state(world.campaign, door.id).await.unwrap();
    state.map_or(Needs::NotTried, |state| state.needs(1, &people))
}

async fn is_sought(world: &World, door: &Door, person: usize) -> bool {
    let store = &world.server.store;
    let state = store.door_state(world.campaign, door.id).await.unwrap();
    state.is_none_or(|state| state.gone(door.people[person].id).is_none())
}

async fn lift(world: &World, n: u128, door: &Door, scope: WishScope) {
    let store = &world.server.store;
    store
        .lift_wish(world.campaign, id(n), door.id, scope, NOW_MS + 1)
        .await
        .unwrap();
}

async fn agrees(world: &World) {
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

fn aino(world: &World) -> WishScope {
    WishScope::Person(world.doors[0].people[0].id)
}

/// Aino of door 0 has asked never to be called on again.
async fn aino_asked() -> (World, Phone) {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let wish = never(
        1,
        at(liisa.canvasser, 0),
        world.list,
        world.doors[0].id,
        aino(&world),
    );
    world.push(&mut liisa, &[wish]).await;
    (world, liisa)
}

#[tokio::test]
async fn whoever_asked_comes_marked_with_the_next_file_and_others_at_the_address_do_not() {
    let (world, _) = aino_asked().await;
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = "Name,Street,Number,Town\n\"0, AINO\",Annankatu,1,Helsinki\n\
                Eero Korhonen,Annankatu,1,Helsinki\nAino 1,Annankatu,3,Helsinki\n";
    let (upload, preview) = lead.look_at(file.as_bytes()).await;
    preview.shows("1 row is of somebody who, or whose household, asked not to be called on again.");
    let fields = [
        ("source", "register"),
        ("purpose", "talking"),
        ("use_until", "2026-12-31"),
    ];
    let done = lead.submit(&upload, &fields).await;
    let cut = lead.follow(&done).await;
    cut.shows("Imported: 2 doors, 3 people. No row was left out.");
    cut.shows("1 of them asked not to be called on again, earlier, and is marked so.");
    assert!(!done.leads_to().contains("ino"), "{}", done.leads_to());

    let world = &desk.world;
    let store = &world.server.store;
    let imports = store.imports(world.campaign).await.unwrap();
    let next = imports.iter().find(|one| one.source == "register").unwrap();
    assert_eq!((next.objected, next.left_out), (1, 0));
    let doors = store.doors_of_import(world.campaign, next.id, false).await;
    let doors = doors.unwrap();
    let [shared, other] = doors.as_slice() else {
        panic!("{doors:?}");
    };
    let her = shared.people.iter().position(|it| it.name.contains("AINO"));
    let her = her.unwrap();
    assert!(!is_sought(world, shared, her).await);
    assert!(is_sought(world, shared, 1 - her).await);
    assert_eq!(needs(world, shared).await, Needs::NotTried, "for Eero");
    assert_eq!(needs(world, other).await, Needs::NotTried);
    agrees(world).await;

    // At her own request a lead lifts it where she is found, and it is lifted everywhere.
    let (door, person) = (shared.id.to_string(), shared.people[her].id.to_string());
    let whom = [("door", door.as_str()), ("person", person.as_str())];
    let done = lead.submit("/erasures/lift", &whom).await;
    lead.follow(&done)
        .await
        .shows("They may be called on again.");
    assert!(is_sought(world, shared, her).await);
    assert!(is_sought(world, &world.doors[0], 0).await);
    let (_, preview) = lead.look_at(file.as_bytes()).await;
    preview.hides("asked not to be called on again");
    agrees(world).await;
}

#[tokio::test]
async fn a_list_cut_of_the_next_file_takes_the_mark_to_phones() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let scope = WishScope::Household;
    let (door, wish) = (world.doors[0].id, Wish::NeverAgain);
    saved(phone.ask(Request::Wish { door, scope, wish }));
    phone.sync(&world).await;
    let again = place(1, "1", &["Somebody Else"], None);
    import(&world, 1, std::slice::from_ref(&again), Channel::Door).await;
    let list = ListId(Uuid::from_u128(0xF2));
    let cut = doorstep::server::store::lists::NewList {
        id: list,
        name: "Next".into(),
        import: ImportId(Uuid::from_u128(0xF1_0001)),
        expires_on: "2026-12-31".parse().unwrap(),
        script: script(),
        doors: vec![again.id],
        made_by: None,
        trial: None,
    };
    let store = &world.server.store;
    store.make_list(world.campaign, cut, NOW_MS).await.unwrap();
    world.share("NEXT2345", 2, &[list]).await;
    let mut other = TestPhone::new(2).await;
    other.join(&world, "NEXT2345", "Matti").await.unwrap();
    let why = Disposition::Objected;
    assert_eq!(other.door(again.id).needs, DoorNeeds::DontKnock { why });
    assert_eq!(other.list().left, 0);
    lift(&world, 50, &again, scope).await;
    other.wait(&world, 180_000).await;
    assert_eq!(other.door(again.id).needs, DoorNeeds::NotTried);
    phone.wait(&world, 180_000).await;
    assert_eq!(phone.door(door).needs, DoorNeeds::NotTried);
    agrees(&world).await;
}

#[tokio::test]
async fn who_asks_at_a_door_is_not_called_and_who_asks_on_a_call_is_not_visited() {
    const NUMBER: &str = "07700 900101";
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    // The same people by number: two with an address, one without, one elsewhere.
    let both = place(1, "1", &["Aino 0", "Eero Korhonen"], Some(NUMBER));
    let nowhere = place(2, "", &["Aino 0"], Some("07700 900102"));
    let namesake = place(3, "99", &["Aino 0"], Some("07700 900103"));
    let calls = [both.clone(), nowhere.clone(), namesake.clone()];
    import(&world, 1, &calls, Channel::Phone).await;
    let wish = never(
        1,
        at(liisa.canvasser, 0),
        world.list,
        world.doors[0].id,
        aino(&world),
    );
    world.push(&mut liisa, &[wish]).await;
    assert!(!is_sought(&world, &both, 0).await);
    assert!(is_sought(&world, &both, 1).await, "Eero shares the number");
    assert!(
        is_sought(&world, &nowhere, 0).await,
        "a name alone is nobody's"
    );
    assert!(is_sought(&world, &namesake, 0).await);

    // On a call everybody at the number asks: each of them is left alone at their door, too,
    // and by whatever number a third file has for the same name there.
    let eero_at_home = place(4, "1", &["Eero Korhonen", "Olena Savolainen"], None);
    import(
        &world,
        2,
        std::slice::from_ref(&eero_at_home),
        Channel::Door,
    )
    .await;
    let list = ListId(Uuid::from_u128(0xF2));
    let imported = ImportId(Uuid::from_u128(0xF1_0001));
    crate::calls::add_call_list(&world, list, imported, &[both.id]).await;
    world.share("CALL3456", 5, &[list]).await;
    let mut caller = world.join_with("CALL3456", "Matti", 2).await;
    let by = at(caller.canvasser, 5);
    let by_call = never(2, by, list, both.id, WishScope::Household);
    world.push(&mut caller, &[by_call]).await;
    assert_eq!(needs(&world, &both).await, DONT);
    assert!(!is_sought(&world, &eero_at_home, 0).await);
    assert!(
        is_sought(&world, &eero_at_home, 1).await,
        "Olena has no part in it"
    );
    let third = place(5, "1", &["Eero Korhonen"], Some("07700 900105"));
    let by_number = place(6, "", &["Pekka Uusi"], Some("07700-900101"));
    let next = [third.clone(), by_number.clone()];
    import(&world, 3, &next, Channel::Phone).await;
    assert!(!is_sought(&world, &third, 0).await);
    assert_eq!(needs(&world, &by_number).await, DONT);
    agrees(&world).await;

    // Lifted for the household on the call: but Aino asked for herself.
    lift(&world, 60, &by_number, WishScope::Household).await;
    assert_eq!(needs(&world, &both).await, Needs::NotTried);
    assert!(is_sought(&world, &eero_at_home, 0).await);
    assert!(is_sought(&world, &third, 0).await);
    assert!(!is_sought(&world, &both, 0).await);
    assert!(!is_sought(&world, &world.doors[0], 0).await);
    agrees(&world).await;
}

#[tokio::test]
async fn undone_before_leaving_the_door_it_is_undone_wherever_it_was_said_anew() {
    let world = World::new().await;
    let mut liisa = world.join("Liisa", 1).await;
    let twin = place(1, "1", &["Aino 0"], None);
    import(&world, 1, std::slice::from_ref(&twin), Channel::Door).await;
    let by = |minutes| at(liisa.canvasser, minutes);
    let door = &world.doors[0];
    // An outcome says it as well as a wish does.
    let mut visit = visit_fact(world.list, door, Disposition::Objected);
    visit.who = Some(WhoAnswered::Listed(door.people[0].id));
    let asked = Record::write(id(1), Some(by(0)), &Fact::Visit(visit)).unwrap();
    let undone = undo(2, by(3), world.list, door, id(1));
    let again = never(3, by(5), world.list, door.id, aino(&world));
    world.push(&mut liisa, &[asked]).await;
    assert_eq!(needs(&world, &twin).await, DONT);
    world.push(&mut liisa, &[undone]).await;
    assert_eq!(needs(&world, &twin).await, Needs::NotTried);
    let next = place(2, "1", &["Aino 0"], None);
    import(&world, 2, std::slice::from_ref(&next), Channel::Door).await;
    assert_eq!(needs(&world, &next).await, Needs::NotTried);
    world.push(&mut liisa, &[again]).await;
    for door in [&twin, &next] {
        assert_eq!(
            needs(&world, door).await,
            DONT,
            "said again, it stands again"
        );
    }
    agrees(&world).await;
}

#[tokio::test]
async fn who_is_erased_afterwards_is_known_as_erased_alone() {
    let (world, mut liisa) = aino_asked().await;
    let twin = place(1, "1", &["Aino 0"], None);
    import(&world, 1, std::slice::from_ref(&twin), Channel::Door).await;
    assert_eq!(world.number("SELECT count(*) FROM objected").await, 1);
    let by = at(liisa.canvasser, 8);
    let wish = crate::erasure::wish_of(9, by, &world, aino(&world), &[]);
    world.push(&mut liisa, &[wish]).await;
    assert_eq!(world.number("SELECT count(*) FROM objected").await, 0);
    let wishes = "SELECT count(*) FROM log WHERE kind = 'do_not_contact'";
    assert_eq!(world.number(wishes).await, 0);
    assert_eq!(
        needs(
            &world,
            &Door {
                people: Vec::new(),
                ..twin
            }
        )
        .await,
        DONT
    );
    agrees(&world).await;
}

#[tokio::test]
async fn an_older_copy_put_back_knows_the_wish_by_the_ledger_and_not_one_that_was_lifted() {
    let (world, mut liisa) = aino_asked().await;
    let store = &world.server.store;
    let folder = world.folder.path();
    store.keep_ledger_in(folder, NOW_MS).await.unwrap();
    let file = ledger::file_in(folder);
    let by = at(liisa.canvasser, 9);
    let household = never_again(4, by, world.list, &world.doors[1]);
    world.push(&mut liisa, &[household]).await;
    let kept = std::fs::read_to_string(&file).unwrap();
    assert_eq!(kept.matches("\"line\":\"objected\"").count(), 2, "{kept}");
    assert!(
        !kept.contains("Aino") && !kept.contains("nnankatu"),
        "{kept}"
    );

    // The same campaign as it was before anybody asked.
    let older = World::new().await;
    let before = older.folder.path();
    std::fs::copy(&file, ledger::file_in(before)).unwrap();
    let store = &older.server.store;
    let erasures = store.keep_ledger_in(before, NOW_MS + 5).await.unwrap();
    assert_eq!(erasures, 0, "none of them is an erasure");
    for door in &older.doors[..2] {
        assert_eq!(needs(&older, door).await, DONT);
    }
    assert_eq!(needs(&older, &older.doors[2]).await, Needs::NotTried);
    let records = older.number("SELECT count(*) FROM log").await;
    agrees(&older).await;
    // The phone brings its own record of it, and a lead lifts both.
    let mut again = older.join("Liisa", 1).await;
    let wish = never(
        1,
        at(again.canvasser, 0),
        older.list,
        older.doors[0].id,
        aino(&older),
    );
    older.push(&mut again, &[wish]).await;
    lift(&older, 70, &older.doors[0], aino(&older)).await;
    assert_eq!(needs(&older, &older.doors[0]).await, Needs::NotTried);
    assert_eq!(
        older.number("SELECT count(*) FROM log").await,
        records + 2,
        "her wish and that it was lifted"
    );
    // A ledger from before that brings nothing back, however often it is read.
    std::fs::write(ledger::file_in(before), &kept).unwrap();
    store.keep_ledger_in(before, NOW_MS + 9).await.unwrap();
    assert_eq!(needs(&older, &older.doors[0]).await, Needs::NotTried);
    assert_eq!(needs(&older, &older.doors[1]).await, DONT);
    assert_eq!(older.number("SELECT count(*) FROM log").await, records + 2);
    agrees(&older).await;
}

#[tokio::test]
async fn wishes_from_before_they_were_known_by_hashes_are_taken_up_at_the_start() {
    let (world, _) = aino_asked().await;
    let twin = place(1, "1", &["Aino 0"], None);
    import(&world, 1, std::slice::from_ref(&twin), Channel::Door).await;
    // As an older server left it: no hashes, and nothing said of the second file.
    world.run("DELETE FROM objected").await;
    lift_quietly(&world, &twin).await;
    assert_eq!(needs(&world, &twin).await, Needs::NotTried);
    let store = &world.server.store;
    let folder = world.folder.path();
    store.keep_ledger_in(folder, NOW_MS).await.unwrap();
    assert_eq!(needs(&world, &twin).await, DONT);
    let next = place(2, "1", &["Aino 0"], None);
    import(&world, 2, std::slice::from_ref(&next), Channel::Door).await;
    assert_eq!(needs(&world, &next).await, DONT);
    agrees(&world).await;
}

/// Takes out what the server said anew at a door, as if it never had.
async fn lift_quietly(world: &World, door: &Door) {
    let theirs = world.number("SELECT count(*) FROM log").await;
    assert_eq!(theirs, 2);
    world
        .run("DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)")
        .await;
    world
        .run("DELETE FROM door_state WHERE door NOT IN (SELECT door FROM log)")
        .await;
    assert_eq!(needs(world, door).await, Needs::NotTried);
}

#[tokio::test]
async fn a_store_that_was_not_given_its_servers_secret_hashes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let file = NewImport {
        id: ImportId(Uuid::from_u128(0xF1_0000)),
        file_name: "next.csv".into(),
        source: "the next register".into(),
        purpose: "canvassing".into(),
        use_until: "2027-01-31".parse().unwrap(),
        doors: vec![place(1, "1", &["Aino"], None)],
        left_out: 0,
        imported_by: None,
        channel: Channel::Door,
        register_checked_ms: None,
    };
    let campaign = doorstep::domain::ids::CampaignId(Uuid::from_u128(0xCA));
    let refused = store.import(campaign, file, NOW_MS).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
}
