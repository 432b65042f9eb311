//! Practice and one's own stories: held like the real thing, and nothing of either
//! is ever stored with the records, counted or sent.

use crate::phone_world::{TALK_CODE, TestPhone, acts_at, raw, saved, t1, world_to_talk_in};
use crate::world::{NOW_MS, World};
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::script::Channel;
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Reply, Request, Trouble};
use doorstep::phone::store::Inventory;
use doorstep::phone::view::{Opening, Rehearse, Story, StoryKey, TalkView, ToPractise, Workshop};
use doorstep::server::store::joining::DeviceState;

fn workshop(phone: &mut TestPhone, language: &str) -> Workshop {
    match phone.ask(Request::Workshop {
        language: language.into(),
    }) {
        Ok(Reply::Workshop(workshop)) => workshop,
        other => panic!("{other:?}"),
    }
}

/// The one that conversations here are held by.
fn script(phone: &mut TestPhone, language: &str) -> ToPractise {
    let id = t1().script.id;
    let scripts = workshop(phone, language).scripts;
    scripts
        .into_iter()
        .find(|known| known.script.id == id)
        .unwrap()
}

fn rehearse(phone: &mut TestPhone, language: &str) -> TalkView {
    let rehearse = Rehearse {
        script: script(phone, "en").script,
        language: language.into(),
        channel: Channel::Door,
        street: "Practice Street".into(),
        people: vec!["Robin Sample".into(), "Kim Sample".into()],
    };
    phone.talk(Request::Rehearse { rehearse })
}

fn practised(request: Request) -> Request {
    Request::InPractice(Box::new(request))
}

/// From where it stands to the pavement, answering everything; every screen on the way.
fn practise_to_the_end(phone: &mut TestPhone, mut talk: TalkView) -> Vec<TalkView> {
    let mut screens = vec![talk.clone()];
    while talk.place != Place::Pavement {
        for act in acts_at(&talk, true) {
            let draft = talk.draft;
            talk = phone.talk(practised(Request::Act { draft, act }));
        }
        screens.push(talk.clone());
    }
    screens
}

fn held(phone: &TestPhone) -> Inventory {
    phone.back.store().tables().inventory().unwrap()
}

fn story(phone: &mut TestPhone) -> Story {
    let story = Story {
        person: "my aunt".into(),
        moment: "her kitchen, the week the letter came".into(),
        feeling: "helpless".into(),
        link_line: "since then a door of one's own is no small thing".into(),
        ..Story::begun_for(&t1().script.id)
    };
    let key = keep(phone, &story);
    Story { key, ..story }
}

fn keep(phone: &mut TestPhone, story: &Story) -> StoryKey {
    match phone.ask(Request::KeepStory {
        story: story.clone(),
    }) {
        Ok(Reply::Story(key)) => key,
        other => panic!("{other:?}"),
    }
}

/// The screen of the step where one tells one's own.
fn at_own_story(phone: &mut TestPhone, mut talk: TalkView, practice: bool) -> TalkView {
    while talk
        .step
        .as_ref()
        .is_some_and(|step| step.role != "own_story")
    {
        for act in acts_at(&talk, false) {
            let request = Request::Act {
                draft: talk.draft,
                act,
            };
            talk = phone.talk(if practice {
                practised(request)
            } else {
                request
            });
        }
    }
    talk
}

fn cues(talk: &TalkView) -> Vec<String> {
    talk.step.clone().unwrap().cues
}

async fn stored_on_the_server(world: &World) -> i64 {
    let counts = world.server.store.counts(world.campaign, None).await;
    let counts = counts.unwrap();
    counts.get("talks", "finished") + counts.get("visits", "complete")
}

#[tokio::test]
async fn a_whole_practice_talk_leaves_nothing_stored_counted_or_sent() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    // A real talk is parked meanwhile.
    let real = phone.begin(world.doors[0].id);
    phone.act(real.draft, Act::Next);
    phone.act(real.draft, Act::Pause);
    phone.sync(&world).await;
    let (before, home) = (held(&phone), phone.home());
    let (changes, on_server) = (
        phone.back.store().changes(),
        stored_on_the_server(&world).await,
    );

    let first = rehearse(&mut phone, "en");
    let screens = practise_to_the_end(&mut phone, first);
    let last = screens.last().unwrap();
    assert!(last.pavement.is_some());
    assert!(screens.len() > 8, "the whole of it: {}", screens.len());
    saved(phone.ask(practised(Request::Finish { draft: last.draft })));
    // Every request that could send something, in both rooms.
    phone.ask(practised(Request::SyncNow)).unwrap();
    phone.ask(Request::SyncNow).unwrap();
    phone.wait(&world, 10 * 60_000).await;

    assert_eq!(held(&phone), before);
    let now = phone.home();
    assert_eq!((now.lists, now.parked), (home.lists, home.parked));
    assert_eq!(phone.status().not_sent, 1, "the real talk, parked");
    assert_eq!(stored_on_the_server(&world).await, on_server);
    let written = phone.back.store().changes() - changes;
    assert!(
        written <= 20,
        "when the server was heard, and nothing else: {written}"
    );
    let found = phone.talk(Request::Talk { draft: real.draft });
    assert_eq!(found.place, phone.act(real.draft, Act::Resume).place);
}

#[tokio::test]
async fn practice_is_the_guide_of_the_door_with_invented_people_and_the_chosen_language() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let talk = rehearse(&mut phone, "fi");
    assert_eq!(talk.language, "fi");
    assert_eq!(talk.address, "Practice Street");
    let names: Vec<_> = talk.people.iter().map(|person| &person.name).collect();
    assert_eq!(names, ["Robin Sample", "Kim Sample"]);
    let mut real = phone.begin_with(world.doors[0].id, WhoAnswered::DidNotAsk);
    let act = Act::Language { tag: "fi".into() };
    real = phone.act(real.draft, act);
    assert_eq!(talk.step, real.step, "the very same step");
}

#[tokio::test]
async fn practice_is_gone_after_a_kill_when_it_is_left_and_with_the_campaign() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let talk = rehearse(&mut phone, "en");
    let ask = |draft| practised(Request::Talk { draft });
    let gone = Err(Trouble::NotHere("practice".to_owned()));

    let mut again = phone.after_sudden_death().await;
    assert_eq!(again.ask(ask(talk.draft)), gone);
    assert!(matches!(again.opening(), Opening::Home(_)));

    assert!(phone.ask(ask(talk.draft)).is_ok());
    phone.ask(practised(Request::Leave)).unwrap();
    assert_eq!(phone.ask(ask(talk.draft)), gone);
    assert!(
        matches!(phone.opening(), Opening::Home(_)),
        "only practice was left"
    );

    let talk = rehearse(&mut phone, "en");
    phone.ask(Request::Leave).unwrap();
    assert_eq!(phone.ask(ask(talk.draft)), gone);
}

#[tokio::test]
async fn what_is_asked_of_us_in_practice_is_no_wish_of_anybody() {
    use doorstep::domain::door_fact::{Wish, WishScope};
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let before = held(&phone);
    let talk = rehearse(&mut phone, "en");
    let wish = practised(Request::Wish {
        door: talk.door,
        scope: WishScope::Household,
        wish: Wish::DeleteMyData,
    });
    phone.ask(wish).unwrap();
    assert_eq!(held(&phone), before);
    let talk = practised(Request::Talk { draft: talk.draft });
    assert!(matches!(phone.ask(talk), Err(Trouble::NotHere(_))));
}

#[tokio::test]
async fn parts_and_questions_come_in_the_asked_language_else_in_the_scripts_own() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let english = script(&mut phone, "en");
    assert!(english.roleplays.len() >= 2 && english.prompts.len() >= 3);
    assert_eq!(english.roleplays[0].start, "0–3, against");
    assert_eq!(english.own_story, Some(75));
    let finnish = script(&mut phone, "fi");
    assert_ne!(english.roleplays[0].persona, finnish.roleplays[0].persona);
    assert_eq!(script(&mut phone, "sv"), english);
}

#[tokio::test]
async fn a_story_is_seen_as_cues_at_its_step_at_the_door_and_in_practice_and_survives_a_kill() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let real = phone.begin(world.doors[0].id);
    let without = at_own_story(&mut phone, real, false);
    assert!(!without.own_story && !cues(&without).is_empty());

    let told = story(&mut phone);
    let mut phone = phone.after_sudden_death().await;
    assert_eq!(workshop(&mut phone, "en").stories.len(), 1);
    let with = phone.talk(Request::Talk {
        draft: without.draft,
    });
    assert!(with.own_story);
    assert_eq!(cues(&with), told.cues());
    let begun = rehearse(&mut phone, "en");
    let in_practice = at_own_story(&mut phone, begun, true);
    assert_eq!(cues(&in_practice), told.cues());

    // Nothing written: the script's own reminders again.
    let blank = Story {
        key: told.key,
        ..Story::begun_for(&told.script)
    };
    keep(&mut phone, &blank);
    let again = phone.talk(Request::Talk { draft: with.draft });
    assert_eq!((cues(&again), again.own_story), (cues(&without), false));
}

#[tokio::test]
async fn of_several_stories_the_chosen_one_is_told_and_a_deleted_one_comes_back_as_it_was() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let first = story(&mut phone);
    let second = story(&mut phone);
    let chosen = |phone: &mut TestPhone| -> Vec<StoryKey> {
        let stories = workshop(phone, "en").stories;
        let told = stories.iter().filter(|story| story.chosen);
        told.map(|story| story.key).collect()
    };
    assert_eq!(chosen(&mut phone), [first.key]);
    let second = Story {
        chosen: true,
        told_seconds: 80,
        ..second
    };
    keep(&mut phone, &second);
    assert_eq!(chosen(&mut phone), [second.key]);
    // Typing in the other does not choose it.
    keep(&mut phone, &first);
    assert_eq!(chosen(&mut phone), [second.key]);

    phone.ask(Request::DropStory { story: second.key }).unwrap();
    assert_eq!(chosen(&mut phone), [first.key]);
    // A new one is not taken for the deleted one that comes back.
    let third = story(&mut phone);
    assert_eq!(keep(&mut phone, &second), second.key);
    let stories = workshop(&mut phone, "en").stories;
    assert!(stories.contains(&second), "{stories:?}");
    assert!(stories.iter().any(|story| story.key == third.key));
    assert_eq!(chosen(&mut phone), [second.key]);
}

#[tokio::test]
async fn no_word_of_a_story_is_in_anything_that_is_sent_or_recorded() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let told = story(&mut phone);
    phone.hold_a_talk(world.doors[0].id, true);
    phone.hold_a_talk(world.doors[1].id, false);
    let words = told.cues();
    let says = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    phone.ask(Request::SyncNow).unwrap();
    let jobs = phone.back.take_jobs();
    assert!(!jobs.is_empty());
    for job in jobs {
        assert!(!says(&String::from_utf8(job.call.json).unwrap()));
    }
    for record in held(&phone).records {
        assert!(!says(record.record.body.get()));
    }
}

#[tokio::test]
async fn stories_go_with_the_campaign_and_from_a_phone_reported_lost() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    story(&mut phone);
    phone.ask(Request::Leave).unwrap();
    assert_eq!(phone.opening(), Opening::NotJoined);
    phone.join(&world, TALK_CODE, "Liisa").await.unwrap();
    assert_eq!(workshop(&mut phone, "en").stories, []);

    story(&mut phone);
    for canvasser in world.server.store.canvassers(world.campaign).await.unwrap() {
        for device in canvasser.devices {
            let store = &world.server.store;
            store
                .set_device_state(world.campaign, device.id, DeviceState::Lost, NOW_MS)
                .await
                .unwrap();
        }
    }
    phone.wait(&world, 3 * 60_000).await;
    phone.back.into_store().close();
    let left: i64 = raw(&phone.folder)
        .query_row("SELECT count(*) FROM story", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}
