//! Scripts at the desk: a new version comes in checked, is compared, reaches phones, and leaves
//! conversations that have begun as they are.

use crate::desk_world::{Browser, Desk, Page};
use crate::phone_world::{TALK_LIST, TestPhone, acts_at, saved, t1, world_to_talk_in};
use axum::http::StatusCode;
use doorstep::domain::draft::Place;
use doorstep::domain::ids::DoorId;
use doorstep::domain::script::Script;
use doorstep::domain::walk_list::ScriptRef;
use doorstep::phone::room::Request;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::results::ConversationQuery;

const T1: &str = include_str!("../../assets/scripts/issue-conversation.toml");
const FIRST_WORDS: &str = "Hi, I'm {canvasser}, a volunteer with {organisation}. \
    We're talking with neighbours about homes and life on this street.";

/// T1 as somebody at the desk changed it.
fn third_version() -> String {
    let changed = T1.replacen("\nversion = 2", "\nversion = 3", 1).replacen(
        FIRST_WORDS,
        "Good evening, I'm {canvasser}.",
        1,
    );
    assert!(changed.contains("version = 3") && changed.contains("Good evening"));
    changed
}

async fn bring(lead: &Browser, text: &[u8]) -> Page {
    let token = lead.token().await;
    lead.upload_to("/scripts", "mine.toml", text, &token).await
}

async fn versions(desk: &Desk) -> Vec<u32> {
    let stored = desk.world.server.store.scripts(desk.world.campaign).await;
    stored
        .unwrap()
        .into_iter()
        .filter(|script| script.reference.id == "issue-conversation")
        .map(|script| script.reference.version)
        .collect()
}

#[tokio::test]
async fn a_script_that_is_not_sound_is_told_line_by_line_and_not_stored() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let before = versions(&desk).await;
    let broken = third_version().replacen("role = \"close\"", "role = \"closing\"", 1);
    let line = 1 + broken[..broken.find("closing").unwrap()]
        .matches('\n')
        .count();
    let page = bring(&lead, broken.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains(&format!("Line {line}:")), "{text}");
    for (file, says) in [
        (&b"\xff\xfe\x00 not text"[..], "Line 1:"),
        (b"", "not added"),
        (b"this is = = not TOML", "Line 1:"),
    ] {
        let page = bring(&lead, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(says), "{}", page.text());
    }
    let page = bring(&lead, &vec![b'#'; 10 * 1024 * 1024 + 1]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text().contains("larger than 10 MB"), "{}", page.text());
    assert_eq!(versions(&desk).await, before);
}

#[tokio::test]
async fn a_new_version_is_shown_beside_the_one_it_replaces_and_never_replaces_it() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let text = third_version();
    let sent = bring(&lead, text.as_bytes()).await;
    assert_eq!(sent.leads_to(), "/scripts/issue-conversation/3?just=added");
    let page = lead.follow(&sent).await.text();
    for says in [
        "What is different from version 2",
        "1 difference",
        "talking with neighbours about homes and life on this street",
        "Good evening, I'm {canvasser}.",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let again = bring(&lead, text.as_bytes()).await;
    assert!(again.status.is_redirection(), "the same again is fine");
    let other = text.replacen("Good evening", "Good day", 1);
    let refused = bring(&lead, other.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("next version number"));
    assert_eq!(versions(&desk).await, [3, 2, 1]);
    let file = lead.get("/scripts/issue-conversation/3/source").await;
    assert_eq!(file.html, text, "the file comes back as it was brought");
    let viewer = desk.signed_in(Role::Viewer).await;
    let page = viewer.get("/scripts").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn everything_a_script_says_stands_on_its_page_in_words() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let audio = "audio = { en = \"aino.mp3\" }\n";
    let text = include_str!("../data/every-field.toml").replacen(audio, "", 1);
    let sent = bring(&lead, text.as_bytes()).await;
    assert_eq!(sent.leads_to(), "/scripts/every-field/3?just=added");
    let page = lead.follow(&sent).await.text();
    let (words, _) = page.split_once("Download the file").unwrap();
    for says in [
        "What would make it one more?",
        "For whoever is new to it: Count to three.",
        "For whoever is practised: Count to five.",
        "To look at together, brought along: crossing · 40 s · shows both sides",
        "An example story: The kerb",
        "dug_deeper, stayed_calm",
        "If nothing is noted here",
        "Leaves out: A film, Fits",
        "Matters most: Worries",
        "Is asked for: Will sign",
        "Somebody waits for them, for once.",
        "Good to meet you.",
        "For: warm",
        "It stays with us.",
        "So I ring at doors.",
        "I don't have a figure.",
        "sign · size 3 of 5 · within 7 days",
        "objected",
        "After 3, 21, 42, 90 days",
        "chosen by chance",
        "Experiment “crossing-2026”",
        "When may I come back?",
        "Right: Ask why.",
        "Think of one person.",
        "60 minutes",
        "Two people asked about lorries.",
    ] {
        assert!(words.contains(says), "{says}: {words}");
    }
    // What is written out for phones is shown where it comes from, and once.
    let line = "It looks after those who are slow.";
    assert_eq!(words.matches(line).count(), 1, "{words}");
}

#[tokio::test]
async fn the_same_file_again_is_the_same_though_this_version_reads_more_of_it() {
    let desk = Desk::new().await;
    let store = &desk.world.server.store;
    let text = third_version();
    let read = Script::from_toml(&text, "mine.toml").unwrap();
    let stored = |json: String| StoredScript {
        reference: read.reference(),
        source: text.clone(),
        json,
        added_ms: 0,
    };
    let now = serde_json::to_string(&read).unwrap();
    let before = now.replacen("\"dispositions\":[],", "", 1);
    assert_ne!(now, before);
    let campaign = desk.world.campaign;
    store.add_script(campaign, stored(before)).await.unwrap();
    store.add_script(campaign, stored(now)).await.unwrap();
    let other = StoredScript {
        source: format!("{text}# more"),
        ..stored("{}".to_owned())
    };
    assert!(store.add_script(campaign, other).await.is_err());
}

#[tokio::test]
async fn a_retired_version_is_not_offered_for_new_lists_and_stays_readable() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let address = "/scripts/issue-conversation/2";
    let sent = lead
        .submit(&format!("{address}/retire"), &[("retire", "yes")])
        .await;
    let page = lead.follow(&sent).await.text();
    assert!(page.contains("This version is retired"), "{page}");
    let campaign = desk.world.campaign;
    let store = &desk.world.server.store;
    let retired = store.retired_scripts(campaign).await.unwrap();
    assert_eq!(
        retired.into_iter().collect::<Vec<_>>(),
        [("issue-conversation".to_owned(), 2)]
    );
    let rows = "Voter ID,First Name,Last Name,Address,City\n1,Aino,Korhonen,Annankatu 5,Helsinki\n";
    let (upload, _) = lead.look_at(rows.as_bytes()).await;
    let from = [
        ("source", "Open register"),
        ("purpose", "Door conversations"),
        ("use_until", "2027-01-31"),
    ];
    let imported = lead.submit(&upload, &from).await.leads_to();
    let to_cut = imported.split('?').next().unwrap();
    let cut = lead.get(to_cut).await;
    assert!(!cut.html.contains("issue-conversation@2"), "{}", cut.text());
    assert!(cut.html.contains("issue-conversation@1"), "{}", cut.text());

    lead.submit(&format!("{address}/retire"), &[]).await;
    assert_eq!(store.retired_scripts(campaign).await.unwrap().len(), 0);
    let cut = lead.get(to_cut).await;
    assert!(cut.html.contains("issue-conversation@2"));
}

fn hold(phone: &mut TestPhone, mut talk: doorstep::phone::view::TalkView) {
    while talk.place != Place::Pavement {
        for act in acts_at(&talk, false) {
            talk = phone.act(talk.draft, act);
        }
    }
    saved(phone.ask(Request::Finish { draft: talk.draft }));
}

#[tokio::test]
async fn no_list_is_given_a_script_whose_kind_its_law_does_not_allow() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let placebo = include_str!("../../assets/scripts/placebo.toml")
        .replacen("id = \"placebo\"", "id = \"issue-conversation\"", 1)
        .replacen("\nversion = 2", "\nversion = 9", 1);
    let sent = bring(&lead, placebo.as_bytes()).await;
    let page = lead.follow(&sent).await.text();
    assert!(page.contains("No list can have it alone"), "{page}");
    let list = desk.world.list.to_string();
    let refused = lead
        .submit("/scripts/issue-conversation/9/lists", &[("list", &list)])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn lists_get_another_version_and_a_conversation_that_has_begun_stays_with_its_own() {
    let desk = Desk::of(world_to_talk_in().await).await;
    let lead = desk.signed_in(Role::Lead).await;
    let world = &desk.world;
    let mut phone = TestPhone::joined(world, "Liisa", 1).await;
    let doors: Vec<DoorId> = world.doors.iter().map(|door| door.id).collect();
    let begun = phone.begin(doors[0]);
    let first_words = begun.step.as_ref().unwrap().say.clone();
    assert!(first_words[0].contains("talking with neighbours"));

    bring(&lead, third_version().as_bytes()).await;
    let given = lead
        .submit(
            "/scripts/issue-conversation/3/lists",
            &[("list", &TALK_LIST.to_string())],
        )
        .await;
    assert_eq!(given.leads_to(), "/scripts/issue-conversation/3?given=1");
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(world).await;

    let still = phone.talk(Request::Talk { draft: begun.draft });
    assert_eq!(still.step.as_ref().unwrap().say, first_words);
    let new = phone.begin(doors[1]);
    assert!(new.step.as_ref().unwrap().say[0].starts_with("Good evening"));
    hold(&mut phone, new);
    hold(&mut phone, still);
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(world).await;

    let every = ConversationQuery {
        limit: 10,
        ..ConversationQuery::default()
    };
    let stored = world
        .server
        .store
        .conversations(world.campaign, every)
        .await;
    let mut held_with: Vec<ScriptRef> = stored
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.conversation.script)
        .collect();
    held_with.sort_by_key(|script| script.version);
    let versions: Vec<u32> = held_with.iter().map(|script| script.version).collect();
    assert_eq!(versions, [t1().script.version, 3]);
}
