//! What screens ask and are told, through the bytes that pass between the page and its worker
//! and back. Nothing is named on the way, so each kind of value has to be tried.

use super::sample;
use crate::domain::call::CallOutcome;
use crate::domain::conversation::{Certainty, CommitmentSaid, RatingAnswer, Wave, WhoElse};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{Hazard, Wish, WishScope};
use crate::domain::draft::{Act, Place};
use crate::domain::guide::RecordingName;
use crate::domain::guide::ScaleKindView;
use crate::domain::ids::RecordId;
use crate::domain::script::Channel;
use crate::domain::visit::{ComeBack, WhoAnswered};
use crate::domain::walk_list::Side;
use crate::phone::room::post::{ToPage, ToWorker};
use crate::phone::room::{Notice, Reply, Request, Sign, Trouble};
use crate::phone::ui::talk::sample as talk;
use crate::phone::view::{
    DeliveredWhat, Delivery, DeliveryRow, DeliveryState, DoorNeeds, DoorRow, DoorView, Opening,
    Outcome, ParkedTalk, Preferences, ReadBack, Rehearse, Saved, Status, StoryKey, Street,
    StreetKey, StreetSummary, Streets, SyncState, SyncTrouble, TalkView,
};
use uuid::Uuid;

/// A value for each variant; a variant without one doesn't compile.
macro_rules! every {
    ($type:ident { $($variant:ident => $value:expr),* $(,)? }) => {{
        fn each_is_here(value: &$type) -> &'static str {
            match value { $($type::$variant { .. } => stringify!($variant)),* }
        }
        let values = vec![$(($value, stringify!($variant))),*];
        for (value, variant) in &values {
            assert_eq!(each_is_here(value), *variant);
        }
        values.into_iter().map(|(value, _)| value).collect::<Vec<$type>>()
    }};
}

fn record(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

fn dispositions() -> Vec<Disposition> {
    use Disposition as D;
    every!(Disposition {
        NotHome => D::NotHome,
        Inaccessible => D::Inaccessible,
        NoSuchAddress => D::NoSuchAddress,
        Vacant => D::Vacant,
        NoCallersSign => D::NoCallersSign,
        Gatekeeper => D::Gatekeeper,
        ChildOnly => D::ChildOnly,
        ComeBack => D::ComeBack,
        OtherLanguage => D::OtherLanguage,
        Moved => D::Moved,
        Deceased => D::Deceased,
        Refused => D::Refused,
        Started => D::Started,
        Partial => D::Partial,
        Complete => D::Complete,
        Unsafe => D::Unsafe,
        Objected => D::Objected,
    })
}

fn whoever() -> Vec<WhoAnswered> {
    every!(WhoAnswered {
        Listed => WhoAnswered::Listed(sample::AINO),
        SomeoneElse => WhoAnswered::SomeoneElse,
        DidNotAsk => WhoAnswered::DidNotAsk,
    })
}

fn ratings() -> Vec<RatingAnswer> {
    every!(RatingAnswer {
        Value => RatingAnswer::Value { value: -7 },
        Between => RatingAnswer::Between { low: 5, high: 6 },
        Category => RatingAnswer::Category { code: "täysin eri mieltä".into() },
        DontKnow => RatingAnswer::DontKnow,
        WouldntSay => RatingAnswer::WouldntSay,
        NotAsked => RatingAnswer::NotAsked,
    })
}

fn others() -> Vec<WhoElse> {
    every!(WhoElse {
        NobodyElse => WhoElse::NobodyElse,
        Household => WhoElse::Household,
        FriendOrNeighbour => WhoElse::FriendOrNeighbour,
        Child => WhoElse::Child,
        SomeoneElse => WhoElse::SomeoneElse,
        Unrecognised => WhoElse::Unrecognised,
    })
}

fn outcomes() -> Vec<Outcome> {
    let come_back = every!(ComeBack {
        LaterToday => ComeBack::LaterToday,
        AnotherEvening => ComeBack::AnotherEvening,
        Weekend => ComeBack::Weekend,
        AnyTime => ComeBack::AnyTime,
    });
    let plain = dispositions().into_iter().map(|disposition| Outcome {
        door: sample::door(3),
        disposition,
        who: None,
        come_back: None,
        language: None,
        call: None,
        whole_building: true,
    });
    let full = come_back.into_iter().map(|come_back| Outcome {
        door: sample::door(3),
        disposition: Disposition::ComeBack,
        who: Some(WhoAnswered::Listed(sample::AINO)),
        come_back: Some(come_back),
        language: Some("sv".into()),
        call: None,
        whole_building: false,
    });
    let called = CallOutcome::ALL.into_iter().map(|call| Outcome {
        door: sample::door(3),
        disposition: call.disposition(),
        who: None,
        come_back: None,
        language: None,
        call: Some(call),
        whole_building: false,
    });
    plain.chain(full).chain(called).collect()
}

fn wishes() -> Vec<Request> {
    let wishes = every!(Wish {
        NotToday => Wish::NotToday,
        NeverAgain => Wish::NeverAgain,
        DeleteMyData => Wish::DeleteMyData,
    });
    let scopes = every!(WishScope {
        Person => WishScope::Person(sample::AINO),
        Household => WishScope::Household,
    });
    let door = sample::door(3);
    wishes
        .into_iter()
        .flat_map(|wish| scopes.iter().map(move |scope| (wish, *scope)))
        .map(|(wish, scope)| Request::Wish { door, scope, wish })
        .collect()
}

fn warnings() -> Vec<Request> {
    every!(Hazard {
        Dog => Hazard::Dog,
        Threat => Hazard::Threat,
        Access => Hazard::Access,
        Other => Hazard::Other,
    })
    .into_iter()
    .map(|hazard| Request::Warn {
        door: sample::door(3),
        hazard,
        days: u32::MAX,
    })
    .collect()
}

fn acts() -> Vec<Act> {
    let mut acts = every!(Act {
        Rate => Act::Rate {
            scale: "support".into(),
            wave: Wave::First,
            answer: None,
            certainty: Certainty::Estimated,
        },
        Tag => Act::Tag { set: "reasons".into(), codes: vec!["cost".into(), String::new()] },
        MadeADifference => Act::MadeADifference { words: "”Äiti” 🏠\n\u{0}".into() },
        Concern => Act::Concern { id: "tax".into(), raised: true },
        Commit => Act::Commit { id: "call".into(), said: Some(CommitmentSaid::Maybe) },
        KeepWithName => Act::KeepWithName { answer: Some(false) },
        MayComeBack => Act::MayComeBack { answer: None },
        Who => Act::Who { who: WhoAnswered::SomeoneElse },
        WhoElse => Act::WhoElse { who: others() },
        HowSure => Act::HowSure { certainty: Certainty::Heard },
        FromPaper => Act::FromPaper { paper: true },
        Next => Act::Next,
        Skip => Act::Skip,
        Back => Act::Back,
        GoTo => Act::GoTo { step: "story".into() },
        Short => Act::Short { short: true },
        Language => Act::Language { tag: "fi".into() },
        Pause => Act::Pause,
        Resume => Act::Resume,
        CloseDoor => Act::CloseDoor,
    });
    let waves = every!(Wave {
        First => Wave::First,
        Middle => Wave::Middle,
        Final => Wave::Final,
    });
    let said = every!(CommitmentSaid {
        Yes => CommitmentSaid::Yes,
        Maybe => CommitmentSaid::Maybe,
        No => CommitmentSaid::No,
    });
    acts.extend(waves.into_iter().flat_map(|wave| {
        ratings().into_iter().map(move |answer| Act::Rate {
            scale: "support".into(),
            wave,
            answer: Some(answer),
            certainty: Certainty::Heard,
        })
    }));
    acts.extend(said.into_iter().map(|said| Act::Commit {
        id: "call".into(),
        said: Some(said),
    }));
    acts.extend(whoever().into_iter().map(|who| Act::Who { who }));
    acts
}

fn rehearsals() -> Vec<Rehearse> {
    let channels = every!(Channel {
        Door => Channel::Door,
        Phone => Channel::Phone,
        Stall => Channel::Stall,
    });
    channels
        .into_iter()
        .map(|channel| Rehearse {
            script: sample::workshop().scripts.remove(0).script,
            language: "fi".into(),
            channel,
            street: "Harjoituskatu".into(),
            people: vec!["Robin Malli".into(), String::new()],
        })
        .collect()
}

fn requests() -> Vec<Request> {
    let mut requests = every!(Request {
        Open => Request::Open,
        Join => Request::Join { code: "KAPP-7Q2M".into(), name: "Liisa Mäki".into() },
        Home => Request::Home,
        Streets => Request::Streets { list: sample::LIST },
        Street => Request::Street { list: sample::LIST, index: 300 },
        Door => Request::Door { door: sample::door(3) },
        Note => Request::Note { outcome: outcomes().remove(0) },
        Undo => Request::Undo { visits: vec![record(81), record(u128::MAX)] },
        Correct => Request::Correct {
            visit: record(81),
            disposition: Disposition::Moved,
            call: None,
            who: None,
        },
        Warn => warnings().remove(0),
        Wish => wishes().remove(0),
        Begin => Request::Begin { door: sample::door(3), who: WhoAnswered::DidNotAsk },
        Talk => Request::Talk { draft: sample::DRAFT },
        Recording => Request::Recording {
            draft: sample::DRAFT,
            name: RecordingName { perspective: "tapani".into(), language: "fi".into() },
        },
        Act => Request::Act { draft: sample::DRAFT, act: Act::Next },
        Finish => Request::Finish { draft: sample::DRAFT },
        BeginAfterwards => Request::BeginAfterwards { door: sample::door(3) },
        Delivery => Request::Delivery,
        Rescue => Request::Rescue,
        Rescued => Request::Rescued { names: vec!["doorstep-rescue-1.age.txt".into()] },
        Leave => Request::Leave,
        SyncNow => Request::SyncNow,
        SetPreferences => Request::SetPreferences {
            preferences: Preferences {
                language: "fi".into(),
                left_handed: true,
                buddy_phone: "+358 40 000 0002".into(),
                rehearse_at_a_glance: true,
            },
        },
        Workshop => Request::Workshop { language: "fi".into() },
        KeepStory => Request::KeepStory { story: sample::story() },
        DropStory => Request::DropStory { story: StoryKey(7) },
        Rehearse => Request::Rehearse { rehearse: rehearsals().remove(0) },
        InPractice => Request::InPractice(Box::new(Request::Leave)),
        TakeOver => Request::TakeOver,
    });
    requests.extend(
        rehearsals()
            .into_iter()
            .map(|rehearse| Request::Rehearse { rehearse }),
    );
    requests.extend(
        outcomes()
            .into_iter()
            .map(|outcome| Request::Note { outcome }),
    );
    requests.extend(
        dispositions()
            .into_iter()
            .map(|disposition| Request::Correct {
                visit: record(81),
                disposition,
                call: None,
                who: Some(WhoAnswered::Listed(sample::AINO)),
            }),
    );
    requests.extend(whoever().into_iter().map(|who| Request::Begin {
        door: sample::door(3),
        who,
    }));
    requests.extend(warnings());
    requests.extend(wishes());
    requests.extend(acts().into_iter().map(|act| Request::Act {
        draft: sample::DRAFT,
        act,
    }));
    requests
}

fn statuses() -> Vec<Status> {
    let troubles = every!(SyncTrouble {
        NotOurServer => SyncTrouble::NotOurServer,
        ServerBusy => SyncTrouble::ServerBusy,
        Retired => SyncTrouble::Retired,
        Lost => SyncTrouble::Lost,
        AppTooOld => SyncTrouble::AppTooOld,
        Forked => SyncTrouble::Forked,
    });
    let mut states = every!(SyncState {
        Idle => SyncState::Idle,
        Working => SyncState::Working,
        Offline => SyncState::Offline,
        Trouble => SyncState::Trouble(SyncTrouble::Lost),
    });
    states.extend(troubles.into_iter().map(SyncState::Trouble));
    states
        .into_iter()
        .map(|sync| Status {
            not_sent: 3,
            need_attention: 1,
            parked: 300,
            sync,
            clock_off_minutes: Some(-12),
        })
        .collect()
}

fn doors() -> Vec<DoorView> {
    let last = Disposition::Gatekeeper;
    let needs = every!(DoorNeeds {
        NotTried => DoorNeeds::NotTried,
        TryAgain => DoorNeeds::TryAgain { last },
        Settled => DoorNeeds::Settled { last },
        EarlierRound => DoorNeeds::EarlierRound { last },
        Parked => DoorNeeds::Parked,
        DontKnock => DoorNeeds::DontKnock { why: last },
    });
    needs
        .into_iter()
        .map(|needs| DoorView {
            needs,
            parked: vec![sample::DRAFT],
            ..sample::at_door()
        })
        .collect()
}

fn streets() -> Vec<Streets> {
    let sides = every!(Side {
        Odd => Side::Odd,
        Even => Side::Even,
        Whole => Side::Whole,
    });
    let summary = |side| StreetSummary {
        key: StreetKey {
            street: "Yrjönkatu".into(),
            side,
        },
        doors: 12,
        left: 0,
    };
    vec![
        sample::streets(),
        Streets {
            streets: sides.into_iter().map(summary).collect(),
            next: None,
            ..sample::streets()
        },
    ]
}

fn deliveries() -> Vec<Delivery> {
    let what = every!(DeliveredWhat {
        Visit => DeliveredWhat::Visit { disposition: Disposition::Refused, calls: true, call: None },
        Conversation => DeliveredWhat::Conversation,
        Draft => DeliveredWhat::Draft { draft: sample::DRAFT },
        Correction => DeliveredWhat::Correction,
        Warning => DeliveredWhat::Warning,
        Wish => DeliveredWhat::Wish,
    });
    let states = every!(DeliveryState {
        OnThisPhone => DeliveryState::OnThisPhone,
        WithYourTeam => DeliveryState::WithYourTeam,
        NeedsAttention => DeliveryState::NeedsAttention { code: "out_of_scope".into() },
    });
    let rows = what.into_iter().flat_map(|what| {
        states.iter().map(move |state| DeliveryRow {
            what,
            address: "Annankatu 5, A 3".into(),
            at: Some(sample::at("17:42")),
            state: state.clone(),
        })
    });
    vec![
        sample::delivery(),
        Delivery {
            read_back: Some(ReadBack {
                records: 5,
                drafts: 1,
                lost: 2,
            }),
            rows: rows.collect(),
            ..sample::delivery()
        },
    ]
}

/// A conversation at each of its steps, answered in each way; on the pavement; as a form.
fn talks() -> Vec<TalkView> {
    let script = talk::script();
    let mut draft = talk::begun(&script, "fi");
    let mut talks = vec![talk::view(&script, &draft), talk::form("en")];
    let places = every!(Place {
        Step => draft.place.clone(),
        Pavement => Place::Pavement,
    });
    while draft.place != Place::Pavement {
        let view = talk::view(&script, &draft);
        let step = view.step.as_ref().unwrap();
        if let Some(rating) = step.rating.clone() {
            // A word for each kind of scale, whether this script has it or not.
            let kinds = every!(ScaleKindView {
                Numeric => ScaleKindView::Numeric { min: -5, max: 100, step: 1 },
                Categorical => ScaleKindView::Categorical {
                    options: step.tags.first().map(|set| set.items.clone()).unwrap_or_default(),
                },
            });
            for kind in kinds {
                for chosen in ratings() {
                    let mut view = view.clone();
                    let shown = view.step.as_mut().unwrap().rating.as_mut().unwrap();
                    shown.kind = kind.clone();
                    shown.chosen = Some(chosen);
                    talks.push(view);
                }
            }
            talk::rate(&script, &mut draft, RatingAnswer::Value { value: 4 });
            talks.push(talk::view(&script, &draft));
            assert_eq!(rating, step.rating.clone().unwrap());
        }
        talks.push(view);
        talk::act(&script, &mut draft, Act::Next);
    }
    for place in places {
        let mut view = talk::view(&script, &draft);
        view.place = place;
        view.who_else = others();
        view.made_a_difference = "Äiti".into();
        talks.push(view);
    }
    talks
}

fn replies() -> Vec<Reply> {
    let home = sample::home();
    let openings = every!(Opening {
        NotJoined => Opening::NotJoined,
        Home => Opening::Home(home.clone()),
        InConversation => Opening::InConversation { draft: sample::DRAFT, home: home.clone() },
    });
    let mut replies = every!(Reply {
        Opening => Reply::Opening(Opening::NotJoined),
        Home => Reply::Home(home.clone()),
        Streets => Reply::Streets(sample::streets()),
        Street => Reply::Street(sample::street()),
        Door => Reply::Door(Box::new(sample::dont_knock())),
        Saved => Reply::Saved(sample::saved()),
        Talk => Reply::Talk(Box::new(talk::rating_step())),
        Recording => Reply::Recording("data:audio/mpeg;base64,SUQz".into()),
        Delivery => Reply::Delivery(sample::delivery()),
        Rescue => Reply::Rescue(sample::rescue()),
        Workshop => Reply::Workshop(sample::workshop()),
        Story => Reply::Story(StoryKey(i64::MAX)),
        Done => Reply::Done,
    });
    replies.extend(openings.into_iter().map(Reply::Opening));
    let mut bare = home.clone();
    bare.lead_phone = None;
    bare.privacy_url = None;
    bare.parked.push(ParkedTalk {
        place: Place::Pavement,
        ..home.parked[0].clone()
    });
    replies.push(Reply::Home(bare));
    replies.extend(streets().into_iter().map(Reply::Streets));
    replies.push(Reply::Street(sample::tower()));
    let mut street: Street = sample::street();
    street.next = None;
    for row in street
        .buildings
        .iter_mut()
        .flat_map(|building| &mut building.doors)
    {
        let DoorRow { warning, .. } = row;
        *warning = Some(sample::warning());
    }
    replies.push(Reply::Street(street));
    replies.extend(doors().into_iter().map(|door| Reply::Door(Box::new(door))));
    replies.extend(dispositions().into_iter().map(|disposition| {
        Reply::Saved(Saved {
            disposition,
            next: None,
            ..sample::saved()
        })
    }));
    replies.extend(talks().into_iter().map(|talk| Reply::Talk(Box::new(talk))));
    replies.extend(deliveries().into_iter().map(Reply::Delivery));
    replies.push(Reply::Rescue(sample::no_key()));
    replies
}

fn notices() -> Vec<Notice> {
    let mut notices = every!(Notice {
        Status => Notice::Status(Status::default()),
        ListsChanged => Notice::ListsChanged,
        TakenOver => Notice::TakenOver,
    });
    notices.extend(statuses().into_iter().map(Notice::Status));
    notices
}

fn troubles() -> Vec<Trouble> {
    let detail = || "tiedosto on rikki".to_owned();
    every!(Trouble {
        NoStorage => Trouble::NoStorage,
        NotSecure => Trouble::NotSecure,
        SecondTab => Trouble::SecondTab,
        DiskFull => Trouble::DiskFull,
        Damaged => Trouble::Damaged(detail()),
        KeyMissing => Trouble::KeyMissing,
        NewerSchema => Trouble::NewerSchema,
        CodeUnknown => Trouble::CodeUnknown,
        CodeUsedUp => Trouble::CodeUsedUp,
        CodeExpired => Trouble::CodeExpired,
        SlowDown => Trouble::SlowDown,
        BadName => Trouble::BadName,
        Offline => Trouble::Offline,
        NotOurServer => Trouble::NotOurServer,
        ServerBusy => Trouble::ServerBusy,
        AppTooOld => Trouble::AppTooOld,
        NotHere => Trouble::NotHere(detail()),
        NotPossible => Trouble::NotPossible(detail()),
        NotRescued => Trouble::NotRescued(6),
        Store => Trouble::Store(detail()),
    })
}

#[test]
fn whatever_the_page_says_reaches_the_worker_as_it_was_said() {
    let signs = every!(Sign {
        NetworkRegained => Sign::NetworkRegained,
        AppShown => Sign::AppShown,
        AppHidden => Sign::AppHidden,
    });
    let mut said = every!(ToWorker {
        Ask => ToWorker::Ask { id: u64::MAX, request: Request::Open },
        Sign => ToWorker::Sign(Sign::AppShown),
        Closing => ToWorker::Closing,
    });
    said.extend(signs.into_iter().map(ToWorker::Sign));
    said.extend(
        (1..)
            .zip(requests())
            .map(|(id, request)| ToWorker::Ask { id, request }),
    );
    for said in said {
        let bytes = said.to_bytes();
        let heard = bytes.as_deref().and_then(ToWorker::from_bytes);
        assert_eq!(heard, Some(said));
    }
}

#[test]
fn whatever_the_worker_says_reaches_the_page_as_it_was_said() {
    let mut said = every!(ToPage {
        Reply => ToPage::Reply { id: u64::MAX, answer: Ok(Reply::Done) },
        Notice => ToPage::Notice(Notice::ListsChanged),
    });
    said.extend(notices().into_iter().map(ToPage::Notice));
    let answers = replies()
        .into_iter()
        .map(Ok)
        .chain(troubles().into_iter().map(Err));
    said.extend(
        (1..)
            .zip(answers)
            .map(|(id, answer)| ToPage::Reply { id, answer }),
    );
    for said in said {
        let bytes = said.to_bytes();
        let heard = bytes.as_deref().and_then(ToPage::from_bytes);
        assert_eq!(heard, Some(said));
    }
}

#[test]
fn half_a_message_is_no_message() {
    let said = ToWorker::Ask {
        id: 1,
        request: wishes().remove(0),
    };
    let bytes = said.to_bytes().unwrap();
    assert_eq!(ToWorker::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(ToPage::from_bytes(&[255; 16]), None);
}
