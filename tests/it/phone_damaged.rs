//! A phone whose file was damaged at several places: what can still be read is in the
//! file that takes its place, under the same ids, and is handed in once.

use crate::phone_world::{TestClock, TestPhone, world_to_talk_in};
use crate::world::World;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::RecordId;
use doorstep::phone::room::{Request, Sign};
use doorstep::phone::store::{Inventory, Location};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const PAGE: usize = 4096;

/// A Saturday's work: some of it with the team, more of it not, one talk begun.
async fn at_work(world: &World) -> TestPhone {
    let mut phone = TestPhone::joined(world, "Aino", 1).await;
    for door in &world.doors[..3] {
        phone.note(door.id, Disposition::NotHome);
    }
    phone.sync(world).await;
    for _ in 0..6 {
        for door in &world.doors[..5] {
            phone.clock.advance(60_000);
            phone.note(door.id, Disposition::Refused);
        }
    }
    phone.hold_a_talk(world.doors[1].id, true);
    phone.hold_a_talk(world.doors[2].id, false);
    phone.begin(world.doors[3].id);
    phone
}

fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    copy
}

/// Overwrites some bytes in the middle of each of these pages, counted from 0.
fn damage(folder: &Path, pages: impl IntoIterator<Item = usize>) {
    let file = folder.join("doorstep.db");
    let mut bytes = fs::read(&file).unwrap();
    for page in pages {
        for byte in &mut bytes[page * PAGE + 700..page * PAGE + 740] {
            *byte ^= 0x5A;
        }
    }
    fs::write(file, bytes).unwrap();
}

fn pages_of(folder: &Path) -> usize {
    fs::metadata(folder.join("doorstep.db")).unwrap().len() as usize / PAGE
}

fn own(held: &Inventory) -> BTreeMap<RecordId, String> {
    let mine = held.records.iter().filter(|held| held.mine);
    mine.map(|held| {
        let record = &held.record;
        (record.id, format!("{:?}", record.content_hash()))
    })
    .collect()
}

fn unsent(held: &Inventory) -> u32 {
    let entries = held.outbox.iter();
    entries.filter(|entry| entry.state == "waiting").count() as u32
}

async fn set_aside(folder: &Path, clock: &Arc<TestClock>) {
    Location::new(folder).set_aside(&**clock).await.unwrap();
}

/// Everything it still has goes up, and nothing is there twice.
async fn hands_in(phone: &mut TestPhone, world: &World) {
    let known = own(&phone.back.store().tables().inventory().unwrap());
    phone.back.sign(Sign::AppShown);
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(world).await;
    phone.wait(world, 180_000).await;
    let status = phone.status();
    assert_eq!(status.need_attention, 0);
    let drafts = phone.back.store().tables().drafts().unwrap().len() as u32;
    assert_eq!(status.not_sent, drafts, "only what is begun waits");
    let checked = world.server.store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    for id in known.keys() {
        let bytes = hex::encode(id.0.as_bytes());
        let sql = format!(
            "SELECT (SELECT count(*) FROM log WHERE hex(record) = upper('{bytes}'))
                  + (SELECT count(*) FROM unlinked WHERE hex(record) = upper('{bytes}'))"
        );
        if world.database.is_none() {
            assert_eq!(world.number(&sql).await, 1, "{id}");
        }
    }
}

#[tokio::test]
async fn damaged_at_several_places_it_hands_in_what_can_be_read_and_says_how_much_cannot() {
    let world = world_to_talk_in().await;
    let phone = at_work(&world).await;
    let before = phone.back.store().tables().inventory().unwrap();
    let (all, waiting) = (own(&before), unsent(&before));
    assert!(waiting > 30, "{waiting}");
    let (folder, clock) = (phone.folder.clone(), phone.clock.clone());
    // The folder lives as long as this does.
    let kept = copy_of(&folder);
    phone.back.into_store().close();
    let whole = copy_of(&folder);
    drop(kept);
    let pages = pages_of(whole.path());
    let (mut some_lost, mut some_back, mut talk_back) = (0, 0, 0);
    for pattern in 0..20 {
        let folder = copy_of(whole.path());
        // Never the first page: without it nothing can be read at all.
        // From end to end of the file, however long its script is.
        let hit = (0..6).map(|place| 1 + (pattern * 3 + place * pages / 6) % (pages - 1));
        damage(folder.path(), hit);
        let damaged = fs::read(folder.path().join("doorstep.db")).unwrap();
        set_aside(folder.path(), &clock).await;
        let aside = fs::read_dir(folder.path()).unwrap().find_map(|file| {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name.starts_with("set-aside") && name.ends_with(".db")).then_some(file)
        });
        assert_eq!(
            fs::read(aside.unwrap()).unwrap(),
            damaged,
            "kept for whoever can repair it"
        );
        let mut again = TestPhone::over(folder, &clock).await;
        let found = again.back.store().tables().inventory().unwrap();
        let came = again.back.store().tables().read_back().unwrap();
        let Some(came) = came else {
            panic!("something was read of pattern {pattern}");
        };
        for (id, content) in own(&found) {
            assert_eq!(all.get(&id), Some(&content), "as it was written");
        }
        assert_eq!(found.outbox.len(), found.records.len(), "each once");
        if again.back.store().tables().enrolments().unwrap().is_empty() {
            assert_eq!(came.records, 0);
            continue;
        }
        assert!(
            came.records + came.lost >= waiting,
            "{came:?} of {waiting} in pattern {pattern}"
        );
        assert_eq!(came.drafts as usize, found.drafts.len());
        some_lost += u32::from(came.lost > 0);
        some_back += u32::from(came.records > 20);
        talk_back += came.drafts;
        let told = again.delivery().read_back;
        assert_eq!(told, Some(came), "and it is said");
        hands_in(&mut again, &world).await;
    }
    assert!(
        some_lost >= 3 && some_back >= 6 && talk_back >= 6,
        "the damage was real, and not of everything: {some_lost} {some_back} {talk_back}"
    );
}

#[tokio::test]
async fn killed_while_the_damaged_file_is_replaced_the_next_start_goes_on_from_there() {
    let world = world_to_talk_in().await;
    let phone = at_work(&world).await;
    let waiting = unsent(&phone.back.store().tables().inventory().unwrap());
    let clock = phone.clock.clone();
    phone.back.store().empty_journal();
    let whole = copy_of(&phone.folder);
    damage(whole.path(), [pages_of(whole.path()) - 1]);
    let done = copy_of(whole.path());
    set_aside(done.path(), &clock).await;
    let part = |name: &str| done.path().join(name);
    // Between the two renamings: the old one is away, the new one not yet in its place.
    let between = copy_of(done.path());
    for (now, then) in [
        ("doorstep.db", "doorstep.next.db"),
        ("doorstep.key", "doorstep.next.key"),
    ] {
        fs::rename(between.path().join(now), between.path().join(then)).unwrap();
    }
    let again = TestPhone::over(between, &clock).await;
    let came = again.back.store().tables().read_back().unwrap().unwrap();
    assert!(came.records + came.lost >= waiting, "{came:?}");
    // Before the first: what was made of it so far is made anew.
    let early = copy_of(whole.path());
    for (from, to) in [
        ("doorstep.db", "doorstep.next.db"),
        ("doorstep.key", "doorstep.next.key"),
    ] {
        fs::copy(part(from), early.path().join(to)).unwrap();
    }
    let location = Location::new(early.path());
    if let Ok(store) = location.open(&*clock).await {
        store.close();
        location.set_aside(&*clock).await.unwrap();
    }
    let again = TestPhone::over(early, &clock).await;
    let came = again.back.store().tables().read_back().unwrap().unwrap();
    assert!(came.records + came.lost >= waiting, "{came:?}");
}
