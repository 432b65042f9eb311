//! `GET /conflicts`, `POST /conflicts`: conversations told twice, side by side,
//! and which of the tellings counts.

use super::conversations::{said, script_of};
use super::id_of;
use super::lists::address;
use crate::domain::conversation::Wave;
use crate::domain::ids::RecordId;
use crate::domain::script::Script;
use crate::domain::walk_list::ScriptRef;
use crate::server::desk::pages::conflicts::{Conflict, Conflicts, Telling, page};
use crate::server::desk::request::{Answer, Desk, Sent, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::settling;
use std::collections::BTreeMap;

pub async fn show(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let store = &desk.server.store;
    let found = desk.ask(store.conflicts(desk.campaign_id()).await)?;
    let scripts: BTreeMap<ScriptRef, Script> = desk
        .ask(store.scripts(desk.campaign_id()).await)?
        .iter()
        .filter_map(|stored| Some((stored.reference.clone(), script_of(stored)?)))
        .collect();
    let conflicts = found
        .into_iter()
        .map(|conflict| Conflict {
            address: address(&conflict.door),
            person: conflict
                .door
                .people
                .iter()
                .find(|listed| listed.id == conflict.person)
                .map(|listed| listed.name.clone())
                .unwrap_or_default(),
            settled: conflict
                .settled
                .map(|(by, at_ms)| (by, desk.wording.ago(desk.now_ms(), at_ms))),
            tellings: conflict
                .tellings
                .iter()
                .map(|telling| row(&desk, telling, &scripts))
                .collect(),
        })
        .collect();
    let model = Conflicts { conflicts };
    Ok(desk.show(|frame| page(frame, &model)))
}

fn row(desk: &Desk, telling: &settling::Telling, scripts: &BTreeMap<ScriptRef, Script>) -> Telling {
    let told = &telling.conversation;
    let scale = scripts
        .get(&told.script)
        .and_then(|script| script.main_scale());
    let answer = |wave| said(desk, scale, told.rating(wave).map(|rating| &rating.answer));
    Telling {
        id: telling.id.to_string(),
        canvasser: telling.canvasser_name.clone(),
        when: desk.wording.moment(telling.at.0),
        disposition: telling.disposition.code(),
        first: answer(Wave::First),
        last: answer(Wave::Final),
        words: told.made_a_difference.clone(),
        counts: telling.counts,
    }
}

pub async fn settle(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let counts: RecordId = id_of(desk, sent.text("counts"))?;
    let record = RecordId(desk.new_id()?);
    desk.note(AuditAction::ConversationSettled, counts.to_string())
        .await?;
    let settled = desk
        .server
        .store
        .settle(
            desk.campaign_id(),
            record,
            counts,
            desk.session.lead.id,
            desk.now_ms(),
        )
        .await;
    desk.ask(settled)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to("/conflicts"))
}
