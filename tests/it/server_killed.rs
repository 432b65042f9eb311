//! A server on an SQLite file in a process of its own, treated as badly as a server can be:
//! killed in the middle of pushes, again and again, and left without room on its disk. Real
//! phones hand in through it, and in the end have lost nothing.

use crate::bad_network::{agrees, carry, own, try_again};
use crate::phone_world::{TestPhone, outcome};
use crate::postgres_servers::{CAMPAIGN, LISTS, Process, free_port, program, run};
use crate::world::{CODE, NOW_MS, furnish, script};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::ids::{DoorId, ImportId, ListId, RecordId};
use doorstep::domain::walk_list::{Door, Side};
use doorstep::phone::room::{Reply, Request};
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Http;
use doorstep::server::clock::Clock;
use doorstep::server::store::Store;
use doorstep::server::store::joining::NewJoinCode;
use doorstep::server::store::lists::{NewImport, NewList};
use doorstep::server::store::log::RecordLog as _;
use doorstep::server::tokens::Tokens;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

/// A real server has a real clock: until nobody runs this any more.
const NEVER: &str = "2099-12-31";
const NEVER_MS: i64 = 4_000_000_000_000;

fn door(n: u32) -> Door {
    Door {
        id: DoorId(Uuid::from_u128(0xF00 + u128::from(n))),
        order: n,
        street: "Annankatu".into(),
        side: Side::Odd,
        number: n.to_string(),
        unit: String::new(),
        city: String::new(),
        postcode: String::new(),
        latitude: None,
        longitude: None,
        people: Vec::new(),
    }
}

/// A campaign with six doors on a list that does not expire, and a code for it.
async fn furnished(folder: &Path) {
    let store = Store::open(folder).unwrap();
    let tokens = Tokens::open(folder, &Clock::system()).unwrap();
    store.use_suppression_key(tokens.suppression_key());
    furnish(
        &store,
        CAMPAIGN,
        LISTS,
        &(0..9).map(|n| door(100 + n)).collect::<Vec<_>>(),
    )
    .await;
    let (import, list) = (
        ImportId(Uuid::from_u128(0x12)),
        ListId(Uuid::from_u128(0xDD)),
    );
    let doors: Vec<Door> = (0..6).map(door).collect();
    let file = NewImport {
        id: import,
        file_name: "list.csv".into(),
        source: "electoral roll".into(),
        purpose: "canvassing".into(),
        use_until: NEVER.parse().unwrap(),
        doors: doors.clone(),
        left_out: 0,
        imported_by: None,
        channel: doorstep::domain::script::Channel::Door,
        register_checked_ms: None,
    };
    store.import(CAMPAIGN, file, NOW_MS).await.unwrap();
    let new = NewList {
        id: list,
        name: "Saturday".into(),
        import,
        expires_on: NEVER.parse().unwrap(),
        script: script(),
        trial: None,
        doors: doors.iter().map(|door| door.id).collect(),
        made_by: None,
    };
    store.make_list(CAMPAIGN, new, NOW_MS).await.unwrap();
    let code = NewJoinCode {
        code: CODE.into(),
        label: "Team".into(),
        uses: 20,
        expires_ms: NEVER_MS,
        lists: vec![list],
        made_by: None,
    };
    store.make_join_code(CAMPAIGN, code, NOW_MS).await.unwrap();
}

async fn joined(http: &Http, name: &str, seed: u64) -> TestPhone {
    let mut phone = TestPhone::new(seed).await;
    let request = Request::Join {
        code: CODE.into(),
        name: name.into(),
    };
    assert!(
        phone.back.ask(request, 1).is_none(),
        "it waits for the network"
    );
    carry(&mut phone, http).await;
    let replies = phone.back.take_replies();
    assert!(
        matches!(&replies[..], [(1, Ok(Reply::Home(_)))]),
        "{replies:?}"
    );
    phone
}

/// That the file of a stopped server has everything these phones said, once, and agrees with
/// itself.
async fn everything_is_there(folder: &Path, phones: &[TestPhone]) {
    let said: BTreeSet<RecordId> = phones
        .iter()
        .flat_map(own)
        .map(|record| record.id)
        .collect();
    let store = Store::open(folder).unwrap();
    let exported = store.exported(CAMPAIGN, 0, 100_000).await.unwrap();
    assert_eq!(
        exported.lines.len(),
        said.len(),
        "nothing lost, nothing twice"
    );
    for id in said {
        let id = id.to_string();
        assert!(exported.lines.iter().any(|line| line.contains(&id)), "{id}");
    }
    for phone in phones {
        let enrolment = phone.back.store().tables().enrolments().unwrap().remove(0);
        agrees(phone, store.have(CAMPAIGN, enrolment.device).await.unwrap());
    }
    drop(store);
    let (sound, said) = run(&["check"], folder, None);
    assert!(sound && said.contains("everything agrees"), "{said}");
}

#[tokio::test]
async fn a_server_on_sqlite_killed_again_and_again_in_the_middle_of_pushes_loses_nothing() {
    const PHONES: usize = 4;
    const ROUNDS: usize = 12;
    const KILLS: usize = 5;
    let folder = tempfile::tempdir().unwrap();
    furnished(folder.path()).await;
    let ports = [free_port(), free_port()];
    let mut process = Process::start_at(ports, folder.path(), program());
    let server = process.app.clone();
    let mut phones = Vec::new();
    for n in 0..PHONES {
        phones.push(joined(&Http::new(&server), &format!("Aino {n}"), n as u64).await);
    }
    // How many answers came, and how many did not: the server was being killed.
    let (answered, unanswered) = (Cell::new(0), Cell::new(0));
    let (killed, said) = (Cell::new(0), Cell::new(0));
    let hand_in = |mut phone: TestPhone| {
        let (server, answered, unanswered) = (&server, &answered, &unanswered);
        let (killed, said) = (&killed, &said);
        async move {
            let http = Http::new(server);
            let mut round = 0;
            // However long a start takes, there is work when the server is killed again.
            while round < ROUNDS || killed.get() < KILLS {
                for n in 0..6 {
                    phone.note(door((round as u32 + n) % 6).id, Disposition::NotHome);
                    said.set(said.get() + 1);
                }
                round += 1;
                while phone.status().not_sent > 0 {
                    let before = phone.status().not_sent;
                    try_again(&mut phone, &http).await;
                    let count = if phone.status().not_sent < before {
                        answered
                    } else {
                        unanswered
                    };
                    count.set(count.get() + 1);
                    tokio::task::yield_now().await;
                }
            }
            phone
        }
    };
    let killer = async {
        for kill in 1..=KILLS {
            while answered.get() < kill * PHONES * ROUNDS / (KILLS + 1) {
                tokio::task::yield_now().await;
            }
            process.child.kill().unwrap();
            process.child.wait().unwrap();
            // Gone for as long as it takes a push to find nobody there. Phones at work keep
            // this thread busy, and a server is quickly back.
            let before = unanswered.get();
            while unanswered.get() == before {
                tokio::task::yield_now().await;
            }
            let folder = folder.path().to_owned();
            let start = move || Process::start_at(ports, &folder, program());
            process = tokio::task::spawn_blocking(start).await.unwrap();
            killed.set(kill);
        }
    };
    let all = futures_util::future::join_all(phones.into_iter().map(hand_in));
    let (phones, ()) = tokio::join!(all, killer);
    assert!(unanswered.get() >= KILLS, "it was killed under load");
    drop(process);
    assert_eq!(
        phones.iter().map(|phone| own(phone).len()).sum::<usize>(),
        said.get()
    );
    assert!(said.get() >= PHONES * ROUNDS * 6);
    everything_is_there(folder.path(), &phones).await;
}

/// A server whose files may not grow beyond so many bytes: what a full disk is to it. Files of
/// its own only; the same for root as for anybody.
fn with_little_room(bytes: u64) -> Command {
    let mut command = Command::new("sh");
    // The signal that comes with it is ignored, as it does not come with a full disk.
    let limited = format!(
        "trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"",
        bytes / 512
    );
    command.args(["-c", &limited]).arg(program().get_program());
    command
        .env_remove("DOORSTEP_DATA_DIR")
        .env_remove("DOORSTEP_DATABASE");
    command
}

fn give_room(process: &Process) {
    let given = Command::new("prlimit")
        .args([
            "--fsize=unlimited:unlimited",
            "--pid",
            &process.child.id().to_string(),
        ])
        .status()
        .unwrap();
    assert!(given.success());
}

#[tokio::test]
async fn a_server_without_room_on_its_disk_says_so_takes_nothing_by_halves_and_goes_on_with_room() {
    let folder = tempfile::tempdir().unwrap();
    furnished(folder.path()).await;
    let room = std::fs::metadata(folder.path().join("doorstep.sqlite"))
        .unwrap()
        .len()
        + 200_000;
    let ports = [free_port(), free_port()];
    let process = Process::start_at(ports, folder.path(), with_little_room(room));
    let http = Http::new(&process.app);
    let mut phone = joined(&http, "Aino", 1).await;

    let mut noted = 0;
    let mut taken = 0;
    // Notes are handed in as they are made, first one and then the five made meanwhile: any
    // of these pushes may be the one for which there is no room.
    let problem = 'room: loop {
        for n in 0..6 {
            let note = outcome(door(n).id, Disposition::NotHome);
            phone.ask(Request::Note { outcome: note }).unwrap();
        }
        noted += 6;
        while taken < noted {
            let jobs = phone.back.take_jobs();
            assert_eq!(jobs.len(), 1, "one push: {:?}", phone.status());
            assert_eq!(jobs[0].call.endpoint, "push");
            let answer = http.perform(jobs[0].call.clone()).await;
            phone.back.answered(jobs[0].id, &answer);
            match answer {
                HttpAnswer::Some { status: 200, .. } => {
                    let left = phone.status().not_sent as usize;
                    assert!(taken < noted - left, "what is answered is settled");
                    taken = noted - left;
                }
                HttpAnswer::Some {
                    status,
                    retry_after,
                    body,
                } => {
                    assert_eq!(retry_after, Some(60), "{status}");
                    assert_eq!(status, 507);
                    break 'room serde_json::from_slice::<serde_json::Value>(&body).unwrap();
                }
                HttpAnswer::None => panic!("it goes on answering"),
            }
        }
        assert!(noted < 6_000, "a full disk says so");
    };
    assert!(taken > 0, "there was some room");
    assert_eq!(problem["code"], "server_busy");
    assert_eq!(
        problem["detail"],
        "the server's disk is full; nothing was taken"
    );
    // It says so again, the phone keeps everything, and what was taken is whole.
    try_again(&mut phone, &http).await;
    assert_eq!(phone.status().not_sent as usize, noted - taken);
    let (_, exported) = run(&["export"], folder.path(), None);
    assert_eq!(
        exported
            .lines()
            .filter(|line| line.starts_with('{'))
            .count(),
        taken
    );

    give_room(&process);
    while phone.status().not_sent > 0 {
        try_again(&mut phone, &http).await;
    }
    drop(process);
    assert_eq!(own(&phone).len(), noted);
    everything_is_there(folder.path(), &[phone]).await;
}
