//! The canvasser's own stories. They are kept here and nowhere else: no record,
//! no rescue file and no request to the server ever holds a word of them.

use super::{Enrolment, StoreError, Tables};
use crate::phone::view::{Story, StoryKey};
use rusqlite::{Row, params};

fn read_story(row: &Row<'_>) -> Result<Story, StoreError> {
    Ok(Story {
        key: StoryKey(row.get(0)?),
        script: row.get(1)?,
        person: row.get(2)?,
        moment: row.get(3)?,
        feeling: row.get(4)?,
        link_line: row.get(5)?,
        told_seconds: row.get(6)?,
        // The first of its script, as they are ordered.
        chosen: row.get(7)?,
    })
}

const COLUMNS: &str = "key, script, person, moment, feeling, link_line, told_seconds,
    key = (SELECT first.key FROM story first
           WHERE first.campaign = story.campaign AND first.script = story.script
           ORDER BY first.chosen DESC, first.key LIMIT 1)";

impl Tables<'_> {
    /// In the order in which they were begun.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn stories(self, enrolment: &Enrolment) -> Result<Vec<Story>, StoreError> {
        self.all(
            &format!("SELECT {COLUMNS} FROM story WHERE campaign = ?1 ORDER BY key"),
            [enrolment.campaign_key],
            read_story,
        )
    }

    /// The one to tell.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn chosen_story(
        self,
        enrolment: &Enrolment,
        script: &str,
    ) -> Result<Option<Story>, StoreError> {
        self.one(
            &format!(
                "SELECT {COLUMNS} FROM story WHERE campaign = ?1 AND script = ?2
                 ORDER BY chosen DESC, key LIMIT 1"
            ),
            params![enrolment.campaign_key, script],
            read_story,
        )
    }

    /// Keeps a story as it is now; a new one, or one that was deleted just now,
    /// if it is not there.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn keep_story(self, enrolment: &Enrolment, story: &Story) -> Result<StoryKey, StoreError> {
        self.run(
            "INSERT INTO story
             (key, campaign, script, person, moment, feeling, link_line, told_seconds, chosen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)
             ON CONFLICT (key) DO UPDATE SET person = excluded.person,
                moment = excluded.moment, feeling = excluded.feeling,
                link_line = excluded.link_line, told_seconds = excluded.told_seconds",
            params![
                (story.key != StoryKey::NEW).then_some(story.key.0),
                enrolment.campaign_key,
                story.script,
                story.person,
                story.moment,
                story.feeling,
                story.link_line,
                story.told_seconds,
            ],
        )?;
        let key = if story.key == StoryKey::NEW {
            self.connection.last_insert_rowid()
        } else {
            story.key.0
        };
        if story.chosen {
            self.run(
                "UPDATE story SET chosen = (SELECT max(chosen) + 1 FROM story) WHERE key = ?1",
                [key],
            )?;
        }
        Ok(StoryKey(key))
    }

    /// # Errors
    /// When it cannot be deleted.
    pub fn drop_story(self, story: StoryKey) -> Result<(), StoreError> {
        self.run("DELETE FROM story WHERE key = ?1", [story.0])?;
        Ok(())
    }
}
