//! The parts screens are made of. Each draws what it is given and knows no rule; each has
//! its words beside its picture, its label beside its field.

mod button;
mod choice;
mod dialog;
mod help;
mod icon;
mod progress;
mod screen;
mod trouble;
mod undo;

pub use button::{Action, ActionPair, QuietButton, RowLink};
pub use choice::{Choice, Choices};
pub use dialog::{CloseDialog, Sheet};
pub use help::{HELP, HelpBody, HelpButton, HelpDialog};
pub use icon::{Icon, Picture};
pub use progress::Progress;
pub use screen::{Back, HEADING, Screen, Waiting};
pub use trouble::{TroubleBar, TroubleBody, TroubleScreen};
pub use undo::SavedBar;
