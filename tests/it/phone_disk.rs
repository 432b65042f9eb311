//! What is on the phone's disk: survives sudden death, tells nothing to who
//! copies it, and is never thrown away.

use crate::phone_world::{
    Fate, TestClock, TestPhone, acts_at, open, outcome, raw, saved, world_to_talk_in,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::draft::{Act, Place};
use doorstep::phone::room::{Request, Trouble};
use doorstep::phone::view::{Opening, TalkView};
use std::fs;

/// A conversation's screen without what changes while time passes.
fn still(mut talk: TalkView) -> TalkView {
    talk.seconds = 0;
    talk
}

#[tokio::test]
async fn killed_after_any_act_the_app_opens_in_the_same_place_with_every_answer() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let mut talk = phone.begin(world.doors[0].id);
    let mut acts = 0;
    loop {
        phone.clock.advance(7_000);
        let mut again = phone.after_sudden_death().await;
        let Opening::InConversation { draft, home } = again.opening() else {
            panic!("back into the conversation after {acts} acts");
        };
        assert_eq!(draft, talk.draft);
        assert_eq!(home.status.not_sent, 1);
        let found = again.talk(Request::Talk { draft });
        assert_eq!(still(found), still(talk.clone()), "after {acts} acts");
        if talk.place == Place::Pavement {
            break;
        }
        for act in acts_at(&talk, true) {
            talk = phone.act(talk.draft, act);
            acts += 1;
        }
    }
    assert!(acts > 10, "a whole conversation, not a part: {acts}");
    saved(phone.ask(Request::Finish { draft: talk.draft }));
    let mut again = phone.after_sudden_death().await;
    assert!(matches!(again.opening(), Opening::Home(_)));
    assert_eq!(
        again.status().not_sent,
        2,
        "visit and conversation are saved"
    );
    again.sync(&world).await;
    assert_eq!(again.status().not_sent, 0);
}

#[tokio::test]
async fn what_was_sent_and_not_yet_confirmed_when_the_battery_died_arrives_once() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    phone.note(world.doors[0].id, Disposition::NotHome);
    phone.carry(&world, Fate::AnswerLost).await;
    let mut again = phone.after_sudden_death().await;
    again.note(world.doors[1].id, Disposition::Refused);
    again.sync(&world).await;
    assert_eq!(again.status().not_sent, 0);
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("visits", "not_home"), 1);
    assert_eq!(counts.get("visits", "refused"), 1);
}

#[tokio::test]
async fn no_name_and_no_street_can_be_read_in_the_files() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let talk = phone.begin(world.doors[0].id);
    phone.act(
        talk.draft,
        Act::MadeADifference {
            words: "her grandmother fled".into(),
        },
    );
    let mut read = 0;
    for file in fs::read_dir(&phone.folder).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        read += bytes.len();
        for word in ["Annankatu", "Aino", "grandmother", "SQLite format"] {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} is on the disk");
        }
    }
    assert!(read > 50_000, "there is something to read: {read}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_this_user_may_read_the_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let phone = TestPhone::new(1).await;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&phone.folder.join("doorstep.key")), 0o600);
}

async fn closed_phone() -> (tempfile::TempDir, std::sync::Arc<TestClock>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = TestClock::new(1);
    let back = open(folder.path(), &clock).await.unwrap();
    back.into_store().close();
    (folder, clock)
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_with_its_key_told_once_and_a_new_one_begun() {
    let (folder, clock) = closed_phone().await;
    let file = folder.path().join("doorstep.db");
    let mut bytes = fs::read(&file).unwrap();
    for byte in &mut bytes[..4096] {
        *byte ^= 0x5A;
    }
    fs::write(&file, &bytes).unwrap();
    let refused = open(folder.path(), &clock).await;
    assert!(matches!(refused, Err(Trouble::Damaged(_))), "{refused:?}");
    let aside: Vec<String> = names(folder.path());
    assert!(
        aside
            .iter()
            .any(|name| name.starts_with("set-aside-") && name.ends_with(".db"))
    );
    assert!(
        aside
            .iter()
            .any(|name| name.starts_with("set-aside-") && name.ends_with(".key"))
    );
    let is_it = |name: &&String| name.starts_with("set-aside-") && name.ends_with(".db");
    let kept = aside.iter().find(is_it).unwrap();
    assert_eq!(fs::read(folder.path().join(kept)).unwrap(), bytes);
    let mut back = open(folder.path(), &clock).await.unwrap();
    assert!(back.ask(Request::Open, 1).unwrap().is_ok());
}

#[tokio::test]
async fn damage_in_the_middle_of_the_file_is_told_when_it_is_met() {
    let world = world_to_talk_in().await;
    let phone = TestPhone::joined(&world, "Aino", 1).await;
    let folder = phone.folder.clone();
    let clock = phone.clock.clone();
    let kept = phone;
    let copy = tempfile::tempdir().unwrap();
    kept.back.into_store().close();
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let file = copy.path().join("doorstep.db");
    let mut bytes = fs::read(&file).unwrap();
    let length = bytes.len();
    for byte in &mut bytes[4096..length] {
        *byte ^= 0x5A;
    }
    fs::write(&file, bytes).unwrap();
    let met = match open(copy.path(), &clock).await {
        Ok(mut back) => back.ask(Request::Home, 1).unwrap().map(drop),
        Err(trouble) => Err(trouble),
    };
    assert!(matches!(met, Err(Trouble::Damaged(_))), "{met:?}");
}

#[tokio::test]
async fn a_file_without_its_key_is_kept_told_once_and_a_new_one_begun() {
    let (folder, clock) = closed_phone().await;
    fs::remove_file(folder.path().join("doorstep.key")).unwrap();
    assert!(matches!(
        open(folder.path(), &clock).await,
        Err(Trouble::KeyMissing)
    ));
    assert!(
        names(folder.path())
            .iter()
            .any(|name| name.starts_with("set-aside-"))
    );
    assert!(open(folder.path(), &clock).await.is_ok());
}

#[tokio::test]
async fn a_second_copy_of_the_app_is_told_so() {
    let phone = TestPhone::new(1).await;
    let second = open(&phone.folder, &phone.clock).await;
    assert!(matches!(second, Err(Trouble::SecondTab)), "{second:?}");
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_goes_on_when_there_is_room() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Aino", 1).await;
    let talk = phone.begin(world.doors[0].id);
    let store = phone.back.into_store();
    store.allow_no_growth().unwrap();
    phone.back = doorstep::phone::room::back::BackRoom::new(store, phone.clock.clone()).unwrap();
    let mut noted = 0;
    let refused = loop {
        let note = outcome(world.doors[noted % 9].id, Disposition::NotHome);
        match phone.ask(Request::Note { outcome: note }) {
            Ok(_) => noted += 1,
            Err(trouble) => break trouble,
        }
        assert!(noted < 2_000, "a full disk says so");
    };
    assert_eq!(refused, Trouble::DiskFull);
    let before = still(phone.talk(Request::Talk { draft: talk.draft }));
    assert_eq!(phone.status().not_sent as usize, noted + 1);
    let mut again = phone.after_sudden_death().await;
    assert_eq!(again.status().not_sent as usize, noted + 1);
    assert_eq!(
        still(again.talk(Request::Talk { draft: talk.draft })),
        before
    );
    again.note(world.doors[0].id, Disposition::NotHome);
    again.sync(&world).await;
    assert_eq!(again.status().not_sent, 1, "all but the open talk arrived");
}

#[tokio::test]
async fn a_file_written_by_a_newer_app_is_not_touched() {
    let (folder, clock) = closed_phone().await;
    raw(folder.path())
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = fs::read(folder.path().join("doorstep.db")).unwrap();
    assert!(matches!(
        open(folder.path(), &clock).await,
        Err(Trouble::NewerSchema)
    ));
    assert_eq!(fs::read(folder.path().join("doorstep.db")).unwrap(), before);
}

/// What the first version of the app left on a phone, literally.
const OF_THE_FIRST_VERSION: &str = r#"
    INSERT INTO campaign (key, id, about) VALUES (1, x'000000000000000000000000000000ca',
        '{"id":"00000000-0000-0000-0000-0000000000ca","name":"Homes","organisation":"N",
          "legal_profile":"other","languages":["en"],"lead_name":"Leena","lead_phone":null,
          "emergency_number":"112","privacy_url":null,"recovery_recipient":null}');
    INSERT INTO enrolment (key, campaign, device, canvasser, canvasser_name, token, last_digest,
        joined_at) VALUES (1, 1, x'01000000000000000000000000000001',
        x'02000000000000000000000000000002', 'Aino', 'token', zeroblob(32),
        '2026-11-14T17:30:00+02:00');
    INSERT INTO record (key, campaign, id, kind, version, canvasser, at, at_ms, body, mine)
        VALUES (1, 1, x'03000000000000000000000000000003', 'visit', 1,
        x'02000000000000000000000000000002', '2026-11-14T17:30:00+02:00', 1794670200000, '{}', 1);
    INSERT INTO outbox (enrolment, record, kind, bytes) VALUES (1, 1, 'visit', 2);
    PRAGMA user_version = 1;
"#;

#[tokio::test]
async fn a_file_of_the_first_version_is_brought_up_to_date_and_its_copy_does_not_stay() {
    let folder = tempfile::tempdir().unwrap();
    let clock = TestClock::new(1);
    fs::write(folder.path().join("doorstep.key"), "5a".repeat(32)).unwrap();
    let old = raw(folder.path());
    old.execute_batch(include_str!(
        "../../migrations/phone/0001_doors_records_drafts.sql"
    ))
    .unwrap();
    old.execute_batch(OF_THE_FIRST_VERSION).unwrap();
    old.close().unwrap();
    let copies = || {
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("before-")
            })
            .count()
    };
    let back = open(folder.path(), &clock).await.unwrap();
    assert!(copies() > 0);
    assert_eq!(back.store().tables().unsent().unwrap()[0].records.len(), 1);
    back.into_store().close();
    let back = open(folder.path(), &clock).await.unwrap();
    assert_eq!(copies(), 0, "what is erased must not live on in it");
    assert_eq!(back.store().tables().unsent().unwrap()[0].records.len(), 1);
    back.into_store().close();
}
