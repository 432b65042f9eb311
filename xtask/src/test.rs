//! `cargo xtask test`: everything, from a fresh clone. Nothing skips: what is missing is
//! installed, or the run fails and says what to install.
//!
//! Few builds, because they are most of the time: one debug build of phone, desktop shell and
//! server together for all Rust tests; the web app and the server once each, as they ship;
//! the browser tests use those.

use crate::install::{self, Package};
use crate::shell::{self, Result, cargo, program, target_dir};
use crate::tally::Tally;
use crate::{check, web};

/// One set of features for every debug build here, so that there is one build.
pub const EVERYTHING: &str = "desktop,server";

const BROWSERS_AND_WINDOWS: [Package; 6] = [
    install::CHROMIUM,
    Package {
        name: "firefox-esr",
        present: || shell::exists("firefox-esr"),
    },
    Package {
        name: "xvfb xauth",
        present: || shell::exists("xvfb-run") && shell::exists("xauth"),
    },
    Package {
        name: "libwebkit2gtk-4.1-dev",
        present: || install::library("webkit2gtk-4.1"),
    },
    Package {
        name: "libgtk-3-dev",
        present: || install::library("gtk+-3.0"),
    },
    Package {
        name: "libxdo-dev",
        present: || std::path::Path::new("/usr/include/xdo.h").is_file(),
    },
];

pub fn run(args: &[String]) -> Result {
    if !args.is_empty() {
        return Err(format!("`test` doesn't know `{}`", args.join(" ")).into());
    }
    check::needs()?;
    install::packages(&BROWSERS_AND_WINDOWS)?;
    install::packages(&[install::POSTGRESQL])?;
    install::npm_packages()?;

    let mut tally = Tally::new();
    check::steps(&mut tally);
    tally.part("xtask's own tests", || {
        shell::tests(cargo().args(["test", "--package", "xtask"]))
    });
    tally.part("unit and integration tests", rust_tests);
    tally.part(
        "the same on PostgreSQL, where a store is asked",
        on_postgres,
    );
    tally.part("examples in the documentation", || {
        shell::doc_tests(cargo().args(["test", "--doc", "--features", EVERYTHING]))
    });
    let desktop = tally.step("the desktop shell", || {
        shell::run(cargo().args(["build", "--features", EVERYTHING, "--bin", "doorstep"]))
    });
    let dist = web::dist();
    let app = tally.step("the web app, as it ships", || {
        web::build(false, &dist).map(|_| ())
    });
    let server = app && tally.step("the server, as it ships", || web::server(&dist));
    // Without one of them the browser tests would only say so once more, slowly.
    tally.part("browser tests", || {
        if !(desktop && server) {
            return Err("not run, because what they test wasn't built".into());
        }
        shell::tests(
            program("node")
                .arg("tests/browser/run.mjs")
                .env("DOORSTEP_WEB_DIST", &dist)
                .env(
                    "DOORSTEP_SERVER",
                    target_dir().join("release/doorstep-server"),
                )
                .env("DOORSTEP_DESKTOP", target_dir().join("debug/doorstep")),
        )
    });
    tally.finish()
}

/// With nextest where it is installed: each test in a process of its own, so that none can
/// lean on what another left behind.
fn rust_tests() -> Result<crate::tally::Counts> {
    let mut command = cargo();
    if shell::exists("cargo-nextest") {
        command.args(["nextest", "run", "--no-fail-fast", "--color=never"]);
    } else {
        command.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    shell::tests(command.args(["--features", EVERYTHING]))
}

/// Tests that make statements run, from outside, by how their names begin: tried on SQLite with
/// all others, and on PostgreSQL once more.
const ON_POSTGRES: [&str; 16] = [
    "api_",
    "bad_network::",
    "calls::",
    "desk_",
    "erasure::",
    "erasure_story::",
    "experiment::",
    "held::",
    "never_again::",
    "phone_afterwards::",
    "phone_ends::",
    "phone_story::",
    "phone_wishes::",
    "recordings::",
    "rescue_",
    "twins::",
];

fn on_postgres() -> Result<crate::tally::Counts> {
    shell::tests(
        cargo()
            .args(["test", "--no-fail-fast", "--features", EVERYTHING])
            .args(["--test", "it", "--"])
            .args(ON_POSTGRES)
            .env("DOORSTEP_TEST_DATABASE", "postgres"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::root;
    use std::fs;

    /// Files of tests that need no second run, and why not.
    const ONCE: [(&str, &str); 5] = [
        (
            "phone_clock",
            "the phone's clock is tried; the server hears nothing new",
        ),
        (
            "phone_damaged",
            "the phone's file is damaged; the server hears nothing new",
        ),
        (
            "phone_disk",
            "the phone's disk is full, or the server's, which is SQLite's",
        ),
        ("phone_practice", "practice tells the server nothing"),
        (
            "postgres_servers",
            "is about PostgreSQL, whatever it is told",
        ),
    ];

    #[test]
    fn whatever_asks_the_servers_store_is_tried_on_postgres_too() -> Result {
        for entry in fs::read_dir(root().join("tests/it"))? {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let asks = ["World::new()", "world_to_talk_in()", "Desk::of("];
            let asks = asks.iter().any(|make| text.contains(make));
            if !asks || !text.contains("#[tokio::test]") {
                continue;
            }
            let full = format!("{name}::");
            let twice = ON_POSTGRES.iter().any(|begin| full.starts_with(begin));
            let once = ONCE.iter().any(|(file, _)| *file == name);
            assert!(
                twice != once,
                "tests/it/{name}.rs: on PostgreSQL too, or not?"
            );
        }
        Ok(())
    }
}
