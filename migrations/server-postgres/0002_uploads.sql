-- Files a lead is looking at before importing them.

-- A file as it was sent, until it is imported or thrown away; a day at most.
CREATE TABLE upload (
    campaign     UUID NOT NULL,
    upload       UUID NOT NULL,
    file_name    TEXT COLLATE "C" NOT NULL,
    bytes        BYTEA NOT NULL,
    -- What each column means, as the lead set it: JSON; empty while it is guessed.
    choices      TEXT COLLATE "C" NOT NULL DEFAULT '',
    uploaded_by  UUID NOT NULL,
    uploaded_ms  BIGINT NOT NULL,
    PRIMARY KEY (campaign, upload)
);
