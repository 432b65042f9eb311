//! Records of a kind, or of a version of it, newer than the server was when they
//! came: held whole, and judged again when a server starts that knows them. What
//! it takes in then counts as if it had been known all along.

use super::{Store, StoreError, sql};

impl Store {
    /// Judges again what was held because it was not known then, each with its views
    /// in one transaction; how many were taken in. Again is as good as once.
    pub async fn take_up_held(&self, now_ms: i64) -> Result<u32, StoreError> {
        let key = self.suppression_key()?;
        let wished = self.read(sql::held::wished).await?;
        let sought = self.seek_all(wished).await?;
        let taken = self
            .write(move |db| sql::held::take_up(db, &key, &sought, now_ms))
            .await?;
        if taken > 0 {
            // A wish for deletion may have been among them.
            self.leave_nothing_beside().await;
        }
        Ok(taken)
    }
}
