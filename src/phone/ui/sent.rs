//! Sent and not sent: each visit and talk, and where it is. What needs attention stands
//! first, with what to do.

use super::parts::{Action, Back, Icon, Picture, RowLink, Screen, TroubleScreen, Waiting};
use super::room_context::{Loaded, use_front, use_reply, use_tell};
use super::route::Route;
use super::words;
use crate::phone::room::Request;
use crate::phone::view::{DeliveredWhat, Delivery, DeliveryRow, DeliveryState, Status, SyncState};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn SentScreen() -> Element {
    let front = use_front();
    let tell = use_tell();
    // Where things are changes with the status.
    let mut seen = use_signal(|| None::<Status>);
    use_effect(move || {
        let now = front.status.read().clone();
        let moved = seen.peek().as_ref().is_some_and(|before: &Status| {
            before.not_sent != now.not_sent || before.need_attention != now.need_attention
        });
        seen.set(Some(now));
        if moved {
            front.touch();
        }
    });
    match use_reply::<Delivery>(Request::Delivery) {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Home {} }
                },
            }
        },
        Loaded::Here(mut delivery) => {
            delivery.status = front.status.read().clone();
            rsx! {
                SentBody {
                    delivery,
                    onsend: move |()| {
                        tell.tell(Request::SyncNow, move |()| front.announce(say!("sync-working")));
                    },
                }
            }
        }
    }
}

#[component]
pub fn SentBody(delivery: Delivery, onsend: EventHandler<()>) -> Element {
    let status = delivery.status.clone();
    let sync = words::sync(&status.sync);
    let (mut attention, mut here, mut there) = (Vec::new(), Vec::new(), Vec::new());
    for row in delivery.rows {
        match row.state {
            DeliveryState::NeedsAttention { .. } => attention.push(row),
            DeliveryState::OnThisPhone => here.push(row),
            DeliveryState::WithYourTeam => there.push(row),
        }
    }
    rsx! {
        Screen {
            title: say!("sent-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: rsx! {
                Action {
                    icon: Icon::Send,
                    label: say!("send-now"),
                    second: status.not_sent == 0,
                    disabled: status.sync == SyncState::Working,
                    onclick: move |()| onsend.call(()),
                }
            },
            div { class: "card",
                p { class: "lead",
                    if status.not_sent == 0 {
                        {say!("sent-all")}
                    } else {
                        {say!("sent-some", count = status.not_sent)}
                    }
                }
                p { role: "status",
                    if let Some(sync) = sync {
                        "{sync}"
                    }
                }
                if let Some(heard) = delivery.last_heard {
                    p { class: "quiet-words",
                        {say!("sent-last-heard", when = words::day_and_time(heard))}
                    }
                }
                if let Some(back) = delivery.read_back {
                    p { class: "quiet-words",
                        {say!("sent-read-back", records = back.records, drafts = back.drafts)}
                        if back.lost > 0 {
                            " "
                            {say!("sent-read-back-lost", count = back.lost)}
                        }
                    }
                }
                if let Some(minutes) = status.clock_off_minutes {
                    p { class: "quiet-words",
                        {say!("sent-clock-off", minutes = minutes.unsigned_abs())}
                    }
                }
            }
            Rows { title: say!("sent-attention"), rows: attention }
            Rows { title: say!("sent-on-this-phone"), rows: here }
            Rows { title: say!("sent-with-your-team"), rows: there }
            if status.not_sent > 0 {
                nav { class: "rows", aria_label: say!("rescue-title"),
                    RowLink {
                        to: Route::Rescue {},
                        icon: Icon::Download,
                        label: say!("rescue-title"),
                        detail: say!("rescue-detail"),
                    }
                }
            }
        }
    }
}

#[component]
fn Rows(title: String, rows: Vec<DeliveryRow>) -> Element {
    if rows.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "group",
            h2 { "{title}" }
            ul { class: "rows deliveries", role: "list",
                for (index , row) in rows.into_iter().enumerate() {
                    Row { key: "{index}", row }
                }
            }
        }
    }
}

#[component]
fn Row(row: DeliveryRow) -> Element {
    let icon = match row.state {
        DeliveryState::WithYourTeam => Icon::Check,
        DeliveryState::OnThisPhone => Icon::Smartphone,
        DeliveryState::NeedsAttention { .. } => Icon::Warning,
    };
    rsx! {
        li { class: "delivery",
            Picture { icon }
            div { class: "row-words",
                span { class: "row-label",
                    if row.address.is_empty() {
                        {say!("delivery-no-address")}
                    } else {
                        "{row.address}"
                    }
                }
                span { class: "row-detail",
                    {words::delivered(row.what)}
                    if let Some(at) = row.at {
                        " · "
                        {words::day_and_time(at)}
                    }
                }
                match &row.state {
                    DeliveryState::NeedsAttention { code } => rsx! {
                        span { class: "row-warning", {words::delivery_state(&row.state)} }
                        span { {words::delivery_reason(code)} }
                    },
                    _ if matches!(row.what, DeliveredWhat::Draft { .. }) => rsx! {
                        span { class: "row-detail", {say!("delivery-draft")} }
                    },
                    state => rsx! {
                        span { class: "row-detail", {words::delivery_state(state)} }
                    },
                }
                if let DeliveredWhat::Draft { draft } = row.what {
                    Link { to: Route::Talk { draft }, class: "quiet",
                        Picture { icon: Icon::Play }
                        span { {say!("delivery-go-on")} }
                    }
                }
            }
        }
    }
}
