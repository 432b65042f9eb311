//! What came in, as the desk says it: live, with its n, hidden where it could be
//! traced to a person, and safe to take out.

use crate::desk_world::Desk;
use crate::world::{World, at, id, linked, random_id, talk, unlinked, visit};
use axum::http::header;
use doorstep::domain::conversation::{Belongs, Conversation, WhoElse};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::record::{Fact, Record};
use doorstep::server::store::accounts::Role;
use futures_util::StreamExt as _;

/// Alice talks at five doors; three conversations are not tied to anybody.
async fn a_round(world: &World) {
    let mut alice = world.join("Alice", 1).await;
    let by = at(alice.canvasser, 0);
    let mut records = vec![
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(11, by, world.list, id(1), 5),
        visit(2, by, world.list, &world.doors[1], Disposition::NotHome),
        visit(3, by, world.list, &world.doors[2], Disposition::Partial),
    ];
    records.extend((0..3).map(|n| unlinked(20 + n, world.list, 10)));
    world.push(&mut alice, &records).await;
}

#[tokio::test]
async fn the_first_screen_answers_its_three_questions() {
    let desk = Desk::new().await;
    a_round(&desk.world).await;
    let page = desk.signed_in(Role::Lead).await.get("/").await;
    page.shows("Is everyone heard from?");
    page.shows("Everything the phones told us of is here.");
    page.shows("Alice");
    page.shows("What came in");
    page.shows("1 of 4 who gave a number first gave a higher number at the end: 25%.");
    page.shows("What needs me? Nothing just now.");
    page.hides("persuaded");
}

#[tokio::test]
async fn results_show_every_answer_apart_with_its_n_and_the_worst_case() {
    let desk = Desk::new().await;
    a_round(&desk.world).await;
    let page = desk.signed_in(Role::Lead).await.get("/results").await;
    page.shows("Numbers before and after");
    page.shows("Gave a number (n) 4 4");
    page.shows("Mean under 10 under 10");
    page.shows("3 of 4 began at the top already (75%)");
    page.shows("95% interval");
    page.shows("What each number means");
    page.shows("a comparison group talked about recycling");
    let other = format!("/results?list={}", desk.world.other_list);
    desk.signed_in(Role::Owner)
        .await
        .get(&other)
        .await
        .hides("of 4 who gave");
}

#[tokio::test]
async fn small_numbers_are_hidden_from_whoever_sees_totals_only() {
    let desk = Desk::new().await;
    a_round(&desk.world).await;
    let page = desk.signed_in(Role::Viewer).await.get("/results").await;
    page.shows("numbers under 5 and means of fewer than 10 are left out");
    page.shows("Gave a first number under 5");
    page.shows("Too few people for a number that cannot be traced");
    page.hides("began at the top");
    page.hides("gave a higher number at the end");
}

#[tokio::test]
async fn conversations_are_filtered_by_closed_codes_in_the_address() {
    let desk = Desk::new().await;
    a_round(&desk.world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let all = lead.get("/conversations").await;
    all.shows("4 conversations");
    assert_eq!(all.html.matches(">not tied<").count(), 3);
    for (filter, found) in [
        ("week=2026-W46", "4 conversations"),
        ("ending=finished", "4 conversations"),
        ("ending=abandoned", "No conversation matches"),
        ("band=firm", "3 conversations"),
        ("band=conflicted", "1 conversation"),
        ("band=nonsense&week=1'--", "4 conversations"),
    ] {
        lead.get(&format!("/conversations?{filter}"))
            .await
            .shows(found);
    }
    let elsewhere = format!("/conversations?list={}", desk.world.other_list);
    lead.get(&elsewhere).await.shows("No conversation matches");
}

#[tokio::test]
async fn reading_one_conversation_is_noted_and_an_unlinked_one_names_nobody() {
    let desk = Desk::new().await;
    a_round(&desk.world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let tied = lead.get(&format!("/conversations/{}", id(11))).await;
    tied.shows("Aino 0");
    tied.shows("Annankatu 1");
    tied.shows("Alice");
    tied.shows("my sister");
    tied.shows("Not noted");
    let loose = lead.get(&format!("/conversations/{}", random_id(20))).await;
    loose.shows("Not tied to a door, a person, a canvasser or an hour");
    loose.shows("Week 46, 2026");
    for secret in ["Aino", "Annankatu", "Alice", "17:", "16:"] {
        loose.hides(secret);
    }
    let log = lead.get("/audit").await;
    assert_eq!(log.text().matches("opened a conversation").count(), 2);
    log.shows(&random_id(20).to_string());
    log.hides("my sister");
}

#[tokio::test]
async fn an_export_runs_nothing_names_no_unlinked_and_is_noted() {
    let desk = Desk::new().await;
    let world = &desk.world;
    a_round(world).await;
    let mut bob = world.join("=HYPERLINK(\"x\")", 2).await;
    let by = at(bob.canvasser, 0);
    let told = Conversation {
        made_a_difference: "=1+1, \"she\" said\nand more".into(),
        who_else: vec![WhoElse::Household, WhoElse::Child],
        ..talk(world.list, Belongs::Linked { visit: id(30) }, 2, Some(9))
    };
    let record = Record::write(id(31), Some(by), &Fact::Conversation(told)).unwrap();
    let records = [
        visit(30, by, world.list, &world.doors[4], Disposition::Complete),
        record,
    ];
    world.push(&mut bob, &records).await;
    let lead = desk.signed_in(Role::Lead).await;
    let file = lead
        .submit("/export/conversations", &[("bom", "yes")])
        .await;
    assert_eq!(file.status, 200);
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "text/csv; charset=utf-8"
    );
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(
        name,
        "attachment; filename=\"doorstep-conversations-2026-11-14.csv\""
    );
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    let text = file
        .html
        .strip_prefix('\u{feff}')
        .expect("a byte order mark was asked for");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let cell = |row: &csv::StringRecord, name: &str| -> String {
        let at = head.iter().position(|it| it == name).unwrap();
        row[at].to_owned()
    };
    for row in &rows {
        assert!(
            row.iter()
                .all(|cell| !cell.trim_start().starts_with(['=', '+', '@']))
        );
        if cell(row, "tied_to_a_door") == "no" {
            for known in ["at", "canvasser", "address", "person", "town", "postcode"] {
                assert_eq!(cell(row, known), "", "{known}");
            }
            assert_eq!(cell(row, "week"), "2026-W46");
        }
    }
    let evil = rows
        .iter()
        .find(|row| cell(row, "homes-nearby_before") == "2")
        .unwrap();
    assert_eq!(
        cell(evil, "made_a_difference"),
        "'=1+1, \"she\" said\nand more"
    );
    assert_eq!(cell(evil, "canvasser"), "'=HYPERLINK(\"x\")");
    assert_eq!(cell(evil, "homes-nearby_after"), "9");
    assert_eq!(cell(evil, "who_else_was_there"), "household; child");
    let unnoted = rows
        .iter()
        .filter(|row| cell(row, "who_else_was_there").is_empty());
    assert_eq!(unnoted.count(), 4, "not noted is not nobody");
    let page = lead.get(&format!("/conversations/{}", id(31))).await;
    page.shows("Who else was there");
    page.shows("someone from the household, a child");

    let visits = lead.submit("/export/visits", &[]).await;
    assert!(!visits.html.starts_with('\u{feff}'));
    assert_eq!(visits.html.lines().count(), 5);
    assert!(visits.html.contains(",partial,"));
    let log = lead.get("/audit").await;
    log.shows("exported conversations");
    log.shows("exported visits");
}

#[tokio::test]
async fn what_was_set_aside_is_shown_with_what_to_do() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let mut alice = world.join("Alice", 1).await;
    let by = at(alice.canvasser, 0);
    let first = visit(1, by, world.list, &world.doors[0], Disposition::NotHome);
    let second = visit(1, by, world.list, &world.doors[1], Disposition::Refused);
    world.push(&mut alice, &[first]).await;
    world.push(&mut alice, &[second]).await;
    let lead = desk.signed_in(Role::Lead).await;
    lead.get("/").await.shows("1 record was set aside");
    let page = lead.get("/quarantine").await;
    page.shows("Another content is stored under the same name.");
    page.shows("Alice");
}

#[tokio::test]
async fn an_open_page_is_told_of_news_and_gets_no_more_than_that() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let request = lead
        .request("GET", "/live")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(lead.router.clone(), request)
        .await
        .unwrap();
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    let mut stream = response.into_body().into_data_stream();
    a_round(world).await;
    let told = stream.next().await.unwrap().unwrap();
    let told = String::from_utf8_lossy(&told).into_owned();
    // Without data a browser would drop the event.
    assert!(told.contains("event: changed\ndata: news\n"), "{told}");
    for secret in ["Alice", "Aino", "Annankatu"] {
        assert!(!told.contains(secret));
    }
    assert!(desk.stranger().get("/live").await.status.is_redirection());
}

#[tokio::test]
async fn the_campaign_says_what_unlinked_costs_and_is_saved_by_its_owner() {
    let desk = Desk::new().await;
    let owner = desk.signed_in(Role::Owner).await;
    let page = owner.get("/campaign").await;
    page.shows("What keeping them apart costs");
    page.shows("It cannot be shown to the person or deleted by name later");
    let fields = |number: &'static str, profile: &'static str| {
        [
            ("name", "Warm homes"),
            ("organisation", "Neighbours"),
            ("legal_profile", profile),
            ("languages", "fi, en"),
            ("lead_name", "Leena"),
            ("lead_phone", ""),
            ("emergency_number", number),
            ("privacy_url", ""),
        ]
    };
    let wrong = owner
        .submit("/campaign", &fields("one one two", "us"))
        .await;
    assert_eq!(wrong.status, 422);
    wrong.shows("Digits only, like 112.");
    let none = owner.submit("/campaign", &fields("112", "")).await;
    none.shows("Choose one.");
    let saved = owner.submit("/campaign", &fields("999", "uk_party")).await;
    assert_eq!(saved.leads_to(), "/campaign?saved=yes", "{}", saved.text());
    owner.follow(&saved).await.shows("Saved. Phones get it");
    let kept = desk
        .world
        .server
        .store
        .campaign(desk.world.campaign)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.emergency_number, "999");
    assert!(kept.legal_profile.links_without_consent());
}
