//! Rescue files at the desk: whatever comes is said plainly, and what is sound
//! is kept. And the recovery kit: made, given back, made anew.

use crate::desk_world::Desk;
use crate::rescue_world::{
    about, bring_in, desk_with_kit, file_by_hand, kit, speaker, submit, submit_huge,
};
use crate::world::{NOW_MS, World, at, unlinked, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::CampaignId;
use doorstep::domain::record::Record;
use doorstep::server::store::accounts::Role;
use doorstep::wire::pull::PullRequest;
use doorstep::wire::push::Holds;
use doorstep::wire::rescue::{CHANCE, Kit, seal};
use uuid::Uuid;

fn visits(world: &World, phone: &crate::world::Phone, count: u128) -> Vec<Record> {
    let by = at(phone.canvasser, 0);
    (0..count)
        .map(|n| {
            let door = &world.doors[(n % 5) as usize];
            visit(1000 + n, by, world.list, door, Disposition::NotHome)
        })
        .collect()
}

#[tokio::test]
async fn a_file_cut_short_or_altered_gives_what_is_sound_and_says_what_is_lost() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let aino = world.join("Aino", 1).await;
    let records = visits(world, &aino, 600);
    let file = file_by_hand(&about(world, 600), &speaker(&aino, 600), &records);
    assert!(file.len() > 3 * 64 * 1024, "several chunks: {}", file.len());

    let cut = bring_in(&lead, &file[..file.len() / 2]).await;
    cut.shows("The file was cut short");
    cut.shows("The phone put 600 into it");
    cut.hides("0 were new");
    let after_cut = world.number("SELECT count(*) FROM log").await;
    assert!((100..500).contains(&after_cut), "{after_cut}");

    let mut altered = file.clone().into_bytes();
    // Not the end of a line: that would be a file cut short.
    let from = altered.len() / 2;
    let middle = from + usize::from(altered[from] == b'\n');
    altered[middle] = if altered[middle] == b'A' { b'B' } else { b'A' };
    let altered = bring_in(&lead, &String::from_utf8(altered).unwrap()).await;
    altered.shows("The file was altered on its way");
    let after_altered = world.number("SELECT count(*) FROM log").await;
    assert!(
        (after_cut + 100..600).contains(&after_altered),
        "{after_altered}"
    );

    let beginning_gone = {
        let mut bytes = file.clone().into_bytes();
        // In the first 64 KiB, well after the head.
        bytes[2000] = if bytes[2000] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    bring_in(&lead, &beginning_gone).await.shows("Aino");

    bring_in(&lead, &file).await.hides("The file was");
    assert_eq!(world.number("SELECT count(*) FROM log").await, 600);
    assert_eq!(
        world.number("SELECT count(*) FROM quarantine").await,
        0,
        "nothing was set aside by it"
    );
}

#[tokio::test]
async fn what_is_no_rescue_file_of_ours_is_said_plainly() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let aino = world.join("Aino", 1).await;
    let records = visits(world, &aino, 3);
    let file = file_by_hand(&about(world, 3), &speaker(&aino, 3), &records);
    let secret = kit().secret_text();
    let name = kit().recipient().short_name();
    let other = Kit::new([6; 32]).secret_text();
    let elsewhere = {
        let mut about = about(world, 3);
        about.campaign = CampaignId(Uuid::from_u128(0xBAD));
        file_by_hand(&about, &speaker(&aino, 3), &records)
    };
    let not_a_phones = seal(b"dear diary\n", kit().recipient(), [1; CHANCE]).unwrap();
    let needs = format!("It needs Kit 1 · {name}.");
    let missing = format!("The file needs Kit 1 · {name}.");
    let not_ours = "This is not a rescue file.";
    let cases: [(&str, &[u8], &str); 8] = [
        (&secret, b"street,number\nAnnankatu,5\n", not_ours),
        (&secret, &[0xFF, 0xD8, 0xFF, 0xE0], not_ours),
        (&secret, not_a_phones.as_bytes(), not_ours),
        (
            &secret,
            &file.as_bytes()[..120],
            "ends before anything in it",
        ),
        (&secret, elsewhere.as_bytes(), "from another campaign."),
        (&other, file.as_bytes(), &needs),
        ("", file.as_bytes(), &missing),
        ("AGE-SECRET-KEY-1 x", file.as_bytes(), "is no recovery kit."),
    ];
    for (kit, file, words) in cases {
        let page = submit(&lead, "/rescue", kit, Some(file)).await;
        assert_eq!(page.status, 422, "{words}");
        page.shows("Nothing was brought in");
        page.shows(words);
        assert!(
            !page.html.contains("AGE-SECRET-KEY-1Q"),
            "the kit is not shown again"
        );
    }
    submit(&lead, "/rescue", &secret, None)
        .await
        .shows("No file was chosen.");
    let huge = submit_huge(&lead, &secret, 200).await;
    assert_eq!(huge.status, 413);
    huge.shows("This file is larger than any rescue file.");
    assert_eq!(world.number("SELECT count(*) FROM log").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM rescue").await, 0);
}

#[tokio::test]
async fn a_file_that_does_not_prove_its_phone_counts_for_nothing() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let aino = world.join("Aino", 1).await;
    let eero = world.join("Eero", 2).await;
    // Every phone has the public half, and knows its colleagues' ids.
    let mut forged = speaker(&aino, 2);
    forged.token = eero.token.clone();
    let mut records = visits(world, &aino, 2);
    records.push(unlinked(7, world.list, 9));
    let page = bring_in(&lead, &file_by_hand(&about(world, 3), &forged, &records)).await;
    page.shows("0 were new");
    page.shows("3 were set aside for you");
    assert_eq!(world.number("SELECT count(*) FROM log").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM unlinked").await, 0);

    // Nor may a phone speak for somebody else.
    let page = bring_in(
        &lead,
        &file_by_hand(
            &about(world, 2),
            &speaker(&eero, 2),
            &visits(world, &aino, 2),
        ),
    )
    .await;
    page.shows("0 were new, 2 were here already");
    assert_eq!(world.number("SELECT count(*) FROM log").await, 0);
}

#[tokio::test]
async fn a_line_that_is_no_record_takes_no_other_with_it() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let lead = desk.signed_in(Role::Lead).await;
    let aino = world.join("Aino", 1).await;
    let records = visits(world, &aino, 2);
    let line = |value: serde_json::Value| format!("{value}\n");
    let record = |n: usize| serde_json::to_value(&records[n]).unwrap();
    let mut broken = record(1);
    broken["id"] = "not an id".into();
    let text = [
        line(serde_json::json!({"file": about(world, 4)})),
        line(serde_json::json!({"phone": speaker(&aino, 4)})),
        line(serde_json::json!({"record": record(0)})),
        line(serde_json::json!({"record": broken})),
        line(serde_json::json!({"picture": {"of": "a door"}})),
        "not JSON at all\n".to_owned(),
        line(serde_json::json!({"record": record(1)})),
    ]
    .concat();
    let file = seal(text.as_bytes(), kit().recipient(), [3; CHANCE]).unwrap();
    let page = bring_in(&lead, &file).await;
    page.shows("2 were new");
    page.shows("Aino 2 0 1 could not be read and was not kept.");
    page.shows("2 could not be read and were not kept.");
    page.shows("holds fewer records than it says");
}

#[tokio::test]
async fn a_kit_is_shown_once_and_in_use_only_when_it_was_given_back() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let owner = desk.signed_in(Role::Owner).await;
    owner
        .get("/campaign")
        .await
        .shows("There is no recovery kit yet");
    let shown = owner.submit("/rescue/kit", &[]).await;
    let secret = shown
        .text()
        .split_whitespace()
        .find(|word| word.starts_with("AGE-SECRET-KEY-1"))
        .unwrap()
        .to_owned();
    let first = Kit::find(&secret).unwrap();
    let in_use = async || {
        let about = world.server.store.campaign(world.campaign).await.unwrap();
        about.unwrap().recovery_recipient
    };
    assert_eq!(in_use().await, None, "nobody has kept it yet");
    let wrong = submit(&owner, "/rescue/kit/keep", "AGE-SECRET-KEY-1WRONG", None).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(in_use().await, None);

    let kept = submit(&owner, "/rescue/kit/keep", &secret, None).await;
    let page = owner.follow(&kept).await;
    page.shows("The kit is in use.");
    page.shows(&format!("Kit 1 · {}", first.recipient().short_name()));
    assert_eq!(in_use().await, Some(first.recipient().to_string()));
    owner.get("/campaign").await.shows(&format!(
        "Recovery kit {} is in use",
        first.recipient().short_name()
    ));
    for (table, row) in world.rows().await {
        let text = String::from_utf8_lossy(&row).to_uppercase();
        assert!(!text.contains("AGE-SECRET"), "{table}");
    }

    let second = Kit::new([8; 32]);
    submit(&owner, "/rescue/kit/keep", &second.secret_text(), None).await;
    assert_eq!(in_use().await, Some(second.recipient().to_string()));
    owner.get("/rescue").await.shows("Kit 2");
    let lead = desk.signed_in(Role::Lead).await;
    let refused = lead.submit("/rescue/kit", &[]).await;
    assert_eq!(refused.status, 403);

    // The campaign's other words are saved without touching the kit.
    let viewer = desk.signed_in(Role::Viewer).await;
    assert_eq!(viewer.get("/rescue").await.status, 403);
}

#[tokio::test]
async fn a_phone_nobody_hears_from_is_known_by_what_it_held_back() {
    let desk = desk_with_kit(World::new().await).await;
    let world = &desk.world;
    let viewer = desk.signed_in(Role::Viewer).await;
    let mut aino = world.join("Aino", 1).await;
    let eero = world.join("Eero", 2).await;
    let six = visits(world, &aino, 6);
    world.push(&mut aino, &six).await;
    let asked = PullRequest {
        holds: Some(Holds {
            recorded: 9,
            drafts: 1,
        }),
        ..PullRequest::default()
    };
    world.pull(&aino, &asked).await;
    world.clock.advance(20 * 3600 * 1000);
    let page = viewer.get("/delivery").await;
    page.shows("3 records are known to be on phones and not here.");
    page.shows("This phone says 9, we have 6. 3 are still on the phone.");
    page.shows("1 conversation was begun and not finished: not sent either.");
    page.shows("20 hours ago");
    page.shows("Sat 14 Nov 2026");
    assert_eq!(NOW_MS, 1_794_670_200_000, "that Saturday");
    viewer
        .get("/")
        .await
        .shows("4 records are still on phones.");
    // An absurd number breaks nothing.
    let asked = PullRequest {
        holds: Some(Holds {
            recorded: u64::MAX,
            drafts: u32::MAX,
        }),
        ..PullRequest::default()
    };
    world.pull(&eero, &asked).await;
    assert_eq!(viewer.get("/delivery").await.status, 200);
    assert_eq!(viewer.get("/").await.status, 200);
}
