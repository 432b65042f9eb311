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
    tally.part("the same of API and desk on PostgreSQL", on_postgres);
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

/// What was tried on SQLite just now, from outside: the API, the desk, a phone's story.
fn on_postgres() -> Result<crate::tally::Counts> {
    shell::tests(
        cargo()
            .args(["test", "--no-fail-fast", "--features", EVERYTHING])
            .args(["--test", "it", "--", "api_", "desk_", "phone_story"])
            .env("DOORSTEP_TEST_DATABASE", "postgres"),
    )
}
