//! Which records go when a person, or everybody at a door, asks for what is held
//! about them to be deleted. The same rule on every phone and on the server, over
//! the records of one door, so that both come to the same without listing them.
//!
//! Of a household everything goes that was noted at the door. Of a person goes
//! what names them: visits with them, wishes of theirs, and the whole story of a
//! visit (it and its corrections) of which any part names them. What is left is
//! the `person_erased` record, and warnings about the door, which are nobody's.

use super::door_fact::WishScope;
use super::fold::Noted;
use super::ids::{DoorId, PersonId, RecordId};
use super::record::Fact;
use super::visit::{Visit, WhoAnswered};
use super::walk_list::Person;
use crate::domain::few::FewOf;
use sha2::{Digest as _, Sha256};
use std::borrow::Borrow;
use uuid::Uuid;

/// The records, of those noted at one door, that go.
#[must_use]
pub fn concerned<N: Borrow<Noted>>(facts: &[N], scope: WishScope) -> FewOf<RecordId> {
    let facts = || facts.iter().map(Borrow::borrow);
    let WishScope::Person(person) = scope else {
        return facts()
            .filter(|noted| !matches!(noted.fact, Fact::PersonErased(_)))
            .map(|noted| noted.id)
            .collect();
    };
    let mut concerned: FewOf<RecordId> = facts()
        .filter(|noted| names(&noted.fact, person))
        .map(|noted| noted.id)
        .collect();
    // A visit whose author said later that it was with this person,
    for noted in facts() {
        if let (Fact::Correction(correction), true) = (&noted.fact, concerned.contains(&noted.id)) {
            let its_own = facts().any(|visit| {
                visit.id == correction.corrects && visit.author.canvasser == noted.author.canvasser
            });
            if its_own {
                concerned.insert(correction.corrects);
            }
        }
    }
    // and whatever else was said about it.
    for noted in facts() {
        if let Fact::Correction(correction) = &noted.fact
            && concerned.contains(&correction.corrects)
        {
            concerned.insert(noted.id);
        }
    }
    // That a wish of theirs was lifted goes with the wish.
    for noted in facts() {
        if let Fact::WishLifted(lifted) = &noted.fact
            && lifted.lifts.iter().any(|wish| concerned.contains(wish))
        {
            concerned.insert(noted.id);
        }
    }
    concerned
}

fn names(fact: &Fact, person: PersonId) -> bool {
    let with = |visit: &Visit| visit.who == Some(WhoAnswered::Listed(person));
    match fact {
        Fact::Visit(visit) => with(visit),
        Fact::Correction(correction) => correction.instead.as_ref().is_some_and(with),
        Fact::DoNotContact(wish) => wish.scope == WishScope::Person(person),
        Fact::SafetyNote(_)
        | Fact::Conversation(_)
        | Fact::PersonErased(_)
        | Fact::Settled(_)
        | Fact::WishLifted(_)
        | Fact::Unknown => false,
    }
}

/// Takes whoever is erased off a door's list of people; whether anybody was on it.
pub fn strike(people: &mut Vec<Person>, scope: WishScope) -> bool {
    let before = people.len();
    match scope {
        WishScope::Person(person) => people.retain(|listed| listed.id != person),
        WishScope::Household => people.clear(),
    }
    people.len() != before
}

/// The id of an erasure's record: the same whoever carries it out and however
/// often, so that a ledger replayed twice brings it once.
#[must_use]
pub fn record_id(door: DoorId, scope: WishScope) -> RecordId {
    let mut hasher = Sha256::new();
    hasher.update(b"person_erased");
    hasher.update(door.0.as_bytes());
    if let WishScope::Person(person) = scope {
        hasher.update(person.0.as_bytes());
    }
    let hash: [u8; 32] = hasher.finalize().into();
    let half = hash.first_chunk::<16>().copied().unwrap_or_default();
    RecordId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

/// Whether only the server makes ids like this one: those of erasures can be foretold by whoever
/// knows the door, and a phone that took one would keep the erasure from being noted.
#[must_use]
pub fn is_for_the_server(id: RecordId) -> bool {
    id.0.get_version_num() == 8
}

/// All ids that stand in a text, whatever it is otherwise.
#[must_use]
pub fn ids_in(text: &str) -> FewOf<Uuid> {
    const LENGTH: usize = 36;
    let bytes = text.as_bytes();
    let mut found = FewOf::new();
    let mut at = 0;
    while let Some(window) = bytes.get(at..at + LENGTH) {
        // The dashes tell almost every other place apart without reading on.
        let looks = window[8] == b'-' && window[13] == b'-' && window[18] == b'-';
        match Uuid::try_parse_ascii(window) {
            Ok(id) if looks => {
                found.insert(id);
                at += LENGTH;
            }
            _ => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::domain::disposition::Disposition;
    use crate::domain::door_fact::{
        Correction, DoNotContact, Hazard, PersonErased, SafetyNote, Wish,
    };
    use crate::domain::fold::{Needs, fold};
    use crate::domain::ids::{CanvasserId, ListId};
    use crate::domain::record::Author;
    use crate::domain::script::Channel;

    const DOOR: DoorId = DoorId(Uuid::from_u128(0xD0));
    const LIST: ListId = ListId(Uuid::from_u128(0xAA));
    const AINO: PersonId = PersonId(Uuid::from_u128(1));
    const EERO: PersonId = PersonId(Uuid::from_u128(2));

    fn noted(n: u128, by: u128, fact: Fact) -> Noted {
        Noted {
            id: RecordId(Uuid::from_u128(n)),
            author: Author {
                canvasser: CanvasserId(Uuid::from_u128(by)),
                at: "2026-11-14T17:30:00+02:00".parse().unwrap(),
            },
            fact,
        }
    }

    fn visit(who: WhoAnswered) -> Visit {
        Visit {
            list: LIST,
            door: DOOR,
            round: 1,
            disposition: Disposition::Refused,
            who: Some(who),
            come_back: None,
            language: None,
            partners: Vec::new(),
            channel: Channel::Door,
            call: None,
            unknown: serde_json::Map::new(),
        }
    }

    fn corrects(n: u128, instead: Option<Visit>) -> Fact {
        Fact::Correction(Correction {
            list: LIST,
            door: DOOR,
            corrects: RecordId(Uuid::from_u128(n)),
            instead,
        })
    }

    fn story() -> Vec<Noted> {
        let wish = DoNotContact {
            list: LIST,
            door: DOOR,
            round: 1,
            scope: WishScope::Person(AINO),
            wish: Wish::DeleteMyData,
            under_way: Vec::new(),
        };
        let note = SafetyNote {
            list: LIST,
            door: DOOR,
            hazard: Hazard::Dog,
            until: "2026-12-01".parse().unwrap(),
            unknown: serde_json::Map::new(),
        };
        vec![
            noted(1, 1, Fact::Visit(visit(WhoAnswered::Listed(AINO)))),
            noted(2, 1, corrects(1, None)),
            noted(3, 1, Fact::Visit(visit(WhoAnswered::SomeoneElse))),
            noted(4, 1, corrects(3, Some(visit(WhoAnswered::Listed(AINO))))),
            noted(5, 1, corrects(3, None)),
            noted(6, 1, Fact::Visit(visit(WhoAnswered::Listed(EERO)))),
            noted(7, 2, Fact::DoNotContact(wish)),
            noted(8, 2, Fact::SafetyNote(note)),
            noted(9, 1, Fact::Visit(visit(WhoAnswered::SomeoneElse))),
            // Somebody else's correction counts nowhere, but it names her.
            noted(10, 2, corrects(9, Some(visit(WhoAnswered::Listed(AINO))))),
        ]
    }

    fn numbers(scope: WishScope) -> Vec<u128> {
        let ids = concerned(&story(), scope);
        ids.into_iter().map(|id| id.0.as_u128()).collect()
    }

    #[test]
    fn of_a_person_goes_whatever_names_them_and_of_a_household_everything_at_the_door() {
        assert_eq!(numbers(WishScope::Person(AINO)), [1, 2, 3, 4, 5, 7, 10]);
        assert_eq!(numbers(WishScope::Person(EERO)), [6]);
        assert_eq!(numbers(WishScope::Household), (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn after_an_erasure_nobody_calls_on_them_again_though_they_stand_on_no_list() {
        let erased = |scope| Fact::PersonErased(PersonErased { door: DOOR, scope });
        let aino = noted(20, 0, erased(WishScope::Person(AINO)));
        assert!(concerned(std::slice::from_ref(&aino), WishScope::Household).is_empty());
        let alone = fold([&aino]);
        let why = Disposition::Objected;
        assert_eq!(alone.needs(1, &[]), Needs::DontKnock { why });
        assert_eq!(alone.needs(2, &[AINO]), Needs::DontKnock { why });
        assert_eq!(
            alone.needs(1, &[EERO]),
            Needs::NotTried,
            "he is still asked"
        );
        let household = fold([noted(21, 0, erased(WishScope::Household))]);
        assert_eq!(household.needs(1, &[EERO]), Needs::DontKnock { why });
    }

    #[test]
    fn ids_are_found_wherever_they_stand_and_nothing_else_is_taken_for_one() {
        let one = Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
        let text = format!(
            r#"{{"who":"{one}","x":"12345678-9abc","also":["{}"]}}"#,
            AINO.0
        );
        assert_eq!(ids_in(&text), FewOf::from([one, AINO.0]));
        assert_eq!(ids_in("ä".repeat(60).as_str()), FewOf::new());
        assert_eq!(ids_in(""), FewOf::new());
    }

    #[test]
    fn an_erasure_has_one_name_however_often_it_is_carried_out() {
        let person = record_id(DOOR, WishScope::Person(AINO));
        assert_eq!(person, record_id(DOOR, WishScope::Person(AINO)));
        assert_ne!(person, record_id(DOOR, WishScope::Person(EERO)));
        assert_ne!(person, record_id(DOOR, WishScope::Household));
    }
}
