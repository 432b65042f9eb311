//! `cargo xtask demo`: from a fresh clone to a running demo campaign.

use crate::shell::{self, Result, program, say, target_dir};
use crate::web;

pub fn run(args: &[String]) -> Result {
    let dist = web::dist();
    web::build(false, &dist)?;
    say("Building the server, with the web app inside");
    web::server(&dist)?;
    say("Starting the demo; Ctrl-C ends it");
    shell::run(
        program(target_dir().join("release/doorstep-server"))
            .arg("demo")
            .args(args),
    )
}
