//! The bench workload DW-1 on the server as it ships: phones hand in, fetch lists, ask for news,
//! through bad networks and a server that is killed, on SQLite and on PostgreSQL, beside the
//! floor. `cargo xtask bench` builds this and the server and starts both (`DOORSTEP_SERVER` says
//! which server); what was measured goes to standard output as JSON, by work, then back end.

#![allow(
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement that cannot be made ends the program; it asks what time it is for a living"
)]

mod crowd;
mod floor;
mod ground;
mod phones;
#[path = "../../tests/proxy/mod.rs"]
mod proxy;
mod records;
mod works;

use ground::BackEnd;
use serde_json::{Map, Value, json};

/// Figures by work, then back end.
#[derive(Debug, Default)]
pub struct Figures(Map<String, Value>);

impl Figures {
    pub fn put(&mut self, work: &str, back_end: &str, figures: Value) {
        let of_work = self.0.entry(work).or_insert_with(|| json!({}));
        let here = of_work
            .as_object_mut()
            .unwrap()
            .entry(back_end)
            .or_insert_with(|| json!({}));
        if let Value::Object(figures) = figures {
            for (name, figure) in figures {
                here.as_object_mut().unwrap().insert(name, rounded(figure));
            }
        }
    }
}

/// Four significant digits: more would pretend.
fn rounded(figure: Value) -> Value {
    match figure.as_f64() {
        Some(number) if figure.is_f64() && number != 0.0 => {
            let scale = 10_f64.powf(3.0 - number.abs().log10().floor());
            json!((number * scale).round() / scale)
        }
        _ => figure,
    }
}

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let has = |flag: &str| asked.iter().any(|arg| arg == flag);
    let works = asked.iter().find_map(|arg| arg.strip_prefix("--works="));
    let wanted = |work: &str| works.is_none_or(|works| works.split(',').any(|one| one == work));
    let only = asked.iter().find_map(|arg| arg.strip_prefix("--only="));
    let back_ends: Vec<BackEnd> = [BackEnd::Sqlite, BackEnd::Postgres]
        .into_iter()
        .filter(|back_end| only.is_none_or(|only| only == back_end.name()))
        .collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut figures = Figures::default();
    runtime.block_on(async {
        for back_end in back_ends {
            let name = back_end.name();
            if has("--million") {
                note(&format!("{name}: a million records"));
                let million = crowd::million(back_end, 1_000_000).await;
                figures.put(
                    "million",
                    name,
                    json!({
                        "cpu_ms_per_record_at_10000": million.at_ten_thousand,
                        "cpu_ms_per_record_at_1000000": million.at_a_million,
                        "ratio": million.at_a_million / million.at_ten_thousand,
                        "erasure_s": million.erasure_s,
                        "memory_mb": million.memory_mb,
                        "disk_bytes": million.disk_bytes,
                        "wall_s": million.wall_s,
                    }),
                );
            }
            if has("--crowd") {
                note(&format!("{name}: 5,000 phones for a minute"));
                let crowd = crowd::crowd(back_end, 5_000).await;
                figures.put(
                    "crowd",
                    name,
                    json!({
                        "requests": crowd.requests,
                        "errors": crowd.errors.len(),
                        "first_error": crowd.errors.first(),
                        "median_ms": crowd.median_ms,
                        "p99_ms": crowd.p99_ms,
                        "cpu_cores": crowd.cpu_cores,
                        "memory_before_mb": crowd.memory_before_mb,
                        "memory_mb": crowd.memory_mb,
                        "disk_bytes": crowd.disk_bytes,
                    }),
                );
            }
            if !has("--million") && !has("--crowd") {
                works::all(back_end, &mut figures, wanted).await;
            }
        }
    });
    println!("{}", Value::Object(figures.0));
}

/// What is being done, for whoever waits.
pub fn note(what: &str) {
    eprintln!("  {what}");
}
