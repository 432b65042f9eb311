//! The record log's contract (`server::store::log`), tried on every back end.
//! A new back end adds a fixture and one line at the end. Its sentence about erasure,
//! which the databases alone keep, is tried in `log_erasure`.

use crate::cluster::Database;
use crate::world::{
    NOW_MS, SCALE, at, entries, furnish, id, linked, never_again, script, undo, unlinked, visit,
};
use doorstep::domain::conversation::Belongs;
use doorstep::domain::disposition::Disposition;
use doorstep::domain::fold::{Noted, fold};
use doorstep::domain::ids::{
    CampaignId, CanvasserId, DeviceId, DoorId, ListId, PersonId, RecordId,
};
use doorstep::domain::record::{Fact, Record};
use doorstep::domain::walk_list::{Door, Person, Side};
use doorstep::server::store::Store;
use doorstep::server::store::erasure::SuppressionKey;
use doorstep::server::store::joining::Enrolment;
use doorstep::server::store::log::{Appended, Delivery, Judged, RecordLog, Taken, Verdict};
use doorstep::server::store::memory::MemoryLog;
use doorstep::wire::pull::ListCheck;
use doorstep::wire::push::{Entry, EntryResult, Have, Outcome, RejectCode};
use proptest::prelude::*;
use std::collections::BTreeSet;
use tempfile::TempDir;
use uuid::Uuid;

pub const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xCA));
pub const LISTS: [ListId; 2] = [ListId(Uuid::from_u128(0xAA)), ListId(Uuid::from_u128(0xBB))];

pub fn device(n: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(0xDE00 + n))
}

pub fn canvasser(n: u128) -> CanvasserId {
    CanvasserId(Uuid::from_u128(0xC0 + n))
}

pub fn doors() -> Vec<Door> {
    (0..9)
        .map(|n| Door {
            id: DoorId(Uuid::from_u128(0xD00 + u128::from(n))),
            order: n,
            street: "Annankatu".into(),
            side: Side::Odd,
            number: n.to_string(),
            unit: String::new(),
            city: String::new(),
            postcode: String::new(),
            latitude: None,
            longitude: None,
            people: vec![Person {
                id: PersonId(Uuid::from_u128(0xE00 + u128::from(n))),
                name: "Aino".into(),
                language: None,
                telephone: None,
            }],
        })
        .collect()
}

/// A log with two lists (doors 0 to 5, and 5 to 8) and two phones.
pub trait Fixture {
    type Log: RecordLog;
    async fn make() -> Self;
    fn log(&self) -> &Self::Log;
}

struct InMemory(MemoryLog);

impl Fixture for InMemory {
    type Log = MemoryLog;

    async fn make() -> Self {
        let log = MemoryLog::default();
        let doors = doors();
        log.place(LISTS[0], &doors[..6]);
        log.place(LISTS[1], &doors[5..]);
        log.know(script(), vec![SCALE.into()]);
        Self(log)
    }

    fn log(&self) -> &MemoryLog {
        &self.0
    }
}

pub struct OnSqlite(
    Store,
    #[allow(dead_code, reason = "removed when dropped")] TempDir,
);

impl Fixture for OnSqlite {
    type Log = Store;

    async fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        prepare(&store).await;
        Self(store, folder)
    }

    fn log(&self) -> &Store {
        &self.0
    }
}

pub struct OnPostgres(Store, Database);

impl Fixture for OnPostgres {
    type Log = Store;

    async fn make() -> Self {
        let database = Database::new().await;
        let store = database.store().await;
        prepare(&store).await;
        Self(store, database)
    }

    fn log(&self) -> &Store {
        &self.0
    }
}

async fn prepare(store: &Store) {
    store.use_suppression_key(SuppressionKey([7; 32]));
    furnish(store, CAMPAIGN, LISTS, &doors()).await;
    for n in 1..=2 {
        let enrolment = Enrolment {
            campaign: CAMPAIGN,
            device: device(n),
            canvasser: canvasser(n),
        };
        store
            .remember_device(enrolment, "Aino".into(), LISTS.to_vec(), NOW_MS)
            .await
            .unwrap();
    }
}

pub fn taken(record: &Record) -> Verdict {
    let fact = record.read().unwrap();
    let (list, door, about) = match &fact {
        Fact::Visit(visit) => (visit.list, Some(visit.door), None),
        Fact::Correction(correction) => (
            correction.list,
            Some(correction.door),
            Some(correction.corrects),
        ),
        Fact::DoNotContact(wish) => (wish.list, Some(wish.door), None),
        Fact::SafetyNote(note) => (note.list, Some(note.door), None),
        Fact::Conversation(talk) => match &talk.belongs {
            Belongs::Linked { visit } => (talk.list, None, Some(*visit)),
            Belongs::Unlinked { week } => {
                return Verdict::Unlinked {
                    list: talk.list,
                    week: week.clone(),
                    fact: Box::new(fact),
                };
            }
        },
        Fact::PersonErased(_) | Fact::Settled(_) | Fact::WishLifted(_) | Fact::Unknown => {
            return Verdict::Hold {
                reason: "kind_unknown",
            };
        }
    };
    Verdict::Take(Box::new(Taken {
        fact,
        list,
        door,
        about,
        late: false,
        clock_off: false,
    }))
}

pub fn judged(entry: Entry) -> Judged {
    Judged {
        n: entry.n,
        stands_for: entry.stands_for(),
        verdict: taken(&entry.record),
        record: entry.record,
    }
}

pub fn delivery(phone: u128, entries: Vec<Judged>) -> Delivery {
    Delivery {
        campaign: CAMPAIGN,
        device: device(phone),
        canvasser: canvasser(phone),
        received_ms: NOW_MS,
        waiting: 0,
        holds: None,
        entries,
    }
}

pub async fn append(log: &impl RecordLog, phone: u128, first: u64, records: &[Record]) -> Appended {
    let entries = entries(first, records).into_iter().map(judged).collect();
    log.append(delivery(phone, entries)).await.unwrap()
}

#[track_caller]
pub fn stored(appended: Appended) -> (Vec<EntryResult>, Have) {
    match appended {
        Appended::Stored { results, have } => (results, have),
        Appended::Forked => panic!("forked"),
    }
}

pub fn outcomes(results: &[EntryResult]) -> Vec<Outcome> {
    results
        .iter()
        .map(|result| result.outcome.clone())
        .collect()
}

pub async fn whole_feed(log: &impl RecordLog, list: ListId, page: u32) -> Vec<(u64, Record)> {
    let mut all: Vec<(u64, Record)> = Vec::new();
    loop {
        let after = all.last().map_or(0, |(seq, _)| *seq);
        let more = log.feed(CAMPAIGN, list, after, page).await.unwrap();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

async fn a_record_is_accepted_once_and_a_duplicate_whoever_sends_it(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let record = visit(1, by, LISTS[0], &doors()[0], Disposition::NotHome);
    let (first, _) = stored(append(log, 1, 1, std::slice::from_ref(&record)).await);
    let (again, have) = stored(append(log, 1, 1, std::slice::from_ref(&record)).await);
    let (other, _) = stored(append(log, 2, 1, std::slice::from_ref(&record)).await);
    assert_eq!(outcomes(&first), [Outcome::Accepted]);
    assert_eq!(outcomes(&again), [Outcome::Duplicate]);
    assert_eq!(outcomes(&other), [Outcome::Duplicate]);
    assert_eq!(have.n, 1);
    assert_eq!(whole_feed(log, LISTS[0], 10).await.len(), 1);
}

async fn a_reused_id_is_refused_and_kept_once(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let door = &doors()[0];
    let stored_one = visit(1, by, LISTS[0], door, Disposition::NotHome);
    let other = visit(1, by, LISTS[0], door, Disposition::Refused);
    let talk = unlinked(1, LISTS[0], 5);
    let other_talk = {
        let mut other = unlinked(2, LISTS[0], 6);
        other.id = talk.id;
        other
    };
    let (results, have) = stored(
        append(
            log,
            1,
            1,
            &[stored_one.clone(), other.clone(), talk, other_talk.clone()],
        )
        .await,
    );
    let refused = |result: &EntryResult| {
        matches!(
            result.outcome,
            Outcome::Rejected {
                code: RejectCode::IdReused,
                ..
            }
        )
    };
    assert!(refused(&results[1]) && refused(&results[3]));
    assert_eq!(have.n, 4);
    stored(append(log, 1, 5, &[other, other_talk]).await);
    let kept: Vec<String> = log
        .quarantined(CAMPAIGN)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    assert_eq!(kept, ["id_reused", "id_reused"]);
    assert_eq!(whole_feed(log, LISTS[0], 10).await[0].1, stored_one);
}

async fn a_feed_read_in_any_page_size_gives_each_record_once_and_no_opinion(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let doors = doors();
    let mut records = Vec::new();
    for n in 0..40_u128 {
        let door = &doors[(n % 6) as usize];
        records.push(visit(10 * n, by, LISTS[0], door, Disposition::Complete));
        records.push(linked(10 * n + 1, by, LISTS[0], id(10 * n), 5));
        records.push(unlinked(10 * n + 2, LISTS[0], 5));
    }
    for (start, chunk) in (1..).step_by(17).zip(records.chunks(17)) {
        stored(append(log, 1, start, chunk).await);
    }
    let whole = whole_feed(log, LISTS[0], 1000).await;
    assert_eq!(whole.len(), 40);
    assert!(whole.windows(2).all(|pair| pair[0].0 < pair[1].0));
    for page in [1, 7, 39, 40] {
        assert_eq!(whole_feed(log, LISTS[0], page).await, whole);
    }
    assert!(whole.iter().all(|(_, record)| record.kind.is_shared()));
    let mut check = ListCheck::default();
    for (_, record) in &whole {
        check.add_record(record.id, record.content_hash());
    }
    let said = log.check(CAMPAIGN, LISTS[0]).await.unwrap();
    assert_eq!((said.records, said.sum), (check.records, check.sum));
    // Door 5 stands on the other list as well.
    let shared: BTreeSet<RecordId> = whole_feed(log, LISTS[1], 100)
        .await
        .into_iter()
        .map(|(_, record)| record.id)
        .collect();
    assert_eq!(shared.len(), 6);
}

async fn a_reader_who_has_seen_a_number_finds_nothing_below_it_later(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let doors = doors();
    let mut seen = 0;
    for n in 0..30_u128 {
        let (phone, door) = (1 + n % 2, &doors[(n % 6) as usize]);
        let record = visit(n, by, LISTS[0], door, Disposition::NotHome);
        stored(append(log, phone, 1 + (n / 2) as u64, &[record]).await);
        let new = log.feed(CAMPAIGN, LISTS[0], seen, 100).await.unwrap();
        assert_eq!(new.len(), 1, "exactly what was appended since");
        seen = new[0].0;
    }
}

async fn the_ledger_is_gapless_and_a_fork_stores_nothing(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let door = &doors()[0];
    let record = |n: u128| visit(n, by, LISTS[0], door, Disposition::NotHome);
    let all: Vec<Record> = (1..=6).map(record).collect();
    assert_eq!(
        log.have(CAMPAIGN, device(1)).await.unwrap(),
        Have::default()
    );
    let (_, have) = stored(append(log, 1, 1, &all[..2]).await);
    assert_eq!(have.n, 2);
    let (results, have) = stored(append(log, 1, 4, &all[3..4]).await);
    assert_eq!(outcomes(&results), [Outcome::Accepted]);
    assert_eq!(have.n, 2, "beyond a gap the ledger waits");
    let fork = append(log, 1, 2, &[record(99), record(98)]).await;
    assert_eq!(fork, Appended::Forked);
    let ids: Vec<RecordId> = whole_feed(log, LISTS[0], 100)
        .await
        .into_iter()
        .map(|(_, record)| record.id)
        .collect();
    assert!(!ids.contains(&id(98)) && !ids.contains(&id(99)));
    let (_, have) = stored(append(log, 1, 1, &all).await);
    let expected = entries(1, &all)
        .iter()
        .fold(Have::default(), |have, entry| Have {
            n: entry.n,
            digest: have.digest.then(entry.n, entry.stands_for()),
        });
    assert_eq!(have, expected);
    assert_eq!(log.have(CAMPAIGN, device(1)).await.unwrap(), expected);
    assert_eq!(
        log.have(CAMPAIGN, device(2)).await.unwrap(),
        Have::default()
    );
}

async fn what_is_held_turned_away_or_refused_is_answered_so(log: &impl RecordLog) {
    let by = at(canvasser(1), 0);
    let door = &doors()[0];
    let record = |n: u128| visit(n, by, LISTS[0], door, Disposition::NotHome);
    let verdicts = [
        Verdict::Hold {
            reason: "kind_unknown",
        },
        Verdict::Reject {
            code: RejectCode::OutOfScope,
            text: "no".into(),
        },
        Verdict::TurnAway {
            code: RejectCode::BadBody,
            text: "no".into(),
        },
    ];
    let entries = (1..)
        .zip(verdicts)
        .map(|(n, verdict)| Judged {
            verdict,
            ..judged(Entry {
                n,
                receipt: None,
                record: record(u128::from(n)),
            })
        })
        .collect();
    let (results, have) = stored(log.append(delivery(1, entries)).await.unwrap());
    assert!(matches!(results[0].outcome, Outcome::Held { .. }));
    assert!(matches!(
        results[1].outcome,
        Outcome::Rejected {
            code: RejectCode::OutOfScope,
            ..
        }
    ));
    assert!(matches!(
        results[2].outcome,
        Outcome::Rejected {
            code: RejectCode::BadBody,
            ..
        }
    ));
    assert_eq!(have.n, 2);
    let kept = log.quarantined(CAMPAIGN).await.unwrap();
    assert_eq!(
        kept,
        [
            (id(1), "kind_unknown".to_owned()),
            (id(2), "out_of_scope".to_owned())
        ]
    );
    assert!(whole_feed(log, LISTS[0], 10).await.is_empty());
    // A newer server can read it: it leaves quarantine when it is handed in again.
    let (results, _) = stored(append(log, 1, 1, &[record(1)]).await);
    assert_eq!(outcomes(&results), [Outcome::Accepted]);
    assert_eq!(log.quarantined(CAMPAIGN).await.unwrap().len(), 1);
}

async fn unlinked_talks_are_kept_by_their_id_alone(log: &impl RecordLog) {
    let talks: Vec<Record> = [5, 1, 3].map(|n| unlinked(n, LISTS[0], 5)).into();
    stored(append(log, 1, 1, &talks).await);
    let kept = log.unlinked(CAMPAIGN).await.unwrap();
    let mut ids: Vec<RecordId> = talks.iter().map(|talk| talk.id).collect();
    ids.sort();
    assert_eq!(kept, ids, "in the order of random ids, not of arrival");
}

async fn views_follow_corrections(log: &impl RecordLog) {
    let door = &doors()[0];
    let records = [
        visit(
            1,
            at(canvasser(1), 0),
            LISTS[0],
            door,
            Disposition::Complete,
        ),
        visit(2, at(canvasser(1), 1), LISTS[0], door, Disposition::NotHome),
        undo(3, at(canvasser(1), 2), LISTS[0], door, id(2)),
        never_again(4, at(canvasser(1), 3), LISTS[0], door),
    ];
    stored(append(log, 1, 1, &records).await);
    let tallies = log.tallies(CAMPAIGN, LISTS[0]).await.unwrap();
    let n = |measure: &str, bucket: &str| {
        tallies
            .get(&(measure.to_owned(), bucket.to_owned()))
            .copied()
            .unwrap_or(0)
    };
    assert_eq!(n("visits", "complete"), 1);
    assert_eq!(n("visits", "not_home"), 0);
    assert_eq!(n("funnel", "complete"), 1);
    assert_eq!(n("funnel", "identified"), 1);
    let state = log.door_state(CAMPAIGN, door.id).await.unwrap().unwrap();
    assert_eq!(state.dont_knock, Some(Disposition::Objected));
    assert_eq!(state, fold(noted(&records)));
}

fn noted(records: &[Record]) -> Vec<Noted> {
    records
        .iter()
        .filter_map(|record| Noted::from_record(record).unwrap())
        .collect()
}

/// What phones might hand in: mostly visits, also corrections of any of them,
/// wishes and talks; numbers choose door, author and time.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let one = (
        0..10_u8,
        0..9_usize,
        1..3_u128,
        0..60_i64,
        0..40_u128,
        0..17_usize,
    );
    proptest::collection::vec(one, 1..40).prop_map(|plans| {
        let doors = doors();
        (100..)
            .zip(plans)
            .map(|(n, (kind, door, who, minutes, earlier, disposition))| {
                let by = at(canvasser(who), minutes);
                let list = LISTS[usize::from(door > 5)];
                let door = &doors[door];
                match kind {
                    0 | 1 => undo(n, by, list, door, id(100 + earlier)),
                    2 => never_again(n, by, list, door),
                    3 => linked(n, by, list, id(100 + earlier), disposition as i32 % 10),
                    4 => unlinked(n, list, disposition as i32 % 10),
                    _ => visit(n, by, list, door, Disposition::ALL[disposition]),
                }
            })
            .collect()
    })
}

async fn compare(one: &impl RecordLog, other: &impl RecordLog, records: &[Record]) {
    for door in doors() {
        let about: Vec<Noted> = noted(records)
            .into_iter()
            .filter(|noted| noted.door() == Some(door.id))
            .collect();
        let state = one.door_state(CAMPAIGN, door.id).await.unwrap();
        assert_eq!(state, (!about.is_empty()).then(|| fold(about)));
        assert_eq!(state, other.door_state(CAMPAIGN, door.id).await.unwrap());
    }
    for list in LISTS {
        assert_eq!(
            one.tallies(CAMPAIGN, list).await.unwrap(),
            other.tallies(CAMPAIGN, list).await.unwrap()
        );
        let (a, b) = (
            one.check(CAMPAIGN, list).await.unwrap(),
            other.check(CAMPAIGN, list).await.unwrap(),
        );
        assert_eq!((a.records, a.sum), (b.records, b.sum));
    }
    assert_eq!(
        one.unlinked(CAMPAIGN).await.unwrap(),
        other.unlinked(CAMPAIGN).await.unwrap()
    );
}

/// What came in, and how it came.
#[derive(Debug, Clone)]
struct Arrival {
    records: Vec<Record>,
    order: prop::sample::Index,
    batch: usize,
    repeats: Vec<prop::sample::Index>,
}

fn arrivals() -> impl Strategy<Value = Arrival> {
    let repeats = proptest::collection::vec(any::<prop::sample::Index>(), 0..5);
    (records(), any::<prop::sample::Index>(), 1..9_usize, repeats).prop_map(
        |(records, order, batch, repeats)| Arrival {
            records,
            order,
            batch,
            repeats,
        },
    )
}

async fn views_equal_the_fold(store: &Store, arrival: Arrival) {
    let Arrival {
        records,
        order,
        batch,
        repeats,
    } = arrival;
    let memory = InMemory::make().await;
    stored(append(memory.log(), 1, 1, &records).await);
    // The other gets them turned round, in batches, some twice.
    let mut sent = records.clone();
    sent.rotate_left(order.index(records.len()));
    sent.reverse();
    for repeat in repeats {
        sent.push(records[repeat.index(records.len())].clone());
    }
    let mut n = 1;
    for chunk in sent.chunks(batch) {
        stored(append(store, 2, n, chunk).await);
        n += chunk.len() as u64;
    }
    compare(store, memory.log(), &records).await;
    let checked = store.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    store.rebuild_views().await.unwrap();
    compare(store, memory.log(), &records).await;
}

fn block_on(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn views_equal_the_fold_in_whatever_order_and_however_often_records_come(
        arrival in arrivals(),
    ) {
        block_on(async {
            let sqlite = OnSqlite::make().await;
            views_equal_the_fold(sqlite.log(), arrival).await;
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn on_postgres_too_views_equal_the_fold(arrival in arrivals()) {
        block_on(async {
            let postgres = OnPostgres::make().await;
            views_equal_the_fold(postgres.log(), arrival).await;
            let OnPostgres(store, database) = postgres;
            drop(store);
            database.drop().await;
        });
    }
}

/// What somebody with other tools does to the views, and `check` must notice.
const DAMAGE: [&str; 4] = [
    "UPDATE door_state SET state = '{}'",
    "UPDATE tally SET n = n + 1 WHERE measure = 'talks'",
    "DELETE FROM tally WHERE measure = 'visits'",
    "UPDATE walk_list SET record_sum = record_sum + 1",
];

async fn is_found_and_mended(store: &Store, damage: &str) {
    let checked = store.check_views().await.unwrap();
    assert!(!checked.problems.is_empty(), "{damage}");
    store.rebuild_views().await.unwrap();
    let mended = store.check_views().await.unwrap();
    assert_eq!(mended.problems, Vec::<String>::new(), "{damage}");
}

async fn one_of_each(store: &Store) {
    let by = at(canvasser(1), 0);
    let records = [
        visit(1, by, LISTS[0], &doors()[0], Disposition::NotHome),
        unlinked(2, LISTS[0], 5),
    ];
    stored(append(store, 1, 1, &records).await);
}

#[tokio::test]
async fn check_finds_a_view_that_was_changed_and_rebuild_mends_it() {
    let fixture = OnSqlite::make().await;
    one_of_each(fixture.log()).await;
    let file = fixture.1.path().join("doorstep.sqlite");
    let database = rusqlite::Connection::open(file).unwrap();
    for damage in DAMAGE {
        assert!(database.execute(damage, []).unwrap() > 0, "{damage}");
        is_found_and_mended(fixture.log(), damage).await;
    }
}

#[tokio::test]
async fn on_postgres_too_check_finds_a_view_that_was_changed() {
    let OnPostgres(store, database) = OnPostgres::make().await;
    one_of_each(&store).await;
    let client = database.client().await;
    for damage in DAMAGE {
        assert!(client.execute(damage, &[]).await.unwrap() > 0, "{damage}");
        is_found_and_mended(&store, damage).await;
    }
}

macro_rules! log_contract {
    ($back_end:ident, $fixture:ty: $($law:ident),* $(,)?) => {
        mod $back_end {
            $(
                #[tokio::test]
                async fn $law() {
                    use super::Fixture as _;
                    let fixture = <$fixture>::make().await;
                    super::$law(fixture.log()).await;
                }
            )*
        }
    };
}

/// Every law on every back end.
macro_rules! all_laws {
    ($($back_end:ident: $fixture:ty),* $(,)?) => {$(
        log_contract!($back_end, $fixture:
            a_record_is_accepted_once_and_a_duplicate_whoever_sends_it,
            a_reused_id_is_refused_and_kept_once,
            a_feed_read_in_any_page_size_gives_each_record_once_and_no_opinion,
            a_reader_who_has_seen_a_number_finds_nothing_below_it_later,
            the_ledger_is_gapless_and_a_fork_stores_nothing,
            what_is_held_turned_away_or_refused_is_answered_so,
            unlinked_talks_are_kept_by_their_id_alone,
            views_follow_corrections,
        );
    )*};
}

all_laws! {
    in_memory: super::InMemory,
    on_sqlite: super::OnSqlite,
    on_postgres: super::OnPostgres,
}
