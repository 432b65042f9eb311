//! Lists that are experiments: which door gets which script is drawn once and by nobody who
//! stands there, phones show no difference before the person is identified, and the desk shows
//! the two groups side by side without making an effect of them.

use crate::desk_world::{Desk, attribute};
use crate::phone_world::{
    TestPhone, acts_at, add_list, list, make_list, saved, t1, world_to_talk_in,
};
use crate::world::{NOW_MS, World, at, id, linked, unlinked, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::{DoorId, ListId};
use doorstep::domain::script::Script;
use doorstep::domain::trial::{Group, Trial};
use doorstep::domain::visit::WhoAnswered;
use doorstep::domain::walk_list::{Door, ScriptRef};
use doorstep::phone::room::Request;
use doorstep::phone::view::TalkView;
use doorstep::server::store::StoreError;
use doorstep::server::store::accounts::Role;
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::counting::Counts;
use doorstep::server::store::lists::NewList;
use doorstep::server::store::results::ConversationQuery;
use doorstep::wire::pull::PullRequest;
use std::collections::BTreeSet;
use uuid::Uuid;

const S0: &str = include_str!("../../assets/scripts/placebo.toml");
const LIST: ListId = ListId(Uuid::from_u128(0xEE));
const CODE: &str = "TREE2345";

pub fn trial() -> Trial {
    Trial {
        placebo: ScriptRef {
            id: "placebo".into(),
            version: 2,
        },
        seed: "5eed".into(),
    }
}

pub async fn add_placebo(world: &World) {
    let script = Script::from_toml(S0, "placebo.toml").unwrap();
    let stored = StoredScript {
        reference: script.reference(),
        source: S0.into(),
        json: serde_json::to_string(&script).unwrap(),
        added_ms: NOW_MS,
    };
    let store = &world.server.store;
    store.add_script(world.campaign, stored).await.unwrap();
}

fn as_trial(world: &World, id: ListId) -> NewList {
    NewList {
        trial: Some(trial()),
        ..list(world, id, t1().reference(), 0..9)
    }
}

/// All nine doors on one list, T1 compared with S0.
async fn world_with_an_experiment() -> World {
    let world = world_to_talk_in().await;
    add_placebo(&world).await;
    make_list(&world, as_trial(&world, LIST)).await;
    world.share(CODE, 10, &[LIST]).await;
    world
}

fn of_group(world: &World, group: Group) -> Vec<Door> {
    let in_it = |door: &&Door| trial().group(door.id) == group;
    world.doors.iter().filter(in_it).cloned().collect()
}

fn listed(door: &Door) -> WhoAnswered {
    WhoAnswered::Listed(door.people[0].id)
}

async fn joined(world: &World, seed: u64) -> TestPhone {
    let mut phone = TestPhone::new(seed).await;
    phone.join(world, CODE, "Maija").await.unwrap();
    phone
}

fn hold(phone: &mut TestPhone, door: &Door, keep_with_name: bool) {
    phone.hold_a_talk_with(door.id, listed(door), keep_with_name);
}

async fn hand_in(phone: &mut TestPhone, world: &World) {
    phone.ask(Request::SyncNow).unwrap();
    phone.sync(world).await;
    assert_eq!(phone.status().not_sent, 0);
}

/// The script each conversation was held by, with its visit's door if it names one.
async fn held_by(world: &World) -> Vec<(String, Option<DoorId>)> {
    let every = ConversationQuery {
        limit: 100,
        ..ConversationQuery::default()
    };
    let store = &world.server.store;
    let found = store.conversations(world.campaign, every).await.unwrap();
    let mut held = Vec::new();
    for row in found.rows {
        let full = store.conversation(world.campaign, row.id).await.unwrap();
        let at = full.unwrap().by.and_then(|by| by.held_at);
        held.push((row.conversation.script.id, at.map(|at| at.door.id)));
    }
    held
}

async fn counts(world: &World) -> Counts {
    let store = &world.server.store;
    store.counts(world.campaign, Some(LIST)).await.unwrap()
}

#[tokio::test]
async fn each_door_is_talked_with_the_script_that_was_drawn_for_it() {
    let world = world_with_an_experiment().await;
    let mut phone = joined(&world, 1).await;
    for door in world.doors.clone() {
        hold(&mut phone, &door, true);
    }
    hand_in(&mut phone, &world).await;
    let held = held_by(&world).await;
    assert_eq!(held.len(), 9);
    for (script, door) in held {
        let drawn = match trial().group(door.unwrap()) {
            Group::Treatment => "issue-conversation",
            Group::Placebo => "placebo",
        };
        assert_eq!(script, drawn);
    }
    assert_eq!(of_group(&world, Group::Placebo).len(), 5);
}

/// A talk's screen without what tells doors and people apart.
fn screen(talk: &TalkView) -> TalkView {
    TalkView {
        draft: doorstep::domain::ids::DraftId(Uuid::nil()),
        door: DoorId(Uuid::nil()),
        address: String::new(),
        who: WhoAnswered::DidNotAsk,
        people: Vec::new(),
        pavement: talk.pavement.clone().map(|mut pavement| {
            pavement.next = None;
            pavement
        }),
        ..talk.clone()
    }
}

#[tokio::test]
async fn a_phone_shows_no_difference_before_the_person_is_identified() {
    let world = world_with_an_experiment().await;
    let mut phone = joined(&world, 1).await;
    let doors = [Group::Treatment, Group::Placebo].map(|group| of_group(&world, group).remove(0));
    let [one, other] = doors.each_ref().map(|door| {
        let mut view = phone.door(door.id);
        view.door = DoorId(Uuid::nil());
        view.number = String::new();
        view.people.clear();
        view.next = None;
        view
    });
    assert_eq!(one, other, "the door's screen");

    // Somebody else opens: the talk ends, and even the notes are alike.
    let ended = doors.each_ref().map(|door| {
        let mut talk = phone.begin_with(door.id, WhoAnswered::SomeoneElse);
        let mut screens = vec![screen(&talk)];
        while talk.place != Place::Pavement {
            talk = phone.act(talk.draft, Act::Next);
            screens.push(screen(&talk));
        }
        saved(phone.ask(Request::Finish { draft: talk.draft }));
        screens
    });
    assert_eq!(ended[0], ended[1]);
    assert_eq!(ended[0].len(), 3, "two steps and the pavement");

    // The person one came for: alike until they are identified, and then not.
    let [mut one, mut other] = doors
        .each_ref()
        .map(|door| phone.begin_with(door.id, listed(door)));
    for _ in 0..2 {
        assert_eq!(screen(&one), screen(&other));
        one = phone.act(one.draft, Act::Next);
        other = phone.act(other.draft, Act::Next);
    }
    let name = |talk: &TalkView| talk.step.as_ref().map(|step| step.name.clone());
    assert_eq!(name(&one).as_deref(), Some("First number"));
    assert_eq!(name(&other).as_deref(), Some("Trees"));
    hand_in_begun(&mut phone, &world, [one, other]).await;

    // Whoever was not identified can be met another time; nothing counts as talked about there.
    let counts = counts(&world).await;
    assert_eq!(counts.get("visits", "gatekeeper"), 1);
    assert_eq!(counts.get("placebo:visits", "gatekeeper"), 1);
    assert_eq!(counts.get("funnel", "identified"), 1);
    assert_eq!(counts.get("placebo:funnel", "identified"), 1);
}

async fn hand_in_begun(phone: &mut TestPhone, world: &World, begun: [TalkView; 2]) {
    for mut talk in begun {
        while talk.place != Place::Pavement {
            for act in acts_at(&talk, true) {
                talk = phone.act(talk.draft, act);
            }
        }
        saved(phone.ask(Request::Finish { draft: talk.draft }));
    }
    hand_in(phone, world).await;
}

#[tokio::test]
async fn a_list_is_ready_with_no_signal_only_with_both_scripts_on_the_phone() {
    let world = world_with_an_experiment().await;
    let mut phone = joined(&world, 1).await;
    assert!(phone.list().ready);
    for script in ["placebo", "issue-conversation"] {
        let phone = joined(&world, 2).await;
        let without = |file: &rusqlite::Connection| {
            let deleted = file.execute("DELETE FROM script WHERE id = ?1", [script]);
            assert_eq!(deleted, Ok(1));
        };
        let mut phone = phone.after(without).await;
        assert!(!phone.list().ready, "{script} is missing");
    }
}

#[tokio::test]
async fn a_phone_that_knew_no_experiments_hears_of_them_after_its_update() {
    let world = world_with_an_experiment().await;
    let phone = joined(&world, 1).await;
    // As an app from before leaves it: told, and passed over.
    let as_before = |file: &rusqlite::Connection| {
        file.execute_batch(
            "ALTER TABLE list DROP COLUMN placebo_id; ALTER TABLE list DROP COLUMN placebo_version;
             ALTER TABLE list DROP COLUMN seed; ALTER TABLE erasure DROP COLUMN heard;
             ALTER TABLE list DROP COLUMN anew;
             PRAGMA user_version = 6;",
        )
        .unwrap();
    };
    let mut phone = phone.after(as_before).await;
    hand_in(&mut phone, &world).await;
    let door = of_group(&world, Group::Placebo).remove(0);
    hold(&mut phone, &door, true);
    hand_in(&mut phone, &world).await;
    assert_eq!(
        held_by(&world).await,
        [("placebo".to_owned(), Some(door.id))]
    );
}

/// Two talks in each group, one of the placebo's not tied to its door; somebody not at home; an
/// old app that holds the conversation at a door of the placebo; and an untied one of its.
async fn a_round(world: &World) {
    let treatment = of_group(world, Group::Treatment);
    let placebo = of_group(world, Group::Placebo);
    let mut phone = joined(world, 1).await;
    hold(&mut phone, &treatment[0], true);
    hold(&mut phone, &treatment[1], true);
    hold(&mut phone, &placebo[0], true);
    hold(&mut phone, &placebo[1], false);
    phone.note(placebo[2].id, Disposition::NotHome);
    hand_in(&mut phone, world).await;
    let mut old = world.join_with(CODE, "Olli", 77).await;
    let by = at(old.canvasser, 0);
    let records = [
        visit(1, by, LIST, &placebo[3], Disposition::Complete),
        linked(11, by, LIST, id(1), 5),
        unlinked(12, LIST, 4),
    ];
    world.push(&mut old, &records).await;
}

#[tokio::test]
async fn the_placebo_is_in_none_of_the_ordinary_numbers() {
    let world = world_with_an_experiment().await;
    a_round(&world).await;
    let counts = counts(&world).await;
    assert_eq!(counts.get("funnel", "attempted"), 2);
    assert_eq!(counts.get("funnel", "complete"), 2);
    assert_eq!(counts.get("placebo:funnel", "attempted"), 4);
    assert_eq!(counts.get("placebo:funnel", "identified"), 3);
    // What was said counts by the script it was said to.
    assert_eq!(counts.get("talks", "finished"), 4);
    assert_eq!(counts.get("placebo:talks", "finished"), 2);
    let of_trees: Vec<&str> = counts
        .each()
        .map(|(measure, ..)| measure)
        .filter(|measure| measure.contains("trees"))
        .collect();
    assert_eq!(of_trees, ["placebo:pair:placebo:trees"; 1]);

    let store = &world.server.store;
    assert_eq!(store.check_views().await.unwrap().problems.len(), 0);
    store.rebuild_views().await.unwrap();
    assert_eq!(self::counts(&world).await, counts);
    let summary = store.list(world.campaign, LIST).await.unwrap().unwrap();
    assert_eq!((summary.about.door_count, summary.placebo_doors), (9, 5));
}

#[tokio::test]
async fn the_desk_shows_both_groups_side_by_side_and_no_effect() {
    let world = world_with_an_experiment().await;
    a_round(&world).await;
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let page = lead.get(&format!("/results?list={LIST}")).await;
    page.shows("The two groups of the experiment");
    page.shows("Homes with support Trees and benches");
    for line in [
        "Doors 4 5",
        "People listed there 4 5",
        "Doors tried 2 4",
        "Doors where someone answered 2 3",
        "Listed people met 2 3",
        "Talks delivered 3 2",
        "Met, and no talk delivered 0 1",
        "Doors that got the other group's talk 0 1",
        "Median length of talks delivered too few (n = 3) too few (n = 2)",
        "Of the talks delivered, 2 are tied to no door.",
        "No effect is worked out here.",
        "5 doors that an experiment gave its comparison talk are not counted here",
        "Doors on the lists 4",
    ] {
        page.shows(line);
    }
    page.hides("along this street?");
    let all = lead.get("/results").await;
    all.shows("5 doors that an experiment gave its comparison talk are not counted here");
    all.hides("The two groups of the experiment");
    let about = lead.get(&format!("/lists/{LIST}")).await;
    about.shows("at 5 of its 9 doors, drawn by chance, Trees and benches is talked instead");

    let viewer = desk.signed_in(Role::Viewer).await;
    let page = viewer.get(&format!("/results?list={LIST}")).await;
    page.shows("Listed people met under 5 under 5");
    page.shows("Talks delivered under 5 under 5");
    page.hides("n = 3");
}

#[tokio::test]
async fn what_is_taken_out_says_which_group_each_door_is_in() {
    let world = world_with_an_experiment().await;
    a_round(&world).await;
    let store = &world.server.store;
    let exported = store.exported(world.campaign, 0, 100).await.unwrap();
    let placebo: BTreeSet<String> = of_group(&world, Group::Placebo)
        .iter()
        .map(|door| door.id.to_string())
        .collect();
    let mut groups = BTreeSet::new();
    for line in &exported.lines {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(door) = line["door"].as_str() else {
            assert!(line["experiment_group"].is_null());
            continue;
        };
        let group = line["experiment_group"].as_str().unwrap();
        assert_eq!(group == "placebo", placebo.contains(door));
        groups.insert(group.to_owned());
    }
    assert_eq!(groups.len(), 2);
    for line in store.exported_unlinked(world.campaign).await.unwrap() {
        assert!(!line.contains("experiment_group"), "{line}");
    }

    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    lead.get("/export").await.shows("6 conversations");
    let sheet = lead.submit("/export/visits", &[]).await.html;
    let rows: Vec<&str> = sheet.lines().collect();
    assert!(rows[0].ends_with(",experiment_group"), "{sheet}");
    let ends = |with: &str| rows.iter().filter(|row| row.ends_with(with)).count();
    assert_eq!((ends(",treatment"), ends(",placebo")), (2, 4), "{sheet}");
}

const ROWS: &str = "Voter ID,First Name,Last Name,Address,City\n\
    1,Aino,Korhonen,Annankatu 5,Helsinki\n2,Eero,Korhonen,Annankatu 7,Helsinki\n\
    3,Liisa,Virtanen,Eerikinkatu 2,Helsinki\n";

#[tokio::test]
async fn a_lead_sets_an_experiment_and_its_draw_is_made_once() {
    let world = world_to_talk_in().await;
    add_placebo(&world).await;
    let desk = Desk::of(world).await;
    let lead = desk.signed_in(Role::Lead).await;
    let store = &desk.world.server.store;
    let campaign = desk.world.campaign;
    let pair = "issue-conversation@2+placebo@2";
    for (nth, rows) in [ROWS.to_owned(), ROWS.replace("katu", "tie")]
        .iter()
        .enumerate()
    {
        let (upload, _) = lead.look_at(rows.as_bytes()).await;
        let from = [
            ("source", "Open register"),
            ("purpose", "Door conversations"),
            ("use_until", "2027-01-31"),
        ];
        let imported = lead.submit(&upload, &from).await.leads_to();
        let to_cut = imported.split('?').next().unwrap().to_owned();
        let cut = lead.get(&to_cut).await;
        cut.shows("Experiment: Homes with support, compared with Trees and benches");
        cut.shows("An experiment costs half of your doors");
        let chosen = cut
            .tags("option")
            .find(|tag| tag.contains("selected"))
            .and_then(|tag| attribute(tag, "value"));
        assert_eq!(chosen.as_deref(), Some("issue-conversation@2"));
        let fields = [
            ("by", "street"),
            ("count", "2"),
            ("script", pair),
            ("expires_on", "2026-12-24"),
        ];
        let made = lead.submit(&to_cut, &fields).await;
        assert_eq!(made.leads_to(), "/lists?made=2", "{}", made.text());
        let lists = store.lists(campaign).await.unwrap();
        let trials: Vec<&Trial> = lists
            .iter()
            .filter_map(|list| list.about.trial.as_ref())
            .collect();
        assert_eq!(trials.len(), 2 * (nth + 1));
        assert!(trials.iter().all(|trial| *trial == trials[0]));
        assert!(trials[0].seed.len() >= 32);
    }
    lead.get("/audit")
        .await
        .shows("made walk lists as an experiment");
    let page = lead.get("/scripts/placebo/2").await;
    page.shows("Annankatu");
    page.shows("No list can have it alone");

    // Its scripts stay as they are: an experiment is one from its first door to its last.
    let lists = store.lists(campaign).await.unwrap();
    let of_trial = lists
        .iter()
        .find(|list| list.about.trial.is_some())
        .unwrap();
    let id = of_trial.about.id;
    let list = id.to_string();
    let give = "/scripts/issue-conversation/1/lists";
    let refused = lead.submit(give, &[("list", list.as_str())]).await;
    assert_eq!(refused.status, 404);
    let reference = ScriptRef {
        version: 1,
        ..of_trial.about.script.clone()
    };
    let refused = store.set_script(campaign, vec![id], reference).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
}

#[tokio::test]
async fn only_counterparts_are_compared_and_the_placebo_is_never_the_conversation() {
    let world = world_to_talk_in().await;
    add_placebo(&world).await;
    let store = &world.server.store;
    let with = |script: ScriptRef, trial: Trial| {
        let list = NewList {
            script,
            trial: Some(trial),
            ..as_trial(&world, LIST)
        };
        store.make_list(world.campaign, list, NOW_MS)
    };
    let itself = Trial {
        placebo: t1().reference(),
        ..trial()
    };
    let without_chance = Trial {
        seed: String::new(),
        ..trial()
    };
    let the_other_way = Trial {
        placebo: t1().reference(),
        ..trial()
    };
    for (script, trial) in [
        (t1().reference(), itself),
        (t1().reference(), without_chance),
        (trial().placebo, the_other_way),
    ] {
        let refused = with(script, trial).await;
        assert!(
            matches!(refused, Err(StoreError::Refused(_))),
            "{refused:?}"
        );
    }
    let unknown = Trial {
        placebo: ScriptRef {
            version: 9,
            ..trial().placebo
        },
        ..trial()
    };
    let refused = with(t1().reference(), unknown).await;
    assert!(matches!(refused, Err(StoreError::NotFound("script"))));
}

#[tokio::test]
async fn a_second_list_of_the_same_experiment_keeps_each_household_in_its_group() {
    let world = world_with_an_experiment().await;
    let later = ListId(Uuid::from_u128(0xEF));
    let again = NewList {
        trial: Some(Trial {
            seed: "another".into(),
            ..trial()
        }),
        ..as_trial(&world, later)
    };
    make_list(&world, again).await;
    let store = &world.server.store;
    let list = store.list(world.campaign, later).await.unwrap().unwrap();
    assert_eq!(list.about.trial, Some(trial()));
    // A list with one script is none of it, whatever doors it has.
    let plain = ListId(Uuid::from_u128(0xF0));
    add_list(&world, plain, t1().reference(), 0..9).await;
    let list = store.list(world.campaign, plain).await.unwrap().unwrap();
    assert_eq!((list.about.trial, list.placebo_doors), (None, 0));
}

#[tokio::test]
async fn an_app_from_before_is_told_nothing_it_cannot_read() {
    let world = world_with_an_experiment().await;
    let old = world.join_with(CODE, "Olli", 78).await;
    let reply = world.pull(&old, &PullRequest::default()).await;
    let about = serde_json::to_value(reply.lists[0].about.as_ref().unwrap()).unwrap();
    assert_eq!(about["script"]["id"], "issue-conversation");
    assert_eq!(about["trial"], "placebo@2 5eed");
    assert_eq!(reply.scripts.len(), 2);
    let door = serde_json::to_string(&reply.lists[0].doors).unwrap();
    assert!(
        !door.contains("placebo") && !door.contains("group"),
        "{door}"
    );
}
