//! The team lead's pages: server-rendered, quick on a phone, printable, and
//! whole without JavaScript. `desk.js` only keeps them fresh.
//!
//! `pages` draws plain models with `parts` and `wording`, inside `page`'s frame;
//! `routes` asks the store and fills the models; `request` is what every request
//! goes through first. The desk has an origin of its own, so that a flaw here
//! cannot reach what phones store.

pub mod assets;
mod measured;
pub mod page;
pub mod pages;
pub mod parts;
pub mod request;
mod routes;
pub mod wording;

use crate::server::Server;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use request::{Desk, Stop};
use std::sync::Arc;

/// Room for the form around the file.
const FORM_AROUND_FILE: usize = 64 * 1024;

/// The desk's whole origin.
pub fn router(server: Arc<Server>) -> Router {
    let upload = DefaultBodyLimit::max(pages::import::LARGEST + FORM_AROUND_FILE);
    Router::new()
        .route("/", get(routes::today::show))
        .route("/live", get(routes::live::stream))
        .route(
            "/sign-in",
            get(routes::session::form).post(routes::session::sign_in),
        )
        .route("/sign-out", post(routes::session::sign_out))
        .route("/language", post(routes::session::language))
        .route(
            "/campaign",
            get(routes::campaign::form).post(routes::campaign::save),
        )
        .route(
            "/campaign/new",
            get(routes::campaign::new_form).post(routes::campaign::make),
        )
        .route(
            "/import",
            get(routes::import::form)
                .post(routes::import::upload)
                .layer(upload),
        )
        .route(
            "/import/{upload}",
            get(routes::import::preview).post(routes::import::go_on),
        )
        .route("/import/{upload}/columns", post(routes::import::columns))
        .route("/import/{upload}/discard", post(routes::import::discard))
        .route(
            "/imports/{import}/cut",
            get(routes::cut::preview).post(routes::cut::make),
        )
        .route(
            "/scripts",
            get(routes::scripts::all)
                .post(routes::scripts::bring)
                .layer(DefaultBodyLimit::max(
                    pages::scripts::LARGEST + FORM_AROUND_FILE,
                )),
        )
        .route("/scripts/{id}/{version}", get(routes::scripts::one))
        .route(
            "/scripts/{id}/{version}/source",
            get(routes::scripts::source),
        )
        .route("/scripts/{id}/{version}/lists", post(routes::scripts::give))
        .route(
            "/scripts/{id}/{version}/retire",
            post(routes::scripts::retire),
        )
        .route("/lists", get(routes::lists::all))
        .route("/lists/{list}", get(routes::lists::one))
        .route("/lists/{list}/end", post(routes::lists::end))
        .route("/shares/new", post(routes::shares::new))
        .route("/shares", post(routes::shares::make))
        .route("/shares/{share}", get(routes::shares::show))
        .route("/shares/{share}/revoke", post(routes::shares::revoke))
        .route("/conversations", get(routes::conversations::all))
        .route("/conversations/{record}", get(routes::conversations::one))
        .route(
            "/conflicts",
            get(routes::conflicts::show).post(routes::conflicts::settle),
        )
        .route("/results", get(routes::results::show))
        .route("/export", get(routes::export::show))
        .route("/export/conversations", post(routes::export::conversations))
        .route("/export/visits", post(routes::export::visits))
        .route("/delivery", get(routes::delivery::show))
        .route(
            "/rescue",
            get(routes::rescue::show)
                .post(routes::rescue::bring_in)
                // It reads to the end whatever comes, and keeps what may be kept.
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/rescue/kit",
            get(routes::rescue::to_start).post(routes::rescue::make_kit),
        )
        .route(
            "/rescue/kit/keep",
            get(routes::rescue::to_start).post(routes::rescue::keep_kit),
        )
        .route("/quarantine", get(routes::quarantine::show))
        .route("/quarantine/take", post(routes::quarantine::take))
        .route("/quarantine/aside", post(routes::quarantine::put_aside))
        .route("/quarantine/export", post(routes::quarantine::export))
        .route(
            "/erasures",
            get(routes::erasures::show).post(routes::erasures::carry_out),
        )
        .route("/erasures/find", post(routes::erasures::find))
        .route("/erasures/look", post(routes::erasures::look))
        .route("/erasures/wish", post(routes::erasures::wish))
        .route("/erasures/lift", post(routes::erasures::lift))
        .route("/campaign/phones", get(routes::phones::show))
        .route("/campaign/phones/{device}", post(routes::phones::set))
        .route("/campaign/grants", post(routes::phones::grant))
        .route("/audit", get(routes::audit::show))
        .route("/assets/{*path}", get(assets::serve))
        .fallback(nothing_here)
        .layer(from_fn_with_state(
            Arc::clone(&server),
            request::same_origin,
        ))
        .layer(from_fn_with_state(Arc::clone(&server), request::headers))
        .with_state(server)
}

async fn nothing_here(desk: Desk) -> Stop {
    desk.problem(pages::problem::Problem::NotFound)
}
