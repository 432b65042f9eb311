//! The tenth sentence of the record log's contract (`server::store::log`): who was erased is
//! erased, and stays so. Tried on the databases alone; the log in memory knows no erasure.

use crate::log_contract::{
    CAMPAIGN, Fixture, LISTS, OnPostgres, OnSqlite, append, canvasser, delivery, doors, judged,
    outcomes, stored, whole_feed,
};
use crate::world::{at, entries, id, linked, undo, unlinked, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::door_fact::{DoNotContact, Wish, WishScope};
use doorstep::domain::ids::RecordId;
use doorstep::domain::record::{Fact, Kind, Record};
use doorstep::server::store::Store;
use doorstep::server::store::log::{Judged, RecordLog as _, Verdict};
use doorstep::wire::pull::ListCheck;
use doorstep::wire::push::Outcome;

fn wish(n: u128, scope: WishScope, under_way: Vec<RecordId>) -> Record {
    let fact = Fact::DoNotContact(DoNotContact {
        list: LISTS[0],
        door: doors()[0].id,
        round: 1,
        scope,
        wish: Wish::DeleteMyData,
        under_way,
    });
    Record::write(id(n), Some(at(canvasser(1), 5)), &fact).unwrap()
}

/// Two doors called on, at the first of them a conversation under either kind of record, and
/// one visit there that was set aside.
async fn called_on(log: &Store) {
    let by = at(canvasser(1), 0);
    let [here, elsewhere] = [&doors()[0], &doors()[1]];
    let records = [
        visit(1, by, LISTS[0], here, Disposition::Complete),
        linked(2, by, LISTS[0], id(1), 4),
        visit(3, by, LISTS[0], elsewhere, Disposition::Complete),
        linked(4, by, LISTS[0], id(3), 6),
        unlinked(5, LISTS[0], 5),
        unlinked(6, LISTS[0], 5),
    ];
    stored(append(log, 1, 1, &records).await);
    let aside = visit(7, by, LISTS[0], here, Disposition::Refused);
    let held = entries(7, &[aside]).into_iter().map(|entry| Judged {
        verdict: Verdict::Hold {
            reason: "token_lost",
        },
        ..judged(entry)
    });
    stored(log.append(delivery(1, held.collect())).await.unwrap());
}

async fn agrees(log: &Store) {
    let mut check = ListCheck::default();
    for (_, record) in whole_feed(log, LISTS[0], 3).await {
        check.add_record(record.id, record.content_hash());
    }
    let said = log.check(CAMPAIGN, LISTS[0]).await.unwrap();
    assert_eq!((said.records, said.sum), (check.records, check.sum));
    let checked = log.check_views().await.unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

async fn the_wish_takes_out_what_names_them_wherever_it_is(log: &Store) {
    called_on(log).await;
    let read = whole_feed(log, LISTS[0], 10).await.last().unwrap().0;
    let of_theirs = unlinked(5, LISTS[0], 5).id;
    let wish = wish(8, WishScope::Household, vec![of_theirs]);
    let (results, have) = stored(append(log, 1, 8, &[wish]).await);
    assert_eq!(outcomes(&results), [Outcome::Accepted]);
    assert_eq!(have.n, 8, "the phone's count goes on");
    let feed = whole_feed(log, LISTS[0], 10).await;
    let left: Vec<(bool, &Kind)> = feed
        .iter()
        .map(|(seq, record)| (*seq > read, &record.kind))
        .collect();
    assert_eq!(left, [(false, &Kind::Visit), (true, &Kind::PersonErased)]);
    assert_eq!(feed[0].1.id, id(3), "the door called on besides");
    let others = unlinked(6, LISTS[0], 5).id;
    assert_eq!(log.unlinked(CAMPAIGN).await.unwrap(), [others]);
    assert_eq!(log.quarantined(CAMPAIGN).await.unwrap(), []);
    let tallies = log.tallies(CAMPAIGN, LISTS[0]).await.unwrap();
    let finished = tallies.get(&("talks".to_owned(), "finished".to_owned()));
    assert_eq!(
        finished,
        Some(&2),
        "the linked one elsewhere, and another's"
    );
    let door = log.door_state(CAMPAIGN, doors()[0].id).await.unwrap();
    assert!(door.is_some_and(|state| state.dont_knock.is_some()));
    agrees(log).await;
}

async fn whatever_names_them_later_is_answered_so_and_kept_nowhere(log: &Store) {
    called_on(log).await;
    let person = WishScope::Person(doors()[0].people[0].id);
    stored(append(log, 1, 8, &[wish(8, person, Vec::new())]).await);
    let before = whole_feed(log, LISTS[0], 10).await;
    let by = at(canvasser(2), 9);
    let late = [
        visit(
            1,
            at(canvasser(1), 0),
            LISTS[0],
            &doors()[0],
            Disposition::Complete,
        ),
        linked(2, at(canvasser(1), 0), LISTS[0], id(1), 4),
        linked(20, by, LISTS[0], id(1), 7),
        undo(21, by, LISTS[0], &doors()[0], id(1)),
        visit(22, by, LISTS[0], &doors()[0], Disposition::Complete),
    ];
    for (n, record) in (1..).zip(&late) {
        let (results, _) = stored(append(log, 2, n, std::slice::from_ref(record)).await);
        assert_eq!(outcomes(&results), [Outcome::Erased], "{}", record.id);
    }
    // Refused by itself it would be set aside; of the erased not even that.
    let held = entries(6, &late[4..]).into_iter().map(|entry| Judged {
        verdict: Verdict::Hold {
            reason: "token_lost",
        },
        ..judged(entry)
    });
    let (results, _) = stored(log.append(delivery(2, held.collect())).await.unwrap());
    assert_eq!(outcomes(&results), [Outcome::Erased]);
    assert_eq!(whole_feed(log, LISTS[0], 10).await, before);
    assert_eq!(
        log.quarantined(CAMPAIGN).await.unwrap().len(),
        1,
        "a refusal at the door names nobody, and was there before"
    );
    // Somebody else may be called on at the same door.
    let other = visit(23, by, LISTS[0], &doors()[0], Disposition::NotHome);
    let (results, _) = stored(append(log, 2, 7, &[other]).await);
    assert_eq!(outcomes(&results), [Outcome::Accepted]);
    agrees(log).await;
}

macro_rules! on_both {
    ($($law:ident),* $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test]
                async fn $law() {
                    use super::Fixture as _;
                    let fixture = super::OnSqlite::make().await;
                    super::$law(fixture.log()).await;
                }
            )*
        }

        mod on_postgres {
            $(
                #[tokio::test]
                async fn $law() {
                    use super::Fixture as _;
                    let fixture = super::OnPostgres::make().await;
                    super::$law(fixture.log()).await;
                }
            )*
        }
    };
}

on_both! {
    the_wish_takes_out_what_names_them_wherever_it_is,
    whatever_names_them_later_is_answered_so_and_kept_nowhere,
}
