//! Phones whose clocks are two days off, one each way, beside one whose clock is right: nothing
//! is refused, it is said on the phone and marked for the lead, and what stands at a door is the
//! same everywhere and does not follow from whose clock is ahead.

use crate::phone_world::{TALK_CODE, TestPhone, saved, world_to_talk_in};
use crate::world::World;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::fold::Needs;
use doorstep::domain::ids::DoorId;
use doorstep::phone::room::Request;
use doorstep::server::store::log::RecordLog as _;

const TWO_DAYS: i64 = 2 * 24 * 60;

async fn phone(world: &World, name: &str, seed: u64, minutes_off: i64) -> TestPhone {
    let mut phone = TestPhone::new(seed).await;
    phone.clock.put_off(minutes_off * 60_000);
    phone.join(world, TALK_CODE, name).await.unwrap();
    phone
}

/// What stands at a door, there and as the phone has it.
async fn stands(world: &World, phones: &mut [&mut TestPhone], door: DoorId) -> Needs {
    let state = world
        .server
        .store
        .door_state(world.campaign, door)
        .await
        .unwrap()
        .unwrap();
    for phone in phones {
        phone.ask(Request::SyncNow).unwrap();
        phone.sync(world).await;
        let held = phone.back.store().tables().inventory().unwrap().doors;
        let here = held.into_iter().find(|held| held.id == door).unwrap();
        assert_eq!(here.state, state, "the phone's and the server's");
        assert_eq!(here.folded, state);
    }
    state.needs(1, &[])
}

#[tokio::test]
async fn with_clocks_two_days_off_everything_is_taken_said_and_marked_and_all_agree() {
    let world = world_to_talk_in().await;
    let mut right = phone(&world, "Aino", 1, 0).await;
    let mut ahead = phone(&world, "Bo", 2, TWO_DAYS).await;
    let mut behind = phone(&world, "Cilla", 3, -TWO_DAYS).await;
    let [first, second, third] = [0, 1, 2].map(|n| world.doors[n].id);

    // Told when the server has answered, and in which direction.
    assert_eq!(right.status().clock_off_minutes, None);
    assert_eq!(ahead.status().clock_off_minutes, Some(TWO_DAYS));
    assert_eq!(behind.status().clock_off_minutes, Some(-TWO_DAYS));

    // The first door: nobody home by the clock that is ahead, refused to the others.
    ahead.note(first, Disposition::NotHome);
    right.note(first, Disposition::Refused);
    // The second: the stronger by the clock that is behind.
    right.note(second, Disposition::NotHome);
    behind.note(second, Disposition::Refused);
    for phone in [&mut ahead, &mut right, &mut behind] {
        phone.sync(&world).await;
        let status = phone.status();
        assert_eq!(
            (status.not_sent, status.need_attention),
            (0, 0),
            "all is with the team"
        );
    }
    let marked = world
        .number("SELECT count(*) FROM log WHERE clock_off = 1")
        .await;
    assert_eq!(
        marked, 2,
        "of the clock that runs ahead, and of the one behind"
    );
    assert_eq!(world.number("SELECT count(*) FROM log").await, 4);
    let received_now = format!(
        "SELECT count(*) FROM log WHERE received_ms = {}",
        world.clock.now_ms()
    );
    assert_eq!(
        world.number(&received_now).await,
        4,
        "stamped with the server's own time"
    );

    let mut phones = [&mut right, &mut ahead, &mut behind];
    let refused = Needs::Settled {
        last: Disposition::Refused,
    };
    assert_eq!(stands(&world, &mut phones, first).await, refused);
    assert_eq!(stands(&world, &mut phones, second).await, refused);

    // The third: noted ahead of time, then the clock is put right, and the visit is corrected at
    // a time before its own. It stands as it was corrected.
    let noted = ahead.note(third, Disposition::Vacant);
    ahead.clock.put_off(-TWO_DAYS * 60_000);
    let correct = Request::Correct {
        visit: noted.visits[0],
        disposition: Disposition::NotHome,
        call: None,
        who: None,
    };
    saved(ahead.ask(correct));
    ahead.sync(&world).await;
    assert_eq!(ahead.status().not_sent, 0);
    assert_eq!(ahead.status().clock_off_minutes, None);
    let mut phones = [&mut right, &mut ahead, &mut behind];
    let not_home = Needs::TryAgain {
        last: Disposition::NotHome,
    };
    assert_eq!(stands(&world, &mut phones, third).await, not_home);
}
