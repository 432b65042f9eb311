//! What a householder's wish does to the conversations with them that this
//! phone still has: begun, parked or at the pavement, and finished ones.
//!
//! | wish | a conversation in progress | what was said and is saved |
//! |---|---|---|
//! | not today | the door closes; what was said until then is kept | stays |
//! | never again | the same, and "may we come back?" is no | stays |
//! | delete my data | gone, with every word | gone from this phone |
//!
//! A wish of one person is about the conversations with that person; one of a
//! household about every conversation at the door. A conversation with somebody
//! who gave no name is not taken for anybody's: it goes with the household's
//! wishes only.

use super::door_fact::{Wish, WishScope};
use super::draft::Draft;
use super::visit::WhoAnswered;

/// What becomes of a conversation in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upon {
    /// It is with somebody else.
    LeftAlone,
    /// The door closes, if it was still open.
    Closed,
    Erased,
}

impl WishScope {
    /// Whether who was met is one of those who wish.
    #[must_use]
    pub fn covers(self, who: Option<WhoAnswered>) -> bool {
        match self {
            Self::Household => true,
            Self::Person(person) => who == Some(WhoAnswered::Listed(person)),
        }
    }
}

impl Wish {
    #[must_use]
    pub fn upon(self, scope: WishScope, who: WhoAnswered) -> Upon {
        match self {
            _ if !scope.covers(Some(who)) => Upon::LeftAlone,
            Self::NotToday | Self::NeverAgain => Upon::Closed,
            Self::DeleteMyData => Upon::Erased,
        }
    }

    /// Their last word stands: who said yes to "may we come back?" and then
    /// asks never to be called on again has said no.
    pub fn overrides(self, draft: &mut Draft) {
        let come_back = &mut draft.answers.consent.come_back;
        if self == Self::NeverAgain && come_back.is_some() {
            *come_back = Some(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PersonId;
    use uuid::Uuid;

    const AINO: PersonId = PersonId(Uuid::from_u128(1));
    const EERO: PersonId = PersonId(Uuid::from_u128(2));

    #[test]
    fn a_persons_wish_is_about_talks_with_that_person_and_a_households_about_all() {
        let met = [
            WhoAnswered::Listed(AINO),
            WhoAnswered::Listed(EERO),
            WhoAnswered::SomeoneElse,
            WhoAnswered::DidNotAsk,
        ];
        for (wish, does) in [
            (Wish::NotToday, Upon::Closed),
            (Wish::NeverAgain, Upon::Closed),
            (Wish::DeleteMyData, Upon::Erased),
        ] {
            for who in met {
                assert_eq!(wish.upon(WishScope::Household, who), does);
                let expected = if who == WhoAnswered::Listed(AINO) {
                    does
                } else {
                    Upon::LeftAlone
                };
                assert_eq!(wish.upon(WishScope::Person(AINO), who), expected, "{who:?}");
            }
        }
        assert!(WishScope::Household.covers(None));
        assert!(!WishScope::Person(AINO).covers(None));
    }
}
