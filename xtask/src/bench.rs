//! `cargo xtask bench [--json FILE]`: what ships, measured against its budgets. Figures are
//! reported, never asserted: a slow machine is not a wrong program.
//!
//! The web app's size is measured here. The server is measured by `benches/dw1` (`dw1` starts
//! it), the app by `tests/browser/bench.mjs`, which starts a phone-sized Chromium and prints one
//! line of JSON per figure: `{"figure", "value", "unit", "budget"}`.
//!
//! The JSON is by work of DW-1, then back end; the app's figures are a list under `app`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::dw1;
use crate::install;
use crate::shell::{Result, program, root, say, target_dir};
use crate::web;

pub fn run(args: &[String]) -> Result {
    let (mut file, mut server_only, mut options) = (None, false, Vec::new());
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => {
                file = Some(PathBuf::from(words.next().ok_or("`--json` needs a file")?));
            }
            "--server" => server_only = true,
            "--million" | "--crowd" => {
                server_only = true;
                options.push(word.as_str());
            }
            some if some.starts_with("--only=") || some.starts_with("--works=") => {
                options.push(some);
            }
            other => return Err(format!("`bench` doesn't know `{other}`").into()),
        }
    }
    let dist = web::dist();
    let mut app = Vec::new();
    if !server_only {
        install::packages(&[install::CHROMIUM])?;
        let first_visit = web::build(false, &dist)?;
        app.push(json!({
            "figure": "first visit, everything fetched, brotli",
            "value": web::kilobytes(first_visit),
            "unit": "KB",
            "budget": web::BUDGET_KB,
        }));
    }
    let phones = dw1::build()?;
    say("Building the server as it ships");
    web::server(&dist)?;
    let mut figures = dw1::measured(&phones, &options)?;
    dw1::table(&figures);
    // Now, so that a browser that fails doesn't take these figures with it.
    written(file.as_deref(), &figures)?;
    if !server_only {
        say("Measuring the app in the browser");
        app.extend(measured()?);
        table(&app);
        figures = dw1::with_app(figures, app);
        written(file.as_deref(), &figures)?;
    }
    Ok(())
}

fn written(file: Option<&Path>, figures: &Value) -> Result {
    if let Some(file) = file {
        fs::write(
            file,
            format!("{}\n", serde_json::to_string_pretty(figures)?),
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
