//! Tells the desk's open pages that something was stored. Only that there is
//! news and of which campaign: pages fetch what they may see.

use crate::domain::ids::CampaignId;
use tokio::sync::broadcast;

#[derive(Clone, Debug)]
pub struct Events {
    sender: broadcast::Sender<CampaignId>,
}

impl Default for Events {
    fn default() -> Self {
        // A page that falls further behind than this only fetches once more.
        let (sender, _) = broadcast::channel(64);
        Self { sender }
    }
}

impl Events {
    /// Called after the commit, never before.
    pub fn news(&self, campaign: CampaignId) {
        // Nobody listening is fine.
        let _listeners = self.sender.send(campaign);
    }

    /// `RecvError::Lagged` means: there was news, more than once.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<CampaignId> {
        self.sender.subscribe()
    }
}
