//! What a kind of script adds to the rules all have.

use crate::domain::script::{Role, ScriptKind};

/// What a kind of script adds to the rules all have.
pub(super) struct KindRules {
    pub rates_before_and_after: bool,
    pub needs_story: bool,
    /// The first answer may be asked for again only after a real talk, and
    /// supporters of a third party are left alone.
    pub is_electoral: bool,
    /// Nothing is asked twice.
    pub rates_once: bool,
    forbidden: &'static [Role],
}

impl KindRules {
    pub(super) fn allows(&self, role: Role) -> bool {
        !self.forbidden.contains(&role)
    }
}

pub(super) fn kind_rules(kind: ScriptKind) -> KindRules {
    let conversation = KindRules {
        rates_before_and_after: true,
        needs_story: true,
        is_electoral: false,
        rates_once: false,
        forbidden: &[],
    };
    let other = KindRules {
        rates_before_and_after: false,
        needs_story: false,
        is_electoral: false,
        rates_once: false,
        forbidden: &[],
    };
    match kind {
        ScriptKind::Issue | ScriptKind::Turnout => conversation,
        ScriptKind::Electoral => KindRules {
            is_electoral: true,
            ..other
        },
        ScriptKind::Organising => other,
        // To listen is not to persuade.
        ScriptKind::Listening => KindRules {
            rates_once: true,
            forbidden: &[Role::Case, Role::Rerate],
            ..other
        },
        ScriptKind::Placebo => KindRules {
            rates_once: true,
            forbidden: &[
                Role::Who,
                Role::OwnStory,
                Role::TheirStory,
                Role::GetPerspective,
                Role::Rerate,
            ],
            ..other
        },
    }
}
