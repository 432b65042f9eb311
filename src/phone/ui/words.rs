//! The domain in plain words: outcomes, what a door needs, warnings, days and times, and for
//! every trouble what happened and what to do next.

use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::Hazard;
use crate::domain::time::DeviceTime;
use crate::domain::visit::ComeBack;
use crate::domain::walk_list::Side;
use crate::phone::room::Trouble;
use crate::phone::view::{
    DeliveredWhat, DeliveryState, DoorNeeds, NextDoor, PersonView, StreetKey, SyncState,
    SyncTrouble, Warning,
};
use crate::say;
use chrono::{Datelike as _, NaiveDate, Timelike as _};

/// What came of trying a door.
#[must_use]
pub fn outcome(disposition: Disposition) -> String {
    match disposition {
        Disposition::NotHome => say!("outcome-not-home"),
        Disposition::Inaccessible => say!("outcome-inaccessible"),
        Disposition::NoSuchAddress => say!("outcome-no-such-address"),
        Disposition::Vacant => say!("outcome-vacant"),
        Disposition::NoCallersSign => say!("outcome-no-callers-sign"),
        Disposition::Gatekeeper => say!("outcome-gatekeeper"),
        Disposition::ChildOnly => say!("outcome-child-only"),
        Disposition::ComeBack => say!("outcome-come-back"),
        Disposition::OtherLanguage => say!("outcome-other-language"),
        Disposition::Moved => say!("outcome-moved"),
        Disposition::Deceased => say!("outcome-deceased"),
        Disposition::Refused => say!("outcome-refused"),
        Disposition::Started => say!("outcome-started"),
        Disposition::Partial => say!("outcome-partial"),
        Disposition::Complete => say!("outcome-complete"),
        Disposition::Unsafe => say!("outcome-unsafe"),
        Disposition::Objected => say!("outcome-objected"),
    }
}

/// What came of calling a number: its own code, else the disposition in words of calls.
#[must_use]
pub fn call(disposition: Disposition, call: Option<CallOutcome>) -> String {
    match (call, disposition) {
        (Some(CallOutcome::NobodyAnswered), _) | (None, Disposition::NotHome) => {
            say!("call-nobody-answered")
        }
        (Some(CallOutcome::Busy), _) => say!("call-busy"),
        (Some(CallOutcome::Voicemail), _) => say!("call-voicemail"),
        (Some(CallOutcome::VoicemailMessage), _) => say!("call-voicemail-message"),
        (Some(CallOutcome::WrongNumber), _) => say!("call-wrong-number"),
        (Some(CallOutcome::NotInService), _) => say!("call-not-in-service"),
        (None, Disposition::NoSuchAddress) => say!("call-leads-nowhere"),
        (None, Disposition::ComeBack) => say!("call-back-later"),
        (None, other) => outcome(other),
    }
}

/// Of a door or of a call.
#[must_use]
pub fn came(calls: bool, disposition: Disposition, outcome_of_call: Option<CallOutcome>) -> String {
    if calls {
        call(disposition, outcome_of_call)
    } else {
        outcome(disposition)
    }
}

/// On the street list: what the door needs; on a call list, the number.
#[must_use]
pub fn needs(needs: DoorNeeds, calls: bool) -> String {
    let outcome = |last: Disposition| came(calls, last, None);
    match needs {
        DoorNeeds::NotTried | DoorNeeds::EarlierRound { .. } if calls => say!("needs-not-called"),
        DoorNeeds::DontKnock { why } if calls => say!("needs-dont-call", why = outcome(why)),
        DoorNeeds::NotTried => say!("needs-not-tried"),
        DoorNeeds::TryAgain { last } => say!("needs-try-again", last = outcome(last)),
        DoorNeeds::Settled { last } => outcome(last),
        DoorNeeds::EarlierRound { last } => say!("needs-earlier-round", last = outcome(last)),
        DoorNeeds::Parked => say!("needs-parked"),
        DoorNeeds::DontKnock { why } => say!("needs-dont-knock", why = outcome(why)),
    }
}

#[must_use]
pub fn hazard(hazard: Hazard) -> String {
    match hazard {
        Hazard::Dog => say!("hazard-dog"),
        Hazard::Threat => say!("hazard-threat"),
        Hazard::Access => say!("hazard-access"),
        Hazard::Other => say!("hazard-other"),
    }
}

/// `Dog (Sat 14 Nov)`: what, and the day it was noted.
#[must_use]
pub fn warning(warning: Warning) -> String {
    say!(
        "warning",
        what = hazard(warning.hazard),
        day = day(warning.noted)
    )
}

#[must_use]
pub fn come_back(when: ComeBack) -> String {
    match when {
        ComeBack::LaterToday => say!("come-back-later-today"),
        ComeBack::AnotherEvening => say!("come-back-another-evening"),
        ComeBack::Weekend => say!("come-back-weekend"),
        ComeBack::AnyTime => say!("come-back-any-time"),
    }
}

/// `Annankatu, odd side`.
#[must_use]
pub fn street(key: &StreetKey) -> String {
    let street = if key.street.is_empty() {
        say!("street-unnamed")
    } else {
        key.street.clone()
    };
    match key.side {
        Side::Odd => say!("street-odd", street = street),
        Side::Even => say!("street-even", street = street),
        Side::Whole => street,
    }
}

/// The name of a language, in the language in force; its code where we have no name for it.
#[must_use]
pub fn language(tag: &str) -> String {
    match tag.split(['-', '_']).next().unwrap_or_default() {
        "ar" => say!("language-ar"),
        "cy" => say!("language-cy"),
        "de" => say!("language-de"),
        "en" => say!("language-en"),
        "es" => say!("language-es"),
        "et" => say!("language-et"),
        "fi" => say!("language-fi"),
        "fr" => say!("language-fr"),
        "pl" => say!("language-pl"),
        "ru" => say!("language-ru"),
        "so" => say!("language-so"),
        "sv" => say!("language-sv"),
        "uk" => say!("language-uk"),
        "ur" => say!("language-ur"),
        "zh" => say!("language-zh"),
        _ => tag.to_owned(),
    }
}

/// The languages one can say a household speaks.
pub const HOUSEHOLD_LANGUAGES: [&str; 15] = [
    "fi", "sv", "en", "ru", "et", "ar", "so", "uk", "es", "fr", "de", "pl", "zh", "ur", "cy",
];

/// `Sat 14 Nov`.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    say!(
        "day",
        weekday = weekday(date),
        day = date.day(),
        month = month(date)
    )
}

fn weekday(date: NaiveDate) -> String {
    say!("weekday", number = date.weekday().number_from_monday())
}

fn month(date: NaiveDate) -> String {
    say!("month", number = date.month())
}

/// `Sat 14 Nov, 18:30`: as the clock at the door showed it.
#[must_use]
pub fn day_and_time(time: DeviceTime) -> String {
    say!(
        "day-and-time",
        day = day(time.local_date()),
        time = clock(time)
    )
}

/// `18:30`.
#[must_use]
pub fn clock(time: DeviceTime) -> String {
    let DeviceTime(at) = time;
    say!(
        "clock",
        hour = at.hour(),
        minute = format!("{:02}", at.minute())
    )
}

/// A listed person's name, and in words why not to look for them any more.
#[must_use]
pub fn person(person: &PersonView) -> String {
    match person.gone {
        Some(why) => say!("person-gone", name = person.name, why = outcome(why)),
        None => person.name.clone(),
    }
}

#[must_use]
pub fn delivered(what: DeliveredWhat) -> String {
    match what {
        DeliveredWhat::Visit {
            disposition,
            calls,
            call,
        } => came(calls, disposition, call),
        DeliveredWhat::Conversation => say!("delivered-conversation"),
        DeliveredWhat::Draft { .. } => say!("delivered-draft"),
        DeliveredWhat::Correction => say!("delivered-correction"),
        DeliveredWhat::Warning => say!("delivered-warning"),
        DeliveredWhat::Wish => say!("delivered-wish"),
    }
}

#[must_use]
pub fn delivery_state(state: &DeliveryState) -> String {
    match state {
        DeliveryState::OnThisPhone => say!("delivery-on-this-phone"),
        DeliveryState::WithYourTeam => say!("delivery-with-your-team"),
        DeliveryState::NeedsAttention { .. } => say!("delivery-needs-attention"),
    }
}

/// Why the team's server did not simply take it, and what to do.
#[must_use]
pub fn delivery_reason(code: &str) -> String {
    match code {
        "id_reused" => say!("reason-id-reused"),
        "too_large" => say!("reason-too-large"),
        "bad_body" | "bad_record" | "not_the_author" => say!("reason-unreadable"),
        "kind_unknown" | "version_unknown" => say!("reason-newer"),
        "out_of_scope" => say!("reason-not-your-list"),
        "put_aside_twice" => say!("reason-aside-twice"),
        "put_aside_trial" => say!("reason-aside-trial"),
        code if code.starts_with("put_aside") => say!("reason-aside"),
        _ => say!("reason-other"),
    }
}

/// What the sync is doing, where it is not simply at rest.
#[must_use]
pub fn sync(state: &SyncState) -> Option<String> {
    match state {
        SyncState::Idle => None,
        SyncState::Working => Some(say!("sync-working")),
        SyncState::Offline => Some(say!("sync-offline")),
        SyncState::Trouble(trouble) => Some(match trouble {
            SyncTrouble::NotOurServer => say!("sync-not-our-server"),
            SyncTrouble::ServerBusy => say!("sync-busy"),
            SyncTrouble::Retired => say!("sync-retired"),
            SyncTrouble::Lost => say!("sync-lost"),
            SyncTrouble::AppTooOld => say!("sync-app-too-old"),
            SyncTrouble::Forked => say!("sync-forked"),
        }),
    }
}

/// A heading for a screen that shows nothing but this trouble.
#[must_use]
pub fn trouble_title(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoStorage | Trouble::NotSecure => say!("trouble-title-cannot-store"),
        Trouble::SecondTab => say!("trouble-title-second-tab"),
        Trouble::DiskFull => say!("trouble-title-disk-full"),
        Trouble::Damaged(_) | Trouble::KeyMissing => say!("trouble-title-set-aside"),
        Trouble::NewerSchema | Trouble::AppTooOld => say!("trouble-title-update"),
        Trouble::NotHere(_) => say!("trouble-title-not-here"),
        Trouble::Offline => say!("trouble-title-offline"),
        Trouble::CodeUnknown
        | Trouble::CodeUsedUp
        | Trouble::CodeExpired
        | Trouble::SlowDown
        | Trouble::BadName
        | Trouble::NotOurServer
        | Trouble::ServerBusy
        | Trouble::NotPossible(_)
        | Trouble::NotRescued(_)
        | Trouble::Store(_) => say!("trouble-title-other"),
    }
}

/// What happened, and what to do next. Details for developers stay out of it.
#[must_use]
pub fn trouble(trouble: &Trouble) -> (String, String) {
    match trouble {
        Trouble::NoStorage => (say!("trouble-no-storage"), say!("trouble-no-storage-do")),
        Trouble::NotSecure => (say!("trouble-not-secure"), say!("trouble-not-secure-do")),
        Trouble::SecondTab => (say!("trouble-second-tab"), say!("trouble-second-tab-do")),
        Trouble::DiskFull => (say!("trouble-disk-full"), say!("trouble-disk-full-do")),
        Trouble::Damaged(_) => (say!("trouble-damaged"), say!("trouble-damaged-do")),
        Trouble::KeyMissing => (say!("trouble-key-missing"), say!("trouble-key-missing-do")),
        Trouble::NewerSchema => (
            say!("trouble-newer-schema"),
            say!("trouble-newer-schema-do"),
        ),
        Trouble::CodeUnknown => (
            say!("trouble-code-unknown"),
            say!("trouble-code-unknown-do"),
        ),
        Trouble::CodeUsedUp => (
            say!("trouble-code-used-up"),
            say!("trouble-code-used-up-do"),
        ),
        Trouble::CodeExpired => (
            say!("trouble-code-expired"),
            say!("trouble-code-expired-do"),
        ),
        Trouble::SlowDown => (say!("trouble-slow-down"), say!("trouble-slow-down-do")),
        Trouble::BadName => (say!("trouble-bad-name"), say!("trouble-bad-name-do")),
        Trouble::Offline => (say!("trouble-offline"), say!("trouble-offline-do")),
        Trouble::NotOurServer => (
            say!("trouble-not-our-server"),
            say!("trouble-not-our-server-do"),
        ),
        Trouble::ServerBusy => (say!("trouble-server-busy"), say!("trouble-server-busy-do")),
        Trouble::AppTooOld => (say!("trouble-app-too-old"), say!("trouble-app-too-old-do")),
        Trouble::NotHere(_) => (say!("trouble-not-here"), say!("trouble-not-here-do")),
        Trouble::NotPossible(_) => (
            say!("trouble-not-possible"),
            say!("trouble-not-possible-do"),
        ),
        Trouble::NotRescued(count) => (
            say!("trouble-not-rescued", count = *count),
            say!("trouble-not-rescued-do"),
        ),
        Trouble::Store(_) => (say!("trouble-store"), say!("trouble-store-do")),
    }
}

/// `31 left of 48 doors`; of numbers to call likewise.
#[must_use]
pub fn doors_left(doors: u32, left: u32, calls: bool) -> String {
    if calls {
        say!("calls-left", numbers = doors, left = left)
    } else if left == 0 {
        say!("doors-none-left", doors = doors)
    } else {
        say!("doors-left", doors = doors, left = left)
    }
}

/// Above the name of what comes next.
#[must_use]
pub fn next(next: &NextDoor) -> String {
    if next.call {
        say!("next-call")
    } else {
        say!("next-address")
    }
}
