//! Tells the desk's open pages that something was stored. Only that there is
//! news and of which campaign: pages fetch what they may see.

use crate::domain::ids::CampaignId;
use tokio::sync::broadcast;

#[derive(Clone, Debug)]
pub struct Events {
    sender: broadcast::Sender<News>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Of(CampaignId),
    /// Nobody knows: for a while we did not hear what other servers stored.
    Perhaps,
}

impl News {
    /// Whether a page of this campaign should look.
    #[must_use]
    pub fn concerns(self, campaign: CampaignId) -> bool {
        match self {
            Self::Of(of) => of == campaign,
            Self::Perhaps => true,
        }
    }
}

impl Default for Events {
    fn default() -> Self {
        // A page that falls further behind than this only fetches once more.
        let (sender, _) = broadcast::channel(64);
        Self { sender }
    }
}

impl Events {
    /// Called after the commit, never before. Other servers on the same database
    /// are told by the transaction itself (`store::sql::Db::tell`).
    pub fn news(&self, campaign: CampaignId) {
        self.send(News::Of(campaign));
    }

    pub fn send(&self, news: News) {
        // Nobody listening is fine.
        let _listeners = self.sender.send(news);
    }

    /// `RecvError::Lagged` means: there was news, more than once.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.sender.subscribe()
    }
}
