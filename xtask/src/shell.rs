//! Running other programs, and knowing where things are.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::tally::Counts;

/// What went wrong, in words for the person at the terminal. Nothing in `xtask` handles one
/// error differently from another.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A line that says what comes next, so that nobody watches a silent screen.
pub fn say(what: impl AsRef<str>) {
    println!("\n▸ {}", what.as_ref());
}

/// Cargo, without what the cargo that started us left in the environment: build scripts that
/// look at it would be run again by every change between `cargo xtask` and plain `cargo`.
pub fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let inherited = name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_BIN_")
            || name.starts_with("CARGO_CFG_")
            || name.starts_with("CARGO_FEATURE_")
            || matches!(
                &*name,
                "CARGO"
                    | "CARGO_CRATE_NAME"
                    | "CARGO_PRIMARY_PACKAGE"
                    | "OUT_DIR"
                    | "LD_LIBRARY_PATH"
            );
        if inherited {
            command.env_remove(&*name);
        }
    }
    command
}

pub fn program<S: AsRef<OsStr>>(name: S) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// Runs it with our terminal, and fails if it fails.
pub fn run(command: &mut Command) -> Result {
    let line = line(command);
    let status = command
        .status()
        .map_err(|error| format!("`{line}` did not start: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{line}` failed ({status})").into())
    }
}

/// Runs a cargo command and gives back its messages as JSON, a line each; what people should
/// see goes to our terminal.
pub fn messages(command: &mut Command) -> Result<String> {
    command.arg("--message-format=json-render-diagnostics");
    let line = line(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{line}` did not start: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("`{line}` failed ({})", output.status).into())
    }
}

/// Runs it and gives back what it wrote; shown only when it fails.
pub fn quiet(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{line}` did not start: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{line}` failed ({})\n{said}{complaint}", output.status).into())
}

/// Runs tests, shows what they print, and counts. Whatever ran no test, skipped one, or ended
/// badly without saying that a test failed, has failed.
pub fn tests(command: &mut Command) -> Result<Counts> {
    let counts = doc_tests(command)?;
    if counts == Counts::default() {
        return Err(format!("`{}` ran no test", line(command)).into());
    }
    Ok(counts)
}

/// The same for a kind of tests of which there may be none.
pub fn doc_tests(command: &mut Command) -> Result<Counts> {
    let line = line(command);
    let (said, status) = tee(command)?;
    let seen = counted(&said);
    if seen.skipped > 0 {
        return Err(format!("`{line}` skipped {} tests", seen.skipped).into());
    }
    let counts = seen.counts;
    match (status.success(), counts.failed) {
        (true, 0) | (false, 1..) => Ok(counts),
        (true, _) => {
            Err(format!("`{line}` reports failures and ends as if there were none").into())
        }
        (false, 0) => Err(format!("`{line}` failed ({status})").into()),
    }
}

/// Shows what a program writes, both streams in order, and keeps it.
fn tee(command: &Command) -> Result<(String, ExitStatus)> {
    let mut child = Command::new("sh");
    child.args(["-c", "exec \"$0\" \"$@\" 2>&1"]);
    child.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        child.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => child.env(name, value),
            None => child.env_remove(name),
        };
    }
    let mut child = child.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            said.push_str(&line);
            said.push('\n');
        }
    }
    Ok((said, child.wait()?))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    counts: Counts,
    skipped: usize,
}

/// Adds up the totals that `cargo test` (`test result: ok. 3 passed; 0 failed; 1 ignored; …`),
/// nextest (`Summary [0.1s] 3 tests run: 3 passed, 1 skipped`) and our browser tests
/// (`3 passed, 0 failed`) print.
fn counted(said: &str) -> Seen {
    let mut seen = Seen::default();
    for line in said.lines().map(str::trim) {
        let totals = if let Some(rest) = line.strip_prefix("test result: ") {
            rest
        } else if line.starts_with("Summary [") {
            line.split_once(" run: ").map_or("", |(_, rest)| rest)
        } else if line.ends_with(" failed") && line.contains(" passed, ") {
            line
        } else {
            continue;
        };
        let words: Vec<&str> = totals
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<usize>() else {
                continue;
            };
            match pair[1] {
                "passed" => seen.counts.passed += number,
                "failed" => seen.counts.failed += number,
                "ignored" | "skipped" => seen.skipped += number,
                _ => {}
            }
        }
    }
    seen
}

/// Is there a program of this name on the path?
pub fn exists(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(passed: usize, failed: usize, skipped: usize) -> Seen {
        Seen {
            counts: Counts { passed, failed },
            skipped,
        }
    }

    #[test]
    fn the_totals_of_cargo_test_are_added_up() {
        let said = "running 2 tests\ntest a ... ok\n\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\ntest result: FAILED. 1 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(counted(said), seen(3, 3, 1));
    }

    #[test]
    fn the_summary_of_nextest_is_read() {
        let said = "     Summary [   0.005s] 12 tests run: 10 passed (1 slow), 2 failed, 4 skipped";
        assert_eq!(counted(said), seen(10, 2, 4));
    }

    #[test]
    fn the_last_line_of_the_browser_tests_is_read() {
        assert_eq!(counted("ok 1 - opens\n7 passed, 0 failed\n"), seen(7, 0, 0));
    }

    #[test]
    fn a_program_that_ends_badly_without_a_failed_test_has_failed() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo '3 passed, 0 failed'; exit 1"]);
        assert!(tests(&mut command).is_err());
    }

    #[test]
    fn a_program_that_hides_its_failures_has_failed() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo '3 passed, 1 failed'"]);
        assert!(tests(&mut command).is_err());
    }

    #[test]
    fn running_no_test_is_a_failure() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo 'test result: ok. 0 passed; 0 failed; 0 ignored'",
        ]);
        assert!(tests(&mut command).is_err());
    }
}
