-- Affected people's accounts told by themselves: files that came in with a version of a script
-- and belong to it for good. Phones fetch them one by one.
CREATE TABLE recording (
    campaign     BLOB    NOT NULL,
    script       TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    perspective  TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    -- Media type.
    kind         TEXT    NOT NULL,
    bytes        BLOB    NOT NULL,
    PRIMARY KEY (campaign, script, version, perspective, language)
) STRICT;
