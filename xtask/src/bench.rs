//! `cargo xtask bench [--json FILE]`: what ships, measured against its budgets. Figures are
//! reported, never asserted: a slow machine is not a wrong program.
//!
//! The web app's size is measured here. Everything else is measured by
//! `tests/browser/bench.mjs`, which starts the server as it ships and a phone-sized Chromium,
//! and prints one line of JSON per figure: `{"figure", "value", "unit", "budget"}`.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::install;
use crate::shell::{Result, program, root, say, target_dir};
use crate::web;

pub fn run(args: &[String]) -> Result {
    let file = match args {
        [] => None,
        [flag, file] if flag == "--json" => Some(PathBuf::from(file)),
        _ => return Err("bench [--json FILE]".into()),
    };
    install::packages(&[install::CHROMIUM])?;
    let dist = web::dist();
    let first_visit = web::build(false, &dist)?;
    say("Building the server, with the web app inside");
    web::server(&dist)?;

    let mut figures = vec![json!({
        "figure": "first visit, everything fetched, brotli",
        "value": web::kilobytes(first_visit),
        "unit": "KB",
        "budget": web::BUDGET_KB,
    })];
    say("Measuring the server and the app in the browser");
    figures.extend(measured()?);
    table(&figures);
    if let Some(file) = file {
        fs::write(
            &file,
            format!("{}\n", serde_json::to_string_pretty(&figures)?),
        )?;
        println!("\n  written to {}", file.display());
    }
    Ok(())
}

fn measured() -> Result<Vec<Value>> {
    let output = program("node")
        .arg(root().join("tests/browser/bench.mjs"))
        .env(
            "DOORSTEP_SERVER",
            target_dir().join("release/doorstep-server"),
        )
        .stderr(Stdio::inherit())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!("measuring failed ({})\n{said}", output.status).into());
    }
    let figures: Vec<Value> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if figures.is_empty() {
        return Err("measuring gave no figures".into());
    }
    Ok(figures)
}

fn table(figures: &[Value]) {
    println!();
    for figure in figures {
        let number = |key: &str| figure[key].as_f64();
        let word = |key: &str| figure[key].as_str().unwrap_or_default();
        let value = number("value").map_or("?".into(), |value| format!("{value:.1}"));
        let verdict = match (number("value"), number("budget")) {
            (Some(value), Some(budget)) if value <= budget => format!("budget {budget}"),
            (Some(_), Some(budget)) => format!("OVER the budget of {budget}"),
            _ => String::new(),
        };
        println!(
            "  {value:>10} {:<4} {:<58} {verdict}",
            word("unit"),
            word("figure")
        );
    }
}
