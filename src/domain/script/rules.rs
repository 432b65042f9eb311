//! What must be true of a script beyond its shape.

use super::Script;
use super::finding::Finding;
use super::read::Lines;

pub(super) fn check(_script: &Script, _lines: &Lines<'_>) -> Vec<Finding> {
    Vec::new()
}
