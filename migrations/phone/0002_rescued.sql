-- What stands in a rescue file that was shared or saved: whoever leaves a campaign loses
-- nothing else. Tables of their own, because the browser's SQLite cannot add a column to a
-- STRICT table (it looks at the rows with pragma_quick_check, which is not in it).

CREATE TABLE rescued_entry (
    place  INTEGER PRIMARY KEY REFERENCES outbox (place) ON DELETE CASCADE
) STRICT;

CREATE TABLE rescued_draft (
    draft       BLOB    NOT NULL PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    -- When it had last been touched. Later answers are in no file.
    touched_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
