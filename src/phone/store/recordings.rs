//! Recordings of scripts on this phone: wanted until they have come.

use super::{Enrolment, StoreError, Tables};
use crate::domain::guide::RecordingName;
use crate::domain::walk_list::ScriptRef;
use crate::wire::pull::{Recording, RecordingOf};
use rusqlite::params;

impl Tables<'_> {
    pub(super) fn want_recordings(
        self,
        campaign: i64,
        wanted: &[RecordingOf],
    ) -> Result<(), StoreError> {
        for of in wanted {
            self.run(
                "INSERT OR IGNORE INTO recording (campaign, script, version, perspective, language)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    campaign,
                    of.script.id,
                    of.script.version,
                    of.perspective,
                    of.language
                ],
            )?;
        }
        Ok(())
    }

    /// The next one to ask for; none while a list is still coming.
    pub(super) fn wanted_recording(
        self,
        enrolment: &Enrolment,
    ) -> Result<Option<RecordingOf>, StoreError> {
        self.one(
            "SELECT script, version, perspective, language FROM recording
             WHERE campaign = ?1 AND data = ''
                 AND NOT EXISTS (SELECT 1 FROM list WHERE enrolment = ?2 AND gone = 0
                                 AND complete = 0)
             ORDER BY script, version, perspective, language LIMIT 1",
            params![enrolment.campaign_key, enrolment.key.0],
            |row| {
                Ok(RecordingOf {
                    script: ScriptRef {
                        id: row.get(0)?,
                        version: row.get(1)?,
                    },
                    perspective: row.get(2)?,
                    language: row.get(3)?,
                })
            },
        )
    }

    /// What came of the one asked for. A server that has none such is not asked again.
    pub(super) fn put_recording(
        self,
        campaign: i64,
        asked: &RecordingOf,
        came: Option<&Recording>,
    ) -> Result<(), StoreError> {
        let place = params![
            campaign,
            asked.script.id,
            asked.script.version,
            asked.perspective,
            asked.language
        ];
        match came.filter(|came| came.of == *asked && !came.data.is_empty()) {
            Some(came) => self.run(
                "UPDATE recording SET kind = ?6, data = ?7 WHERE campaign = ?1 AND script = ?2
                     AND version = ?3 AND perspective = ?4 AND language = ?5",
                params![
                    campaign,
                    asked.script.id,
                    asked.script.version,
                    asked.perspective,
                    asked.language,
                    came.kind,
                    came.data
                ],
            )?,
            None => self.run(
                "DELETE FROM recording WHERE campaign = ?1 AND script = ?2 AND version = ?3
                     AND perspective = ?4 AND language = ?5",
                place,
            )?,
        };
        Ok(())
    }

    /// What has come for a script, for another store to have too.
    pub(super) fn recordings_of(
        self,
        enrolment: &Enrolment,
        script: &ScriptRef,
    ) -> Result<Vec<Recording>, StoreError> {
        self.all(
            "SELECT perspective, language, kind, data FROM recording
             WHERE campaign = ?1 AND script = ?2 AND version = ?3 AND data <> ''",
            params![enrolment.campaign_key, script.id, script.version],
            |row| {
                Ok(Recording {
                    of: RecordingOf {
                        script: script.clone(),
                        perspective: row.get(0)?,
                        language: row.get(1)?,
                    },
                    kind: row.get(2)?,
                    data: row.get(3)?,
                })
            },
        )
    }

    /// A recording as an address that plays it.
    ///
    /// # Errors
    /// `NotHere` while it has not come.
    pub fn recording(
        self,
        enrolment: &Enrolment,
        script: &ScriptRef,
        name: &RecordingName,
    ) -> Result<String, StoreError> {
        self.one(
            "SELECT kind, data FROM recording WHERE campaign = ?1 AND script = ?2 AND version = ?3
                 AND perspective = ?4 AND language = ?5 AND data <> ''",
            params![
                enrolment.campaign_key,
                script.id,
                script.version,
                name.perspective,
                name.language
            ],
            |row| {
                let (kind, data): (String, String) = (row.get(0)?, row.get(1)?);
                Ok(format!("data:{kind};base64,{data}"))
            },
        )?
        .ok_or(StoreError::NotHere("recording"))
    }
}
