-- What stands in a rescue file that was kept: whoever leaves a campaign loses nothing else.

-- In a file that was shared or saved.
ALTER TABLE outbox ADD COLUMN rescued INTEGER NOT NULL DEFAULT 0;
-- When it was last touched before it went into a file; -1 for never. Later answers are in none.
ALTER TABLE draft ADD COLUMN rescued_ms INTEGER NOT NULL DEFAULT -1;
