//! Pieces that several pages are made of. Each is a function from words and
//! values to an `Element`.

pub mod chart;
pub mod field;
pub mod notice;
pub mod pager;
pub mod qr;
