//! What canvassers do: note what came of a door, take it back, correct it,
//! hold conversations, park them, warn, pass on wishes, join, send, put the
//! phone away.

use super::fault::Fault;
use super::server::{self, NORTH_CODE, SOUTH_CODE};
use super::world::{Broken, Event, HOUR, MINUTE, SECOND, World};
use crate::phone_world::acts_at;
use doorstep::domain::conversation::{Certainty, RatingAnswer};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{Hazard, Wish, WishScope};
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::{DoorId, PersonId, RecordId};
use doorstep::domain::visit::WhoAnswered;
use doorstep::phone::room::{Reply, Request, Sign, Trouble};
use doorstep::phone::view::{Opening, Outcome, TalkView};

const OUTCOMES: [Disposition; 17] = [
    Disposition::NotHome,
    Disposition::NotHome,
    Disposition::NotHome,
    Disposition::Refused,
    Disposition::Refused,
    Disposition::Inaccessible,
    Disposition::NoSuchAddress,
    Disposition::Vacant,
    Disposition::NoCallersSign,
    Disposition::Gatekeeper,
    Disposition::ChildOnly,
    Disposition::ComeBack,
    Disposition::OtherLanguage,
    Disposition::Moved,
    Disposition::Moved,
    Disposition::Unsafe,
    Disposition::Objected,
];

impl World {
    /// One thing its person does; and when they will do the next.
    pub fn tap(&mut self, phone: usize) -> Result<(), Broken> {
        if self.phones[phone].back.is_none() || self.phones[phone].taps == 0 {
            return Ok(());
        }
        if !self.phones[phone].shown {
            self.phones[phone].shown = true;
            self.tell(phone, "takes the phone out");
            self.with(phone, |back| back.sign(Sign::AppShown))?;
        }
        if self.phones[phone].back.is_some() {
            self.phones[phone].taps -= 1;
            self.do_something(phone)?;
        }
        if self.phones[phone].back.is_none() {
            return Ok(());
        }
        if self.phones[phone].taps == 0 {
            self.tell(phone, "puts the phone away for today");
            self.with(phone, |back| back.sign(Sign::AppHidden))?;
            self.phones[phone].shown = false;
            return Ok(());
        }
        match self.chance.below(40) {
            0 | 1 => {
                let away = self.chance.between(10 * MINUTE, 5 * HOUR);
                self.tell(phone, "puts the phone away");
                self.with(phone, |back| back.sign(Sign::AppHidden))?;
                self.phones[phone].shown = false;
                self.later(away, Event::Tap(phone));
            }
            2 => {
                self.look(phone)?;
                let name = self.phones[phone].name.clone();
                self.strike(Fault::Closed, &name, "");
                self.phones[phone].close();
                let at = self.chance.between(SECOND, 10 * MINUTE);
                self.later(at, Event::Open(phone));
            }
            _ => {
                let at = self.chance.between(3 * SECOND, 100 * SECOND);
                self.later(at, Event::Tap(phone));
            }
        }
        Ok(())
    }

    fn do_something(&mut self, phone: usize) -> Result<(), Broken> {
        let joined = !self.phones[phone].held.lists.is_empty();
        if self.phones[phone].joining.is_some() {
            return Ok(());
        }
        if !joined || self.chance.percent(4) {
            return self.join(phone);
        }
        if let Some(talk) = self.phones[phone].talk.clone() {
            return self.talk_on(phone, &talk);
        }
        let Some(door) = self.a_door(phone) else {
            self.ask(phone, "sends now, for want of doors", Request::SyncNow)?;
            return Ok(());
        };
        match self.chance.below(20) {
            0..=5 => self.note(phone, door),
            6 | 7 => self.undo(phone),
            8 | 9 => self.correct(phone, door),
            10..=12 => {
                let who = self.who(door);
                let reply = self.ask(phone, "begins a talk", Request::Begin { door, who })?;
                self.keep_talk(phone, reply);
                Ok(())
            }
            13 => self.afterwards(phone, door),
            14 => self.wish(phone, door),
            15 => self.warn(phone, door),
            16 => self.ask(phone, "sends now", Request::SyncNow).map(drop),
            17 => self.resume(phone),
            _ => {
                self.ask(phone, "", Request::Home)?;
                self.ask(phone, "", Request::Delivery)?;
                self.ask(phone, "", Request::Door { door }).map(drop)
            }
        }
    }

    fn join(&mut self, phone: usize) -> Result<(), Broken> {
        let code = if self.chance.percent(60) {
            NORTH_CODE
        } else {
            SOUTH_CODE
        };
        let name = self.phones[phone].name.clone();
        let request = Request::Join {
            code: code.into(),
            name,
        };
        self.ask(phone, &format!("joins with {code}"), request)
            .map(drop)
    }

    fn a_door(&mut self, phone: usize) -> Option<DoorId> {
        let mut doors: Vec<DoorId> = self.phones[phone]
            .held
            .doors
            .iter()
            .map(|door| door.id)
            .collect();
        // Half of it at a few doors, so that people meet there.
        if self.chance.percent(50) {
            doors.retain(|door| (5..8).contains(&(door.0.as_u128() - 0xD00)));
        }
        self.chance.pick(&doors).copied()
    }

    fn who(&mut self, door: DoorId) -> WhoAnswered {
        match self.chance.below(3) {
            0 => WhoAnswered::DidNotAsk,
            1 => WhoAnswered::SomeoneElse,
            _ => WhoAnswered::Listed(self.person(door)),
        }
    }

    fn person(&mut self, door: DoorId) -> PersonId {
        let doors = server::doors();
        let at = doors
            .iter()
            .find(|one| one.id == door)
            .expect("a door of the world");
        self.chance.pick(&at.people).expect("two people").id
    }

    fn note(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let disposition = OUTCOMES[self.chance.below(OUTCOMES.len())];
        let who = if self.chance.percent(50) {
            Some(self.who(door))
        } else {
            None
        };
        let outcome = Outcome {
            call: None,
            door,
            disposition,
            who,
            come_back: None,
            language: None,
            whole_building: disposition == Disposition::Inaccessible,
        };
        let what = format!("notes {} at {}", disposition.code(), at(door));
        let reply = self.ask(phone, &what, Request::Note { outcome })?;
        self.remember_saved(phone, reply);
        Ok(())
    }

    fn remember_saved(&mut self, phone: usize, reply: Option<Result<Reply, Trouble>>) {
        if let Some(Ok(Reply::Saved(saved))) = reply {
            self.phones[phone].last_saved = saved.visits;
        }
    }

    fn undo(&mut self, phone: usize) -> Result<(), Broken> {
        let visits: Vec<RecordId> = std::mem::take(&mut self.phones[phone].last_saved);
        if visits.is_empty() {
            return Ok(());
        }
        self.ask(phone, "takes that back", Request::Undo { visits })
            .map(drop)
    }

    fn correct(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let Some(Ok(Reply::Door(view))) = self.ask(phone, "", Request::Door { door })? else {
            return Ok(());
        };
        let Some(past) = view.history.iter().find(|past| past.may_correct) else {
            return Ok(());
        };
        let disposition = OUTCOMES[self.chance.below(OUTCOMES.len())];
        let who = if self.chance.percent(50) {
            Some(self.who(door))
        } else {
            None
        };
        let what = format!("corrects {} to {}", at(door), disposition.code());
        let visit = past.visit;
        self.ask(
            phone,
            &what,
            Request::Correct {
                visit,
                disposition,
                call: None,
                who,
            },
        )
        .map(drop)
    }

    fn warn(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let hazard = [Hazard::Dog, Hazard::Threat, Hazard::Access][self.chance.below(3)];
        let what = format!("warns of {}", at(door));
        self.ask(
            phone,
            &what,
            Request::Warn {
                door,
                hazard,
                days: 7,
            },
        )
        .map(drop)
    }

    fn wish(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let scope = if self.chance.percent(50) {
            WishScope::Household
        } else {
            WishScope::Person(self.person(door))
        };
        let wish = [Wish::NotToday, Wish::NeverAgain, Wish::DeleteMyData][self.chance.below(3)];
        let what = format!("passes on a wish at {}", at(door));
        self.law.deleting = wish == Wish::DeleteMyData;
        let reply = self.ask(phone, &what, Request::Wish { door, scope, wish });
        self.law.deleting = false;
        self.remember_saved(phone, reply?);
        Ok(())
    }

    fn afterwards(&mut self, phone: usize, door: DoorId) -> Result<(), Broken> {
        let what = format!("records a talk held at {}", at(door));
        match self.ask(phone, &what, Request::BeginAfterwards { door })? {
            Some(Ok(Reply::Talk(view))) => self.fill_in(phone, &view),
            _ => Ok(()),
        }
    }

    /// The one-screen form, entry by entry, to its Save.
    fn fill_in(&mut self, phone: usize, view: &TalkView) -> Result<(), Broken> {
        let draft = view.draft;
        let mut acts = vec![
            Act::Who {
                who: self.who(view.door),
            },
            Act::MadeADifference {
                words: "my sister".into(),
            },
            Act::KeepWithName {
                answer: Some(self.chance.percent(50)),
            },
        ];
        let form = view.form.as_ref();
        let ratings = form.map(|form| [(&form.before, 3), (&form.after, 5)]);
        for (rating, value) in ratings.into_iter().flatten() {
            if let Some(rating) = rating {
                acts.push(Act::Rate {
                    scale: rating.scale.clone(),
                    wave: rating.wave,
                    answer: Some(RatingAnswer::Value { value }),
                    certainty: Certainty::Heard,
                });
            }
        }
        for act in acts {
            let what = format!("  {}", name_of(&act));
            self.ask(phone, &what, Request::Act { draft, act })?;
            if self.phones[phone].back.is_none() {
                return Ok(());
            }
        }
        self.ask(phone, "saves the form", Request::Finish { draft })
            .map(drop)
    }

    fn talk_on(&mut self, phone: usize, talk: &TalkView) -> Result<(), Broken> {
        let draft = talk.draft;
        if talk.form.is_some() {
            self.phones[phone].talk = None;
            return self.fill_in(phone, talk);
        }
        if talk.place == Place::Pavement {
            self.phones[phone].talk = None;
            if self.chance.percent(85) {
                self.ask(phone, "finishes the talk", Request::Finish { draft })?;
            }
            return Ok(());
        }
        let roll = self.chance.below(20);
        let acts = match roll {
            0 => vec![Act::Pause],
            1..=3 => vec![Act::CloseDoor],
            4 => vec![Act::Back],
            _ if talk.paused => vec![Act::Resume],
            // The whole step at once; a talk has many.
            _ => acts_at(talk, self.chance.percent(50)),
        };
        let parked = roll == 0;
        if parked {
            self.phones[phone].talk = None;
        }
        for act in acts {
            let what = format!("  {}", name_of(&act));
            let reply = self.ask(phone, &what, Request::Act { draft, act })?;
            if !parked {
                self.keep_talk(phone, reply);
            }
            if self.phones[phone].back.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn resume(&mut self, phone: usize) -> Result<(), Broken> {
        let drafts: Vec<_> = self.phones[phone]
            .held
            .drafts
            .iter()
            .map(|draft| draft.draft.id)
            .collect();
        let Some(draft) = self.chance.pick(&drafts).copied() else {
            return Ok(());
        };
        let reply = self.ask(phone, "goes on with a parked talk", Request::Talk { draft })?;
        self.keep_talk(phone, reply);
        Ok(())
    }

    fn keep_talk(&mut self, phone: usize, reply: Option<Result<Reply, Trouble>>) {
        if let Some(Ok(Reply::Talk(talk))) = reply {
            self.phones[phone].talk = Some(*talk);
        }
    }

    /// The first screen: back in the talk that was open.
    pub fn comes_back_to(
        &mut self,
        phone: usize,
        reply: Option<Result<Reply, Trouble>>,
    ) -> Result<(), Broken> {
        if let Some(Ok(Reply::Opening(Opening::InConversation { draft, .. }))) = reply {
            let reply = self.ask(phone, "is back in the talk", Request::Talk { draft })?;
            self.keep_talk(phone, reply);
            let one = &self.phones[phone];
            if let (Some(now), Some(left)) = (&one.talk, &one.left)
                && now.draft == left.draft
                && (&now.place, &now.step) != (&left.place, &left.step)
            {
                return Err(format!(
                    "{} is not back where the talk was left: {:?}, not {:?}",
                    one.name, now.step, left.step
                ));
            }
        }
        Ok(())
    }
}

fn at(door: DoorId) -> String {
    format!("door {}", door.0.as_u128() - 0xD00)
}

fn name_of(act: &Act) -> &'static str {
    match act {
        Act::Rate { .. } => "notes a number",
        Act::Next => "goes on",
        Act::Pause => "parks the talk",
        Act::Resume => "takes the talk up again",
        Act::CloseDoor => "the door is closed",
        Act::Back => "goes back a step",
        Act::KeepWithName { .. } => "asks what may be kept",
        Act::Commit { .. } => "notes a promise",
        _ => "notes something",
    }
}
