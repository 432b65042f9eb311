//! A real phone (its store, its engine, its own HTTP) and a real server on a socket, and between
//! them a network that cuts, shortens, slows down and goes away (`tests/proxy`). Whatever it
//! does and wherever it does it: each record arrives once, and both sides agree on the digest.

use crate::phone_world::{TALK_CODE, TestPhone, world_to_talk_in};
use crate::proxy::{Fate, Line, Network};
use crate::world::World;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::RecordId;
use doorstep::domain::record::Record;
use doorstep::phone::room::Sign;
use doorstep::phone::store::OurDigest;
use doorstep::phone::sync::driver::Http;
use doorstep::server::store::log::RecordLog as _;
use doorstep::wire::push::Have;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// The world's router on a socket of its own.
async fn listening(world: &World) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = world.app.clone();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// Carries the phone's requests until there are none.
pub async fn carry(phone: &mut TestPhone, http: &Http) {
    loop {
        let jobs = phone.back.take_jobs();
        if jobs.is_empty() {
            return;
        }
        for job in jobs {
            let answer = http.perform(job.call).await;
            phone.back.answered(job.id, &answer);
        }
    }
}

/// The phone waits as long as it wants to wait, on its own clock, and tries again.
pub async fn try_again(phone: &mut TestPhone, http: &Http) {
    phone.clock.advance(phone.back.next_wake_ms().max(1));
    phone.back.woken();
    carry(phone, http).await;
}

/// Until nothing is left to hand in.
pub async fn hand_in(phone: &mut TestPhone, http: &Http) {
    let mut tries = 0;
    while phone.status().not_sent > 0 {
        try_again(phone, http).await;
        tries += 1;
        assert!(tries < 500, "{:?}", phone.status());
    }
}

/// What the phone has said itself.
pub fn own(phone: &TestPhone) -> Vec<Record> {
    let held = phone.back.store().tables().inventory().unwrap().records;
    let own = held.into_iter().filter(|held| held.mine);
    own.map(|held| held.record).collect()
}

/// That the phone's own digest is the server's.
pub fn agrees(phone: &TestPhone, have: Have) {
    let tables = phone.back.store().tables();
    let enrolment = tables.enrolments().unwrap().remove(0);
    let ours = tables.our_digest(enrolment.key, have.n).unwrap();
    assert_eq!(ours, OurDigest::Is(have.digest), "at {}", have.n);
}

/// That everything the phone said is with the team, once, and nothing else of it.
async fn arrived_once(world: &World, phone: &TestPhone, said: usize) {
    let own: BTreeSet<RecordId> = own(phone).iter().map(|record| record.id).collect();
    assert_eq!(own.len(), said);
    let exported = world
        .server
        .store
        .exported(world.campaign, 0, 10_000)
        .await
        .unwrap();
    assert_eq!(exported.lines.len(), said, "nothing lost, nothing twice");
    for id in own {
        let id = id.to_string();
        assert!(exported.lines.iter().any(|line| line.contains(&id)), "{id}");
    }
    let enrolment = phone.back.store().tables().enrolments().unwrap().remove(0);
    let have = world
        .server
        .store
        .have(world.campaign, enrolment.device)
        .await
        .unwrap();
    assert_eq!(have.n, said as u64);
    agrees(phone, have);
}

#[tokio::test]
async fn wherever_a_connection_is_cut_each_record_arrives_once() {
    let world = world_to_talk_in().await;
    let server = listening(&world).await;
    let mut phone = TestPhone::new(1).await;
    phone.join(&world, TALK_CODE, "Aino").await.unwrap();
    // In the request's head and body, right after it, in the answer's head and body; whole
    // messages whose body is not; and nobody there at all.
    let fates = [
        Fate::CutUp(1),
        Fate::CutUp(150),
        Fate::CutUp(620),
        Fate::CutUp(800),
        Fate::CutDown(1),
        Fate::CutDown(120),
        Fate::CutDown(330),
        Fate::CutAfter(900),
        Fate::CutAfter(1_300),
        Fate::ShortRequest(0),
        Fate::ShortRequest(100),
        Fate::ShortAnswer(0),
        Fate::ShortAnswer(60),
        Fate::Refused,
    ];
    let mut said = 0;
    for fate in fates {
        let first = move |connection| if connection == 0 { fate } else { Fate::Whole };
        let network = Network::before(server, Line::default(), first).await;
        let http = Http::new(&network.url());
        for door in 0..4 {
            phone.note(world.doors[(said + door) % 9].id, Disposition::NotHome);
        }
        said += 4;
        carry(&mut phone, &http).await;
        assert_eq!(network.passed().struck, 1, "{fate:?} did not strike");
        if !matches!(fate, Fate::ShortRequest(_)) {
            assert!(phone.status().not_sent > 0, "{fate:?} was no harm");
        }
        hand_in(&mut phone, &http).await;
        arrived_once(&world, &phone, said).await;
    }
}

#[tokio::test]
async fn on_a_line_that_never_carries_a_whole_day_it_arrives_bit_by_bit() {
    let world = world_to_talk_in().await;
    let server = listening(&world).await;
    let mut phone = TestPhone::new(2).await;
    phone.join(&world, TALK_CODE, "Aino").await.unwrap();
    for n in 0..60 {
        phone.note(world.doors[n % 9].id, Disposition::NotHome);
    }
    let line = Line {
        delay: Duration::from_millis(2),
        bytes_per_second: Some(200_000),
    };
    // Sixty answers are longer than that, so at first every answer is lost.
    let network = Network::before(server, line, |connection| {
        if connection < 8 {
            Fate::CutDown(100 + 40 * connection)
        } else {
            Fate::CutAfter(9_000)
        }
    })
    .await;
    let http = Http::new(&network.url());
    carry(&mut phone, &http).await;
    hand_in(&mut phone, &http).await;
    assert!(network.passed().struck >= 8, "{:?}", network.passed());
    arrived_once(&world, &phone, 60).await;
}

#[tokio::test]
async fn the_network_goes_in_the_middle_of_a_push_and_comes_back() {
    let world = world_to_talk_in().await;
    let server = listening(&world).await;
    let mut phone = TestPhone::new(3).await;
    phone.join(&world, TALK_CODE, "Aino").await.unwrap();
    let line = Line {
        delay: Duration::from_millis(5),
        bytes_per_second: Some(50_000),
    };
    let network = Network::before(server, line, |_| Fate::Whole).await;
    let mut said = 0;
    // In the request, and in the answer.
    for in_the_answer in [false, true] {
        for n in 0..30 {
            phone.note(world.doors[n % 9].id, Disposition::NotHome);
        }
        said += 30;
        let http = Http::new(&network.url());
        let before = network.passed();
        let dropped = async {
            loop {
                let passed = network.passed().since(before);
                let in_the_middle = if in_the_answer {
                    passed.down > 0
                } else {
                    passed.up > 0
                };
                if in_the_middle {
                    break;
                }
                tokio::task::yield_now().await;
            }
            network.be_there(false);
        };
        tokio::join!(carry(&mut phone, &http), dropped);
        assert!(phone.status().not_sent > 0, "it went in the middle");
        try_again(&mut phone, &http).await;
        assert!(phone.status().not_sent > 0, "nobody is there");
        network.be_there(true);
        phone.back.sign(Sign::NetworkRegained);
        carry(&mut phone, &http).await;
        assert_eq!(phone.status().not_sent, 0);
        arrived_once(&world, &phone, said).await;
    }
}

#[tokio::test]
async fn a_look_for_news_without_any_is_one_request_of_six_hundred_bytes_both_ways() {
    let world = world_to_talk_in().await;
    let server = listening(&world).await;
    let network = Network::before(server, Line::default(), |_| Fate::Whole).await;
    let http = Http::new(&network.url());
    let mut phone = TestPhone::new(4).await;
    phone
        .join(&world, TALK_CODE, "Canvasser 1234")
        .await
        .unwrap();
    phone.note(world.doors[0].id, Disposition::NotHome);
    carry(&mut phone, &http).await;
    // Its own visit comes back once, with the cursor that stands for everything.
    phone.back.sign(Sign::NetworkRegained);
    carry(&mut phone, &http).await;
    let before = network.passed();
    phone.back.sign(Sign::NetworkRegained);
    carry(&mut phone, &http).await;
    let passed = network.passed().since(before);
    assert_eq!(passed.requests, 1);
    assert!(passed.up + passed.down <= 600, "{passed:?}");
}

#[tokio::test]
async fn what_the_network_does_is_what_was_asked_of_it() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let echo = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = echo.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = echo.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    let line = Line {
        delay: Duration::from_millis(10),
        bytes_per_second: Some(100_000),
    };
    let network = Network::before(address, line, |connection| match connection {
        0 => Fate::Whole,
        1 => Fate::CutUp(1_000),
        _ => Fate::CutDown(1_000),
    })
    .await;
    let mut echoed = Vec::new();
    for _ in 0..3 {
        let began = tokio::time::Instant::now();
        let mut stream = tokio::net::TcpStream::connect(network.address)
            .await
            .unwrap();
        stream.write_all(&[7; 5_000]).await.unwrap();
        let mut came = Vec::new();
        let mut piece = [0; 1_000];
        while came.len() < 5_000 {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(read) => came.extend_from_slice(&piece[..read]),
            }
        }
        echoed.push((came.len(), began.elapsed()));
    }
    let (whole, took) = echoed[0];
    assert_eq!(whole, 5_000);
    // There and back: twice 10 ms of length, and 5,000 bytes at 100,000 a second.
    assert!(took >= Duration::from_millis(70), "{took:?}");
    assert!(
        echoed[1].0 <= 1_000,
        "what went up was cut: {}",
        echoed[1].0
    );
    assert!(
        echoed[2].0 <= 1_000,
        "what came down was cut: {}",
        echoed[2].0
    );
    assert_eq!(network.passed().struck, 2);
}
