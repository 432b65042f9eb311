//! A walk list: doors in walking order, and the people listed there. Reference
//! data: the server owns it, phones hold the lists they were given until those
//! expire.
//!
//! A *call list* is a walk list by another channel. What stands in the place of a
//! door there is a telephone number with whoever is reached by it: so everything
//! said of a door (one talk a round is enough, who is looked for again, wishes,
//! erasure) is said of a number by the same rules. A number is on a call list or
//! nowhere: lists of doors carry none, and call lists carry no addresses to phones.

use super::ids::{DoorId, ListId, PersonId};
use super::script::Channel;
use super::trial::Trial;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkList {
    pub id: ListId,
    pub name: String,
    /// Which pass over these doors this is, from 1.
    pub round: u32,
    /// The last day it may be used, by the canvasser's calendar. After it the
    /// phone hides the list, hands in what is pending, then deletes its people.
    #[serde(with = "crate::domain::time::day")]
    pub expires_on: NaiveDate,
    /// Where the data came from and what it may be used for, as the lead said at import.
    pub source: String,
    /// The script used at these doors: id and version.
    pub script: ScriptRef,
    /// How many doors it holds: the phone is ready when it has as many.
    pub door_count: u32,
    /// `Phone` for a call list. Apps that know no other than doors are not sent it.
    #[serde(default, skip_serializing_if = "Channel::is_door")]
    pub channel: Channel,
    /// It is an experiment. Apps from before there were any talk the list's script at every
    /// door; their conversations say so, each naming the script it was held by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Trial>,
}

/// A script, pinned to the version that was read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScriptRef {
    pub id: String,
    pub version: u32,
}

/// Which side of the street, by the house number's parity, since that is what
/// can be known from a voter file everywhere. `Whole` where numbers tell nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Odd,
    Even,
    Whole,
}

/// One address on a list: a house, or a flat (then `unit` is filled and the
/// doors of one building share `street`, `number`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Door {
    pub id: DoorId,
    /// Place in the list's walking order, from 0, without gaps.
    pub order: u32,
    pub street: String,
    pub side: Side,
    /// House number with its letter: `5`, `12b`. Empty where a house has only a name.
    pub number: String,
    /// Staircase and flat, as written on the bell: `A 3`. Empty for a house.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// WGS 84 degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    pub people: Vec<Person>,
}

/// Somebody listed at a door. The minimum a canvasser needs: ages and the like
/// are not kept, telephone numbers only where they are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// BCP 47 tag of the language they are known to speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// On call lists only. It stands with the person so that it goes with the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
}
