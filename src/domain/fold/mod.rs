//! The fold: from everything that was said about one door to what stands there
//! now. Phones and the server run it over the same records and agree without
//! talking to each other.
//!
//! > **Invariant.** The state of a door depends on nothing but fields inside
//! > the records: not on the order of arrival, not on duplicates, not on `seq`.
//!
//! How it reads the records of one door:
//! - A visit stands as its author last corrected it; nobody else's correction
//!   counts. A visit moved to another door by a correction no longer stands here.
//! - Of one round's visits the strongest is shown (`Disposition::strength`).
//! - What concerns a person outlasts rounds: moved and deceased until somebody
//!   meets them after all, a wish not to be called on for good.
//! - A wish ("never again", "delete my data", an `objected` visit) may be taken
//!   back by its author until they leave the door, so within minutes; after that
//!   only a lead can lift it, at the person's request. So more records can only
//!   add to what is suppressed.
//! - Kinds this version does not know are left out, conversations too.

use super::disposition::{Disposition, Retry};
use super::door_fact::{DoNotContact, Hazard, Wish, WishScope};
use super::ids::{CanvasserId, DoorId, PersonId, RecordId};
use super::record::{Author, BadBody, Fact, Record};
use super::time::DeviceTime;
use super::visit::{Visit, WhoAnswered};
use crate::domain::few::{Few, FewOf};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// How long the author of a wish not to be called on may take it back, by the
/// records' own times: as long as one stands at the door.
pub const LEAVING_THE_DOOR_MINUTES: i64 = 10;

/// A record that was read: what the fold takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    pub id: RecordId,
    pub author: Author,
    pub fact: Fact,
}

impl Noted {
    /// `None` for what the fold never reads: conversations, kinds unknown to
    /// this version, and records without an author.
    ///
    /// # Errors
    /// When the body is not what its kind promises.
    pub fn from_record(record: &Record) -> Result<Option<Self>, BadBody> {
        let (Some(author), true) = (record.author, record.kind.is_shared()) else {
            return Ok(None);
        };
        Ok(Some(Self {
            id: record.id,
            author,
            fact: record.read_shared()?,
        }))
    }

    /// The door it speaks of; `None` for what the fold does not read.
    #[must_use]
    pub fn door(&self) -> Option<DoorId> {
        match &self.fact {
            Fact::Visit(visit) => Some(visit.door),
            Fact::Correction(correction) => Some(correction.door),
            Fact::SafetyNote(note) => Some(note.door),
            Fact::DoNotContact(wish) => Some(wish.door),
            Fact::PersonErased(erased) => Some(erased.door),
            Fact::WishLifted(lifted) => Some(lifted.door),
            Fact::Conversation(_) | Fact::Settled(_) | Fact::Unknown => None,
        }
    }
}

/// A visit as its author left it.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingVisit {
    pub id: RecordId,
    /// Of the visit itself: a correction does not change when it happened.
    pub author: Author,
    pub visit: Visit,
    pub corrected: bool,
    /// When its author said it so: the visit's own time or the correction's.
    pub said_at: DeviceTime,
}

impl StandingVisit {
    /// Whether this canvasser may still correct it: one's own, not the end of a
    /// conversation, and a wish only until leaving the door.
    #[must_use]
    pub fn may_be_corrected(&self, by: CanvasserId, now: DeviceTime) -> bool {
        self.author.canvasser == by
            && !self.visit.disposition.talked()
            && (self.visit.disposition != Disposition::Objected
                || still_at_the_door(self.said_at, now))
    }
}

fn still_at_the_door(said: DeviceTime, undone: DeviceTime) -> bool {
    let minutes = LEAVING_THE_DOOR_MINUTES * 60_000;
    (0..=minutes).contains(&(undone.utc_ms() - said.utc_ms()))
}

/// What stands at one door. Small; phone and server keep it beside the records
/// and write it anew whenever a record about the door arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DoorState {
    #[serde(skip_serializing_if = "Few::is_empty")]
    pub rounds: Few<u32, RoundState>,
    /// People not to look for here any more: moved, deceased or objected.
    #[serde(skip_serializing_if = "Few::is_empty")]
    pub gone: Few<PersonId, Disposition>,
    /// Nobody knocks here: objected, a "no callers" sign, or left for safety.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dont_knock: Option<Disposition>,
    /// All that were noted and not taken back; `warnings` leaves out the expired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warned>,
}

/// What came of one round at one door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoundState {
    /// The strongest outcome; `None` when there is only a wish for "not today".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Disposition>,
    /// The strongest outcome that speaks for the whole door, not for one listed person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_door: Option<Disposition>,
    /// The strongest outcome of each listed person who was met or spoken of.
    #[serde(skip_serializing_if = "Few::is_empty")]
    pub people: Few<PersonId, Disposition>,
    /// Somebody talked about the topic with somebody here.
    #[serde(skip_serializing_if = "is_false")]
    pub talked: bool,
    /// How many times somebody tried.
    pub attempts: u32,
    /// The household asked for "not today".
    #[serde(skip_serializing_if = "is_false")]
    pub not_today: bool,
    /// People who asked for "not today".
    #[serde(skip_serializing_if = "FewOf::is_empty")]
    pub not_today_people: FewOf<PersonId>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A warning about a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warned {
    pub hazard: Hazard,
    /// The last day it is shown.
    #[serde(with = "crate::domain::time::day")]
    pub until: NaiveDate,
    /// The day it was noted, by its author's calendar.
    #[serde(with = "crate::domain::time::day")]
    pub noted: NaiveDate,
    /// The record, so that its author can take it back.
    pub note: RecordId,
}

/// What a door needs in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "needs")]
pub enum Needs {
    NotTried,
    /// Tried this round, worth another try.
    TryAgain {
        last: Disposition,
    },
    /// Came to something; nothing more to do this round.
    Settled {
        last: Disposition,
    },
    /// Tried in an earlier round, not yet in this one.
    EarlierRound {
        last: Disposition,
    },
    /// Asked not to be contacted, a "no callers" sign, or left for safety: don't knock.
    DontKnock {
        why: Disposition,
    },
}

impl Needs {
    /// Whether the door still counts among those left to do.
    #[must_use]
    pub fn is_left(self) -> bool {
        match self {
            Self::NotTried | Self::TryAgain { .. } | Self::EarlierRound { .. } => true,
            Self::Settled { .. } | Self::DontKnock { .. } => false,
        }
    }
}

impl DoorState {
    /// What the door needs in this round, given who is listed there now.
    ///
    /// One talk a round is enough for a door: after it nobody else of the
    /// household is looked for. A refusal, or another language, speaks for the
    /// person who was identified; without one, for the door.
    #[must_use]
    pub fn needs(&self, round: u32, listed: &[PersonId]) -> Needs {
        if let Some(why) = self.dont_knock {
            return Needs::DontKnock { why };
        }
        if let Some(last) = self.everybody_gone(listed) {
            return if last.retry() == Retry::Suppress {
                Needs::DontKnock { why: last }
            } else {
                Needs::Settled { last }
            };
        }
        if let Some(now) = self.rounds.get(&round).filter(|now| now.says_something()) {
            // Only "not today" was noted: shown as what it is nearest to.
            let last = now.shown.unwrap_or(Disposition::Refused);
            return if now.is_settled(listed, &self.gone) {
                Needs::Settled { last }
            } else {
                Needs::TryAgain { last }
            };
        }
        let earlier = self.rounds.iter().rev().filter(|(of, _)| **of < round);
        match earlier.filter_map(|(_, round)| round.shown).next() {
            // A house that was not there does not appear with a new round.
            Some(last @ Disposition::NoSuchAddress) => Needs::Settled { last },
            Some(last) => Needs::EarlierRound { last },
            None => Needs::NotTried,
        }
    }

    /// Whether the door is still to do in this round.
    #[must_use]
    pub fn is_left(&self, round: u32, listed: &[PersonId]) -> bool {
        self.needs(round, listed).is_left()
    }

    /// Why not to look for this person here any more: `Moved`, `Deceased` or `Objected`.
    #[must_use]
    pub fn gone(&self, person: PersonId) -> Option<Disposition> {
        self.gone.get(&person).copied()
    }

    /// The warnings in force on this day of the canvasser's calendar: of each
    /// hazard the one that lasts longest, the latest noted first.
    #[must_use]
    pub fn warnings(&self, today: NaiveDate) -> Vec<Warned> {
        let mut longest: Few<Hazard, Warned> = Few::new();
        for warned in self.warnings.iter().filter(|warned| warned.until >= today) {
            let standing = longest.or_insert(warned.hazard, *warned);
            *standing = warned.max(standing).to_owned();
        }
        let mut warnings: Vec<Warned> = longest.into_values().collect();
        warnings.sort_by_key(|warned| (std::cmp::Reverse(warned.noted), warned.hazard));
        warnings
    }

    fn everybody_gone(&self, listed: &[PersonId]) -> Option<Disposition> {
        if listed.is_empty() {
            // The last one asked to be left alone and stands on no list any more.
            let objected = |gone: &&Disposition| gone.retry() == Retry::Suppress;
            return self.gone.values().find(objected).copied();
        }
        let mut strongest: Option<Disposition> = None;
        for person in listed {
            strongest = stronger(strongest, self.gone(*person)?);
        }
        strongest
    }
}

impl RoundState {
    /// More than an attempt whose outcome turned out to be a mistake.
    fn says_something(&self) -> bool {
        self.shown.is_some() || self.not_today || !self.not_today_people.is_empty()
    }

    fn is_settled(&self, listed: &[PersonId], gone: &Few<PersonId, Disposition>) -> bool {
        let no_retry = |outcome: Disposition| outcome.retry() != Retry::Yes;
        if self.talked || self.not_today || self.whole_door.is_some_and(no_retry) {
            return true;
        }
        if listed.is_empty() {
            // Nobody is listed (any more): what somebody said speaks for the door.
            return self.people.values().copied().any(no_retry)
                || !self.not_today_people.is_empty();
        }
        listed.iter().all(|person| {
            gone.contains_key(person)
                || self.not_today_people.contains(person)
                || self.people.get(person).copied().is_some_and(no_retry)
        })
    }
}

fn stronger(standing: Option<Disposition>, next: Disposition) -> Option<Disposition> {
    Some(standing.map_or(next, |standing| {
        if next.strength() > standing.strength() {
            next
        } else {
            standing
        }
    }))
}

/// Everything said about one door, each record once, in an order of its own:
/// by time, then id. What every reading below starts from.
struct Said<'a> {
    by_time: Vec<&'a Noted>,
    /// By the corrected record, in the same order. Whose they are is looked at when read.
    corrections: Few<RecordId, Vec<(&'a Author, Option<&'a Visit>)>>,
    /// Wishes, and visits that tell of one, which a lead lifted.
    lifted: FewOf<RecordId>,
}

impl<'a> Said<'a> {
    fn new<N: Borrow<Noted>>(facts: &'a [N]) -> Self {
        let mut once: Few<RecordId, &Noted> = Few::new();
        for noted in facts.iter().map(Borrow::borrow) {
            let standing = once.or_insert(noted.id, noted);
            // Two facts under one id: the server holds the second back, and
            // whoever got both must still agree on one.
            if *standing != noted && rank(noted) < rank(standing) {
                *standing = noted;
            }
        }
        let mut by_time: Vec<&Noted> = once.into_values().collect();
        by_time.sort_by_key(|noted| (noted.author.at, noted.id));
        if crate::mutant::is("fold-in-order-of-arrival") {
            by_time = facts.iter().map(Borrow::borrow).collect();
        }
        let mut corrections: Few<RecordId, Vec<_>> = Few::new();
        for noted in &by_time {
            if let Fact::Correction(correction) = &noted.fact {
                corrections
                    .or_default(correction.corrects)
                    .push((&noted.author, correction.instead.as_ref()));
            }
        }
        let lifted = by_time.iter().flat_map(|noted| match &noted.fact {
            // Nobody's but a lead's, who is no canvasser.
            Fact::WishLifted(lifted) if noted.author.canvasser.0.is_nil() => {
                lifted.lifts.as_slice()
            }
            _ => &[],
        });
        Self {
            lifted: lifted.copied().collect(),
            by_time,
            corrections,
        }
    }

    /// Corrections of one record by its own author. They may seem older than
    /// the record itself, where a clock was set in between; they count all the same.
    fn corrections_of(
        &self,
        noted: &Noted,
    ) -> impl Iterator<Item = (DeviceTime, Option<&'a Visit>)> + use<'_, 'a> {
        let author = noted.author.canvasser;
        self.corrections
            .get(&noted.id)
            .into_iter()
            .flatten()
            .filter(move |(by, _)| by.canvasser == author)
            .map(|(by, instead)| (by.at, *instead))
    }

    fn withdrawn(&self, noted: &Noted) -> bool {
        self.corrections_of(noted)
            .any(|(_, instead)| instead.is_none())
    }

    fn standing_visits(&self) -> Vec<StandingVisit> {
        let mut standing = Vec::new();
        for &noted in &self.by_time {
            let Fact::Visit(original) = &noted.fact else {
                continue;
            };
            let mut now = Some(original);
            let mut corrected = false;
            let is_wish = |visit: Option<&Visit>| {
                visit.is_some_and(|visit| visit.disposition == Disposition::Objected)
            };
            let mut said_at = noted.author.at;
            for (at, instead) in self.corrections_of(noted) {
                if is_wish(now) {
                    if !still_at_the_door(said_at, at) {
                        continue;
                    }
                } else {
                    said_at = at;
                }
                now = instead;
                corrected = true;
            }
            if let Some(visit) = now.filter(|visit| visit.door == original.door) {
                standing.push(StandingVisit {
                    id: noted.id,
                    author: noted.author,
                    visit: visit.clone(),
                    corrected,
                    said_at,
                });
            }
        }
        standing
    }

    fn standing_wishes(&self) -> impl Iterator<Item = (RecordId, &'a DoNotContact)> + '_ {
        self.by_time.iter().filter_map(|&noted| match &noted.fact {
            Fact::DoNotContact(wish) => {
                let taken_back = self.corrections_of(noted).any(|(at, instead)| {
                    instead.is_none()
                        && (wish.wish == Wish::NotToday || still_at_the_door(noted.author.at, at))
                });
                let lifted = wish.wish == Wish::NeverAgain && self.lifted.contains(&noted.id);
                (!taken_back && !lifted).then_some((noted.id, wish))
            }
            _ => None,
        })
    }

    fn is_lifted(&self, standing: &StandingVisit) -> bool {
        standing.visit.disposition == Disposition::Objected && self.lifted.contains(&standing.id)
    }

    fn standing_warnings(&self) -> Vec<Warned> {
        let mut warnings: Vec<Warned> = self
            .by_time
            .iter()
            .filter_map(|&noted| match &noted.fact {
                Fact::SafetyNote(note) if !self.withdrawn(noted) => Some(Warned {
                    hazard: note.hazard,
                    until: note.until,
                    noted: noted.author.at.local_date(),
                    note: noted.id,
                }),
                _ => None,
            })
            .collect();
        warnings.sort();
        warnings
    }
}

/// A total order over the contents two facts may have under one id.
fn rank(noted: &Noted) -> (DeviceTime, CanvasserId, Option<(String, String)>) {
    let written = Record::write(noted.id, None, &noted.fact).ok();
    (
        noted.author.at,
        noted.author.canvasser,
        written.map(|record| (record.kind.name().to_owned(), record.body.get().to_owned())),
    )
}

/// The visits of one door as their authors left them, the latest first.
#[must_use]
pub fn standing_visits<N: Borrow<Noted>>(facts: &[N]) -> Vec<StandingVisit> {
    let mut visits = Said::new(facts).standing_visits();
    visits.reverse();
    visits
}

/// Where "never again" stands, and whose word it is: what a lead may lift.
#[must_use]
pub fn objections<N: Borrow<Noted>>(facts: &[N]) -> Vec<(RecordId, WishScope)> {
    let said = Said::new(facts);
    let mut objections: Vec<(RecordId, WishScope)> = said
        .standing_wishes()
        .filter(|(_, wish)| wish.wish == Wish::NeverAgain)
        .map(|(id, wish)| (id, wish.scope))
        .collect();
    for standing in said.standing_visits() {
        if standing.visit.disposition == Disposition::Objected && !said.is_lifted(&standing) {
            objections.push((standing.id, standing.visit.wishes_for()));
        }
    }
    objections
}

/// The wishes for deletion that stand: not taken back while their author was
/// still at the door.
#[must_use]
pub fn wishes_for_deletion<N: Borrow<Noted>>(facts: &[N]) -> Vec<(RecordId, DoNotContact)> {
    Said::new(facts)
        .standing_wishes()
        .filter(|(_, wish)| wish.wish == Wish::DeleteMyData)
        .map(|(id, wish)| (id, wish.clone()))
        .collect()
}

/// Folds everything said about one door, in any order and with duplicates.
#[must_use]
pub fn fold<N: Borrow<Noted>>(facts: impl IntoIterator<Item = N>) -> DoorState {
    let facts: Vec<N> = facts.into_iter().collect();
    let said = Said::new(&facts);
    let visits = said.standing_visits();
    let mut state = DoorState {
        warnings: said.standing_warnings(),
        ..DoorState::default()
    };
    // In the order of time, so the last word about a person stands.
    for standing in &visits {
        let disposition = standing.visit.disposition;
        let Some(WhoAnswered::Listed(person)) = standing.visit.who else {
            continue;
        };
        if matches!(disposition, Disposition::Moved | Disposition::Deceased) {
            state.gone.insert(person, disposition);
        } else if disposition.meets_person() {
            state.gone.remove(&person);
        }
    }
    for standing in &visits {
        if said.is_lifted(standing) {
            // Somebody was there; what was wished then is wished no more.
            let round = state.rounds.or_default(standing.visit.round);
            round.attempts += u32::from(standing.visit.disposition.attempted());
        } else {
            add_visit(&mut state, standing);
        }
    }
    // After the visits: a wish outranks whatever else is known of a person.
    for standing in &visits {
        if standing.visit.disposition == Disposition::Objected && !said.is_lifted(standing) {
            object(&mut state, standing.visit.who);
        }
    }
    for (_, wish) in said.standing_wishes() {
        add_wish(&mut state, wish.wish, wish.scope, wish.round);
    }
    for noted in &said.by_time {
        if let Fact::PersonErased(erased) = &noted.fact {
            // Nobody takes this back: there is nothing left to go back to.
            add_wish(&mut state, Wish::DeleteMyData, erased.scope, 0);
        }
    }
    state
}

fn add_visit(state: &mut DoorState, standing: &StandingVisit) {
    let visit = &standing.visit;
    let disposition = visit.disposition;
    let listed = match visit.who {
        Some(WhoAnswered::Listed(person)) => Some(person),
        Some(WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk) | None => None,
    };
    let round = state.rounds.or_default(visit.round);
    round.attempts += u32::from(disposition.attempted());
    if let (Some(person), Disposition::Moved | Disposition::Deceased) = (listed, disposition)
        && !state.gone.contains_key(&person)
    {
        // They were met after all: the attempt counts, what it said does not.
        return;
    }
    round.shown = stronger(round.shown, disposition);
    round.talked |= disposition.talked();
    match listed {
        Some(person) if disposition.level() == super::disposition::Level::Person => {
            let outcome = stronger(round.people.get(&person).copied(), disposition);
            round
                .people
                .extend(outcome.map(|outcome| (person, outcome)));
        }
        _ => round.whole_door = stronger(round.whole_door, disposition),
    }
    if matches!(
        disposition,
        Disposition::NoCallersSign | Disposition::Unsafe
    ) {
        state.dont_knock = stronger(state.dont_knock, disposition);
    }
}

/// Nobody calls on this person again; on the whole household where nobody
/// listed was named.
fn object(state: &mut DoorState, who: Option<WhoAnswered>) {
    match who {
        Some(WhoAnswered::Listed(person)) => {
            state.gone.insert(person, Disposition::Objected);
        }
        Some(WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk) | None => {
            state.dont_knock = stronger(state.dont_knock, Disposition::Objected);
        }
    }
}

fn add_wish(state: &mut DoorState, wish: Wish, scope: WishScope, round: u32) {
    match (wish, scope) {
        (Wish::NotToday, WishScope::Household) => {
            state.rounds.or_default(round).not_today = true;
        }
        (Wish::NotToday, WishScope::Person(person)) => {
            let round = state.rounds.or_default(round);
            round.not_today_people.insert(person);
        }
        (Wish::NeverAgain | Wish::DeleteMyData, WishScope::Household) => object(state, None),
        (Wish::NeverAgain | Wish::DeleteMyData, WishScope::Person(person)) => {
            object(state, Some(WhoAnswered::Listed(person)));
        }
    }
}

#[cfg(test)]
mod tests;
