//! The handlers: each reads what it is asked, asks the store, fills a page's
//! model and shows it. One file per matter.

pub mod audit;
pub mod campaign;
pub mod conflicts;
pub mod conversations;
pub mod cut;
pub mod delivery;
pub mod erasures;
pub mod export;
pub mod import;
pub mod lists;
pub mod live;
pub mod phones;
pub mod quarantine;
pub mod rescue;
pub mod results;
mod script_parts;
pub mod scripts;
pub mod session;
pub mod shares;
pub mod today;
mod trial;
mod uploaded;

use super::pages::problem::Problem;
use super::request::{Desk, Stop};
use std::str::FromStr;

/// An id from an address, or the page for "there is nothing here".
pub(super) fn id_of<T: FromStr>(desk: &Desk, text: &str) -> Result<T, Stop> {
    text.parse().map_err(|_| desk.problem(Problem::NotFound))
}

/// The value of one query parameter.
pub(super) fn asked<'a>(query: &'a [(String, String)], name: &str) -> &'a str {
    query
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.as_str())
}

/// A query string, decoded.
pub(super) type Query = axum::extract::Query<Vec<(String, String)>>;
