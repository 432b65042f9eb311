//! What keeps others out: sessions, forms that are ours, roles.

use crate::desk_world::{DESK, Desk};
use crate::world::{at, id, linked, visit};
use axum::http::header;
use doorstep::domain::disposition::Disposition;
use doorstep::server::auth;
use doorstep::server::store::accounts::{Lead, Role};

/// Every address that changes something.
const CHANGES: [&str; 14] = [
    "/sign-out",
    "/campaign",
    "/import/00000000-0000-4000-8000-000000000001",
    "/import/00000000-0000-4000-8000-000000000001/columns",
    "/import/00000000-0000-4000-8000-000000000001/discard",
    "/imports/00000000-0000-4000-8000-000000000001/cut",
    "/lists/00000000-0000-0000-0000-0000000000aa/end",
    "/shares/new",
    "/shares",
    "/shares/0123456789abcdef/revoke",
    "/export/conversations",
    "/export/visits",
    "/sign-in",
    "/language",
];

#[tokio::test]
async fn a_form_from_another_site_is_refused_whatever_it_brings() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Owner).await;
    let token = lead.token().await;
    for address in CHANGES {
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "http://127.0.0.1:7070")],
            &[],
        ] {
            let page = lead.post(address, &[("token", &token)], foreign).await;
            assert_eq!(page.status, 403, "{address} {foreign:?}");
            page.shows("This form could not be taken");
        }
    }
    // The lists are still there, and so is the session.
    lead.get("/lists").await.shows("List 0");
}

#[tokio::test]
async fn a_form_of_ours_without_this_sessions_token_is_refused() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Owner).await;
    let other = desk.signed_in(Role::Lead).await;
    let others_token = other.token().await;
    for address in CHANGES
        .iter()
        .filter(|it| !matches!(**it, "/sign-in" | "/language"))
    {
        for token in ["", "guess", &others_token] {
            let page = lead
                .post(address, &[("token", token)], &[("origin", DESK)])
                .await;
            assert_eq!(page.status, 403, "{address} {token}");
        }
    }
    let page = lead
        .upload("a.csv", b"Address\nAnnankatu 1\n", "guess")
        .await;
    assert_eq!(page.status, 403);
    assert_eq!(
        desk.world
            .server
            .store
            .imports(desk.world.campaign)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn signing_in_sets_a_cookie_scripts_and_other_sites_do_not_get() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let lead = Lead {
        password: auth::hash_password(&world.clock, "korvatunturi on").unwrap(),
        ..auth_lead(&desk)
    };
    world.server.store.add_lead(lead, 0).await.unwrap();
    let stranger = desk.stranger();
    let fields = |password| {
        [
            ("email", " Leena@Example.org "),
            ("password", password),
            ("then", "/results"),
        ]
    };
    let wrong = stranger
        .post("/sign-in", &fields("korvatunturi off"), &[("origin", DESK)])
        .await;
    assert_eq!(wrong.status, 401);
    wrong.shows("don't match an account");
    assert!(wrong.headers.get(header::SET_COOKIE).is_none());
    let right = stranger
        .post("/sign-in", &fields("korvatunturi on"), &[("origin", DESK)])
        .await;
    assert_eq!(right.leads_to(), "/results");
    let cookie = right.headers[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let mut browser = desk.stranger();
    browser.cookie = cookie.split(';').next().unwrap().to_owned();
    browser.get("/").await.shows("Leena");
    let out = browser.submit("/sign-out", &[]).await;
    assert_eq!(out.leads_to(), "/sign-in?why=out");
    // The cookie may still be there; the session is not.
    let over = browser.get("/").await;
    assert_eq!(over.leads_to(), "/sign-in?why=over");
    browser.follow(&over).await.shows("You were signed out");
}

fn auth_lead(desk: &Desk) -> Lead {
    Lead {
        id: doorstep::domain::ids::LeadId(uuid::Uuid::from_u128(77)),
        campaign: desk.world.campaign,
        email: "leena@example.org".into(),
        name: "Leena".into(),
        role: Role::Lead,
        password: String::new(),
    }
}

#[tokio::test]
async fn guessing_passwords_is_slowed_and_says_for_how_long() {
    let desk = Desk::new().await;
    desk.signed_in(Role::Lead).await;
    let stranger = desk.stranger();
    let mut slowed = None;
    // Nobody's address: as long to check as a real one would take, so few tries.
    for _ in 0..12 {
        let fields = [("email", "nobody@example.org"), ("password", "x")];
        let page = stranger
            .post("/sign-in", &fields, &[("origin", DESK)])
            .await;
        if page.status == 429 {
            slowed = Some(page);
            break;
        }
        assert_eq!(page.status, 401);
    }
    let page = slowed.expect("twelve guesses at once are too many");
    page.shows("Too many tries. Wait 1 minute");
    assert!(page.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn whoever_signs_in_is_not_led_to_another_site() {
    let desk = Desk::new().await;
    desk.signed_in(Role::Lead).await;
    for then in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:1",
    ] {
        let page = desk
            .stranger()
            .get(&format!("/sign-in?then={}", then.replace('\\', "%5C")))
            .await;
        assert_eq!(page.field("then"), "/", "{then}");
    }
}

#[tokio::test]
async fn a_viewer_sees_totals_and_nothing_of_single_people() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let mut phone = world.join("Alice", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 5),
    ];
    world.push(&mut phone, &records).await;
    let viewer = desk.signed_in(Role::Viewer).await;
    for address in ["/", "/lists", "/results"] {
        let page = viewer.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        page.hides("Aino 0");
    }
    let list = format!("/lists/{}", world.list);
    let talk = format!("/conversations/{}", id(2));
    for address in [
        "/conversations",
        &talk,
        &list,
        "/import",
        "/quarantine",
        "/export",
        "/audit",
    ] {
        let page = viewer.get(address).await;
        assert_eq!(page.status, 403, "{address}");
        page.shows("Your account may not do this");
    }
    for address in [
        "/export/conversations",
        "/export/visits",
        "/shares/new",
        "/campaign",
    ] {
        assert_eq!(viewer.submit(address, &[]).await.status, 403, "{address}");
    }
    // A lead may not change the campaign, its owner may.
    let lead = desk.signed_in(Role::Lead).await;
    assert_eq!(lead.submit("/campaign", &[("name", "x")]).await.status, 403);
}

#[tokio::test]
async fn no_address_of_the_desk_tells_a_code_a_name_or_a_view() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let mut phone = world.join("Alice", 1).await;
    let by = at(phone.canvasser, 0);
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        linked(2, by, world.list, id(1), 5),
    ];
    world.push(&mut phone, &records).await;
    let lead = desk.signed_in(Role::Lead).await;
    for address in ["/", "/lists", "/conversations", "/results", "/export"] {
        let page = lead.get(address).await;
        for tag in page.tags("a").chain(page.tags("form")) {
            let led = attribute_of(tag);
            for secret in [crate::world::CODE, "KAPP", "Aino", "Annankatu", "Alice"] {
                assert!(!led.contains(secret), "{address}: {led}");
            }
            let path = led.split('?').next().unwrap_or("");
            assert!(
                !path.contains("complete") && !path.contains("rating"),
                "{led}"
            );
        }
    }
}

fn attribute_of(tag: &str) -> String {
    crate::desk_world::attribute(tag, "href")
        .or_else(|| crate::desk_world::attribute(tag, "action"))
        .unwrap_or_default()
}
