-- Files a lead is looking at before importing them.

-- A file as it was sent, until it is imported or thrown away; a day at most.
CREATE TABLE upload (
    campaign     BLOB    NOT NULL,
    upload       BLOB    NOT NULL,
    file_name    TEXT    NOT NULL,
    bytes        BLOB    NOT NULL,
    -- What each column means, as the lead set it: JSON; empty while it is guessed.
    choices      TEXT    NOT NULL DEFAULT '',
    uploaded_by  BLOB    NOT NULL,
    uploaded_ms  INTEGER NOT NULL,
    PRIMARY KEY (campaign, upload)
) STRICT;
