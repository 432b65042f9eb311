//! Doorstep: the app people carry to a stranger's door to have a real
//! conversation, and the desk where their team lead learns from it.
//!
//! Four rooms, and who may look into which (ARCHITECTURE.md has the map):
//! `domain` knows nobody; `wire` knows `domain`; `phone` and `server` know both
//! and never each other.

pub mod domain;
pub mod mutant;
pub mod wire;

#[cfg(feature = "phone")]
pub mod phone;
#[cfg(feature = "server")]
pub mod server;
