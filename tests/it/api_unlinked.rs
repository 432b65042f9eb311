//! Unlinked conversations: nothing ties them to a phone, a canvasser or an hour.

use crate::world::{World, at, id, unlinked, visit};
use doorstep::domain::disposition::Disposition;
use doorstep::wire::push::{Entry, Outcome, PushReply, RejectCode};

fn rejected(outcome: &Outcome) -> Option<RejectCode> {
    match outcome {
        Outcome::Rejected { code, .. } => Some(*code),
        _ => None,
    }
}

#[tokio::test]
async fn an_unlinked_talk_without_a_receipt_or_with_a_dated_id_leaves_no_trace() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    let good = unlinked(1, world.list, 5);
    let mut dated = good.clone();
    dated.id = id(77);
    let own_id = good.id.0.simple().to_string();
    for (receipt, record) in [
        (None, &good),
        (Some("short".to_owned()), &good),
        (Some("z".repeat(32)), &good),
        (Some(own_id), &good),
        (Some("0".repeat(32)), &dated),
    ] {
        let entry = Entry {
            n: 1,
            receipt,
            record: record.clone(),
        };
        let reply: PushReply = world.push_entries(&phone, vec![entry]).await.read();
        assert_eq!(
            rejected(&reply.results[0].outcome),
            Some(RejectCode::BadBody)
        );
        assert_eq!(reply.have.n, 0);
    }
    for table in ["unlinked", "quarantine", "delivery", "log"] {
        let rows = world.number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test]
async fn no_table_ties_an_unlinked_talk_to_a_phone_a_canvasser_or_an_hour() {
    let world = World::new().await;
    let mut phone = world.join("Aino", 1).await;
    let by = at(phone.canvasser, 0);
    let refused = {
        // Out of scope, so it goes to quarantine; that must not tie it either.
        unlinked(2, world.other_list, 3)
    };
    let records = [
        visit(1, by, world.list, &world.doors[0], Disposition::Complete),
        unlinked(1, world.list, 9),
        refused,
    ];
    world.push(&mut phone, &records).await;
    let secret: Vec<Vec<u8>> = records[1..]
        .iter()
        .flat_map(|record| {
            [
                record.id.0.as_bytes().to_vec(),
                record.id.to_string().into_bytes(),
                record.content_hash().0.to_vec(),
            ]
        })
        .collect();
    let tells: Vec<Vec<u8>> = [
        phone.device.0.as_bytes().to_vec(),
        phone.canvasser.0.as_bytes().to_vec(),
        phone.device.to_string().into_bytes(),
        phone.canvasser.to_string().into_bytes(),
        world.clock.now_ms().to_string().into_bytes(),
    ]
    .to_vec();
    let mut found = 0;
    for (table, row) in world.rows().await {
        let has = |needles: &[Vec<u8>]| {
            needles.iter().any(|needle| {
                row.windows(needle.len())
                    .any(|window| window == needle.as_slice())
            })
        };
        if has(&secret) {
            found += 1;
            assert!(!has(&tells), "{table} ties an unlinked talk to its phone");
        }
    }
    assert_eq!(found, 2, "one in its table, one in quarantine");
}
