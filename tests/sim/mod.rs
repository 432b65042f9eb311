//! The simulation: a whole team's Saturday, decided by one number. Several
//! phones with their real files, the real server over its real file, and
//! between them requests in the order of simulated time: no sockets, no real
//! clock, no chance but the seed's. Everything that can go wrong does, and
//! after every step nothing somebody saw as saved may be lost. README.md says
//! how to run it and what it has found.

mod calm;
mod chance;
mod disk;
mod erased;
mod fault;
mod kept;
mod law;
mod office;
mod people;
mod phone;
mod post;
mod server;
mod storm;
mod world;

use fault::{Fault, Struck};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use world::World;

/// What strikes more seldom than this in the normal run is as good as not tried.
const OFTEN_ENOUGH: u64 = 10;

/// Seeds of the normal run, besides those that were found.
const NORMAL: u64 = 300;

/// Seeds that once failed: tried in every run.
const FOUND: &str = include_str!("seeds.txt");

struct Ran {
    seed: u64,
    struck: Struck,
    trace: Vec<String>,
    steps: u64,
    broken: Option<String>,
}

fn run(seed: u64) -> Ran {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let mut world = World::new(seed);
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(world.run())));
    let broken = match ended {
        Ok(done) => done.err(),
        Err(panic) => Some(format!("panic: {}", words_of(&*panic))),
    };
    Ran {
        seed,
        struck: std::mem::take(&mut world.struck),
        trace: std::mem::take(&mut world.trace),
        steps: world.steps,
        broken,
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().cloned();
    said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()))
        .unwrap_or_default()
}

/// Runs all of them on as many threads as there are cores; in the seeds' order.
fn run_all(seeds: &[u64], stop_at_first: bool) -> Vec<Ran> {
    let next = AtomicU64::new(0);
    let failed = AtomicU64::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::SeqCst) as usize;
                    let Some(seed) = seeds.get(at) else { break };
                    if stop_at_first && failed.load(Ordering::SeqCst) > 0 {
                        break;
                    }
                    let mut ran = run(*seed);
                    if ran.broken.is_none() {
                        ran.trace = Vec::new();
                    } else {
                        failed.fetch_add(1, Ordering::SeqCst);
                    }
                    done.lock().expect("nobody panics with it").push(ran);
                }
            });
        }
    });
    let mut done = done.into_inner().expect("nobody panics with it");
    done.sort_by_key(|ran| seeds.iter().position(|seed| *seed == ran.seed));
    done
}

fn found() -> Vec<u64> {
    FOUND
        .lines()
        .filter_map(|line| line.split('#').next()?.trim().parse().ok())
        .collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What was asked for, by `cargo xtask sim` or by nobody.
fn seeds_asked_for(mutated: bool) -> Vec<u64> {
    if let Some(seed) = number("DOORSTEP_SIM_SEED") {
        return vec![seed];
    }
    let asked = number("DOORSTEP_SIM_SEEDS");
    // Whoever asks for so many gets so many; the normal run has those that were found besides.
    let mut seeds = match asked {
        None if !mutated => found(),
        _ => Vec::new(),
    };
    let from = number("DOORSTEP_SIM_FROM").unwrap_or(1);
    let until = from + asked.unwrap_or(NORMAL);
    let mut more: Vec<u64> = (from..until).filter(|seed| !seeds.contains(seed)).collect();
    if mutated {
        // What took a rare seed to find is asked for before many more are tried.
        let kept = found().into_iter().filter(|seed| *seed > NORMAL);
        let kept: Vec<u64> = kept.collect();
        more.retain(|seed| !kept.contains(seed));
        let at = more.len().min(NORMAL as usize);
        more.splice(at..at, kept);
    }
    seeds.extend(more);
    seeds
}

/// Traces of what failed, then how often everything struck, last the count.
fn report(ran: &[Ran]) -> String {
    let mut lines = vec![String::new()];
    for one in ran {
        let Some(broken) = &one.broken else { continue };
        lines.push(format!("seed {} after {} steps:", one.seed, one.steps));
        lines.extend(one.trace.iter().cloned());
        lines.push(format!("BROKEN: {broken}"));
        lines.push(format!(
            "replay with: cargo xtask sim --seed {}\n",
            one.seed
        ));
    }
    let struck = all_struck(ran);
    for fault in Fault::ALL {
        lines.push(format!("{:>8}  {}", struck.times(*fault), fault.words()));
    }
    let steps: u64 = ran.iter().map(|one| one.steps).sum();
    lines.push(format!("{steps:>8}  steps in all"));
    let failed = ran.iter().filter(|one| one.broken.is_some()).count();
    lines.push(format!("{} seeds, {failed} failed", ran.len()));
    lines.join("\n")
}

fn all_struck(ran: &[Ran]) -> Struck {
    let mut struck = Struck::default();
    for one in ran {
        struck.add(&one.struck);
    }
    struck
}

#[cfg(debug_assertions)]
fn choose(mutant: &str) {
    doorstep::mutant::choose(mutant);
}

#[cfg(not(debug_assertions))]
fn choose(mutant: &str) {
    panic!("what ships has no switch for {mutant}");
}

/// By itself 300 seeds and those that were found; `cargo xtask sim` sets which.
#[test]
#[allow(clippy::print_stdout, reason = "its report is what it is run for")]
fn whatever_goes_wrong_nothing_that_was_saved_is_lost_and_in_the_end_all_agree() {
    let mutant = std::env::var("DOORSTEP_SIM_MUTANT");
    if let Ok(name) = &mutant {
        choose(name);
    }
    let seeds = seeds_asked_for(mutant.is_ok());
    let ran = run_all(&seeds, mutant.is_ok());
    println!("{}", report(&ran));
    if std::env::var_os("DOORSTEP_SIM_REPORTS").is_some() {
        // Whoever set this reads the last line.
        return;
    }
    let failed: Vec<u64> = ran
        .iter()
        .filter(|one| one.broken.is_some())
        .map(|one| one.seed)
        .collect();
    assert!(failed.is_empty(), "the traces of {failed:?} are above");
    if ran.len() >= NORMAL as usize {
        let struck = all_struck(&ran);
        let seldom: Vec<_> = Fault::ALL
            .iter()
            .filter(|fault| struck.times(**fault) < OFTEN_ENOUGH)
            .collect();
        assert!(seldom.is_empty(), "hardly ever struck: {seldom:?}");
    }
}

#[test]
fn the_same_seed_tells_the_same_story_to_the_letter() {
    for seed in [1, 2, 3] {
        let (one, two) = (run(seed), run(seed));
        assert!(one.trace.len() > 50, "a story: {}", one.trace.len());
        assert_eq!(one.trace, two.trace);
    }
    assert_ne!(run(1).trace, run(2).trace);
}

#[test]
fn every_mutant_in_the_code_is_listed_and_every_one_listed_is_in_the_code() {
    let listed: BTreeSet<String> = include_str!("mutants.txt")
        .lines()
        .filter_map(|line| Some(line.split_once(" | ")?.0.to_owned()))
        .filter(|name| !name.starts_with('#'))
        .collect();
    let mut in_code = BTreeSet::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("src/mutant.rs")
            {
                let text = std::fs::read_to_string(path).expect("a text");
                let names = text.split("mutant::is(\"").skip(1);
                in_code.extend(names.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }
    assert_eq!(in_code, listed);
}
