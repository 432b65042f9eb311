//! The bench workload DW-1: builds `benches/dw1`, starts it with the server as it ships, and
//! prints what it measured as a table. BENCH.md says what the works are.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::install;
use crate::shell::{Result, cargo, program, say, target_dir};

/// What is shown of a work: the figure's name, what it is called, and its aim.
struct Line {
    work: &'static str,
    figure: &'static str,
    words: &'static str,
    aim: Aim,
}

#[derive(Clone, Copy)]
enum Aim {
    None,
    AtMost(f64),
    /// So many times the same work's figure of the floor.
    TimesFloor(f64),
    /// So many times the same work's own floor figure.
    TimesFloorBytes(f64),
    Nothing,
}

const COLUMNS: [&str; 4] = ["sqlite", "postgres", "floor", "floor_postgres"];

fn line(work: &'static str, figure: &'static str, words: &'static str, aim: Aim) -> Line {
    Line {
        work,
        figure,
        words,
        aim,
    }
}

fn lines() -> Vec<Line> {
    use Aim::{AtMost, None, Nothing, TimesFloor, TimesFloorBytes};
    let mut lines = Vec::new();
    for work in ["P0", "P1", "P2"] {
        lines.push(line(work, "wall_s", "wall, s", None));
        let aim = if work == "P1" { TimesFloor(2.0) } else { None };
        let cpu = "server_cpu_ms_per_record";
        lines.push(line(work, cpu, "server CPU, ms per record", aim));
        let aim = if work == "P1" { AtMost(120.0) } else { None };
        lines.push(line(
            work,
            "up_bytes_per_record",
            "bytes up per record",
            aim,
        ));
        lines.push(line(
            work,
            "down_bytes_per_record",
            "bytes down per record",
            None,
        ));
    }
    lines.push(line(
        "P1",
        "json_bytes_per_record",
        "bytes of JSON per record, mean",
        None,
    ));
    for work in ["L1", "L2", "L3"] {
        let aim = if work == "L2" { AtMost(0.6) } else { None };
        lines.push(line(work, "wall_s", "wall, s", aim));
        lines.push(line(work, "server_cpu_ms", "server CPU, ms", None));
        let aim = if work == "L2" {
            TimesFloorBytes(1.25)
        } else {
            None
        };
        lines.push(line(
            work,
            "down_bytes_per_door",
            "bytes down per door",
            aim,
        ));
    }
    lines.push(line("S1", "requests", "requests", AtMost(1.0)));
    lines.push(line("S1", "bytes", "bytes, up and down", AtMost(600.0)));
    lines.push(line("S2", "wall_s", "wall, s", None));
    lines.push(line("S2", "bytes", "bytes of all twenty", None));
    for work in ["F1", "D1"] {
        lines.push(line(work, "records", "records", None));
        lines.push(line(work, "lost", "lost", Nothing));
        lines.push(line(work, "double", "double", Nothing));
        lines.push(line(work, "wall_s", "wall, s", None));
    }
    lines.push(line("F1", "connections_cut", "connections cut", None));
    lines.push(line(
        "D1",
        "kills_with_some_outstanding",
        "of eight kills, while some were outstanding",
        None,
    ));
    lines.push(line("D1", "memory_mb", "memory, MB", None));
    lines.push(line("P2", "memory_mb", "memory, MB", None));
    lines.push(line("P2", "disk_bytes", "disk, bytes", None));
    let million = "million";
    lines.push(line(
        million,
        "cpu_ms_per_record_at_10000",
        "CPU, ms per record, 10,000 stored",
        None,
    ));
    lines.push(line(
        million,
        "cpu_ms_per_record_at_1000000",
        "the same, 1,000,000 stored",
        None,
    ));
    lines.push(line(million, "ratio", "ratio", AtMost(1.2)));
    lines.push(line(million, "erasure_s", "an erasure, wall, s", None));
    lines.push(line(million, "memory_mb", "memory, MB", None));
    lines.push(line(million, "disk_bytes", "disk, bytes", None));
    let crowd = "crowd";
    lines.push(line(crowd, "requests", "requests of 5,000 phones", None));
    lines.push(line(crowd, "errors", "errors", Nothing));
    lines.push(line(crowd, "median_ms", "an answer, median, ms", None));
    lines.push(line(crowd, "p99_ms", "an answer, p99, ms", None));
    lines.push(line(crowd, "cpu_cores", "processors used", None));
    lines.push(line(crowd, "memory_before_mb", "memory before, MB", None));
    lines.push(line(crowd, "memory_mb", "memory, MB", None));
    lines
}

/// Builds the load; where its program is. Cargo builds our other programs along, with the
/// phone's features: the server as it ships is to be built after this.
pub fn build() -> Result<String> {
    install::packages(&[install::POSTGRESQL, install::PKG_CONFIG, install::OPENSSL])?;
    say("Building the phones");
    let built = cargo()
        .args([
            "build",
            "--release",
            "--features",
            "phone,server",
            "--bench",
            "dw1",
        ])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()?;
    if !built.status.success() {
        return Err("the phones could not be built".into());
    }
    let said = String::from_utf8_lossy(&built.stdout);
    let executable = said
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "dw1")
        .find_map(|message| message["executable"].as_str().map(str::to_owned))
        .ok_or("cargo built no dw1")?;
    Ok(executable)
}

/// Runs the load against the server in the target folder.
pub fn measured(executable: &str, options: &[&str]) -> Result<Value> {
    say("Measuring the server: DW-1");
    let output = program(executable)
        .args(options)
        .env(
            "DOORSTEP_SERVER",
            target_dir().join("release/doorstep-server"),
        )
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("measuring failed ({})", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

pub fn table(figures: &Value) {
    println!(
        "\n  {:<8}{:<36}{:>12}{:>12}{:>12}{:>12}  aim",
        "", "", "SQLite", "PostgreSQL", "floor", "floor, PG"
    );
    let mut before = "";
    for line in lines() {
        let values = COLUMNS.map(|column| figures[line.work][column][line.figure].as_f64());
        if values.iter().all(Option::is_none) {
            continue;
        }
        let work = if before == line.work { "" } else { line.work };
        before = line.work;
        let shown = values.map(|value| value.map_or(String::new(), number));
        let aim = aim(figures, &line, &values);
        println!(
            "  {work:<8}{:<36}{:>12}{:>12}{:>12}{:>12}  {aim}",
            line.words, shown[0], shown[1], shown[2], shown[3]
        );
    }
}

/// What was aimed at, and which back end missed it.
fn aim(figures: &Value, line: &Line, values: &[Option<f64>; 4]) -> String {
    let of = |column: &str, figure: &str| figures[line.work][column][figure].as_f64();
    let (words, limits) = match line.aim {
        Aim::None => return String::new(),
        Aim::Nothing => ("none".to_owned(), [Some(0.0); 2]),
        Aim::AtMost(limit) => (format!("at most {}", number(limit)), [Some(limit); 2]),
        Aim::TimesFloor(times) => (
            format!("{times} times the floor"),
            ["floor", "floor_postgres"].map(|floor| Some(of(floor, line.figure)? * times)),
        ),
        Aim::TimesFloorBytes(times) => (
            format!("{times} times the floor"),
            ["sqlite", "postgres"].map(|column| Some(of(column, "floor_bytes_per_door")? * times)),
        ),
    };
    let missed: Vec<&str> = ["SQLite", "PostgreSQL"]
        .into_iter()
        .zip(values.iter().zip(limits))
        .filter(|(_, (value, limit))| match (value, limit) {
            (Some(value), Some(limit)) => value > limit,
            _ => false,
        })
        .map(|(name, _)| name)
        .collect();
    if missed.is_empty() {
        words
    } else {
        format!("{words}: MISSED on {}", missed.join(" and "))
    }
}

fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        large if large >= 100_000.0 => format!("{value:.0}"),
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

/// The figures of the app, beside those of the server.
pub fn with_app(mut figures: Value, app: Vec<Value>) -> Value {
    if let Value::Object(works) = &mut figures {
        works.insert("app".to_owned(), json!(app));
    }
    figures
}
