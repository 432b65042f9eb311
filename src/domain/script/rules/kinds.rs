//! What a kind of script adds to the rules all have.

use crate::domain::script::{Role, ScriptKind};

/// What a kind of script adds to the rules all have.
pub(super) struct KindRules {
    pub rates_before_and_after: bool,
    pub needs_story: bool,
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
        forbidden: &[],
    };
    let other = KindRules {
        rates_before_and_after: false,
        needs_story: false,
        forbidden: &[],
    };
    match kind {
        ScriptKind::Issue | ScriptKind::Turnout => conversation,
        ScriptKind::Electoral | ScriptKind::Organising => other,
        // To listen is not to persuade.
        ScriptKind::Listening => KindRules {
            forbidden: &[Role::Case, Role::Rerate],
            ..other
        },
        ScriptKind::Placebo => KindRules {
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
