//! Doorstep's development commands: `cargo xtask COMMAND`. A program of its own that never
//! depends on `doorstep`, so it runs while the rest of the tree doesn't compile. One file per
//! command; `shell` runs programs, `install` gets what is missing on a fresh machine.

mod android;
mod bare;
mod bench;
mod check;
mod demo;
mod dw1;
mod install;
mod phone_sql;
mod remarks;
mod shell;
mod short_names;
mod sim;
mod sqlite;
mod tally;
mod test;
mod tidy;
mod unreached;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo              install what is missing, build everything, start with the demo campaign
                    (what follows `demo` is passed on to `doorstep-server demo`)
  test              everything, as on a fresh machine: installs what is missing
  check             the quick part of it, for every commit
  check --android   does the phone app type-check for Android? (not part of `test`)
  web [--dev]       build the phone's web app into target/web/dist
                    --dev: quick to build, slow to run, for working on it
                    --out DIR: put it somewhere else
  sim [--seeds N] [--from S]
                    the simulation: phones, server and everything that goes wrong
                    --seed S: one of them, again
  mutants [NAME]    would the simulation notice? faults put in on purpose
  bench [--json FILE]
                    measure what ships against its budgets: the server (BENCH.md) and the app
                    --server: the server alone; --only=sqlite, --only=postgres: on one of them
                    --million: what a record costs with a million stored
                    --crowd: 5,000 phones for a minute";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let outcome = match command.as_str() {
        "demo" => demo::run(&rest),
        "test" => test::run(&rest),
        "check" => check::run(&rest),
        "web" => web::run(&rest),
        "bench" => bench::run(&rest),
        "sim" => sim::run(&rest),
        "mutants" => sim::mutants(&rest),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}
