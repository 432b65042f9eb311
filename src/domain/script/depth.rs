//! Tables in tables in tables: the parser bounds how deep brackets and dotted keys go, but not
//! both together, and whatever is read, copied or dropped by recursion overflows the stack
//! somewhere beyond. So depth is measured first, and what is too deep is taken apart flat.

use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A script is eight deep.
const DEEPEST: usize = 32;

/// Where something lies too deep; then nothing is left of the table.
pub(super) fn too_deep(root: &mut DeTable<'_>) -> Option<Range<usize>> {
    let found = beyond(root);
    if found.is_some() {
        let mut open = vec![DeValue::Table(std::mem::take(root))];
        while let Some(value) = open.pop() {
            match value {
                DeValue::Table(table) => {
                    open.extend(table.into_iter().map(|(_, value)| value.into_inner()));
                }
                DeValue::Array(items) => {
                    open.extend(items.into_iter().map(toml::Spanned::into_inner));
                }
                _ => {}
            }
        }
    }
    found
}

/// Of what lies too deep, the span of what it lies in, near the top.
fn beyond(root: &DeTable<'_>) -> Option<Range<usize>> {
    let mut open: Vec<(&DeValue<'_>, usize, Range<usize>)> = root
        .iter()
        .map(|(key, value)| (value.get_ref(), 1, key.span()))
        .collect();
    while let Some((value, depth, span)) = open.pop() {
        if depth > DEEPEST {
            return Some(span);
        }
        // Sections and their parts have lines of their own; further in the line is theirs.
        let near = |own: Range<usize>| if depth < 4 { own } else { span.clone() };
        match value {
            DeValue::Table(table) => open.extend(
                table
                    .iter()
                    .map(|(key, value)| (value.get_ref(), depth + 1, near(key.span()))),
            ),
            DeValue::Array(items) => open.extend(
                items
                    .iter()
                    .map(|value| (value.get_ref(), depth + 1, near(value.span()))),
            ),
            _ => {}
        }
    }
    None
}
