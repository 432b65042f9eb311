//! One file per page: the plain model it shows, and the function that draws it.
//! The handlers beside this folder fill the models from the store.

pub mod audit;
pub mod campaign;
pub mod conflicts;
pub mod conversation;
pub mod conversations;
pub mod cut;
pub mod delivery;
pub mod erasures;
pub mod export;
pub mod import;
pub mod list;
pub mod lists;
pub mod phones;
pub mod problem;
pub mod quarantine;
pub mod rescue;
pub mod results;
pub mod script;
pub mod scripts;
pub mod share;
pub mod sign_in;
pub mod today;
pub mod trial;
