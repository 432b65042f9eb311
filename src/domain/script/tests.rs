#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::*;

pub(crate) const T1: &str = include_str!("../../../assets/scripts/issue-conversation.toml");

#[test]
fn the_issue_conversation_is_sound() {
    let findings = Script::check(T1, "issue-conversation.toml");
    assert!(findings.is_empty(), "{}", report(&findings));
}
