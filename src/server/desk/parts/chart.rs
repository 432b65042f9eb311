//! Small charts, drawn as SVG without scripts or styles in the markup. Each is
//! one image with a name that says what is seen; the numbers stand in a table
//! beside it. Before and after are told apart by hatching, not by colour alone.

use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

/// A count that may be shown, or `None` for "fewer than five".
pub type Shown = Option<u32>;

/// How many gave each number, before and after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// The numbers of the scale, from low to high.
    pub values: Vec<i32>,
    pub before: Vec<Shown>,
    pub after: Vec<Shown>,
}

const BAR: u32 = 13;
const GROUP: u32 = 33;
const LEFT: u32 = 4;
const TOP: u32 = 20;
const TALL: u32 = 150;

/// Two bars for every number of the scale.
pub fn columns(w: Wording, id: &str, columns: &Columns, name: &str) -> Element {
    let most = columns
        .before
        .iter()
        .chain(&columns.after)
        .filter_map(|n| *n)
        .max()
        .unwrap_or(0)
        .max(4);
    let height = |n: Shown| n.unwrap_or(0) * TALL / most;
    let width = LEFT * 2 + GROUP * columns.values.len() as u32;
    let floor = TOP + TALL;
    let grid: Vec<u32> = (1..=4).map(|line| floor - TALL * line / 4).collect();
    let bars: Vec<(u32, i32, Shown, Shown)> = columns
        .values
        .iter()
        .enumerate()
        .map(|(place, value)| {
            (
                LEFT + GROUP * place as u32 + 3,
                *value,
                columns.before.get(place).copied().flatten(),
                columns.after.get(place).copied().flatten(),
            )
        })
        .collect();
    rsx! {
        svg { class: "chart", view_box: "0 0 {width} {floor + 22}", role: "img", "aria-label": "{name}",
            defs {
                pattern { id: "{id}-hatch", width: "4", height: "4", "patternUnits": "userSpaceOnUse",
                    "patternTransform": "rotate(45)",
                    rect { class: "before-fill", width: "4", height: "4" }
                    rect { class: "before-line", width: "1.2", height: "4" }
                }
            }
            for y in grid {
                line { class: "grid", x1: "0", x2: "{width}", y1: "{y}", y2: "{y}" }
            }
            for (x, value, before, after) in bars {
                if height(before) > 0 {
                    rect { class: "before", x: "{x}", y: "{floor - height(before)}", width: BAR.to_string(), height: height(before).to_string(), fill: "url(#{id}-hatch)" }
                }
                if height(after) > 0 {
                    rect { class: "after", x: "{x + BAR + 1}", y: "{floor - height(after)}", width: BAR.to_string(), height: height(after).to_string() }
                }
                if let Some(n) = before.filter(|n| *n > 0) {
                    text { class: "figure", x: "{x + BAR / 2}", y: "{floor - height(before) - 4}", "text-anchor": "middle", {w.number(n)} }
                }
                if let Some(n) = after.filter(|n| *n > 0) {
                    text { class: "figure", x: "{x + BAR + 1 + BAR / 2}", y: "{floor - height(after) - 4}", "text-anchor": "middle", {w.number(n)} }
                }
                text { class: "axis", x: "{x + BAR}", y: "{floor + 16}", "text-anchor": "middle", "{value}" }
            }
            line { class: "floor", x1: "0", x2: "{width}", y1: "{floor}", y2: "{floor}" }
        }
    }
}

/// What the two kinds of bar mean.
pub fn columns_key(w: Wording) -> Element {
    rsx! {
        p { class: "key", "aria-hidden": "true",
            span { span { class: "swatch before" } {w.t("before")} }
            span { span { class: "swatch after" } {w.t("after")} }
        }
    }
}

/// One part of a whole, in a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub class: &'static str,
    pub n: u32,
}

/// A whole cut into its parts, left to right.
pub fn strip(parts: &[Part], name: &str) -> Element {
    let total: u32 = parts.iter().map(|part| part.n).sum();
    let mut from = 0.0;
    let cut: Vec<(&'static str, String, String)> = parts
        .iter()
        .filter(|part| part.n > 0)
        .map(|part| {
            let width = f64::from(part.n) * 600.0 / f64::from(total.max(1));
            let piece = (
                part.class,
                format!("{from:.1}"),
                format!("{:.1}", (width - 2.0).max(1.0)),
            );
            from += width;
            piece
        })
        .collect();
    rsx! {
        svg { class: "strip", view_box: "0 0 600 22", preserve_aspect_ratio: "none", role: "img", "aria-label": "{name}",
            for (class, x, width) in cut {
                rect { class, x, y: "0", width, height: "22" }
            }
        }
    }
}

/// A share of a whole as a bar behind a number; said in words beside it.
pub fn share_bar(share: f64) -> Element {
    let width = format!("{:.1}", (share.clamp(0.0, 1.0)) * 100.0);
    rsx! {
        svg { class: "share", view_box: "0 0 100 8", preserve_aspect_ratio: "none", "aria-hidden": "true", "focusable": "false",
            rect { class: "share-whole", width: "100", height: "8" }
            rect { class: "share-part", width, height: "8" }
        }
    }
}
