//! The team lead's pages: server-rendered, quick on a phone, printable, and
//! whole without JavaScript. `desk.js` only keeps them fresh.
//!
//! `pages` draws plain models with `parts` and `wording`, inside `page`'s frame;
//! the handlers beside them ask the store and fill the models. The desk has an
//! origin of its own, so that a flaw here cannot reach what phones store.

pub mod assets;
pub mod page;
pub mod pages;
pub mod parts;
pub mod wording;
