//! `GET /live`: tells an open page that something changed, never what; the page
//! then asks for itself again, with its own session.

use crate::server::desk::request::Desk;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

/// A stream is closed after this long, so that the browser asks again with its
/// session, and one that was signed out meanwhile ends.
const ONE_STREAM: Duration = Duration::from_secs(15 * 60);

pub async fn stream(desk: Desk) -> Response {
    let campaign = desk.campaign_id();
    let news = BroadcastStream::new(desk.server.events.listen()).filter_map(move |heard| {
        // Falling behind means there was news, more than once.
        let ours = heard.map_or(true, |news| news.concerns(campaign));
        // Browsers drop an event without data.
        ours.then(|| Ok::<_, Infallible>(Event::default().event("changed").data("news")))
    });
    let until = Box::pin(tokio::time::sleep(ONE_STREAM));
    let bounded = futures_util::StreamExt::take_until(news, until);
    Sse::new(bounded)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}
