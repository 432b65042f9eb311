//! View models: what the screens show, made by the back room, free of rules.
//! Everything a person entered or that decides something is already decided
//! here; `ui` only puts it into words and boxes.

mod practice;

pub use practice::{Rehearse, Roleplayed, Story, StoryKey, ToPractise, Workshop};

use crate::domain::call::CallOutcome;
use crate::domain::conversation::WhoElse;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::Hazard;
use crate::domain::draft::Place;
use crate::domain::fold::{Needs, Warned};
use crate::domain::guide::{
    CommitmentView, ConcernView, OneScreen, OutlineLine, StepView, TagSetView,
};
use crate::domain::ids::{DoorId, DraftId, ListId, PersonId, RecordId};
use crate::domain::time::DeviceTime;
use crate::domain::visit::{ComeBack, WhoAnswered};
use crate::domain::walk_list::Side;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// On every screen: how much is not yet with the team, and what the sync is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Records and drafts not yet with the team: begun and abandoned talks included.
    pub not_sent: u32,
    /// Of those, records that need attention (rejected or held).
    pub need_attention: u32,
    /// Conversations begun and parked.
    pub parked: u32,
    pub sync: SyncState,
    /// The phone's clock differs from the server's by more than five minutes: by how many minutes.
    pub clock_off_minutes: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    #[default]
    Idle,
    Working,
    /// No answer: no signal or the server is down. It tries again by itself.
    Offline,
    /// The server answers, but not as it should; tries again by itself.
    Trouble(SyncTrouble),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncTrouble {
    /// HTML, half a body, or something else that is not ours.
    NotOurServer,
    ServerBusy,
    /// The enrolment has ended; work may still be handed in or must be rescued.
    Retired,
    Lost,
    AppTooOld,
    /// Another phone shares this identity; it is being renewed.
    Forked,
}

/// The first screen after opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// No campaign yet: ask for a code and a name.
    NotJoined,
    Home(Home),
    /// A conversation was open when the app was last alive: go straight back to it.
    InConversation {
        draft: DraftId,
        home: Home,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    pub campaign: String,
    pub organisation: String,
    pub canvasser: String,
    pub languages: Vec<String>,
    pub lead_name: String,
    pub lead_phone: Option<String>,
    pub emergency_number: String,
    pub privacy_url: Option<String>,
    /// Its QR code: see `Campaign`.
    pub privacy_code: Option<String>,
    pub lists: Vec<ListSummary>,
    pub parked: Vec<ParkedTalk>,
    pub status: Status,
    /// What the person set on this phone.
    pub preferences: Preferences,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// BCP 47 tag of the app's wording; empty follows the phone.
    pub language: String,
    pub left_handed: bool,
    /// A team mate to call from Help.
    pub buddy_phone: String,
    /// Practice shows no more than a real door does.
    pub rehearse_at_a_glance: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSummary {
    pub list: ListId,
    pub name: String,
    pub doors: u32,
    pub left: u32,
    #[serde(with = "crate::domain::time::day")]
    pub expires_on: NaiveDate,
    /// Everything needed for no signal is stored: all doors and the script.
    pub ready: bool,
    /// How many doors have arrived so far.
    pub arrived: u32,
    /// The street with the next door to try.
    pub next: Option<DoorId>,
    pub source: String,
    /// Numbers to call, not doors.
    pub calls: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedTalk {
    pub draft: DraftId,
    pub door: DoorId,
    pub address: String,
    pub begun: DeviceTime,
    pub place: Place,
}

/// A list's streets in walking order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streets {
    pub list: ListId,
    pub name: String,
    pub doors: u32,
    pub left: u32,
    pub streets: Vec<StreetSummary>,
    pub next: Option<DoorId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetSummary {
    pub key: StreetKey,
    pub doors: u32,
    pub left: u32,
}

/// One side of one street of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreetKey {
    pub street: String,
    pub side: Side,
}

/// One side of a street: buildings in walking order, flats under their building.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Street {
    /// Of a call list, all of which is here: its name.
    pub calls: Option<String>,
    pub list: ListId,
    /// Its place among the list's streets, from 0, as the address names it.
    pub index: u32,
    pub key: StreetKey,
    pub left: u32,
    pub buildings: Vec<Building>,
    /// The next door to try, from the last one visited on; may be on another street.
    pub next: Option<NextDoor>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextDoor {
    pub door: DoorId,
    /// `Annankatu 5, A 3`
    pub address: String,
    /// Another side or street than the one shown.
    pub elsewhere: bool,
    /// A number to call; then the address is who is reached by it.
    pub call: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Building {
    /// House number with its letter, `5`; empty where there is none.
    pub number: String,
    /// More than one door here: flats.
    pub flats: bool,
    pub left: u32,
    pub doors: Vec<DoorRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorRow {
    pub door: DoorId,
    /// What to show: the flat under a building (`A 3`), else the number.
    pub label: String,
    pub needs: DoorNeeds,
    pub warning: Option<Warning>,
}

/// In words on the street list: what the door needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorNeeds {
    NotTried,
    /// Tried this round, worth another try.
    TryAgain {
        last: Disposition,
    },
    /// Came to something; nothing more to do this round.
    Settled {
        last: Disposition,
    },
    /// Tried in an earlier round.
    EarlierRound {
        last: Disposition,
    },
    /// A conversation is parked here.
    Parked,
    /// Asked not to be contacted, a "no callers" sign, or left for safety: don't knock.
    DontKnock {
        why: Disposition,
    },
}

/// What the fold says a door needs. That a conversation is parked there only
/// the phone knows; it puts `Parked` over this.
impl From<Needs> for DoorNeeds {
    fn from(needs: Needs) -> Self {
        match needs {
            Needs::NotTried => Self::NotTried,
            Needs::TryAgain { last } => Self::TryAgain { last },
            Needs::Settled { last } => Self::Settled { last },
            Needs::EarlierRound { last } => Self::EarlierRound { last },
            Needs::DontKnock { why } => Self::DontKnock { why },
        }
    }
}

impl From<Warned> for Warning {
    fn from(warned: Warned) -> Self {
        Self {
            hazard: warned.hazard,
            noted: warned.noted,
            until: warned.until,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub hazard: Hazard,
    /// The day it was noted.
    #[serde(with = "crate::domain::time::day")]
    pub noted: NaiveDate,
    #[serde(with = "crate::domain::time::day")]
    pub until: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoorView {
    pub door: DoorId,
    /// A number to call, with whom one reaches by it; it has no address.
    pub calls: bool,
    pub list: ListId,
    /// The street of the list it stands on, from 0.
    pub street_index: u32,
    pub street: String,
    pub number: String,
    pub unit: String,
    pub city: String,
    pub postcode: String,
    pub needs: DoorNeeds,
    pub warnings: Vec<Warning>,
    /// Shown only when asked for.
    pub people: Vec<PersonView>,
    /// This phone's and colleagues' attempts, latest first; shown only when asked for.
    pub history: Vec<PastVisit>,
    pub parked: Vec<DraftId>,
    pub next: Option<NextDoor>,
    /// Languages the script can be held in.
    pub languages: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub person: PersonId,
    pub name: String,
    pub language: Option<String>,
    /// On call lists.
    pub telephone: Option<String>,
    /// Moved, deceased, or asked not to be contacted.
    pub gone: Option<Disposition>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastVisit {
    pub visit: RecordId,
    pub disposition: Disposition,
    pub call: Option<CallOutcome>,
    pub at: DeviceTime,
    pub round: u32,
    pub mine: bool,
    pub who: Option<WhoAnswered>,
    /// It was corrected by its author since.
    pub corrected: bool,
    /// One may still correct it oneself: one's own, and not the end of a conversation.
    pub may_correct: bool,
}

/// A conversation's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TalkView {
    pub draft: DraftId,
    pub by_phone: bool,
    pub door: DoorId,
    pub list: ListId,
    pub address: String,
    pub who: WhoAnswered,
    pub people: Vec<PersonView>,
    pub place: Place,
    /// While at a step.
    pub step: Option<StepView>,
    /// The step's cues are the canvasser's own story.
    pub own_story: bool,
    pub outline: Vec<OutlineLine>,
    pub concerns: Vec<ConcernView>,
    pub language: String,
    pub languages: Vec<String>,
    pub short: bool,
    pub can_go_short: bool,
    pub paused: bool,
    /// Seconds talked, pauses left out, as of this reply.
    pub seconds: u32,
    /// What they said made a difference, as typed so far: at the step that asks
    /// and on the pavement.
    pub made_a_difference: String,
    /// Who else was there, as noted so far.
    pub who_else: Vec<WhoElse>,
    /// A rating was asked for, so the talk is one person's.
    pub rated: bool,
    /// On the pavement: what may still be noted.
    pub pavement: Option<PavementView>,
    /// A talk recorded afterwards: the whole form, instead of steps and pavement.
    pub form: Option<OneScreen>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PavementView {
    pub tags: Vec<TagSetView>,
    pub commitments: Vec<CommitmentView>,
    /// The script asks what made a difference; no words are asked for otherwise.
    pub asks_made_a_difference: bool,
    /// The names of steps where the script wants to know something and nothing is noted.
    pub missing: Vec<String>,
    /// Whether what they said will be kept with the visit or without any link.
    pub linked: bool,
    pub next: Option<NextDoor>,
}

/// An outcome noted at a door without a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub door: DoorId,
    pub disposition: Disposition,
    pub who: Option<WhoAnswered>,
    pub come_back: Option<ComeBack>,
    pub language: Option<String>,
    /// What became of a call, where the disposition does not say it all.
    pub call: Option<CallOutcome>,
    /// "Whole building": the same outcome for every door of the building that
    /// has none this round (gate locked).
    pub whole_building: bool,
}

/// After something was saved: what can be undone and where to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The records made, to undo them together.
    pub visits: Vec<RecordId>,
    /// At how many doors: a whole building has many.
    pub doors: u32,
    pub disposition: Disposition,
    /// It was a call, and what became of it.
    pub calls: bool,
    pub call: Option<CallOutcome>,
    pub address: String,
    pub next: Option<NextDoor>,
    pub left: u32,
}

/// Per talk and visit: where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub rows: Vec<DeliveryRow>,
    pub status: Status,
    /// When the phone last heard from the server.
    pub last_heard: Option<DeviceTime>,
    /// This phone's file was damaged, and another took its place.
    pub read_back: Option<ReadBack>,
}

/// What could be read of a damaged file, and how much is known to be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBack {
    /// Records that were not with the team.
    pub records: u32,
    /// Talks begun and not finished.
    pub drafts: u32,
    pub lost: u32,
}

/// Everything unsent, sealed for whoever keeps the recovery kit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescue {
    /// One for each campaign with something unsent.
    pub files: Vec<RescueFile>,
    pub without_key: Vec<WithoutKey>,
    /// Begun talks that this version of the app cannot put into a file.
    pub left_out: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueFile {
    /// Of the file: when it was made, and nobody's.
    pub name: String,
    pub text: String,
    pub campaign: String,
    pub lead_name: String,
    /// The short name of the kit that opens it.
    pub kit: String,
    pub records: u32,
    /// Talks begun and not finished.
    pub drafts: u32,
}

/// A campaign without a recovery kit: nothing can be sealed for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutKey {
    pub campaign: String,
    pub lead_name: String,
    pub lead_phone: Option<String>,
    pub unsent: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    pub what: DeliveredWhat,
    /// Empty for unlinked conversations, which no longer know their door.
    pub address: String,
    pub at: Option<DeviceTime>,
    pub state: DeliveryState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveredWhat {
    Visit {
        disposition: Disposition,
        calls: bool,
        call: Option<CallOutcome>,
    },
    Conversation,
    /// Begun, not finished.
    Draft {
        draft: DraftId,
    },
    Correction,
    Warning,
    Wish,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    OnThisPhone,
    WithYourTeam,
    /// The lead has a copy and must look at it.
    NeedsAttention {
        code: String,
    },
}
