//! What came of trying a door: the closed list of method 2.1, what each counts
//! as, and the published order of strength by which the fold says "who to
//! visit".

use serde::{Deserialize, Serialize};

/// One outcome of one attempt. `No*` and access outcomes speak of the address;
/// the others of the person who was identified, if one was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    NotHome,
    Inaccessible,
    NoSuchAddress,
    Vacant,
    NoCallersSign,
    Gatekeeper,
    /// Only a child answered; nothing is asked of children.
    ChildOnly,
    ComeBack,
    OtherLanguage,
    Moved,
    Deceased,
    /// Did not want to talk, before any rating.
    Refused,
    /// The topic was raised, no first rating.
    Started,
    /// First rating, no final one.
    Partial,
    /// First and final rating.
    Complete,
    /// We left for safety.
    Unsafe,
    /// Asked not to be contacted, or to have their data removed.
    Objected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Address,
    Person,
}

/// Whether the door should be tried again, and who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    Yes,
    No,
    LeadDecides,
    Reassign,
    Suppress,
}

impl Disposition {
    pub const ALL: [Self; 17] = [
        Self::NotHome,
        Self::Inaccessible,
        Self::NoSuchAddress,
        Self::Vacant,
        Self::NoCallersSign,
        Self::Gatekeeper,
        Self::ChildOnly,
        Self::ComeBack,
        Self::OtherLanguage,
        Self::Moved,
        Self::Deceased,
        Self::Refused,
        Self::Started,
        Self::Partial,
        Self::Complete,
        Self::Unsafe,
        Self::Objected,
    ];

    /// The closed code used in records, exports and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotHome => "not_home",
            Self::Inaccessible => "inaccessible",
            Self::NoSuchAddress => "no_such_address",
            Self::Vacant => "vacant",
            Self::NoCallersSign => "no_callers_sign",
            Self::Gatekeeper => "gatekeeper",
            Self::ChildOnly => "child_only",
            Self::ComeBack => "come_back",
            Self::OtherLanguage => "other_language",
            Self::Moved => "moved",
            Self::Deceased => "deceased",
            Self::Refused => "refused",
            Self::Started => "started",
            Self::Partial => "partial",
            Self::Complete => "complete",
            Self::Unsafe => "unsafe",
            Self::Objected => "objected",
        }
    }

    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::NotHome
            | Self::Inaccessible
            | Self::NoSuchAddress
            | Self::Vacant
            | Self::NoCallersSign
            | Self::Gatekeeper
            | Self::ChildOnly
            | Self::Unsafe => Level::Address,
            Self::ComeBack
            | Self::OtherLanguage
            | Self::Moved
            | Self::Deceased
            | Self::Refused
            | Self::Started
            | Self::Partial
            | Self::Complete
            | Self::Objected => Level::Person,
        }
    }

    /// Somebody went to the door and tried (a "no callers" sign is respected
    /// without knocking).
    #[must_use]
    pub fn attempted(self) -> bool {
        self != Self::NoCallersSign
    }

    /// Any human being answered.
    #[must_use]
    pub fn answered(self) -> bool {
        !matches!(
            self,
            Self::NotHome
                | Self::Inaccessible
                | Self::NoSuchAddress
                | Self::Vacant
                | Self::NoCallersSign
        )
    }

    /// The listed person was met, if the visit names one. Who is said to have
    /// moved or died was not.
    #[must_use]
    pub fn meets_person(self) -> bool {
        self.level() == Level::Person && !matches!(self, Self::Moved | Self::Deceased)
    }

    /// A number was given at least once.
    #[must_use]
    pub fn gave_first_rating(self) -> bool {
        matches!(self, Self::Partial | Self::Complete)
    }

    /// First and final rating.
    #[must_use]
    pub fn gave_both_ratings(self) -> bool {
        self == Self::Complete
    }

    /// The topic was raised: a conversation, however short.
    #[must_use]
    pub fn talked(self) -> bool {
        matches!(self, Self::Started | Self::Partial | Self::Complete)
    }

    #[must_use]
    pub fn retry(self) -> Retry {
        match self {
            Self::NotHome | Self::Gatekeeper | Self::ChildOnly | Self::ComeBack => Retry::Yes,
            Self::Inaccessible => Retry::LeadDecides,
            Self::OtherLanguage => Retry::Reassign,
            Self::NoCallersSign | Self::Unsafe | Self::Objected => Retry::Suppress,
            Self::NoSuchAddress
            | Self::Vacant
            | Self::Moved
            | Self::Deceased
            | Self::Refused
            | Self::Started
            | Self::Partial
            | Self::Complete => Retry::No,
        }
    }

    /// The published order of strength, 0 weakest. Of all visits of one
    /// standing, the fold shows the strongest; among equals the later. What a
    /// weaker, later attempt found ("nobody home") never hides a stronger,
    /// earlier one ("talked"). Whatever it shows, every visit is kept.
    #[must_use]
    pub fn strength(self) -> u8 {
        match self {
            // Who found nobody home did reach the door.
            Self::Inaccessible => 0,
            Self::NotHome => 1,
            Self::ChildOnly => 2,
            Self::Gatekeeper => 3,
            Self::OtherLanguage => 4,
            Self::ComeBack => 5,
            Self::Refused => 6,
            Self::Started => 7,
            Self::Partial => 8,
            Self::Complete => 9,
            Self::Vacant => 10,
            Self::NoSuchAddress => 11,
            Self::Moved => 12,
            Self::Deceased => 13,
            Self::NoCallersSign => 14,
            Self::Unsafe => 15,
            Self::Objected => 16,
        }
    }
}
