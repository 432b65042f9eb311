//! `GET /delivery`

use crate::server::desk::pages::delivery::{Deliveries, Row, page};
use crate::server::desk::request::{Answer, Desk};
use crate::server::store::accounts::Role;
use crate::server::store::joining::DeviceState;
use chrono::DateTime;

/// Not heard for this long while something is on the phone: look after it.
const LONG_SILENCE_MS: i64 = 3 * 3600 * 1000;

pub async fn show(desk: Desk) -> Answer {
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let canvassers = desk.ask(store.canvassers(campaign).await)?;
    let rescues = desk.ask(store.rescues(campaign).await)?;
    let now_ms = desk.now_ms();
    let w = desk.wording;
    let moment = |ms: i64| {
        DateTime::from_timestamp_millis(ms)
            .map_or_else(String::new, |at| w.moment(at.fixed_offset()))
    };
    let mut rows = Vec::new();
    for canvasser in canvassers {
        let several = canvasser.devices.len() > 1;
        for (which, device) in (1..).zip(canvasser.devices) {
            let drafts = device.holds.map_or(0, |holds| holds.drafts);
            let held_back = device.held_back();
            rows.push(Row {
                name: canvasser.name.clone(),
                which: if several { which } else { 0 },
                recorded: device.recorded(),
                arrived: device.have.n,
                held_back,
                drafts,
                too_old: device.holds.is_none() && device.have.n > 0,
                lost: device.state == DeviceState::Lost,
                retired: device.state == DeviceState::Retired,
                silent: held_back + u64::from(drafts) > 0
                    && now_ms - device.heard_ms > LONG_SILENCE_MS,
                heard_ms: device.heard_ms,
                heard: moment(device.heard_ms),
                rescued: rescues
                    .iter()
                    .filter(|rescue| rescue.device == device.id)
                    .map(|rescue| (moment(rescue.made_ms), rescue.records))
                    .collect(),
            });
        }
    }
    // Whoever still has something on their phone comes first.
    rows.sort_by(|one, other| {
        (other.held_back > 0, one.name.to_lowercase(), one.which).cmp(&(
            one.held_back > 0,
            other.name.to_lowercase(),
            other.which,
        ))
    });
    let model = Deliveries {
        now_ms,
        rows,
        has_kit: desk.campaign.recovery_recipient.is_some(),
        may_bring_in: desk.may(Role::Lead),
    };
    Ok(desk.show(|frame| page(frame, &model)))
}
