//! The conversation: the heart of the app. A loader here, which passes acts on
//! and shows what came back, and a body for each screen: a step at the door
//! (`step`), the pavement after it (`pavement`), and the one screen for a talk
//! held with the phone in the pocket (`afterwards`). Which step comes next and
//! what may be asked at it is decided by `domain::guide` in the back room;
//! nothing here knows.

mod account;
mod afterwards;
mod answer;
mod careful;
mod closing;
mod concerns;
mod deeper;
mod held;
mod outline;
mod pause;
mod pavement;
mod pending;
mod put_away;
mod qr;
mod rating;
mod said;
mod sheet;
mod step;
mod tick;
mod unsaved;
mod who;

#[cfg(test)]
pub(super) mod sample;
#[cfg(test)]
mod tests;

pub use afterwards::RecordTalkScreen;
pub(in crate::phone::ui) use answer::TickAnswer;
pub(in crate::phone::ui) use careful::{Careful, look_over};
pub use held::TalkScreen;
pub(in crate::phone::ui) use said::warnings;
pub(in crate::phone::ui) use sheet::TalkSheet;
