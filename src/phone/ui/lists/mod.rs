//! From the lists this phone holds down to one side of one street: where to go next.

mod home;
mod search;
mod street;
mod streets;

pub use home::{HomeBody, HomeScreen};
pub use search::{Found, SearchBody, SearchScreen};
pub use street::{NextAddress, StreetBody, StreetScreen};
pub use streets::{StreetsBody, StreetsScreen};
