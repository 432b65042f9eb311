//! Leads through a long list page by page; the page is part of the address.

use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

/// Which stretch of a long list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// From 1.
    pub page: u32,
    pub per_page: u32,
    pub total: u32,
}

impl Stretch {
    #[must_use]
    pub fn pages(self) -> u32 {
        self.total.div_ceil(self.per_page.max(1)).max(1)
    }

    #[must_use]
    pub fn offset(self) -> u32 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }
}

/// Links to the neighbouring pages. `address` is the page's address with its
/// filters, without the page.
///
/// `place` tells two of them on one page apart: `pager-label` or `pager-label-below`.
pub fn pager(w: Wording, stretch: Stretch, address: &str, place: &str) -> Element {
    if stretch.pages() <= 1 {
        return rsx! {};
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    let from = stretch.offset().saturating_add(1);
    let to = stretch
        .offset()
        .saturating_add(stretch.per_page)
        .min(stretch.total);
    rsx! {
        nav { class: "pager", "aria-label": w.t(place),
            if stretch.page > 1 {
                a { rel: "prev", href: "{address}{joint}page={stretch.page - 1}", {w.t("pager-before")} }
            }
            span { {w.say("pager-here", &[("from", from.into()), ("to", to.into()), ("total", stretch.total.into())])} }
            if stretch.page < stretch.pages() {
                a { rel: "next", href: "{address}{joint}page={stretch.page + 1}", {w.t("pager-after")} }
            }
        }
    }
}
