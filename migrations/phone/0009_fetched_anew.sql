-- A list is being fetched from its beginning: whatever of this phone's own it lacks at its end is
-- handed in once more.
ALTER TABLE list ADD COLUMN anew INTEGER NOT NULL DEFAULT 0;
