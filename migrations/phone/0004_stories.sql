-- The canvasser's own stories, for the step where they tell one. They never leave this phone.
CREATE TABLE story (
    key           INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign      INTEGER NOT NULL REFERENCES campaign (key),
    -- Of which script, whatever its version.
    script        TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    moment        TEXT    NOT NULL,
    feeling       TEXT    NOT NULL,
    link_line     TEXT    NOT NULL,
    -- How long it took when it was last told aloud; 0 for not yet.
    told_seconds  INTEGER NOT NULL,
    -- Of a script's stories the one with the highest is told.
    chosen        INTEGER NOT NULL
) STRICT;
