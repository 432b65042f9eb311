//! A lead's file, from the upload to walk lists on a phone: what is wrong with
//! which rows, and nothing imported before it is said.

use crate::desk_world::{Browser, Desk, Page, attribute};
use crate::world::NOW_MS;
use doorstep::domain::script::Script;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::campaigns::StoredScript;

const HEAD: &str = "Voter ID,First Name,Last Name,Address,Unit,City,Latitude,Longitude,Language";

const GOOD: &str = "Voter ID,First Name,Last Name,Address,Unit,City,Latitude,Longitude,Language
1,Aino,Korhonen,Annankatu 5,A 3,Helsinki,60.165,24.94,fi
2,Eero,Korhonen,Annankatu 5,A 3,Helsinki,60.165,24.94,fi
3,Åke,Öhman,Annankatu 7,,Helsinki,60.166,24.941,sv
";

async fn imports(desk: &Desk) -> usize {
    let store = &desk.world.server.store;
    store.imports(desk.world.campaign).await.unwrap().len()
}

async fn refused(lead: &Browser, bytes: &[u8]) -> Page {
    let page = lead.upload("list.csv", bytes, &lead.token().await).await;
    assert_eq!(page.status, 422, "{}", page.text());
    page.shows("This file could not be read");
    page
}

const WHERE_FROM: [(&str, &str); 3] = [
    ("source", "Open register"),
    ("purpose", "Door conversations"),
    ("use_until", "2027-01-31"),
];

#[tokio::test]
async fn a_good_file_becomes_lists_that_a_team_can_join() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let (address, preview) = lead.look_at(GOOD.as_bytes()).await;
    preview.shows("3 good rows: 2 doors at 2 addresses.");
    preview.shows("Åke Öhman");
    assert_eq!(imports(&desk).await, 1, "nothing is imported by looking");

    let done = lead.submit(&address, &WHERE_FROM).await;
    assert!(
        done.leads_to().ends_with("/cut?just=imported"),
        "{}",
        done.text()
    );
    let cut = lead.follow(&done).await;
    cut.shows("Imported: 2 doors, 3 people. No row was left out.");
    cut.shows("Annankatu");
    let import = done.leads_to().split('?').next().unwrap().to_owned();
    let by_doors = lead.get(&format!("{import}?by=doors&size=5")).await;
    by_doors.shows("1 list would be made");

    let fields = [
        ("by", "street"),
        ("count", "1"),
        ("script", "issue-conversation@2"),
        ("expires_on", "2026-12-24"),
        ("name", "Saturday, Kamppi"),
    ];
    let made = lead.submit(&import, &fields).await;
    assert_eq!(made.leads_to(), "/lists?made=1", "{}", made.text());
    let lists = lead.follow(&made).await;
    lists.shows("1 walk list was made.");
    lists.shows("Saturday, Kamppi");

    let store = &desk.world.server.store;
    let new = store.lists(desk.world.campaign).await.unwrap();
    let list = new
        .iter()
        .find(|it| it.about.name == "Saturday, Kamppi")
        .unwrap();
    assert_eq!(list.about.source, "Open register");
    assert_eq!(list.about.door_count, 2);
    let id = list.about.id.to_string();
    let asked = lead.submit("/shares/new", &[("list", &id)]).await;
    asked.shows("1 list, 2 doors");
    let shared = lead
        .submit(
            "/shares",
            &[
                ("list", &id),
                ("label", "Team A"),
                ("uses", "4"),
                ("days", "2"),
            ],
        )
        .await;
    let share = lead.follow(&shared).await;
    share.shows("0 of 4");
    let code = share
        .text()
        .split(' ')
        .find(|word| word.len() == 9 && word.as_bytes()[4] == b'-')
        .unwrap()
        .to_owned();
    let link = share
        .tags("a")
        .find_map(|tag| {
            crate::desk_world::attribute(tag, "href").filter(|it| it.contains("#join="))
        })
        .unwrap();
    assert_eq!(link, format!("http://localhost:7070/#join={code}"));
    assert!(
        !shared.leads_to().contains(&code),
        "the code is in no address"
    );
    assert!(share.tags("svg").any(|tag| tag.contains("QR code")));

    let phone = desk.world.join_with(&code, "Alice", 5).await;
    assert!(!phone.token.is_empty());
    lead.get(&shared.leads_to()).await.shows("1 of 4");
    let closed = lead
        .submit(&format!("{}/revoke", shared.leads_to()), &[])
        .await;
    lead.follow(&closed).await.shows("This code was closed.");
    let late = desk.world.try_to_join(&code, "Bob", 6).await;
    assert_eq!(late.problem().0, 410);
}

#[tokio::test]
async fn bad_rows_are_named_and_left_out_only_when_told_so() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = format!(
        "{HEAD}\n1,Aino,Korhonen,Annankatu 5,,Helsinki,60.165,24.94,fi\n\
         1,Somebody,Else,Annankatu 7,,Helsinki,60.165,24.94,fi\n\
         3,No,Address,,,Helsinki,60.165,24.94,fi\n\
         4,Far,Away,Annankatu 9,,Helsinki,160.5,24.94,fi\n\
         5,Too,Few\n"
    );
    let (address, preview) = lead.look_at(file.as_bytes()).await;
    preview.shows("4 rows cannot be used");
    preview.shows("The id belongs to somebody else further up.");
    preview.shows("There is no address.");
    preview.shows("The position is not on Earth.");
    preview.shows("another number of fields");
    // The line as an editor counts it.
    preview.shows("Can't be imported. 1 3");

    let untold = lead.submit(&address, &WHERE_FROM).await;
    assert_eq!(untold.status, 422);
    untold.shows("Tick that they may be left out");
    assert_eq!(imports(&desk).await, 1);

    let mut fields = WHERE_FROM.to_vec();
    fields.push(("leave_out", "yes"));
    let done = lead.submit(&address, &fields).await;
    lead.follow(&done)
        .await
        .shows("1 doors, 1 people. 4 rows were left out.");
    // The file is gone with the import.
    let again = lead.get(&address).await;
    assert_eq!(again.leads_to(), "/import?why=gone");
}

#[tokio::test]
async fn where_it_is_from_and_until_when_must_be_said() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let (address, _) = lead.look_at(GOOD.as_bytes()).await;
    let nothing = lead.submit(&address, &[]).await;
    assert_eq!(nothing.status, 422);
    nothing.shows("Say where they came from");
    nothing.shows("Say what they may be used for.");
    nothing.shows("A last day is needed.");
    let past = [
        ("source", "x"),
        ("purpose", "y"),
        ("use_until", "2026-11-13"),
    ];
    let past = lead.submit(&address, &past).await;
    past.shows("That day is over already.");
    assert_eq!(past.field("source"), "x", "what was written is not lost");
    assert_eq!(imports(&desk).await, 1);
}

#[tokio::test]
async fn encodings_and_separators_are_recognised() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let with_mark = [b"\xEF\xBB\xBF", GOOD.as_bytes()].concat();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(GOOD.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(GOOD);
    let semicolons = GOOD.replace(',', ";");
    let tabs = GOOD.replace(',', "\t");
    for (bytes, words) in [
        (with_mark.as_slice(), "UTF-8 with a byte order mark"),
        (utf16.as_slice(), "UTF-16"),
        (windows.as_ref(), "Windows-1252"),
        (semicolons.as_bytes(), "columns parted by semicolons"),
        (tabs.as_bytes(), "columns parted by tabs"),
    ] {
        let (_, preview) = lead.look_at(bytes).await;
        preview.shows(words);
        preview.shows("3 good rows");
        preview.shows("Åke Öhman");
    }
}

#[tokio::test]
async fn a_line_break_inside_quotes_belongs_to_its_row() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = format!(
        "{HEAD}\r\n1,\"Mari\nAnna\",Virtanen,Annankatu 5,,Helsinki,60.1,24.9,fi\r\n\
         2,No,Address,,,Helsinki,60.1,24.9,fi\r\n"
    );
    let (_, preview) = lead.look_at(file.as_bytes()).await;
    preview.shows("Mari Anna Virtanen");
    preview.shows("Can't be imported. 1 4");
}

#[tokio::test]
async fn a_file_that_is_no_table_is_told_what_to_do() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    refused(&lead, b"").await.shows("The file is empty.");
    refused(&lead, HEAD.as_bytes())
        .await
        .shows("nothing below it");
    refused(&lead, b"PK\x03\x04\x14\0\x06\0\x08\0")
        .await
        .shows("spreadsheet workbook");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0";
    refused(&lead, png).await.shows("not a text file");
    let nothing_chosen = lead.upload("", b"", &lead.token().await).await;
    assert_eq!(nothing_chosen.status, 422);
    nothing_chosen.shows("No file was chosen.");
    assert_eq!(imports(&desk).await, 1);
}

#[tokio::test]
async fn a_missing_column_can_be_pointed_out_by_hand() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = "Who,Wherever\nAino,Annankatu 5\nEero,Annankatu 7\n";
    let (address, preview) = lead.look_at(file.as_bytes()).await;
    preview.shows("No column is known to hold: ");
    assert!(
        !preview.html.contains("name=\"source\""),
        "there is nothing to import yet"
    );
    let fields = [("column-0", "full_name"), ("column-1", "address")];
    let mapped = lead.submit(&format!("{address}/columns"), &fields).await;
    let preview = lead.follow(&mapped).await;
    preview.shows("2 good rows: 2 doors");
    preview.shows("Aino");
    let thrown = lead.submit(&format!("{address}/discard"), &[]).await;
    assert_eq!(thrown.leads_to(), "/import");
    assert_eq!(lead.get(&address).await.leads_to(), "/import?why=gone");
}

#[tokio::test]
async fn a_lead_sees_only_their_own_upload_and_only_for_a_day() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let other = desk.signed_in(Role::Owner).await;
    let (address, _) = lead.look_at(GOOD.as_bytes()).await;
    assert_eq!(other.get(&address).await.leads_to(), "/import?why=gone");
    desk.world.clock.advance(23 * 3600 * 1000);
    assert_eq!(lead.get(&address).await.status, 200);
    let (_, day) = (NOW_MS, 2 * 3600 * 1000);
    desk.world.clock.advance(day);
    let over = lead.get(&address).await;
    assert!(over.status.is_redirection());
}

#[tokio::test]
async fn lists_are_made_for_no_longer_than_the_data_may_be_used() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let (address, _) = lead.look_at(GOOD.as_bytes()).await;
    let done = lead.submit(&address, &WHERE_FROM).await;
    let import = done.leads_to().split('?').next().unwrap().to_owned();
    let fields = |until| [("by", "street"), ("count", "1"), ("expires_on", until)];
    for wrong in ["2027-02-01", "2026-11-13", "", "soon"] {
        let page = lead.submit(&import, &fields(wrong)).await;
        assert_eq!(page.status, 422, "{wrong}");
        page.shows("A day from today to");
    }
    // Somebody else cut the doors meanwhile: look again before names go astray.
    let stale = [
        ("by", "street"),
        ("count", "9"),
        ("expires_on", "2026-12-01"),
    ];
    assert!(
        lead.submit(&import, &stale)
            .await
            .leads_to()
            .contains("/cut?by=street")
    );
}

#[tokio::test]
async fn sharing_wants_a_list_a_name_and_a_number() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let none = lead.submit("/shares/new", &[]).await;
    lead.follow(&none)
        .await
        .shows("Choose at least one walk list");
    let id = desk.world.list.to_string();
    for (label, uses, words) in [
        ("", "12", "Say who it is for"),
        ("Team", "0", "A whole number from 1 to 500."),
        ("Team", "many", "A whole number from 1 to 500."),
    ] {
        let fields = [("list", id.as_str()), ("label", label), ("uses", uses)];
        let page = lead.submit("/shares", &fields).await;
        assert_eq!(page.status, 422);
        page.shows(words);
    }
    let ended = lead.submit(&format!("/lists/{id}/end"), &[]).await;
    lead.follow(&ended).await.shows("taken back");
    let gone = lead.submit("/shares/new", &[("list", &id)]).await;
    assert_eq!(
        gone.leads_to(),
        "/lists?chosen=none",
        "a list taken back is not shared"
    );
}

#[tokio::test]
async fn a_building_of_three_hundred_flats_is_one_list_on_one_page() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let mut file = format!("{HEAD}\n");
    for flat in 1..=300 {
        file.push_str(&format!(
            "{flat},Flat,Number {flat},Annankatu 1,A {flat},Helsinki,60.1,24.9,fi\n"
        ));
    }
    let (address, preview) = lead.look_at(file.as_bytes()).await;
    preview.shows("300 good rows: 300 doors at 1 address.");
    let done = lead.submit(&address, &WHERE_FROM).await;
    let import = done.leads_to().split('?').next().unwrap().to_owned();
    let fields = [
        ("by", "street"),
        ("count", "1"),
        ("expires_on", "2026-12-24"),
        ("name", "Tower"),
    ];
    lead.submit(&import, &fields).await;
    let store = &desk.world.server.store;
    let lists = store.lists(desk.world.campaign).await.unwrap();
    let tower = lists
        .iter()
        .find(|list| list.about.name == "Tower")
        .unwrap();
    let page = lead.get(&format!("/lists/{}", tower.about.id)).await;
    page.shows("1 A 1 Flat Number 1");
    page.shows("Flat Number 300");
}

#[tokio::test]
async fn a_lead_chooses_among_the_scripts_and_never_a_placebo_or_what_the_law_forbids() {
    let desk = Desk::new().await;
    let store = &desk.world.server.store;
    for built_in in doorstep::domain::script::BUILT_IN {
        let script = Script::from_toml(built_in.text, built_in.file).unwrap();
        // The desk's own world has the first of them already.
        if script.script.id != "issue-conversation" {
            let stored = StoredScript {
                reference: script.reference(),
                source: built_in.text.into(),
                json: serde_json::to_string(&script).unwrap(),
                added_ms: NOW_MS,
            };
            store.add_script(desk.world.campaign, stored).await.unwrap();
        }
    }
    let lead = desk.signed_in(Role::Lead).await;
    let (address, _) = lead.look_at(GOOD.as_bytes()).await;
    let done = lead.submit(&address, &WHERE_FROM).await;
    let cut = lead.follow(&done).await;
    let offered: Vec<String> = cut
        .tags("option")
        .filter_map(|tag| attribute(tag, "value"))
        .filter(|value| value.contains('@'))
        .collect();
    assert_eq!(
        offered,
        [
            "issue-conversation@2",
            "because-of-someone@2",
            "listening-survey@1",
            "one-to-one@1",
            "issue-conversation@2+placebo@2"
        ]
    );
    let chosen: Vec<&str> = cut
        .tags("option")
        .filter(|tag| tag.contains("selected"))
        .collect();
    assert!(
        chosen
            .iter()
            .any(|tag| tag.contains("issue-conversation@2")),
        "{chosen:?}"
    );
    cut.shows("Because of someone");
    cut.hides("Local choice");
    cut.shows("Experiment: Homes with support, compared with Trees and benches");
    cut.shows("everyone who took part must be told afterwards");

    // Whoever writes the form by hand does not get it either.
    let import = done.leads_to().split('?').next().unwrap().to_owned();
    let fields = [
        ("by", "street"),
        ("count", "1"),
        ("script", "placebo@2"),
        ("expires_on", "2026-12-24"),
        ("name", "Trees"),
    ];
    let made = lead.submit(&import, &fields).await;
    assert_eq!(made.leads_to(), "/lists?made=1", "{}", made.text());
    let lists = store.lists(desk.world.campaign).await.unwrap();
    let list = lists.iter().find(|it| it.about.name == "Trees").unwrap();
    assert_eq!(list.about.script.id, "issue-conversation");
}
