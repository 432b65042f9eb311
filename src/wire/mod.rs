//! What passes between phone and server, as both sides see it. Bodies of
//! records pass through untouched; everything around them is here.
//!
//! All requests go to `/api/v1/…` on the phone app's origin, carry the protocol
//! number in the header [`PROTOCOL_HEADER`], and, once joined, a device token as
//! `Authorization: Bearer …`. Bodies are JSON, upwards without a header that says so, which
//! would be a twentieth of a look for news; upwards `push` is gzip.

pub mod join;
pub mod problem;
pub mod pull;
pub mod push;
#[cfg(any(feature = "phone", feature = "server"))]
pub mod rescue;

/// The protocol this build speaks.
///
/// | number | since | change |
/// |---|---|---|
/// | 1 | November 2026 | the first |
pub const PROTOCOL: u16 = 1;
/// The oldest protocol whose pushes are taken. Never higher than
/// [`OLDEST_PULL`]: an old app may always hand in its work.
pub const OLDEST_PUSH: u16 = 1;
/// The oldest protocol that is served new lists.
pub const OLDEST_PULL: u16 = 1;

pub const PROTOCOL_HEADER: &str = "doorstep-protocol";

/// Limits of one push: whichever comes first. On 413 the phone halves.
pub const MAX_BATCH_RECORDS: usize = 200;
pub const MAX_BATCH_BYTES: usize = 256 * 1024;
/// One record may not be larger than this; the phone parks it and goes on.
pub const MAX_RECORD_BYTES: usize = 64 * 1024;
