-- What phones say they have, and rescue files: which kits there were, which
-- files were brought in.

-- What the phone said, when it was last heard, that it has in all: everything
-- recorded, and talks begun and not finished. Nothing while its app is too old to say.
ALTER TABLE device ADD COLUMN recorded INTEGER;
ALTER TABLE device ADD COLUMN drafts INTEGER NOT NULL DEFAULT 0;

-- The campaign's recovery kits, newest last: only their public halves. The
-- campaign's own row names the one that is in use.
CREATE TABLE recovery_kit (
    campaign   BLOB    NOT NULL,
    -- An age recipient.
    recipient  TEXT    NOT NULL,
    -- From 1.
    number     INTEGER NOT NULL,
    made_by    BLOB,
    made_ms    INTEGER NOT NULL,
    PRIMARY KEY (campaign, recipient)
) STRICT, WITHOUT ROWID;

-- Rescue files that were brought in, one row for each joining in them: counts
-- as the phone told them, and nothing that names a record.
CREATE TABLE rescue (
    campaign     BLOB    NOT NULL,
    -- SHA-256 of the file.
    file         BLOB    NOT NULL,
    device       BLOB    NOT NULL,
    -- By the phone's clock.
    made_ms      INTEGER NOT NULL,
    records      INTEGER NOT NULL,
    imported_by  BLOB,
    imported_ms  INTEGER NOT NULL,
    PRIMARY KEY (campaign, file, device)
) STRICT, WITHOUT ROWID;
