-- What phones say they have, and rescue files: which kits there were, which
-- files were brought in.

-- What the phone said, when it was last heard, that it has in all: everything
-- recorded, and talks begun and not finished. Nothing while its app is too old to say.
ALTER TABLE device ADD COLUMN recorded BIGINT;
ALTER TABLE device ADD COLUMN drafts BIGINT NOT NULL DEFAULT 0;

-- The campaign's recovery kits, newest last: only their public halves. The
-- campaign's own row names the one that is in use.
CREATE TABLE recovery_kit (
    campaign   UUID NOT NULL,
    -- An age recipient.
    recipient  TEXT COLLATE "C" NOT NULL,
    -- From 1.
    number     BIGINT NOT NULL,
    made_by    UUID,
    made_ms    BIGINT NOT NULL,
    PRIMARY KEY (campaign, recipient)
);

-- Rescue files that were brought in, one row for each joining in them: counts
-- as the phone told them, and nothing that names a record.
CREATE TABLE rescue (
    campaign     UUID NOT NULL,
    -- SHA-256 of the file.
    file         BYTEA NOT NULL,
    device       UUID NOT NULL,
    -- By the phone's clock.
    made_ms      BIGINT NOT NULL,
    records      BIGINT NOT NULL,
    imported_by  UUID,
    imported_ms  BIGINT NOT NULL,
    PRIMARY KEY (campaign, file, device)
);
