-- A list that is an experiment: the other script, and the seed that tells at which doors it is
-- talked. Empty where there is none.
ALTER TABLE list ADD COLUMN placebo_id TEXT NOT NULL DEFAULT '';
ALTER TABLE list ADD COLUMN placebo_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list ADD COLUMN seed TEXT NOT NULL DEFAULT '';
-- An app from before may have been told and passed it over: what lists are is heard once more.
UPDATE list SET cursor = '';
