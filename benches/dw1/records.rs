//! What the phones have to say: doors, people and talks made from a seed, of the size and the
//! variety of real ones. Ids are as random as real ones (they do not compress), words come from
//! a vocabulary of 2,400 with equal chances (which compresses worse than speech does).

use doorstep::domain::conversation::{
    Belongs, Certainty, Commitment, CommitmentSaid, Consent, Conversation, Ending, Rating,
    RatingAnswer, Recorded, Wave, WhoElse,
};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{DoNotContact, Wish, WishScope};
use doorstep::domain::few::Few;
use doorstep::domain::ids::{CanvasserId, DoorId, ListId, PersonId, RecordId};
use doorstep::domain::record::{Author, Fact, Record};
use doorstep::domain::script::Channel;
use doorstep::domain::time::DeviceTime;
use doorstep::domain::visit::{Visit, WhoAnswered};
use doorstep::domain::walk_list::{Door, Person, ScriptRef, Side};
use uuid::Uuid;

const WORDS: usize = 2_400;

/// SplitMix64: the same records from the same seed, on every machine.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xA076_1D64_78BD_642F) ^ 0xE703_7ED1_A0B4_28DB)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// Some of them, in their order.
    fn some_of(&mut self, of: &[&str], most: usize) -> Vec<String> {
        let wanted = self.below(most as u64 + 1) as usize;
        let mut chosen: Vec<&&str> = of.iter().filter(|_| self.below(3) == 0).collect();
        chosen.truncate(wanted);
        chosen.into_iter().map(|one| (*one).to_owned()).collect()
    }

    pub fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.draw(), self.draw())
    }

    /// Random, version 4, as the server makes ids.
    pub fn random_id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.id().into_bytes()).into_uuid()
    }

    /// Version 7, as phones make them for what has a time.
    fn id_at(&mut self, at: DeviceTime) -> RecordId {
        let mut chance = [0; 10];
        chance.copy_from_slice(&self.id().into_bytes()[..10]);
        let ms = u64::try_from(at.utc_ms()).unwrap();
        RecordId(uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid())
    }
}

/// Made of syllables: like a language nobody speaks, with lengths like English.
#[derive(Debug)]
pub struct Words(Vec<String>);

impl Words {
    #[must_use]
    pub fn new() -> Self {
        let mut chance = Chance::new(7);
        let (open, vowel, close) = (
            [
                "", "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st",
                "tr", "w", "ch", "th",
            ],
            ["a", "e", "i", "o", "u", "ea", "ou", "y"],
            ["", "", "n", "r", "s", "t", "l", "ng", "d", "m"],
        );
        let mut words = std::collections::BTreeSet::new();
        while words.len() < WORDS {
            let mut word = String::new();
            for _ in 0..=chance.below(3) {
                for part in [
                    *chance.one_of(&open),
                    *chance.one_of(&vowel),
                    *chance.one_of(&close),
                ] {
                    word.push_str(part);
                }
            }
            words.insert(word);
        }
        let mut words: Vec<String> = words.into_iter().collect();
        // Neighbours in the alphabet would be neighbours for a compressor too.
        for last in (1..words.len()).rev() {
            words.swap(last, chance.below(last as u64 + 1) as usize);
        }
        Self(words)
    }

    fn one(&self, chance: &mut Chance) -> &str {
        &self.0[chance.below(self.0.len() as u64) as usize]
    }

    /// 0 to 19 words, in the 140 characters there are for them.
    fn note(&self, chance: &mut Chance) -> String {
        let mut note = String::new();
        for _ in 0..chance.below(20) {
            let word = self.one(chance);
            if note.len() + word.len() >= 140 {
                break;
            }
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(word);
        }
        note
    }

    fn name(&self, chance: &mut Chance) -> String {
        let capital = |word: &str| {
            let mut letters = word.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            first + letters.as_str()
        };
        let first = capital(&self.0[chance.below(400) as usize]);
        format!("{first} {}", capital(self.one(chance)))
    }

    /// Doors in walking order: streets of about 80, two people each.
    #[must_use]
    pub fn doors(&self, count: u32, made_ms: u64, chance: &mut Chance) -> Vec<Door> {
        let mut doors: Vec<Door> = Vec::new();
        let (mut street, mut at, mut side) = (String::new(), (0.0, 0.0), Side::Odd);
        for order in 0..count {
            if order % 40 == 0 {
                if order % 80 == 0 {
                    street = format!("{}katu", self.name(chance).replace(' ', ""));
                    at = (
                        60.15 + chance.below(100_000) as f64 / 1e6,
                        24.85 + chance.below(200_000) as f64 / 1e6,
                    );
                }
                side = if order % 80 == 0 {
                    Side::Odd
                } else {
                    Side::Even
                };
            }
            let number = 2 * (order % 40) + u32::from(side == Side::Odd);
            doors.push(Door {
                id: DoorId::in_order(made_ms, order, chance.random_id()),
                order,
                street: street.clone(),
                side,
                number: number.to_string(),
                unit: if chance.below(3) == 0 {
                    format!(
                        "{} {}",
                        chance.one_of(&["A", "B", "C"]),
                        1 + chance.below(30)
                    )
                } else {
                    String::new()
                },
                city: "Helsinki".into(),
                postcode: format!("00{}", 100 + 10 * (order / 800 % 80)),
                latitude: Some(((at.0 + f64::from(number) * 9e-6) * 1e6).round() / 1e6),
                longitude: Some(((at.1 + f64::from(number) * 17e-6) * 1e6).round() / 1e6),
                people: (0..2)
                    .map(|_| Person {
                        id: PersonId(chance.random_id()),
                        name: self.name(chance),
                        language: Some((*chance.one_of(&["fi", "fi", "fi", "sv"])).to_owned()),
                        telephone: None,
                    })
                    .collect(),
            });
        }
        doors
    }

    /// A talk at a door as this system keeps it: the visit and, tied to it, the conversation.
    pub fn talk(
        &self,
        chance: &mut Chance,
        canvasser: CanvasserId,
        at_ms: i64,
        list: ListId,
        door: &Door,
        script: &ScriptRef,
    ) -> [Record; 2] {
        let at = DeviceTime::from_parts(at_ms, 120).unwrap();
        let author = Some(Author { canvasser, at });
        let visit_id = chance.id_at(at);
        let person = chance.one_of(&door.people).id;
        let last = chance.below(5) > 0;
        let visit = Visit {
            list,
            door: door.id,
            round: 1,
            disposition: if last {
                Disposition::Complete
            } else {
                Disposition::Partial
            },
            who: Some(WhoAnswered::Listed(person)),
            come_back: None,
            language: (chance.below(6) == 0).then(|| "sv".to_owned()),
            partners: if chance.below(4) == 0 {
                vec![CanvasserId(chance.random_id())]
            } else {
                Vec::new()
            },
            channel: Channel::Door,
            call: None,
            unknown: serde_json::Map::new(),
        };
        let visit = Record::write(visit_id, author, &Fact::Visit(visit)).unwrap();
        let conversation = self.conversation(chance, list, visit_id, script, last);
        let conversation =
            Record::write(chance.id_at(at), author, &Fact::Conversation(conversation)).unwrap();
        [visit, conversation]
    }

    /// Whoever is first on the list at this door wants what is held about them deleted.
    pub fn delete_my_data(
        chance: &mut Chance,
        canvasser: CanvasserId,
        at_ms: i64,
        list: ListId,
        door: &Door,
    ) -> Record {
        let at = DeviceTime::from_parts(at_ms, 120).unwrap();
        let wish = DoNotContact {
            list,
            door: door.id,
            round: 1,
            scope: WishScope::Person(door.people[0].id),
            wish: Wish::DeleteMyData,
            under_way: Vec::new(),
        };
        let author = Some(Author { canvasser, at });
        Record::write(chance.id_at(at), author, &Fact::DoNotContact(wish)).unwrap()
    }

    fn conversation(
        &self,
        chance: &mut Chance,
        list: ListId,
        visit: RecordId,
        script: &ScriptRef,
        last: bool,
    ) -> Conversation {
        let mut rating = |wave| Rating {
            scale: "homes-nearby".into(),
            wave,
            answer: match chance.below(12) {
                0 => RatingAnswer::DontKnow,
                1 => {
                    let low = chance.below(10) as i32;
                    RatingAnswer::Between { low, high: low + 1 }
                }
                _ => RatingAnswer::Value {
                    value: chance.below(11) as i32,
                },
            },
            certainty: Certainty::Heard,
        };
        let ratings = std::iter::once(rating(Wave::First))
            .chain(last.then(|| rating(Wave::Final)))
            .collect();
        let mut tags = Few::new();
        for (set, codes) in [
            (
                "reason",
                &[
                    "safety",
                    "children",
                    "home-value",
                    "cost",
                    "own-fault",
                    "not-asked",
                ][..],
            ),
            (
                "theme",
                &[
                    "lost-home",
                    "hard-times",
                    "separation",
                    "work",
                    "stood-by",
                    "alone",
                ],
            ),
            (
                "moved-by",
                &[
                    "own-story",
                    "somebody-they-know",
                    "my-story",
                    "fact",
                    "being-heard",
                ],
            ),
        ] {
            let chosen = chance.some_of(codes, 2);
            if !chosen.is_empty() {
                tags.insert(set.to_owned(), chosen);
            }
        }
        let steps = [
            "open",
            "identify",
            "first-rating",
            "why",
            "who",
            "my-story",
            "their-story",
            "connect",
            "second-rating",
            "close",
        ];
        Conversation {
            list,
            belongs: Belongs::Linked { visit },
            script: script.clone(),
            language: "fi".into(),
            channel: Channel::Door,
            recorded: Recorded::Live,
            ending: if last {
                Ending::Finished
            } else {
                Ending::Abandoned
            },
            ratings,
            tags,
            made_a_difference: self.note(chance),
            concerns: chance.some_of(&["safe-street", "home-value", "own-fault"], 1),
            commitments: (chance.below(3) == 0)
                .then(|| Commitment {
                    id: (*chance.one_of(&["talk-again", "think-it-over"])).to_owned(),
                    said: *chance.one_of(&[
                        CommitmentSaid::Yes,
                        CommitmentSaid::Maybe,
                        CommitmentSaid::No,
                    ]),
                })
                .into_iter()
                .collect(),
            consent: Consent {
                wording: "keep-1".into(),
                keep_with_name: Some(true),
                come_back: Some(chance.below(2) == 0),
            },
            who_else: if chance.below(2) == 0 {
                vec![*chance.one_of(&WhoElse::ALL)]
            } else {
                Vec::new()
            },
            steps_reached: steps[..if last { 10 } else { 4 }]
                .iter()
                .map(|step| (*step).to_owned())
                .collect(),
            short: chance.below(4) == 0,
            seconds: Some(120 + chance.below(1_500) as u32),
            unknown: serde_json::Map::new(),
        }
    }

    /// What a phone has in its outbox after a long day: `talks` talks at doors one after the
    /// other, four to nine minutes apart.
    pub fn day(
        &self,
        chance: &mut Chance,
        canvasser: CanvasserId,
        began_ms: i64,
        list: ListId,
        doors: &[Door],
        script: &ScriptRef,
    ) -> Vec<(Record, DoorId)> {
        let mut at_ms = began_ms;
        let mut day = Vec::new();
        for door in doors {
            at_ms += 240_000 + chance.below(300_000) as i64;
            for record in self.talk(chance, canvasser, at_ms, list, door, script) {
                day.push((record, door.id));
            }
        }
        day
    }
}
