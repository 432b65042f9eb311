//! `cargo xtask check`: what every commit should survive, in under three minutes when warm.
//! Formatting, the house rules, clippy for the computer and for the browser, the two inner
//! rooms on their own, and the unit tests.

use crate::install::{self, OPENSSL, PKG_CONFIG};
use crate::shell::{self, Result, cargo, say};
use crate::tally::Tally;
use crate::{android, tidy};

pub fn run(args: &[String]) -> Result {
    match args {
        [] => {}
        [only] if only == "--android" => return android::check(),
        _ => return Err(format!("`check` doesn't know `{}`", args.join(" ")).into()),
    }
    needs()?;
    let mut tally = Tally::new();
    steps(&mut tally);
    tally.part("unit tests", || {
        shell::tests(cargo().args(["test", "--lib", "--features", "phone,server"]))
    });
    tally.finish()
}

/// What has to be there before the steps can run.
pub fn needs() -> Result {
    install::wasm_target()?;
    install::packages(&[install::CLANG, PKG_CONFIG, OPENSSL])
}

/// All but the tests: `cargo xtask test` runs these as well.
pub fn steps(tally: &mut Tally) {
    tally.step("formatting", || {
        shell::run(cargo().args(["fmt", "--all", "--check"]))
    });
    tally.step("house rules", tidy::run);
    // `domain` and `wire` alone: no rusqlite, dioxus or axum in the graph.
    tally.step("the two inner rooms alone", || {
        shell::run(cargo().args(["check", "--no-default-features", "--lib"]))
    });
    tally.step("clippy, phone and server", || {
        clippy(&["--features", "phone,server", "--all-targets"])
    });
    tally.step("clippy, the phone in the browser", || {
        clippy(&[
            "--target=wasm32-unknown-unknown",
            "--no-default-features",
            "--features=web",
            "--lib",
            "--bin=doorstep",
        ])
    });
    tally.step("clippy, xtask", || {
        clippy(&["--package", "xtask", "--all-targets"])
    });
}

fn clippy(scope: &[&str]) -> Result {
    say(format!("cargo clippy {}", scope.join(" ")));
    shell::run(
        cargo()
            .arg("clippy")
            .args(scope)
            .args(["--", "-D", "warnings"]),
    )
}
