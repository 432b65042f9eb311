//! A stage for practice: a store in memory with the campaign, one script, one
//! list and one invented household on it, and nothing else of the real one.

use super::{Enrolment, StoreError, Tables};
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::{Door, ScriptRef, WalkList};
use crate::wire::join::JoinReply;
use crate::wire::pull::{Cursor, ListPage};
use rusqlite::params;

impl Tables<'_> {
    /// For each script on this phone its latest version.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn scripts_to_practise(self, enrolment: &Enrolment) -> Result<Vec<ScriptRef>, StoreError> {
        let mut latest: Vec<ScriptRef> = Vec::new();
        for script in self.script_refs(enrolment.campaign_key)? {
            // They come in the order of their versions.
            latest.retain(|before| before.id != script.id);
            latest.push(script);
        }
        // What one is about to walk with comes first.
        let in_use: Vec<String> = self.all(
            "SELECT script_id FROM list WHERE enrolment = ?1 AND gone = 0
             ORDER BY channel <> 'door', name",
            [enrolment.key.0],
            |row| Ok(row.get(0)?),
        )?;
        latest.sort_by_key(|script| {
            let place = in_use.iter().position(|id| *id == script.id);
            place.unwrap_or(usize::MAX)
        });
        Ok(latest)
    }

    /// Puts this phone's campaign, a script and the canvasser's stories into an
    /// empty store, with one list of one door. Call it in a write of that store.
    ///
    /// # Errors
    /// When the real store does not have the script, or the stage cannot be set.
    pub fn set_stage(
        self,
        real: Tables<'_>,
        enrolment: &Enrolment,
        about: WalkList,
        door: Door,
        now: DeviceTime,
    ) -> Result<(), StoreError> {
        let body: String = real
            .one(
                "SELECT body FROM script WHERE campaign = ?1 AND id = ?2 AND version = ?3",
                params![
                    enrolment.campaign_key,
                    about.script.id,
                    about.script.version
                ],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("script"))?;
        let joined = JoinReply {
            device: enrolment.device,
            canvasser: enrolment.canvasser,
            canvasser_name: enrolment.canvasser_name.clone(),
            // Nobody could be spoken to with it.
            token: String::new(),
            campaign: enrolment.campaign.clone(),
        };
        let key = self.enrol(&joined, "", now)?;
        let on_stage = self.enrolment(key)?;
        self.put_script(on_stage.campaign_key, &body)?;
        for recording in real.recordings_of(enrolment, &about.script)? {
            let campaign = on_stage.campaign_key;
            self.want_recordings(campaign, std::slice::from_ref(&recording.of))?;
            self.put_recording(campaign, &recording.of, Some(&recording))?;
        }
        for story in real.stories(enrolment)? {
            self.keep_story(&on_stage, &story)?;
        }
        let page = ListPage {
            list: about.id,
            cursor: Cursor::default(),
            about: Some(about),
            doors: vec![door],
            records: Vec::new(),
            check: None,
        };
        self.store_list_page(&on_stage, &page)?;
        Ok(())
    }
}
