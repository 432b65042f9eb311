//! Every page of the desk, signed out and signed in: that it is there, whole,
//! named, and readable without eyes or mouse.

use crate::desk_world::{Desk, Page, attribute};
use crate::world::{at, id, linked, unlinked, visit};
use axum::http::header;
use doorstep::domain::disposition::Disposition;
use doorstep::server::store::accounts::Role;
use std::collections::BTreeSet;

const PAGES: [&str; 12] = [
    "/",
    "/lists",
    "/conversations",
    "/results",
    "/import",
    "/quarantine",
    "/export",
    "/audit",
    "/campaign",
    "/scripts",
    "/scripts/issue-conversation/2",
    "/conversations?ending=finished&band=conflicted",
];

fn title(page: &Page) -> String {
    let from = page.html.find("<title>").unwrap() + 7;
    let to = page.html.find("</title>").unwrap();
    page.html[from..to].to_owned()
}

/// Labels, names and order, as a screen reader needs them; nothing inline.
#[track_caller]
fn is_accessible(address: &str, page: &Page) {
    let labelled: BTreeSet<String> = page
        .tags("label")
        .filter_map(|tag| attribute(tag, "for"))
        .collect();
    for kind in ["input", "select"] {
        for tag in page.tags(kind) {
            if attribute(tag, "type").as_deref() == Some("hidden") {
                continue;
            }
            let by_id = attribute(tag, "id").is_some_and(|id| labelled.contains(&id));
            let inside = page
                .html
                .contains(&format!("<label class=\"pick\"><{kind}{tag}"));
            assert!(
                by_id || inside || tag.contains("aria-label="),
                "{address}: no label for <{kind}{tag}>"
            );
        }
    }
    for tag in page.tags("svg") {
        assert!(
            tag.contains("aria-label=") || tag.contains("aria-hidden=\"true\""),
            "{address}: <svg{tag}> has neither name nor leave to be silent"
        );
    }
    for tag in page.tags("th") {
        assert!(tag.contains("scope="), "{address}: <th{tag}>");
    }
    let ids: Vec<String> = [
        "input", "select", "h1", "h2", "section", "div", "table", "p",
    ]
    .iter()
    .flat_map(|kind| page.tags(kind).filter_map(|tag| attribute(tag, "id")))
    .collect();
    let once: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(
        ids.len(),
        once.len(),
        "{address}: an id stands twice: {ids:?}"
    );
    assert_eq!(page.tags("h1").count(), 1, "{address}: one h1");
    assert_eq!(page.tags("main").count(), 1, "{address}: one main");
    assert!(
        page.html.contains("href=\"#main\""),
        "{address}: no skip link"
    );
    assert!(
        !page.html.contains(" style="),
        "{address}: a style in the markup"
    );
    assert!(
        !page.html.contains(" onclick"),
        "{address}: a script in the markup"
    );
    assert!(
        page.tags("script").all(|tag| tag.contains(" src=")),
        "{address}: a script in the markup"
    );
}

#[tokio::test]
async fn signed_out_every_page_leads_to_the_sign_in_and_back() {
    let desk = Desk::new().await;
    desk.signed_in(Role::Lead).await;
    let stranger = desk.stranger();
    for address in PAGES {
        let page = stranger.get(address).await;
        assert!(page.status.is_redirection(), "{address}");
        assert!(page.leads_to().starts_with("/sign-in"), "{address}");
    }
    let page = stranger.get("/conversations?ending=finished").await;
    let sign_in = stranger.follow(&page).await;
    assert_eq!(sign_in.field("then"), "/conversations?ending=finished");
    sign_in.shows("Sign in to the desk");
    is_accessible("/sign-in", &sign_in);
    // Not even what exists is told.
    assert!(stranger.get("/nothing").await.status.is_redirection());
}

#[tokio::test]
async fn every_page_is_whole_named_and_accessible_in_both_languages() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let mut phone = world.join("Alice", 1).await;
    let by = at(phone.canvasser, 0);
    world
        .push(
            &mut phone,
            &[
                visit(1, by, world.list, &world.doors[0], Disposition::Complete),
                linked(2, by, world.list, id(1), 5),
                unlinked(3, world.list, 4),
                visit(4, by, world.list, &world.doors[1], Disposition::NotHome),
            ],
        )
        .await;
    let mut lead = desk.signed_in(Role::Owner).await;
    for language in ["en", "fi"] {
        lead.language = language;
        let mut titles = BTreeSet::new();
        let mut addresses: Vec<String> = PAGES.iter().map(|it| (*it).to_owned()).collect();
        addresses.push(format!("/lists/{}", world.list));
        addresses.push(format!("/conversations/{}", id(2)));
        for address in &addresses {
            let page = lead.get(address).await;
            assert_eq!(page.status, 200, "{address}: {}", page.text());
            assert!(page.html.starts_with("<!doctype html>"), "{address}");
            assert!(page.html.contains(&format!("<html lang=\"{language}\"")));
            is_accessible(address, &page);
            assert!(
                titles.insert(title(&page)) || address.contains('?'),
                "{address}: the title {} is not its own",
                title(&page)
            );
            // A key that has no sentence would be shown as itself.
            for word in page.text().split(' ') {
                let is_key = word.matches('-').count() > 1
                    && word.contains(|c: char| c.is_ascii_lowercase())
                    && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                assert!(!is_key, "{address}: {word}");
            }
        }
    }
}

#[tokio::test]
async fn pages_with_people_are_kept_by_nobody_and_run_nothing_foreign() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    for address in ["/", "/lists", "/sign-in", "/nothing"] {
        let page = lead.get(address).await;
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store", "{address}");
        let policy = page.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(page.headers[header::REFERRER_POLICY], "same-origin");
    }
}

#[tokio::test]
async fn assets_are_served_with_their_kind_and_kept_for_good() {
    let desk = Desk::new().await;
    let page = desk.stranger().get("/sign-in?why=out").await;
    let mut sheets = 0;
    for tag in page.tags("link").chain(page.tags("script")) {
        let address = attribute(tag, "href")
            .or_else(|| attribute(tag, "src"))
            .unwrap();
        let file = desk.stranger().get(&address).await;
        assert_eq!(file.status, 200, "{address}");
        assert!(
            file.headers[header::CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let tag = file.headers[header::ETAG].clone();
        let again = desk
            .stranger()
            .request("GET", &address)
            .header(header::IF_NONE_MATCH, tag)
            .body(axum::body::Body::empty())
            .unwrap();
        assert_eq!(desk.stranger().send(again).await.status, 304);
        sheets += 1;
    }
    assert!(sheets >= 5);
    assert_eq!(
        desk.stranger().get("/assets/../Cargo.toml").await.status,
        404
    );
}

#[tokio::test]
async fn an_unknown_address_says_so_and_leads_back() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    for address in [
        "/nothing",
        "/lists/not-an-id",
        "/lists/00000000-0000-4000-8000-00000000ffff",
        "/conversations/00000000-0000-4000-8000-00000000ffff",
        "/shares/ffff",
        "/imports/00000000-0000-4000-8000-00000000ffff/cut",
    ] {
        let page = lead.get(address).await;
        assert_eq!(page.status, 404, "{address}");
        page.shows("There is nothing at this address");
        is_accessible(address, &page);
    }
}

#[tokio::test]
async fn names_from_files_and_phones_are_shown_as_text() {
    let desk = Desk::new().await;
    let evil = "<script>alert(1)</script>\"'>";
    desk.world.join(evil, 9).await;
    let page = desk.signed_in(Role::Lead).await.get("/").await;
    page.shows(evil);
    assert!(!page.html.contains("<script>alert"));
}

#[tokio::test]
async fn the_language_is_the_browsers_until_one_is_chosen() {
    let desk = Desk::new().await;
    let mut lead = desk.signed_in(Role::Lead).await;
    lead.language = "sv, fi;q=0.5";
    lead.get("/lists").await.shows("Kävelylistat");
    let chosen = lead
        .submit("/language", &[("language", "en"), ("back", "/lists")])
        .await;
    assert_eq!(chosen.leads_to(), "/lists");
    let cookie = chosen.headers[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    let pair = cookie.split(';').next().unwrap().to_owned();
    lead.cookie = format!("{}; {pair}", lead.cookie);
    lead.get("/lists").await.shows("Walk lists");
    for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let led = lead
            .submit("/language", &[("language", "fi"), ("back", elsewhere)])
            .await;
        assert_eq!(led.leads_to(), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_new_server_asks_for_its_code_and_sets_up_the_campaign_with_its_owner() {
    use doorstep::server::clock::Clock;
    use doorstep::server::store::Store;
    use doorstep::server::tokens::Tokens;
    use doorstep::server::{Addresses, Server, origins};
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::scripted(crate::world::NOW_MS, 3);
    let server = Server::new(
        Store::open(folder.path()).unwrap(),
        clock.clone(),
        Tokens::open(folder.path(), &clock).unwrap(),
        Addresses {
            app: "http://localhost:7070".into(),
            desk: crate::desk_world::DESK.into(),
            behind_proxy: false,
        },
    );
    let stranger = crate::desk_world::Browser {
        router: origins::desk(server.clone()),
        cookie: String::new(),
        language: "en",
    };
    assert_eq!(stranger.get("/sign-in").await.leads_to(), "/campaign/new");
    let form = stranger.get("/campaign/new").await;
    form.shows("Set up your campaign");
    is_accessible("/campaign/new", &form);
    let code = server.tokens.setup_code();
    let fields = |code: &str| -> Vec<(&'static str, String)> {
        vec![
            ("setup_code", code.to_owned()),
            ("own_name", "Leena".into()),
            ("email", "leena@example.org".into()),
            ("password", "korvatunturi on kaukana".into()),
            ("name", "Warm homes".into()),
            ("organisation", "Neighbours".into()),
            ("languages", "fi, en".into()),
            ("legal_profile", "uk_non_party".into()),
            ("lead_name", "Leena".into()),
            ("emergency_number", "112".into()),
        ]
    };
    let send = async |code: &str| {
        let fields = fields(code);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        stranger
            .post(
                "/campaign/new",
                &pairs,
                &[("origin", crate::desk_world::DESK)],
            )
            .await
    };
    let refused = send("AAAA-BBBB-CCCC").await;
    assert_eq!(refused.status, 422);
    refused.shows("That is not the code in the server's terminal.");
    assert!(server.store.campaigns().await.unwrap().is_empty());
    let done = send(&code.to_lowercase()).await;
    assert_eq!(done.leads_to(), "/", "{}", done.text());
    let cookie = done.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let owner = crate::desk_world::Browser {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..stranger.clone()
    };
    owner.get("/").await.shows("Three steps to the first door");
    // Its lists can be cut at once, with any script its law allows.
    let campaign = server.store.campaigns().await.unwrap()[0].id;
    let scripts = server.store.scripts(campaign).await.unwrap();
    let mut ids: Vec<String> = scripts.into_iter().map(|it| it.reference.id).collect();
    ids.sort();
    assert_eq!(
        ids,
        [
            "because-of-someone",
            "issue-conversation",
            "listening-survey",
            "one-to-one",
            "placebo"
        ]
    );
    // Once is enough: the code opens nothing any more.
    assert_eq!(send(&code).await.leads_to(), "/");
    assert_eq!(server.store.campaigns().await.unwrap().len(), 1);
}
