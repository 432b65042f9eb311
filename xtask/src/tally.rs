//! Counting: every step and every test is one, and what couldn't be started has failed.

use std::time::Instant;

use crate::shell::{Result, say};

/// How many tests a part ran, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
}

pub struct Tally {
    counts: Counts,
    lines: Vec<String>,
}

impl Tally {
    pub fn new() -> Self {
        Self {
            counts: Counts::default(),
            lines: Vec::new(),
        }
    }

    /// A thing that works or doesn't; counts as one.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result) -> bool {
        self.part(name, || {
            work()?;
            Ok(Counts {
                passed: 1,
                failed: 0,
            })
        })
    }

    /// A number of tests. If they couldn't all be run, that is one failure.
    pub fn part(&mut self, name: &str, work: impl FnOnce() -> Result<Counts>) -> bool {
        say(name);
        let started = Instant::now();
        let counts = match work() {
            Ok(counts) => counts,
            Err(error) => {
                eprintln!("\n{name}: {error}");
                Counts {
                    passed: 0,
                    failed: 1,
                }
            }
        };
        self.counts.passed += counts.passed;
        self.counts.failed += counts.failed;
        self.lines.push(format!(
            "  {:>6.0} s  {:>5} passed {:>4} failed  {name}",
            started.elapsed().as_secs_f64(),
            counts.passed,
            counts.failed,
        ));
        counts.failed == 0
    }

    /// The table, and last of all the line `N passed, N failed`.
    pub fn finish(self) -> Result {
        println!("\n{}", self.lines.join("\n"));
        let Counts { passed, failed } = self.counts;
        // The error would be printed after the totals, which are to come last.
        println!("\n{passed} passed, {failed} failed");
        if failed > 0 {
            std::process::exit(1);
        }
        Ok(())
    }
}
