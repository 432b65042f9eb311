//! People who tell their account themselves: the recording comes to the desk with the script,
//! to the phones after the lists, and is there with no network.

use crate::desk_world::{Browser, Desk, Page};
use crate::phone_world::{TALK_LIST, TestPhone, world_to_talk_in};
use axum::http::StatusCode;
use doorstep::domain::draft::Act;
use doorstep::domain::guide::AccountView;
use doorstep::domain::walk_list::ScriptRef;
use doorstep::phone::room::{Reply, Request, Trouble};
use doorstep::server::store::accounts::Role;
use doorstep::wire::pull::{PullRequest, RecordingOf};

const VOICE: &[u8] = b"ID3 forty-five seconds of Tapani";

/// T1 as version 3, in which Tapani speaks.
fn spoken() -> String {
    let text = include_str!("../../assets/scripts/issue-conversation.toml")
        .replacen("\nversion = 2", "\nversion = 3", 1)
        .replacen(
            "id = \"tapani\"\n",
            "id = \"tapani\"\naudio.fi = \"tapani.mp3\"\n",
            1,
        );
    assert!(text.contains("audio.fi"));
    text
}

async fn bring(lead: &Browser, files: &[(&str, &[u8])]) -> Page {
    let token = lead.token().await;
    lead.upload_all("/scripts", files, &token).await
}

fn script() -> ScriptRef {
    ScriptRef {
        id: "issue-conversation".to_owned(),
        version: 3,
    }
}

fn tapani(language: &str) -> RecordingOf {
    RecordingOf {
        script: script(),
        perspective: "tapani".to_owned(),
        language: language.to_owned(),
    }
}

#[tokio::test]
async fn the_files_must_be_those_the_script_names() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let text = spoken();
    let toml = ("mine.toml", text.as_bytes());
    for (files, says) in [
        (
            vec![toml],
            "tapani.mp3 is named by the script and was not chosen",
        ),
        (
            vec![toml, ("tapani.mp3", VOICE), ("other.mp3", VOICE)],
            "other.mp3 is not named by the script",
        ),
        (
            vec![("tapani.mp3", b"<html>"), toml],
            "is not what its name says",
        ),
        (vec![("tapani.mp3", VOICE)], "Choose a script file"),
    ] {
        let page = bring(&lead, &files).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        page.shows(says);
    }
    let store = &desk.world.server.store;
    let campaign = desk.world.campaign;
    assert!(store.script(campaign, script()).await.unwrap().is_none());

    let whole = [("tapani.mp3", VOICE), toml];
    assert!(bring(&lead, &whole).await.status.is_redirection());
    let kept = store
        .recording(campaign, tapani("fi"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.kind.as_str(), kept.bytes.as_slice()),
        ("audio/mpeg", VOICE)
    );
    assert!(
        bring(&lead, &whole).await.status.is_redirection(),
        "the same again is fine"
    );
    let other = bring(&lead, &[("tapani.mp3", b"ID3 another voice"), toml]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let kept = store
        .recording(campaign, tapani("fi"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.bytes, VOICE);
}

#[tokio::test]
async fn a_phone_fetches_it_after_its_lists_and_plays_it_with_no_network() {
    let desk = Desk::of(world_to_talk_in().await).await;
    let lead = desk.signed_in(Role::Lead).await;
    let text = spoken();
    bring(
        &lead,
        &[("mine.toml", text.as_bytes()), ("tapani.mp3", VOICE)],
    )
    .await;
    lead.submit(
        "/scripts/issue-conversation/3/lists",
        &[("list", &TALK_LIST.to_string())],
    )
    .await;

    let world = &desk.world;
    let mut phone = TestPhone::joined(world, "Liisa", 1).await;
    phone.sync(world).await;
    assert!(phone.list().ready);
    let talk = phone.begin(world.doors[0].id);
    let draft = talk.draft;
    let account = |phone: &mut TestPhone, tag: &str| -> AccountView {
        phone.act(
            draft,
            Act::Language {
                tag: tag.to_owned(),
            },
        );
        let step = "somebody-affected".to_owned();
        let view = phone.act(draft, Act::GoTo { step });
        view.step.unwrap().accounts[0].clone()
    };
    assert_eq!(
        account(&mut phone, "en").recording,
        None,
        "he speaks Finnish only"
    );
    let name = account(&mut phone, "fi").recording.unwrap();
    let heard = phone.ask(Request::Recording {
        draft,
        name: name.clone(),
    });
    let Ok(Reply::Recording(address)) = heard else {
        panic!("{heard:?}");
    };
    assert_eq!(
        address,
        "data:audio/mpeg;base64,SUQzIGZvcnR5LWZpdmUgc2Vjb25kcyBvZiBUYXBhbmk="
    );

    let mut phone = phone.reopened().await;
    assert!(
        phone
            .ask(Request::Recording {
                draft,
                name: name.clone()
            })
            .is_ok()
    );
    let other = doorstep::domain::guide::RecordingName {
        language: "en".to_owned(),
        ..name
    };
    let nobody = phone.ask(Request::Recording { draft, name: other });
    assert!(matches!(nobody, Err(Trouble::NotHere(_))), "{nobody:?}");
}

#[tokio::test]
async fn only_recordings_of_scripts_of_ones_own_lists_are_given() {
    let desk = Desk::new().await;
    let lead = desk.signed_in(Role::Lead).await;
    let text = spoken();
    bring(
        &lead,
        &[("mine.toml", text.as_bytes()), ("tapani.mp3", VOICE)],
    )
    .await;
    let phone = desk.world.join("Liisa", 1).await;
    let ask = |recording| PullRequest {
        recording: Some(recording),
        ..PullRequest::default()
    };
    let reply = desk.world.pull(&phone, &ask(tapani("fi"))).await;
    assert_eq!(reply.recording, None, "no list of hers talks with it");
    lead.submit(
        "/scripts/issue-conversation/3/lists",
        &[("list", &desk.world.list.to_string())],
    )
    .await;
    let reply = desk.world.pull(&phone, &ask(tapani("fi"))).await;
    assert_eq!(reply.recordings, [tapani("fi")]);
    assert_eq!(reply.recording.unwrap().kind, "audio/mpeg");
    let reply = desk.world.pull(&phone, &ask(tapani("sv"))).await;
    assert_eq!(reply.recording, None);
}
