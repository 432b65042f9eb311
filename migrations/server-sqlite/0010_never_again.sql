-- Whoever asked never to be called on again, by keyed hashes as of the erased (`suppressed`):
-- every door where the same person or household is listed, now or by a later import, is marked
-- by them. Nothing in here has a name or an address in it.
CREATE TABLE objected (
    campaign   BLOB NOT NULL,
    hash       BLOB NOT NULL,
    said_ms    INTEGER NOT NULL,
    -- When a lead lifted it or its author took it back: a ledger that still has it is older.
    lifted_ms  INTEGER,
    PRIMARY KEY (campaign, hash)
) STRICT, WITHOUT ROWID;

-- How many people of an import came in marked.
ALTER TABLE import ADD COLUMN objected INTEGER NOT NULL DEFAULT 0;
