-- From which number on a server that started gave numbers out, with a random mark that goes into
-- the cursors made there. An older copy of the database that is put back gives numbers out again:
-- by the mark a phone that has read the first ones is told apart, whatever came to stand there.
CREATE TABLE server_start (
    campaign   BLOB NOT NULL,
    first_seq  INTEGER NOT NULL,
    -- 32 bits.
    mark       INTEGER NOT NULL,
    PRIMARY KEY (campaign, first_seq)
) STRICT, WITHOUT ROWID;

-- When one of two phones that shared this identity got another. If nothing was heard since,
-- it may be that there was one phone only, set back to an older image.
ALTER TABLE device ADD COLUMN renewed_ms INTEGER;

-- What a phone said it has carried out stays: two copies of one phone are told apart by it.
ALTER TABLE erasure_phone ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
