//! The back room on Android, iOS and desktop: a thread of its own, which owns
//! the file.

use super::owner::{Network, Premises, serve};
use super::{Room, Trouble};
use crate::phone::platform::clock::{Clock, DeviceClock};
use crate::phone::store::{Location, Store};
use crate::phone::sync::driver::Http;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug)]
struct OnDisk(Location);

impl Premises for OnDisk {
    async fn open(&mut self, clock: &dyn Clock, _take_over: bool) -> Result<Store, Trouble> {
        Ok(self.0.open(clock).await?)
    }

    async fn open_to_read(&mut self, clock: &dyn Clock) -> Result<Store, Trouble> {
        Ok(self.0.open_to_read(clock).await?)
    }

    async fn set_aside(&mut self, clock: &dyn Clock) -> Result<(), Trouble> {
        Ok(self.0.set_aside(clock).await?)
    }

    fn let_go(&mut self) {
        self.0.release();
    }
}

impl Room {
    /// The back room over a folder on disk. `server` is asked where a join
    /// code came without an address: `https://example.org`.
    #[must_use]
    pub fn on_disk(folder: impl Into<PathBuf>, server: &str) -> Self {
        Self::on_disk_with_clock(folder, server, Arc::new(DeviceClock))
    }

    /// The same with a clock that tests can set.
    #[must_use]
    pub fn on_disk_with_clock(
        folder: impl Into<PathBuf>,
        server: &str,
        clock: Arc<dyn Clock + Send + Sync>,
    ) -> Self {
        let (room, messages, listeners) = Self::new();
        let premises = OnDisk(Location::new(folder));
        let network = Network::Http(Http::new(server));
        run(move || serve(premises, network, clock, messages, listeners));
        room
    }
}

/// A thread that runs one future to its end.
pub(super) fn run<F: Future<Output = ()>>(begin: impl FnOnce() -> F + Send + 'static) {
    // Where no thread can be had, handles find nobody behind the door and say so.
    let _ = std::thread::Builder::new()
        .name("doorstep-back-room".to_owned())
        .spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            {
                runtime.block_on(begin());
            }
        });
}
