//! People and doors that do not exist, in Kamppi.

use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::Hazard;
use crate::domain::draft::Place;
use crate::domain::ids::{DoorId, DraftId, ListId, PersonId, RecordId};
use crate::domain::script::Channel;
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::domain::walk_list::{ScriptRef, Side};
use crate::phone::view::{
    Building, DeliveredWhat, Delivery, DeliveryRow, DeliveryState, DoorNeeds, DoorRow, DoorView,
    Home, ListSummary, NextDoor, ParkedTalk, PastVisit, PersonView, Preferences, Rescue,
    RescueFile, Roleplayed, Saved, Status, Story, StoryKey, Street, StreetKey, StreetSummary,
    Streets, SyncState, ToPractise, Warning, WithoutKey, Workshop,
};
use chrono::NaiveDate;
use uuid::Uuid;

pub(super) const LIST: ListId = ListId(Uuid::from_u128(5));
pub(super) const DRAFT: DraftId = DraftId(Uuid::from_u128(9));

pub(super) fn door(number: u128) -> DoorId {
    DoorId(Uuid::from_u128(1000 + number))
}

pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

pub(super) fn at(time: &str) -> DeviceTime {
    format!("2026-11-14T{time}:00.000+02:00").parse().unwrap()
}

pub(super) fn home() -> Home {
    Home {
        campaign: "Homes with support".into(),
        organisation: "Kotiovi Helsinki".into(),
        canvasser: "Liisa".into(),
        languages: vec!["en".into(), "fi".into()],
        lead_name: "Maija".into(),
        lead_phone: Some("+358 40 000 0001".into()),
        emergency_number: "112".into(),
        privacy_url: Some("https://example.org/privacy".into()),
        privacy_code: Some("101010101".into()),
        lists: vec![
            ListSummary {
                calls: false,
                list: LIST,
                name: "Saturday, Kamppi".into(),
                doors: 48,
                left: 31,
                expires_on: day(30),
                ready: true,
                arrived: 48,
                next: Some(door(2)),
                source: "Addresses © OpenStreetMap contributors (ODbL); people invented".into(),
            },
            ListSummary {
                calls: false,
                list: ListId(Uuid::from_u128(6)),
                name: "Sunday, Punavuori".into(),
                doors: 602,
                left: 602,
                expires_on: day(30),
                ready: false,
                arrived: 310,
                next: Some(door(3)),
                source: String::new(),
            },
        ],
        parked: vec![ParkedTalk {
            draft: DRAFT,
            door: door(3),
            address: "Annankatu 5, A 3".into(),
            begun: at("17:42"),
            place: Place::Step("story".into()),
        }],
        status: Status::default(),
        preferences: Preferences {
            language: String::new(),
            left_handed: false,
            buddy_phone: "+358 40 000 0002".into(),
            rehearse_at_a_glance: false,
        },
    }
}

pub(super) fn streets() -> Streets {
    let street = |name: &str, side, doors, left| StreetSummary {
        key: StreetKey {
            street: name.into(),
            side,
        },
        doors,
        left,
    };
    Streets {
        list: LIST,
        name: "Saturday, Kamppi".into(),
        doors: 48,
        left: 31,
        streets: vec![
            street("Annankatu", Side::Odd, 12, 4),
            street("Annankatu", Side::Even, 9, 0),
            street("Iso Roobertinkatu", Side::Odd, 14, 14),
            street("Yrjönkatu", Side::Even, 12, 12),
            street("Vanha kirkkopuisto", Side::Whole, 1, 1),
        ],
        next: Some(door(2)),
    }
}

fn row(number: u128, label: &str, needs: DoorNeeds) -> DoorRow {
    DoorRow {
        door: door(number),
        label: label.into(),
        needs,
        warning: None,
    }
}

pub(super) fn warning() -> Warning {
    Warning {
        hazard: Hazard::Dog,
        noted: day(14),
        until: day(28),
    }
}

pub(super) fn next() -> NextDoor {
    NextDoor {
        call: false,
        door: door(2),
        address: "Annankatu 5, A 2".into(),
        elsewhere: false,
    }
}

pub(super) fn street() -> Street {
    let mut dog = row(
        3,
        "A 3",
        DoorNeeds::TryAgain {
            last: Disposition::NotHome,
        },
    );
    dog.warning = Some(warning());
    Street {
        calls: None,
        list: LIST,
        index: 0,
        key: StreetKey {
            street: "Annankatu".into(),
            side: Side::Odd,
        },
        left: 6,
        buildings: vec![
            Building {
                number: "5".into(),
                flats: true,
                left: 4,
                doors: vec![
                    row(
                        1,
                        "A 1",
                        DoorNeeds::TryAgain {
                            last: Disposition::NotHome,
                        },
                    ),
                    row(2, "A 2", DoorNeeds::NotTried),
                    dog,
                    row(4, "A 4", DoorNeeds::Parked),
                    row(
                        5,
                        "A 5",
                        DoorNeeds::DontKnock {
                            why: Disposition::NoCallersSign,
                        },
                    ),
                    row(
                        6,
                        "B 6, 5. krs./Floor 5",
                        DoorNeeds::EarlierRound {
                            last: Disposition::Refused,
                        },
                    ),
                ],
            },
            Building {
                number: "7".into(),
                flats: false,
                left: 1,
                doors: vec![row(7, "7", DoorNeeds::NotTried)],
            },
            Building {
                number: "9".into(),
                flats: false,
                left: 0,
                doors: vec![row(
                    8,
                    "9",
                    DoorNeeds::Settled {
                        last: Disposition::Complete,
                    },
                )],
            },
            Building {
                number: "11".into(),
                flats: false,
                left: 0,
                doors: vec![row(
                    9,
                    "11",
                    DoorNeeds::Settled {
                        last: Disposition::Refused,
                    },
                )],
            },
        ],
        next: Some(next()),
    }
}

/// One building of 300 flats.
pub(super) fn tower() -> Street {
    Street {
        calls: None,
        buildings: vec![Building {
            number: "1".into(),
            flats: true,
            left: 300,
            doors: (0..300)
                .map(|flat| row(100 + flat, &format!("A {flat}"), DoorNeeds::NotTried))
                .collect(),
        }],
        left: 300,
        ..street()
    }
}

pub(super) const AINO: PersonId = PersonId(Uuid::from_u128(71));

pub(super) fn at_door() -> DoorView {
    DoorView {
        calls: false,
        door: door(3),
        list: LIST,
        street_index: 0,
        street: "Annankatu".into(),
        number: "5".into(),
        unit: "A 3".into(),
        city: "Helsinki".into(),
        postcode: "00120".into(),
        needs: DoorNeeds::TryAgain {
            last: Disposition::NotHome,
        },
        warnings: vec![warning()],
        people: vec![
            PersonView {
                telephone: None,
                person: AINO,
                name: "Aino Korhonen".into(),
                language: Some("fi".into()),
                gone: None,
            },
            PersonView {
                telephone: None,
                person: PersonId(Uuid::from_u128(72)),
                name: "Eero Korhonen".into(),
                language: Some("sv".into()),
                gone: None,
            },
            PersonView {
                telephone: None,
                person: PersonId(Uuid::from_u128(73)),
                name: "Ilmari Korhonen".into(),
                language: None,
                gone: Some(Disposition::Moved),
            },
        ],
        history: vec![
            PastVisit {
                call: None,
                visit: RecordId(Uuid::from_u128(81)),
                disposition: Disposition::NotHome,
                at: at("17:20"),
                round: 1,
                mine: true,
                who: None,
                corrected: false,
                may_correct: true,
            },
            PastVisit {
                call: None,
                visit: RecordId(Uuid::from_u128(82)),
                disposition: Disposition::ComeBack,
                at: at("16:05"),
                round: 1,
                mine: false,
                who: Some(WhoAnswered::Listed(AINO)),
                corrected: true,
                may_correct: false,
            },
        ],
        parked: vec![],
        next: Some(next()),
        languages: vec!["en".into(), "fi".into()],
    }
}

pub(super) fn dont_knock() -> DoorView {
    DoorView {
        calls: false,
        needs: DoorNeeds::DontKnock {
            why: Disposition::Objected,
        },
        warnings: vec![],
        ..at_door()
    }
}

pub(super) fn saved() -> Saved {
    Saved {
        calls: false,
        call: None,
        doors: 1,
        visits: vec![RecordId(Uuid::from_u128(81))],
        disposition: Disposition::NotHome,
        address: "Annankatu 5, A 1".into(),
        next: Some(next()),
        left: 6,
    }
}

pub(super) fn delivery() -> Delivery {
    Delivery {
        rows: vec![
            DeliveryRow {
                what: DeliveredWhat::Draft { draft: DRAFT },
                address: "Annankatu 5, A 3".into(),
                at: Some(at("17:42")),
                state: DeliveryState::OnThisPhone,
            },
            DeliveryRow {
                what: DeliveredWhat::Visit {
                    calls: false,
                    call: None,
                    disposition: Disposition::NotHome,
                },
                address: "Annankatu 5, A 1".into(),
                at: Some(at("17:30")),
                state: DeliveryState::OnThisPhone,
            },
            DeliveryRow {
                what: DeliveredWhat::Visit {
                    calls: false,
                    call: None,
                    disposition: Disposition::Refused,
                },
                address: "Annankatu 11".into(),
                at: Some(at("17:05")),
                state: DeliveryState::NeedsAttention {
                    code: "out_of_scope".into(),
                },
            },
            DeliveryRow {
                what: DeliveredWhat::Conversation,
                address: String::new(),
                at: None,
                state: DeliveryState::WithYourTeam,
            },
            DeliveryRow {
                what: DeliveredWhat::Wish,
                address: "Annankatu 13".into(),
                at: Some(at("16:40")),
                state: DeliveryState::WithYourTeam,
            },
        ],
        status: Status {
            not_sent: 3,
            need_attention: 1,
            parked: 1,
            sync: SyncState::Offline,
            clock_off_minutes: Some(-12),
        },
        read_back: None,
        last_heard: Some(at("16:41")),
    }
}

pub(super) fn rescue() -> Rescue {
    Rescue {
        files: vec![RescueFile {
            name: "doorstep-rescue-20261114-173000000.age.txt".into(),
            text: String::new(),
            campaign: home().campaign,
            lead_name: home().lead_name,
            kit: "7Q2M-KX9P".into(),
            records: 6,
            drafts: 1,
        }],
        ..Rescue::default()
    }
}

pub(super) fn no_key() -> Rescue {
    Rescue {
        without_key: vec![WithoutKey {
            campaign: home().campaign,
            lead_name: home().lead_name,
            lead_phone: home().lead_phone,
            unsent: 6,
        }],
        left_out: 1,
        ..Rescue::default()
    }
}

/// A number to call with two people who share it.
pub(super) fn call() -> DoorView {
    let mut view = DoorView {
        calls: true,
        street: String::new(),
        number: String::new(),
        unit: String::new(),
        city: String::new(),
        postcode: String::new(),
        warnings: vec![],
        ..at_door()
    };
    for person in &mut view.people {
        person.telephone = Some("07700 900123".into());
    }
    for past in &mut view.history {
        past.call = Some(CallOutcome::VoicemailMessage);
        past.disposition = Disposition::NotHome;
    }
    view
}

pub(super) fn call_list() -> Street {
    let mut street = street();
    street.calls = Some("Tuesday, calls".into());
    for part in &mut street.buildings {
        part.flats = false;
        part.number.clear();
    }
    for row in street.buildings.iter_mut().flat_map(|part| &mut part.doors) {
        row.label = "Aino Korhonen".into();
        row.warning = None;
    }
    if let Some(next) = &mut street.next {
        next.call = true;
        next.address = "Aino Korhonen".into();
    }
    street
}

pub(super) fn story() -> Story {
    Story {
        key: StoryKey(7),
        script: "issue-conversation".into(),
        person: "my aunt".into(),
        moment: "Her kitchen, the week after the letter came".into(),
        feeling: "helpless".into(),
        link_line: "Since then I know what a door of your own means.".into(),
        told_seconds: 72,
        chosen: true,
    }
}

pub(super) fn workshop() -> Workshop {
    Workshop {
        scripts: vec![ToPractise {
            script: ScriptRef {
                id: "issue-conversation".into(),
                version: 1,
            },
            title: "Homes with support".into(),
            languages: vec!["en".into(), "fi".into()],
            channels: vec![Channel::Door, Channel::Phone],
            roleplays: vec![Roleplayed {
                persona: "A retired tram driver on the third floor.".into(),
                start: "0–3, against".into(),
                objections: vec!["There was trouble in the stairs once.".into()],
                goals: vec!["Stay with the first answer.".into()],
            }],
            prompts: vec!["I let them finish.".into()],
            own_story: Some(75),
        }],
        stories: vec![story()],
    }
}
