//! Faults a careless developer might have written, to show that the tests
//! would notice: `if crate::mutant::is("drop-the-last") { … }` in the code, one
//! of them chosen by a test for its whole process (`cargo xtask mutants`).
//!
//! In what ships (without debug assertions) there is no switch: [`is`] is
//! `false` before the program runs, and the wrong branch is not in it.

#[cfg(debug_assertions)]
static CHOSEN: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Whether this fault was chosen.
#[cfg(debug_assertions)]
#[must_use]
pub fn is(name: &str) -> bool {
    CHOSEN.get().is_some_and(|chosen| chosen == name)
}

/// Whether this fault was chosen: never, here.
#[cfg(not(debug_assertions))]
#[must_use]
#[inline(always)]
pub const fn is(_name: &str) -> bool {
    false
}

/// Chooses a fault for as long as this process lives; the first choice stays.
#[cfg(debug_assertions)]
pub fn choose(name: &str) {
    let _first = CHOSEN.get_or_init(|| name.to_owned());
}
