//! Everything on the phone. In front `ui` only draws and listens; at the back
//! `store` (the encrypted database) and `sync` live together behind one door,
//! `room`: a dedicated thread on Android, iOS and desktop, a dedicated worker
//! in the browser. `view` is what passes through the door; `platform` is what
//! differs between the shells.

/// Whether this is all of the app. The web app comes in two sizes: what a round needs, and, for
/// those who want it, the whole with practice and the story workshop (`boot.js`).
pub const WHOLE: bool = cfg!(any(not(target_arch = "wasm32"), feature = "whole"));

pub mod platform;
pub mod room;
pub mod store;
pub mod sync;
pub mod ui;
pub mod view;
