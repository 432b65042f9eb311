//! Hears what the other servers on this database stored: PostgreSQL's NOTIFY,
//! sent by the transaction that stores, so it comes when that is committed and
//! not otherwise. One connection listens as long as the server runs.

use super::Postgres;
use crate::domain::ids::CampaignId;
use crate::server::store::StoreError;
use futures_util::future::poll_fn;
use std::time::Duration;
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;

pub const CHANNEL: &str = "doorstep_news";

/// Between tries to get the connection back.
const AGAIN: Duration = Duration::from_secs(1);

/// What came over the connection.
#[derive(Clone, Copy, Debug)]
pub enum Heard {
    /// Another server stored something.
    News(CampaignId),
    /// The connection is (again) there: anything may have happened before.
    Listening,
}

impl Postgres {
    /// Tells `hear` until the runtime ends.
    pub async fn listen(self, mut hear: impl FnMut(Heard) + Send) {
        let mut lost = false;
        loop {
            match self.listen_once(&mut hear).await {
                // Said once, not every second.
                Err(error) if !lost => {
                    tracing::warn!(%error, "live pages hear nothing of other servers");
                    lost = true;
                }
                Err(_) => {}
                Ok(()) => lost = false,
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Ends when the connection does; `Ok` if it was there at all.
    async fn listen_once(&self, hear: &mut (impl FnMut(Heard) + Send)) -> Result<(), StoreError> {
        let (client, mut connection) = self
            .config
            .connect(NoTls)
            .await
            .map_err(|error| self.said_by(error))?;
        let (sender, mut messages) = tokio::sync::mpsc::unbounded_channel();
        let pump = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await
            {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let _stops_with_us = Abort(pump);
        client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
        hear(Heard::Listening);
        while let Some(message) = messages.recv().await {
            if let AsyncMessage::Notification(said) = message
                && let Some(campaign) = self.of_others(said.payload())
            {
                hear(Heard::News(campaign));
            }
        }
        Ok(())
    }

    /// The campaign, unless we said it ourselves.
    fn of_others(&self, said: &str) -> Option<CampaignId> {
        let (campaign, server) = said.split_once(' ')?;
        let server: Uuid = server.parse().ok()?;
        let campaign: Uuid = campaign.parse().ok()?;
        (server != self.server).then_some(CampaignId(campaign))
    }
}

struct Abort(tokio::task::JoinHandle<()>);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
