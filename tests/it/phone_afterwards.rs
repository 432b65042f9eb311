//! "Record a talk I just had": what is entered is kept as it is entered, found
//! again, and handed in even when nobody comes back to it.

use crate::phone_world::{TestPhone, saved, world_to_talk_in};
use crate::world::World;
use doorstep::domain::conversation::{
    Certainty, CommitmentSaid, RatingAnswer, Recorded, Wave, WhoElse,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Wish, WishScope};
use doorstep::domain::draft::Act;
use doorstep::domain::ids::DoorId;
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Reply, Request, Trouble};
use doorstep::phone::view::{DoorNeeds, Opening, TalkView};
use doorstep::server::store::results::ConversationQuery;

const HOURS: i64 = 3_600_000;

fn form(phone: &mut TestPhone, door: DoorId) -> TalkView {
    phone.talk(Request::BeginAfterwards { door })
}

/// Everything the screen has, one after the other, each tap once.
fn entries(world: &World, view: &TalkView) -> Vec<Act> {
    let form = view.form.as_ref().unwrap();
    let (before, after) = (form.before.as_ref().unwrap(), form.after.as_ref().unwrap());
    let rate = |wave: Wave, answer: RatingAnswer| Act::Rate {
        scale: before.scale.clone(),
        wave,
        answer: Some(answer),
        certainty: form.certainty,
    };
    let tags = &form.tags[0];
    vec![
        Act::Who {
            who: WhoAnswered::Listed(world.doors[0].people[0].id),
        },
        rate(before.wave, RatingAnswer::Value { value: 3 }),
        rate(after.wave, RatingAnswer::Between { low: 5, high: 6 }),
        Act::HowSure {
            certainty: Certainty::Heard,
        },
        Act::Tag {
            set: tags.id.clone(),
            codes: vec![tags.items[0].code.clone()],
        },
        Act::MadeADifference {
            words: "my sister".into(),
        },
        Act::WhoElse {
            who: vec![WhoElse::Child],
        },
        Act::Commit {
            id: form.commitments[0].id.clone(),
            said: Some(CommitmentSaid::Maybe),
        },
        Act::MayComeBack { answer: Some(true) },
        Act::KeepWithName { answer: Some(true) },
        Act::FromPaper { paper: true },
    ]
}

#[tokio::test]
async fn killed_after_any_entry_the_app_opens_with_the_form_as_far_as_it_was_filled_in() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let mut view = form(&mut phone, door);
    assert!(view.step.is_none() && view.pavement.is_none());
    let blank = view.clone();
    let mut entered = 0;
    for act in entries(&world, &blank) {
        let before = view.form.clone().map(|form| (form, view.clone()));
        view = phone.act(view.draft, act.clone());
        let now = view.form.clone().map(|form| (form, view.clone()));
        assert_ne!(before, now, "{act:?} shows");
        entered += 1;
        let mut again = phone.after_sudden_death().await;
        let Opening::InConversation { draft, home } = again.opening() else {
            panic!("back to the form after {entered} entries");
        };
        assert_eq!(home.status.not_sent, 1, "counted like any talk begun");
        assert_eq!(again.talk(Request::Talk { draft }), view);
    }
    let noted = saved(phone.ask(Request::Finish { draft: view.draft }));
    assert_eq!(noted.disposition, Disposition::Complete);
    assert_eq!(phone.home().parked, []);
    phone.sync(&world).await;
    assert_eq!(phone.status().not_sent, 0);
    let every = ConversationQuery {
        limit: 10,
        ..ConversationQuery::default()
    };
    let told = world
        .server
        .store
        .conversations(world.campaign, every)
        .await
        .unwrap();
    let said = &told.rows[0].conversation;
    assert_eq!(said.recorded, Recorded::Paper);
    assert_eq!(said.who_else, [WhoElse::Child]);
    assert_eq!(said.made_a_difference, "my sister");
    assert_eq!((said.seconds, said.steps_reached.len()), (None, 0));
    assert!(
        said.ratings
            .iter()
            .all(|rating| rating.certainty == Certainty::Heard)
    );
}

#[tokio::test]
async fn a_form_left_half_filled_is_parked_and_its_door_leads_back_to_it() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let view = form(&mut phone, door);
    let words = "my sister".to_owned();
    phone.act(view.draft, Act::MadeADifference { words });
    phone.act(view.draft, Act::Pause);
    let Opening::Home(home) = phone.opening() else {
        panic!("it was left");
    };
    assert_eq!(home.parked.len(), 1);
    assert_eq!(home.parked[0].draft, view.draft);
    assert_eq!(phone.door(door).needs, DoorNeeds::Parked);
    assert_eq!(phone.door(door).parked, [view.draft]);
    let again = form(&mut phone, door);
    assert_eq!(again.draft, view.draft);
    assert_eq!(again.made_a_difference, "my sister");
    // Taken up again by being shown: killed the moment after, the app opens with it.
    assert!(!again.paused);
    assert!(
        matches!(phone.opening(), Opening::InConversation { draft, .. } if draft == view.draft)
    );
    // A conversation at the same door is another matter.
    let talk = phone.begin(door);
    assert!(talk.form.is_none() && talk.draft != view.draft);
}

#[tokio::test]
async fn a_blank_form_leaves_nothing_whether_it_is_left_or_forgotten() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let left = form(&mut phone, world.doors[0].id);
    let pause = Request::Act {
        draft: left.draft,
        act: Act::Pause,
    };
    assert_eq!(phone.ask(pause), Ok(Reply::Done));
    assert!(matches!(
        phone.ask(Request::Talk { draft: left.draft }),
        Err(Trouble::NotHere(_))
    ));
    assert_eq!(phone.status().not_sent, 0);

    form(&mut phone, world.doors[1].id);
    let mut phone = phone.reopened().await;
    phone.wait(&world, 5 * HOURS).await;
    assert_eq!(phone.home().parked, []);
    assert_eq!(phone.status().not_sent, 0);
    assert_eq!(phone.door(world.doors[1].id).needs, DoorNeeds::NotTried);
    let counts = world.server.store.counts(world.campaign, None).await;
    assert_eq!(counts.unwrap().get("talks", "abandoned"), 0);
}

#[tokio::test]
async fn a_form_nobody_came_back_to_is_handed_in_after_hours_as_far_as_it_went() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    for (door, rated) in [(0, true), (1, false)] {
        let view = form(&mut phone, world.doors[door].id);
        let all = entries(&world, &view);
        let act = if rated { &all[1] } else { &all[5] };
        phone.act(view.draft, act.clone());
        phone.act(view.draft, Act::Pause);
    }
    phone.wait(&world, 3 * HOURS).await;
    assert_eq!(phone.home().parked.len(), 2, "not after half an hour");
    phone.wait(&world, 2 * HOURS).await;
    assert_eq!(phone.home().parked, []);
    assert_eq!(phone.status().not_sent, 0);
    let counts = world
        .server
        .store
        .counts(world.campaign, None)
        .await
        .unwrap();
    assert_eq!(counts.get("talks", "abandoned"), 2);
    assert_eq!(counts.get("visits", "partial"), 1);
    assert_eq!(counts.get("visits", "started"), 1);
}

#[tokio::test]
async fn a_form_goes_with_whoever_asks_for_deletion() {
    let world = world_to_talk_in().await;
    let mut phone = TestPhone::joined(&world, "Liisa", 1).await;
    let door = world.doors[0].id;
    let person = world.doors[0].people[0].id;
    let view = form(&mut phone, door);
    let who = WhoAnswered::Listed(person);
    phone.act(view.draft, Act::Who { who });
    saved(phone.ask(Request::Wish {
        door,
        scope: WishScope::Person(person),
        wish: Wish::DeleteMyData,
    }));
    assert!(matches!(
        phone.ask(Request::Talk { draft: view.draft }),
        Err(Trouble::NotHere(_))
    ));
}
