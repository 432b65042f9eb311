//! `cargo xtask sim` and `cargo xtask mutants`: the simulation over as many seeds as one likes,
//! and whether it notices faults put in on purpose. Both run the one test of `tests/sim`, with
//! what it is to try in the environment.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::shell::{Result, cargo, root, run as run_command, say};
use crate::test::EVERYTHING;

const TEST: &str =
    "sim::whatever_goes_wrong_nothing_that_was_saved_is_lost_and_in_the_end_all_agree";

/// How many seeds a mutant is tried with before it counts as not caught.
const SEEDS_A_MUTANT: u64 = 1000;

/// As `tests/sim` has it.
const NORMAL: u64 = 300;

pub fn run(args: &[String]) -> Result {
    let mut settings: Vec<(&str, u64)> = Vec::new();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let name = match word.as_str() {
            "--seeds" => "DOORSTEP_SIM_SEEDS",
            "--from" => "DOORSTEP_SIM_FROM",
            "--seed" => "DOORSTEP_SIM_SEED",
            other => return Err(format!("`sim` doesn't know `{other}`").into()),
        };
        let number = words.next().and_then(|number| number.parse().ok());
        settings.push((name, number.ok_or(format!("`{word}` needs a number"))?));
    }
    build()?;
    let mut command = simulation();
    for (name, number) in settings {
        command.env(name, number.to_string());
    }
    let mut total = String::new();
    let seen = each_line(&mut command, |line| {
        if line.ends_with(" failed") && line.contains(" seeds, ") {
            total = line.to_owned();
        } else {
            println!("{line}");
        }
    });
    seen?;
    if total.is_empty() {
        return Err("the simulation ended without saying how".into());
    }
    println!("{total}");
    if !total.ends_with(" 0 failed") {
        std::process::exit(1);
    }
    Ok(())
}

struct Mutant {
    name: String,
    breaks: String,
}

pub fn mutants(args: &[String]) -> Result {
    let mut chosen = listed()?;
    match args {
        [] => {}
        [name] => chosen.retain(|mutant| mutant.name == *name),
        _ => return Err("`mutants` takes at most one name".into()),
    }
    if chosen.is_empty() {
        return Err("no such mutant in tests/sim/mutants.txt".into());
    }
    build()?;
    let mut rows = Vec::new();
    let mut caught = 0;
    for mutant in &chosen {
        let mut command = simulation();
        command
            .env("DOORSTEP_SIM_MUTANT", &mutant.name)
            .env("DOORSTEP_SIM_SEEDS", SEEDS_A_MUTANT.to_string())
            .stderr(Stdio::null());
        let mut by = None;
        let mut why = String::new();
        each_line(&mut command, |line| {
            if let Some(seed) = line.strip_prefix("replay with: cargo xtask sim --seed ") {
                by = by.or(seed.parse::<u64>().ok());
            } else if let (Some(broken), true) = (line.strip_prefix("BROKEN: "), why.is_empty()) {
                why = broken.chars().take(100).collect();
            }
        })?;
        let (seed, tried) = match by {
            // Among those that are tried after the normal run's is what rare seeds found.
            Some(seed) if seed > NORMAL => {
                caught += 1;
                (seed.to_string(), format!("over {NORMAL}"))
            }
            Some(seed) => {
                caught += 1;
                (seed.to_string(), seed.to_string())
            }
            None => ("none".to_owned(), SEEDS_A_MUTANT.to_string()),
        };
        println!("{:32} seed {seed:>4}  {why}", mutant.name);
        rows.push(format!(
            "| {} | {} | {seed} | {tried} |",
            mutant.name, mutant.breaks
        ));
    }
    println!("\n| mutant | what it breaks | first seed that catches it | seeds tried |");
    println!("|---|---|---|---|");
    println!("{}", rows.join("\n"));
    println!("\n{} mutants, {caught} caught", chosen.len());
    if caught < chosen.len() {
        std::process::exit(1);
    }
    Ok(())
}

fn listed() -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(root().join("tests/sim/mutants.txt"))?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, breaks) = line
                .split_once(" | ")
                .ok_or_else(|| format!("tests/sim/mutants.txt: `{line}`"))?;
            Ok(Mutant {
                name: name.to_owned(),
                breaks: breaks.to_owned(),
            })
        })
        .collect()
}

fn build() -> Result {
    say("the simulation");
    run_command(
        cargo()
            .args(["test", "--quiet", "--no-run"])
            .args(THE_TESTS),
    )
}

const THE_TESTS: [&str; 4] = ["--features", EVERYTHING, "--test", "it"];

fn simulation() -> Command {
    let mut command = cargo();
    command
        .args(["test", "--quiet"])
        .args(THE_TESTS)
        .args(["--", "--exact", TEST, "--nocapture"])
        .env("DOORSTEP_SIM_REPORTS", "1");
    command
}

/// What the simulation itself says, without what its harness says around it.
fn each_line(command: &mut Command, mut hear: impl FnMut(&str)) -> Result {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            let harness = line.starts_with("running ")
                || line.starts_with("test ")
                || line.starts_with("test result")
                || line.trim() == ".";
            if !harness {
                hear(&line);
            }
        }
    }
    let status = child.wait()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the simulation ended with {status}").into())
    }
}
