//! The works of DW-1, one after the other on one campaign.

use crate::floor::{Cost, Floor};
use crate::ground::{BackEnd, DOORS, Ground, Size};
use crate::phones::{self, Day, Phone, at_once, sum_of};
use crate::proxy::{Fate, Line, Network, Passed};
use crate::records::Chance;
use crate::{Figures, note};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::record::Record;
use doorstep::domain::walk_list::Door;
use doorstep::phone::room::{Reply, Request};
use doorstep::phone::view::Outcome;
use doorstep::server::clock::Clock;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Talks of a phone: two records each.
const TALKS: usize = 75;
const LARGE: u32 = 10_000;

/// `wanted` says whether a work is to be done.
pub async fn all(back_end: BackEnd, figures: &mut Figures, wanted: impl Fn(&str) -> bool) {
    let name = back_end.name();
    let size = Size {
        lists: 20,
        large: LARGE,
        phones: 500,
        large_phones: 5,
    };
    let mut ground = Ground::new(back_end, size).await;
    let network = Network::before(ground.address(), Line::default(), |_| Fate::Whole).await;
    let mut chance = Chance::new(2026);

    for (work, phones, runs) in [("L1", 1, 5), ("L2", 1, 5), ("L3", 20, 3)] {
        if !wanted(work) {
            continue;
        }
        note(&format!("{name}: {work}"));
        lists(&mut ground, &network, figures, name, (work, phones, runs));
    }
    if wanted("S1") || wanted("S2") {
        note(&format!("{name}: S1, S2"));
        news(&mut ground, &network, figures, name).await;
    }
    for (work, phones, runs) in [("P0", 1, 5), ("P1", 20, 5), ("P2", 100, 1)] {
        if !wanted(work) {
            continue;
        }
        note(&format!("{name}: {work}"));
        hand_in(
            &mut ground,
            &network,
            &mut chance,
            figures,
            name,
            (work, phones, runs),
        );
    }
    if wanted("F1") {
        note(&format!("{name}: F1"));
        through_a_bad_network(&mut ground, &mut chance, figures, name).await;
    }
    if wanted("D1") {
        note(&format!("{name}: D1"));
        killed_half_way(&mut ground, &network, &mut chance, figures, name);
    }
    ground.check();
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A day's work of so many phones, none of it sent.
fn days(ground: &mut Ground, chance: &mut Chance, server: &str, phones: usize) -> Vec<Day> {
    let began_ms = Clock::system().now_ms() - 14 * 3_600_000;
    let mut days = Vec::new();
    for _ in 0..phones {
        let (joined, list) = ground.phone();
        let doors = ground.next_doors(list, TALKS);
        let id = &ground.lists[list].0;
        let records = ground.words.day(
            chance,
            joined.canvasser,
            began_ms,
            *id,
            &doors,
            &ground.script,
        );
        days.push(Day {
            joined,
            server: server.to_owned(),
            records,
        });
    }
    days
}

fn records_of(days: &[Day]) -> Vec<Record> {
    let all = days.iter().flat_map(|day| &day.records);
    all.map(|(record, _)| record.clone()).collect()
}

/// Joined, its list here, its day in the outbox.
async fn ready(day: Day) -> (Phone, Day) {
    let mut phone = Phone::new(&day.joined, &day.server).await;
    phone.fetch().await;
    phone.hold(&day.records);
    (phone, day)
}

/// Where the counters stand.
#[derive(Clone, Copy)]
struct Start {
    at: Instant,
    cpu_ms: f64,
    passed: Passed,
}

fn start(ground: &Ground, network: &Network) -> Start {
    Start {
        at: Instant::now(),
        cpu_ms: ground.cpu_ms(),
        passed: network.passed(),
    }
}

fn hand_in(
    ground: &mut Ground,
    network: &Network,
    chance: &mut Chance,
    figures: &mut Figures,
    name: &str,
    (work, phones, runs): (&str, usize, usize),
) {
    let (mut wall, mut cpu, mut up, mut down) = (Vec::new(), 0.0, Vec::new(), Vec::new());
    let mut floors: Vec<Cost> = Vec::new();
    let mut floors_postgres: Vec<Cost> = Vec::new();
    let mut json_bytes = Vec::new();
    let records = (phones * TALKS * 2) as f64;
    for run in 1..=runs {
        let days = days(ground, chance, &network.url(), phones);
        for (record, _) in days.iter().flat_map(|day| &day.records) {
            json_bytes.push(serde_json::to_string(record).unwrap().len());
        }
        let devices: Vec<_> = days.iter().map(|day| day.joined.device).collect();
        let hand_in = async |mut phone: Phone, _: Day| phone.hand_in(|_| ()).await;
        let (before, _) = at_once(days, ready, hand_in, || start(ground, network));
        wall.push(before.at.elapsed().as_secs_f64());
        cpu += ground.cpu_ms() - before.cpu_ms;
        let passed = network.passed().since(before.passed);
        up.push(passed.up as f64 / records);
        down.push(passed.down as f64 / records);
        if let Some(floor) = ground
            .on_file()
            .then(|| Floor::of(ground.folder.path(), &devices))
        {
            floors.push(floor.on_sqlite());
            if run == runs {
                floors_postgres.push(crate::ground::on_a_cluster(|url, cpu_ms| {
                    floor.on_postgres(url, cpu_ms)
                }));
            }
        }
    }
    figures.put(
        work,
        name,
        json!({
            "records": records,
            "wall_s": median(wall),
            "server_cpu_ms_per_record": cpu / records / runs as f64,
            "up_bytes_per_record": median(up),
            "down_bytes_per_record": median(down),
            "json_bytes_per_record": json_bytes.iter().sum::<usize>() as f64 / json_bytes.len() as f64,
            "json_bytes_least": json_bytes.iter().min(),
            "json_bytes_most": json_bytes.iter().max(),
            "memory_mb": ground.memory_mb(),
            "disk_bytes": ground.disk_bytes(),
        }),
    );
    for (back_end, costs) in [("floor", floors), ("floor_postgres", floors_postgres)] {
        if !costs.is_empty() {
            let of = |figure: fn(&Cost) -> f64| median(costs.iter().map(figure).collect());
            figures.put(
                work,
                back_end,
                json!({
                    "wall_s": of(|cost| cost.wall_s),
                    "server_cpu_ms_per_record": of(|cost| cost.cpu_ms_per_record),
                    "disk_bytes": of(|cost| cost.disk_bytes as f64),
                }),
            );
        }
    }
}

fn lists(
    ground: &mut Ground,
    network: &Network,
    figures: &mut Figures,
    name: &str,
    (work, phones, runs): (&str, usize, usize),
) {
    let (mut wall, mut cpu, mut down, mut requests) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let is_large = work == "L2";
    let doors = phones * if is_large { LARGE as usize } else { DOORS };
    let mut floor = 0.0;
    for _ in 0..runs {
        let mut fresh = Vec::new();
        for _ in 0..phones {
            let (joined, list) = if is_large {
                (ground.large_phone(), ground.lists.len() - 1)
            } else {
                ground.phone()
            };
            floor = bare_rows(&ground.lists[list].1);
            fresh.push((joined, network.url()));
        }
        let prepare = async |(joined, server): (_, String)| {
            (Phone::new(&joined, &server).await, (joined, server))
        };
        let fetch = async |mut phone: Phone, _: (_, String)| {
            phone.carry().await;
            let done = Instant::now();
            (done, phone.doors())
        };
        let (before, fetched) = at_once(fresh, prepare, fetch, || start(ground, network));
        let last = fetched.iter().map(|(done, _)| *done).max().unwrap();
        assert_eq!(fetched.iter().map(|(_, doors)| doors).sum::<usize>(), doors);
        wall.push((last - before.at).as_secs_f64());
        cpu.push(ground.cpu_ms() - before.cpu_ms);
        let passed = network.passed().since(before.passed);
        down.push(passed.down as f64 / doors as f64);
        requests = passed.requests;
    }
    figures.put(
        work,
        name,
        json!({
            "doors": doors,
            "wall_s": median(wall),
            "server_cpu_ms": median(cpu),
            "down_bytes_per_door": median(down),
            "floor_bytes_per_door": floor,
            "requests": requests,
            "memory_mb": ground.memory_mb(),
            "disk_bytes": ground.disk_bytes(),
        }),
    );
    figures.put(work, "floor", json!({"down_bytes_per_door": floor}));
}

/// Bytes per door of the bare rows, no names of fields and ids as bytes in hex, by zstd.
fn bare_rows(doors: &[Door]) -> f64 {
    let mut rows = String::new();
    for door in doors {
        let people = door.people.iter().map(|person| {
            format!(
                "{}\t{}\t{}",
                person.id,
                person.name,
                person.language.as_deref().unwrap_or("")
            )
        });
        let people: Vec<String> = people.collect();
        rows += &format!(
            "{}\t{}\t{}\t{:?}\t{}\t{}\t{}\t{}\t{:?}\t{:?}\t{}\n",
            door.id,
            door.order,
            door.street,
            door.side,
            door.number,
            door.unit,
            door.city,
            door.postcode,
            door.latitude.unwrap(),
            door.longitude.unwrap(),
            people.join("\t")
        );
    }
    zstd::encode_all(rows.as_bytes(), 3).unwrap().len() as f64 / doors.len() as f64
}

async fn news(ground: &mut Ground, network: &Network, figures: &mut Figures, name: &str) {
    let mut phones = Vec::new();
    let door = ground.lists[0].1[DOORS - 1].id;
    for _ in 0..20 {
        let mut phone = Phone::new(&ground.phone_with(0), &network.url()).await;
        phone.carry().await;
        phones.push(phone);
    }
    let before = start(ground, network);
    phones[0].sync_now();
    phones[0].carry().await;
    let passed = network.passed().since(before.passed);
    let idle = json!({
        "requests": passed.requests,
        "bytes": passed.up + passed.down,
        "up_bytes": passed.up,
        "down_bytes": passed.down,
        "wall_s": before.at.elapsed().as_secs_f64(),
        "memory_mb": ground.memory_mb(),
        "disk_bytes": ground.disk_bytes(),
    });
    figures.put("S1", name, idle);

    let before = start(ground, network);
    let noted = phones[0].back.ask(
        Request::Note {
            outcome: Outcome {
                call: None,
                door,
                disposition: Disposition::NotHome,
                who: None,
                come_back: None,
                language: None,
                whole_building: false,
            },
        },
        0,
    );
    assert!(matches!(noted, Some(Ok(Reply::Saved(_)))), "{noted:?}");
    phones[0].carry().await;
    for phone in &mut phones[1..] {
        phone.sync_now();
        phone.carry().await;
        let seen = phone
            .back
            .store()
            .tables()
            .inventory()
            .unwrap()
            .records
            .len();
        assert_eq!(seen, 1, "each has the visit");
    }
    let passed = network.passed().since(before.passed);
    figures.put(
        "S2",
        name,
        json!({
            "requests": passed.requests,
            "bytes": passed.up + passed.down,
            "wall_s": before.at.elapsed().as_secs_f64(),
            "memory_mb": ground.memory_mb(),
            "disk_bytes": ground.disk_bytes(),
        }),
    );
}

/// What is there of these records: lost, double, and whether the sums agree.
fn arrived(ground: &Ground, sent: &[Record]) -> (usize, usize, bool) {
    let ids: BTreeSet<_> = sent.iter().map(|record| record.id).collect();
    let there: Vec<Record> = ground
        .export()
        .into_iter()
        .filter(|record| ids.contains(&record.id))
        .collect();
    let found: BTreeSet<_> = there.iter().map(|record| record.id).collect();
    (
        ids.len() - found.len(),
        there.len() - found.len(),
        sum_of(sent) == sum_of(&there),
    )
}

async fn through_a_bad_network(
    ground: &mut Ground,
    chance: &mut Chance,
    figures: &mut Figures,
    name: &str,
) {
    let line = Line {
        delay: Duration::from_millis(75),
        bytes_per_second: Some(1_000_000 / 8),
    };
    let network =
        Network::before(ground.address(), line, phones::cut_somewhere(chance.draw())).await;
    let days = days(ground, chance, &network.url(), 20);
    let sent = records_of(&days);
    let prepare = async |day: Day| {
        let mut phone = Phone::new(&day.joined, &day.server).await;
        phone.hold(&day.records);
        (phone, day)
    };
    let work = async |mut phone: Phone, _: Day| phone.hand_in_and_fetch().await;
    let (before, _) = at_once(days, prepare, work, || start(ground, &network));
    let wall_s = before.at.elapsed().as_secs_f64();
    let passed = network.passed();
    let (lost, double, equal) = arrived(ground, &sent);
    figures.put(
        "F1",
        name,
        json!({
            "records": sent.len(),
            "lost": lost,
            "double": double,
            "equal_hash": equal,
            "connections": passed.connections,
            "connections_cut": passed.struck,
            "wall_s": wall_s,
            "memory_mb": ground.memory_mb(),
            "disk_bytes": ground.disk_bytes(),
        }),
    );
}

/// When the server is killed, each time in a P1 of its own.
#[derive(Clone, Copy)]
enum Moment {
    /// So many eighths of the records are acknowledged. With twenty phones whose deliveries share
    /// commits, that is soon followed by all.
    Acknowledged(u64),
    /// So many eighths of the time have passed that it takes undisturbed.
    OfTheTime(u32),
}

const KILLED_AT: [Moment; 8] = [
    Moment::Acknowledged(1),
    Moment::Acknowledged(2),
    Moment::Acknowledged(4),
    Moment::Acknowledged(6),
    Moment::OfTheTime(1),
    Moment::OfTheTime(2),
    Moment::OfTheTime(3),
    Moment::OfTheTime(4),
];

fn killed_half_way(
    ground: &mut Ground,
    network: &Network,
    chance: &mut Chance,
    figures: &mut Figures,
    name: &str,
) {
    let (mut records, mut lost, mut double, mut equal) = (0, 0, 0, true);
    let (mut at_the_kill, mut gone, mut wall) = (Vec::new(), Vec::new(), Vec::new());
    let undisturbed = {
        let hand_in = async |mut phone: Phone, _: Day| phone.hand_in(|_| ()).await;
        let days = days(ground, chance, &network.url(), 20);
        let (began, _) = at_once(days, ready, hand_in, Instant::now);
        began.elapsed()
    };
    for moment in KILLED_AT {
        let days = days(ground, chance, &network.url(), 20);
        let sent = records_of(&days);
        let began = Instant::now();
        let (acknowledged, seconds) = killed_once(ground, days, moment, undisturbed);
        wall.push(began.elapsed().as_secs_f64());
        at_the_kill.push(acknowledged);
        gone.push(seconds);
        let (not_there, twice, agrees) = arrived(ground, &sent);
        (records, lost, double) = (records + sent.len(), lost + not_there, double + twice);
        equal &= agrees;
    }
    let in_the_middle = at_the_kill.iter().filter(|count| **count < 3_000).count();
    figures.put(
        "D1",
        name,
        json!({
            "records": records,
            "kills": KILLED_AT.len(),
            "kills_with_some_outstanding": in_the_middle,
            "acknowledged_at_the_kill": at_the_kill,
            "lost": lost,
            "double": double,
            "equal_hash": equal,
            "server_gone_s": median(gone),
            "wall_s": median(wall),
            "memory_mb": ground.memory_mb(),
            "disk_bytes": ground.disk_bytes(),
        }),
    );
}

/// Kills the server at that moment, and starts it again at once; how many were acknowledged when
/// it was gone, and for how long it was.
fn killed_once(
    ground: &mut Ground,
    days: Vec<Day>,
    moment: Moment,
    undisturbed: Duration,
) -> (u64, f64) {
    let acknowledged = Arc::new(AtomicU64::new(0));
    let heard = Arc::clone(&acknowledged);
    let (enough, wait_for_enough) = mpsc::channel();
    let threshold = match moment {
        Moment::Acknowledged(eighths) => records_of(&days).len() as u64 * eighths / 8,
        Moment::OfTheTime(_) => u64::MAX,
    };
    let work = async move |mut phone: Phone, _: Day| {
        let arrived = |count| {
            let before = heard.fetch_add(count, Ordering::SeqCst);
            if before < threshold && before + count >= threshold {
                enough.send(()).unwrap();
            }
        };
        phone.hand_in(arrived).await;
    };
    let (begun, wait_for_begun) = mpsc::channel();
    std::thread::scope(|scope| {
        let phones = scope.spawn(|| at_once(days, ready, work, || begun.send(()).unwrap()));
        wait_for_begun.recv().unwrap();
        match moment {
            Moment::Acknowledged(_) => wait_for_enough.recv().unwrap(),
            Moment::OfTheTime(eighths) => std::thread::sleep(undisturbed * eighths / 8),
        }
        ground.kill();
        let killed = Instant::now();
        let at_the_kill = acknowledged.load(Ordering::SeqCst);
        ground.start();
        let gone = killed.elapsed();
        phones.join().unwrap();
        (at_the_kill, gone.as_secs_f64())
    })
}
