-- A list that is an experiment: its script is talked at some doors and the placebo at the others.
-- At which is drawn by the seed, once: every list on which these two scripts are compared has the
-- same, so that a household is in the same group on all of them. Empty where there is none.
ALTER TABLE walk_list ADD COLUMN placebo_id TEXT NOT NULL DEFAULT '';
ALTER TABLE walk_list ADD COLUMN placebo_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE walk_list ADD COLUMN seed TEXT NOT NULL DEFAULT '';
