//! Joining a campaign with the code from a link or a lead, and getting ready for no signal.
//! On an iPhone the app is put on the home screen first and joined there, since Safari and
//! the installed app do not share what they store.

mod form;
mod install_first;
mod ready;

pub use form::{JoinBody, JoinScreen};
pub use install_first::InstallFirstBody;
pub use ready::{GettingReadyBody, GettingReadyScreen};
