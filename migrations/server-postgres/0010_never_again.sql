-- Whoever asked never to be called on again, by keyed hashes as of the erased (`suppressed`):
-- every door where the same person or household is listed, now or by a later import, is marked
-- by them. Nothing in here has a name or an address in it.
CREATE TABLE objected (
    campaign   UUID NOT NULL,
    hash       BYTEA NOT NULL,
    said_ms    BIGINT NOT NULL,
    -- When a lead lifted it or its author took it back: a ledger that still has it is older.
    lifted_ms  BIGINT,
    PRIMARY KEY (campaign, hash)
);

-- How many people of an import came in marked.
ALTER TABLE import ADD COLUMN objected BIGINT NOT NULL DEFAULT 0;
