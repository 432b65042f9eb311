//! Phone calls as a channel: a list of numbers from the lead's file to the phone and back,
//! counted apart from doors; and what older apps and erasure make of it.

use crate::desk_world::{Browser, Desk};
use crate::phone_world::{TestPhone, raw, saved};
use crate::world::{NOW_MS, World};
use doorstep::domain::call::CallOutcome;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Wish, WishScope};
use doorstep::domain::draft::Act;
use doorstep::domain::ids::{DoorId, ImportId, ListId, PersonId};
use doorstep::domain::script::{Channel, Script};
use doorstep::domain::visit::{ComeBack, Visit, WhoAnswered};
use doorstep::domain::walk_list::{Door, Person, ScriptRef, Side};
use doorstep::phone::room::{Reply, Request};
use doorstep::phone::view::{DeliveredWhat, DoorNeeds, Outcome, Saved};
use doorstep::server::store::StoreError;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::wire::pull::PullRequest;
use uuid::Uuid;

const CODE: &str = "CALL2345";
const LIST: ListId = ListId(Uuid::from_u128(0xCA11));
const IMPORT: ImportId = ImportId(Uuid::from_u128(0xCA12));
const AINO: PersonId = PersonId(Uuid::from_u128(0xCA20));
const EERO: PersonId = PersonId(Uuid::from_u128(0xCA21));
const HOURS: i64 = 6 * 3_600_000;
/// Ofcom's numbers for drama: nobody has them.
const NUMBER: &str = "07700 900101";

fn t2() -> Script {
    let text = include_str!("../../assets/scripts/because-of-someone.toml");
    Script::from_toml(text, "because-of-someone.toml").unwrap()
}

fn number(order: u32) -> DoorId {
    DoorId(Uuid::from_u128(0xCA30 + u128::from(order)))
}

fn entry(order: u32, people: &[(PersonId, &str)], telephone: &str) -> Door {
    Door {
        id: number(order),
        order,
        street: if order == 0 { "Annankatu" } else { "" }.into(),
        side: Side::Whole,
        number: if order == 0 { "5" } else { "" }.into(),
        unit: String::new(),
        city: String::new(),
        postcode: String::new(),
        latitude: None,
        longitude: None,
        people: people
            .iter()
            .map(|(id, name)| Person {
                id: *id,
                name: (*name).into(),
                language: None,
                telephone: Some(telephone.into()),
            })
            .collect(),
    }
}

fn file() -> NewImport {
    let other = |n: u128| PersonId(Uuid::from_u128(0xCA40 + n));
    NewImport {
        id: IMPORT,
        file_name: "numbers.csv".into(),
        source: "Our own supporters".into(),
        purpose: "Calls about the election".into(),
        use_until: "2027-01-31".parse().unwrap(),
        doors: vec![
            entry(
                0,
                &[(AINO, "Aino Korhonen"), (EERO, "Eero Korhonen")],
                NUMBER,
            ),
            entry(1, &[(other(1), "Olena Savolainen")], "07700 900102"),
            entry(2, &[(other(2), "Yusuf Hakala")], "07700 900103"),
        ],
        left_out: 0,
        imported_by: None,
        channel: Channel::Phone,
        register_checked_ms: Some(NOW_MS),
    }
}

fn call_list(script: ScriptRef) -> NewList {
    NewList {
        id: LIST,
        name: "Calls".into(),
        import: IMPORT,
        expires_on: "2026-12-31".parse().unwrap(),
        script,
        trial: None,
        doors: (0..3).map(number).collect(),
        made_by: None,
    }
}

/// A list of numbers to call of an import, with a script for calls.
pub async fn add_call_list(world: &World, id: ListId, import: ImportId, numbers: &[DoorId]) {
    let list = NewList {
        id,
        import,
        doors: numbers.to_vec(),
        ..call_list(t2().reference())
    };
    add_script_for_calls(world).await;
    let store = &world.server.store;
    store.make_list(world.campaign, list, NOW_MS).await.unwrap();
}

async fn add_script_for_calls(world: &World) {
    let store = &world.server.store;
    let script = t2();
    let stored = StoredScript {
        reference: script.reference(),
        source: String::new(),
        json: serde_json::to_string(&script).unwrap(),
        added_ms: NOW_MS,
    };
    store.add_script(world.campaign, stored).await.unwrap();
}

/// A world with a list of three numbers to call beside its lists of doors.
async fn world_to_call_in() -> World {
    let world = World::new().await;
    add_script_for_calls(&world).await;
    let store = &world.server.store;
    store.import(world.campaign, file(), NOW_MS).await.unwrap();
    store
        .make_list(world.campaign, call_list(t2().reference()), NOW_MS)
        .await
        .unwrap();
    world.share(CODE, 10, &[LIST]).await;
    world
}

async fn caller(world: &World) -> TestPhone {
    let mut phone = TestPhone::new(1).await;
    phone.join(world, CODE, "Liisa").await.unwrap();
    phone
}

fn came(phone: &mut TestPhone, at: DoorId, call: CallOutcome) -> Saved {
    let outcome = Outcome {
        door: at,
        disposition: call.disposition(),
        who: None,
        come_back: None,
        language: None,
        call: Some(call),
        whole_building: false,
    };
    saved(phone.ask(Request::Note { outcome }))
}

async fn visits(world: &World) -> Vec<Visit> {
    let store = &world.server.store;
    let found = store.visits(world.campaign, Some(LIST)).await.unwrap();
    found.into_iter().map(|row| row.visit.visit).collect()
}

#[tokio::test]
async fn a_call_list_comes_to_the_phone_with_numbers_and_without_addresses() {
    let world = world_to_call_in().await;
    let mut phone = caller(&world).await;
    let list = phone.list();
    assert!(list.calls && list.ready);
    assert_eq!((list.doors, list.left), (3, 3));
    let all = match phone.ask(Request::Street {
        list: LIST,
        index: 0,
    }) {
        Ok(Reply::Street(street)) => street,
        other => panic!("{other:?}"),
    };
    assert_eq!(all.calls.as_deref(), Some("Calls"));
    let labels: Vec<&str> = all
        .buildings
        .iter()
        .flat_map(|part| &part.doors)
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(
        labels,
        [
            "Aino Korhonen, Eero Korhonen",
            "Olena Savolainen",
            "Yusuf Hakala"
        ]
    );
    let next = all.next.unwrap();
    assert!(next.call && !next.elsewhere);
    assert_eq!(next.address, "Aino Korhonen, Eero Korhonen");
    let view = phone.door(number(0));
    assert!(view.calls);
    assert_eq!(view.people[0].telephone.as_deref(), Some(NUMBER));
    assert_eq!((view.street.as_str(), view.number.as_str()), ("", ""));
}

#[tokio::test]
async fn an_app_that_knows_no_calls_is_sent_none_and_loses_no_other_list() {
    let world = world_to_call_in().await;
    world.share("BOTH2345", 10, &[LIST, world.list]).await;
    let phone = world.join_with("BOTH2345", "Old", 7).await;
    let old = world.pull(&phone, &PullRequest::default()).await;
    let lists: Vec<ListId> = old.lists.iter().map(|page| page.list).collect();
    assert_eq!(lists, [world.list]);
    assert!(old.gone.is_empty());
    let asked = PullRequest {
        calls: true,
        ..PullRequest::default()
    };
    let new = world.pull(&phone, &asked).await;
    assert_eq!(new.lists.len(), 2, "after its update both come");
    for page in &new.lists {
        let calls = page.about.as_ref().unwrap().channel == Channel::Phone;
        for door in &page.doors {
            assert_eq!(door.street.is_empty(), calls);
            let numbers = door.people.iter().filter(|it| it.telephone.is_some());
            assert_eq!(numbers.count() > 0, calls, "{door:?}");
        }
    }
}

#[tokio::test]
async fn what_became_of_calls_is_kept_told_apart_and_says_whom_to_call_again() {
    let world = world_to_call_in().await;
    let mut phone = caller(&world).await;
    let noted = came(&mut phone, number(0), CallOutcome::Busy);
    assert!(noted.calls);
    assert_eq!(noted.call, Some(CallOutcome::Busy));
    assert_eq!(noted.next.unwrap().address, "Olena Savolainen");
    came(&mut phone, number(1), CallOutcome::WrongNumber);
    assert_eq!(
        phone.list().left,
        2,
        "busy is called again, a wrong number is not"
    );
    let again = phone.door(number(0));
    assert_eq!(
        again.needs,
        DoorNeeds::TryAgain {
            last: Disposition::NotHome
        }
    );
    assert_eq!(again.history[0].call, Some(CallOutcome::Busy));
    let busy = again.history[0].visit;
    let corrected = Request::Correct {
        visit: busy,
        disposition: CallOutcome::VoicemailMessage.disposition(),
        call: Some(CallOutcome::VoicemailMessage),
        who: None,
    };
    assert_eq!(
        saved(phone.ask(corrected)).call,
        Some(CallOutcome::VoicemailMessage)
    );
    let later = Outcome {
        door: number(2),
        disposition: Disposition::ComeBack,
        who: Some(WhoAnswered::DidNotAsk),
        come_back: Some(ComeBack::AnotherEvening),
        language: None,
        call: None,
        whole_building: false,
    };
    saved(phone.ask(Request::Note { outcome: later }));
    phone.sync(&world).await;
    assert_eq!(phone.status().not_sent, 0);

    let kept = visits(&world).await;
    assert!(kept.iter().all(|visit| visit.channel == Channel::Phone));
    let calls: Vec<Option<CallOutcome>> = kept.iter().map(|visit| visit.call).collect();
    assert_eq!(
        calls,
        [
            Some(CallOutcome::VoicemailMessage),
            Some(CallOutcome::WrongNumber),
            None
        ]
    );
    let store = &world.server.store;
    let by = |channel| store.counts_by(world.campaign, channel);
    let (doors, calls) = (
        by(Channel::Door).await.unwrap(),
        by(Channel::Phone).await.unwrap(),
    );
    assert_eq!(doors.get("funnel", "attempted"), 0);
    assert_eq!(calls.get("funnel", "attempted"), 3);
    assert_eq!(calls.get("funnel", "answered"), 1);
    assert_eq!(calls.get("calls", "voicemail_message"), 1);
    assert_eq!(calls.get("calls", "busy"), 0, "it was corrected");
    assert!(store.check_views().await.unwrap().problems.is_empty());
    let sent = phone.delivery().rows;
    assert!(sent.iter().any(|row| matches!(
        row.what,
        DeliveredWhat::Visit {
            calls: true,
            call: Some(CallOutcome::WrongNumber),
            ..
        }
    )));
}

#[tokio::test]
async fn a_conversation_by_telephone_is_the_same_script_in_its_words_and_recorded_as_a_call() {
    let world = world_to_call_in().await;
    let mut phone = caller(&world).await;
    let mut talk = phone.begin_with(number(0), WhoAnswered::Listed(AINO));
    assert!(talk.by_phone);
    let said = &talk.step.as_ref().unwrap().say[0];
    assert!(said.contains("ringing people"), "{said}");
    let mut aloud = Vec::new();
    while let Some(step) = talk.step.clone() {
        aloud.extend(step.say);
        talk = phone.act(talk.draft, Act::Next);
    }
    assert!(!aloud.iter().any(|line| line.contains("card")), "{aloud:?}");
    assert!(
        aloud
            .iter()
            .any(|line| line.contains("read out where it says"))
    );
    let done = match phone.ask(Request::Finish { draft: talk.draft }) {
        Ok(Reply::Saved(saved)) => saved,
        other => panic!("{other:?}"),
    };
    assert!(done.calls);
    assert!(done.next.unwrap().call);
    phone.sync(&world).await;
    let visit = visits(&world).await.remove(0);
    assert_eq!(
        (visit.channel, visit.disposition),
        (Channel::Phone, Disposition::Started)
    );
    let store = &world.server.store;
    let query = doorstep::server::store::results::ConversationQuery {
        limit: 10,
        ..Default::default()
    };
    let talks = store.conversations(world.campaign, query).await.unwrap();
    assert_eq!(talks.rows.len(), 1);
    let told = &talks.rows[0];
    assert_eq!(told.conversation.channel, Channel::Phone);
    assert!(
        told.canvasser.is_none(),
        "without consent it is unlinked here too"
    );
}

#[tokio::test]
async fn who_asks_by_telephone_for_deletion_is_gone_with_their_number_here_and_at_their_door() {
    let world = world_to_call_in().await;
    let store = &world.server.store;
    // The same person at her door, in a file of doors.
    let at_home = PersonId(Uuid::from_u128(0xCA60));
    let mut door = entry(0, &[(at_home, "Aino Korhonen")], NUMBER);
    door.id = DoorId(Uuid::from_u128(0xCA61));
    door.people[0].telephone = None;
    let doors = NewImport {
        id: ImportId(Uuid::from_u128(0xCA62)),
        doors: vec![door.clone()],
        channel: Channel::Door,
        register_checked_ms: None,
        ..file()
    };
    store.import(world.campaign, doors, NOW_MS).await.unwrap();
    let mut phone = caller(&world).await;
    came(&mut phone, number(0), CallOutcome::Busy);
    let wish = Request::Wish {
        door: number(0),
        scope: WishScope::Person(AINO),
        wish: Wish::DeleteMyData,
    };
    saved(phone.ask(wish));
    phone.wait(&world, HOURS).await;
    let left = store
        .door(world.campaign, number(0))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left.people.len(), 1, "Eero shares the number and stays");
    let at_door = store.door(world.campaign, door.id).await.unwrap().unwrap();
    assert!(at_door.people.is_empty(), "she is gone from there too");
    let other = Request::Wish {
        door: number(0),
        scope: WishScope::Household,
        wish: Wish::DeleteMyData,
    };
    saved(phone.ask(other));
    phone.wait(&world, HOURS).await;
    let rows = world.rows().await;
    for hidden in [NUMBER.as_bytes(), b"Aino Korhonen", b"Eero Korhonen"] {
        let found = rows
            .iter()
            .find(|(_, bytes)| bytes.windows(hidden.len()).any(|part| part == hidden));
        assert!(
            found.is_none(),
            "{:?} in {found:?}",
            String::from_utf8_lossy(hidden)
        );
    }
    // Those without an address are not one household, and others' numbers are others'.
    let others = store.doors_of_list(world.campaign, LIST).await.unwrap();
    let still: usize = others.iter().map(|(door, _)| door.people.len()).sum();
    assert_eq!(still, 2);
    // Neither comes back with the next file, by number or by address.
    let resident = |name: &str, telephone: Option<&str>, street: &str| {
        doorstep::domain::walking_order::Resident {
            name: name.into(),
            street: street.into(),
            number: if street.is_empty() { "" } else { "5" }.into(),
            telephone: telephone.map(str::to_owned),
            ..Default::default()
        }
    };
    let next_file = vec![
        resident("Korhonen, Aino", Some("07700-900101"), ""),
        resident("Aino Korhonen", None, "Annankatu"),
        resident("Pekka Uusi", Some(NUMBER), ""),
        resident("Olena Savolainen", Some("07700 900102"), ""),
    ];
    let (kept, left_out) = store
        .leave_out_erased(world.campaign, next_file)
        .await
        .unwrap();
    let kept: Vec<&str> = kept.iter().map(|resident| resident.name.as_str()).collect();
    assert_eq!((kept, left_out), (vec!["Olena Savolainen"], 3));
    // The phone's file, once closed, holds neither.
    assert!(phone.door(number(0)).people.is_empty());
    phone.back.into_store().close();
    let database = raw(&phone.folder);
    let people: String = database
        .query_row("SELECT group_concat(people) FROM door", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(!people.contains("900101") && people.contains("900102"));
}

#[tokio::test]
async fn only_checked_numbers_are_taken_and_only_scripts_for_calls_are_given_to_them() {
    let world = world_to_call_in().await;
    let store = &world.server.store;
    let unchecked = NewImport {
        id: ImportId(Uuid::from_u128(0xCA13)),
        doors: Vec::new(),
        register_checked_ms: None,
        ..file()
    };
    let refused = store.import(world.campaign, unchecked, NOW_MS).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    let doors_only = NewList {
        id: ListId(Uuid::from_u128(0xCA14)),
        ..call_list(crate::world::script())
    };
    let refused = store.make_list(world.campaign, doors_only, NOW_MS).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    let refused = store
        .set_script(world.campaign, vec![LIST], crate::world::script())
        .await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
}

const FILE: &str = "Nimi,Puhelin,Osoite\n\
Aino Korhonen,+44 7700 900101,Annankatu 5\n\
Eero Korhonen,+44 7700 900101,Annankatu 5\n\
Olena Savolainen,07700 900102,\n\
Yusuf Hakala,3.58E+11,\n\
Petri Lahtinen,,\n\
,07700 900104,\n\
Linnea Lahtinen,07700 900102,Annankatu 7\n";

async fn looked_at(lead: &Browser) -> String {
    let (address, as_doors) = lead.look_at(FILE.as_bytes()).await;
    as_doors.shows("Not imported: Puhelin");
    as_doors.hides("900101");
    lead.submit(&format!("{address}/columns"), &[("channel", "phone")])
        .await;
    address
}

#[tokio::test]
async fn a_file_of_numbers_becomes_call_lists_and_says_what_it_leaves_out_and_why() {
    let desk = Desk::of(world_to_call_in().await).await;
    let lead = desk.signed_in(Role::Lead).await;
    let address = looked_at(&lead).await;
    let preview = lead.get(&address).await;
    preview.shows("4 good rows: 3 numbers to call");
    preview.shows("3 rows");
    preview.shows("No telephone number.");
    preview.shows("This can't be dialled.");
    preview.shows("Nobody is named whom one could ask for.");
    preview.shows("The same number is listed at another address, too.");
    preview.shows("Telephone Preference Service");
    let mut fields = vec![
        ("source", "Our own supporters"),
        ("purpose", "Calls"),
        ("use_until", "2027-01-31"),
        ("leave_out", "yes"),
    ];
    let unchecked = lead.submit(&address, &fields).await;
    assert_eq!(unchecked.status, 422);
    unchecked.shows("Call lists are only made of numbers that were checked.");
    fields.push(("register_checked", "yes"));
    let done = lead.submit(&address, &fields).await;
    let cut = lead.follow(&done).await;
    cut.shows("Imported: 3 numbers, 4 people. 3 rows were left out.");
    cut.shows("Because of someone");
    cut.hides("By street");
    let import = done.leads_to().split('?').next().unwrap().to_owned();
    let fields = [
        ("by", "doors"),
        ("count", "1"),
        ("script", "because-of-someone@2"),
        ("expires_on", "2026-12-24"),
        ("name", "Tuesday calls"),
    ];
    let made = lead.submit(&import, &fields).await;
    let lists = lead.follow(&made).await;
    lists.shows("Tuesday calls by telephone");
    let store = &desk.world.server.store;
    let all = store.lists(desk.world.campaign).await.unwrap();
    let list = all
        .iter()
        .find(|list| list.about.name == "Tuesday calls")
        .unwrap();
    assert_eq!(list.about.channel, Channel::Phone);
    let page = lead.get(&format!("/lists/{}", list.about.id)).await;
    page.shows("numbers checked, as confirmed at the import on");
    page.shows("Aino Korhonen, Eero Korhonen");
    page.hides("900101");
}

#[tokio::test]
async fn the_desk_counts_calls_apart_from_doors_and_exports_say_which_is_which() {
    let desk = Desk::of(world_to_call_in().await).await;
    let lead = desk.signed_in(Role::Lead).await;
    let mut phone = caller(&desk.world).await;
    came(&mut phone, number(0), CallOutcome::Voicemail);
    came(&mut phone, number(1), CallOutcome::NotInService);
    phone.sync(&desk.world).await;
    let doors = lead.get("/results").await;
    doors.shows("From doors to conversations");
    doors.shows("Doors and calls are counted apart");
    doors.hides("From calls to conversations");
    let calls = lead.get("/results?list=calls").await;
    calls.shows("From calls to conversations");
    calls.shows("Called");
    calls.shows("voicemail, no message left");
    calls.shows("number not in service");
    calls.hides("From doors to conversations");
    lead.get(&format!("/results?list={LIST}"))
        .await
        .shows("From calls to conversations");
    let today = lead.get("/").await;
    today.shows("From calls to conversations");
    today.shows("Doors on the lists");
    let sheet = lead.submit("/export/visits", &[("list", "")]).await;
    assert!(
        sheet
            .html
            .lines()
            .next()
            .unwrap()
            .ends_with("corrected,channel,call,experiment_group")
    );
    assert!(
        sheet.html.contains(",phone,voicemail,\r\n"),
        "{}",
        sheet.html
    );
    assert!(!sheet.html.contains("900101"));
    let talks = lead.submit("/export/conversations", &[("list", "")]).await;
    assert!(talks.html.lines().next().unwrap().ends_with(",channel"));
    lead.get(&format!("/lists/{LIST}"))
        .await
        .shows("the number doesn't reach them");
}
