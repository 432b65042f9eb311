-- Erasure: what was carried out, which ids are answered `erased`, whom a later
-- import leaves out, and which phones have not said that they carried it out.
-- Nothing in here has a name or an address in it.

-- One erasure of a person, or of everybody at a door.
CREATE TABLE erasure (
    campaign   UUID NOT NULL,
    -- The id of its `person_erased` record in the log.
    erasure    UUID NOT NULL,
    door       UUID NOT NULL,
    -- NULL for a household.
    person     UUID,
    -- The lead who carried it out at the desk; NULL where it was asked for at the door.
    lead       UUID,
    erased_ms  BIGINT NOT NULL,
    -- How many records went.
    records    BIGINT NOT NULL,
    PRIMARY KEY (campaign, erasure)
);
CREATE INDEX erasure_by_time ON erasure (campaign, erased_ms);

-- The ledger of erased ids: of records, people, and the doors of households.
-- What is sent again and names one of them is answered `erased` and not kept.
CREATE TABLE erased (
    campaign  UUID NOT NULL,
    id        UUID NOT NULL,
    -- Of records that stood in the log: where, and what cursors know of it
    -- (the first four bytes of its hash, in hex). Readers who have read up to
    -- there still find their place.
    seq       BIGINT,
    mark      TEXT COLLATE "C",
    PRIMARY KEY (campaign, id)
);
CREATE INDEX erased_by_seq ON erased (campaign, seq) WHERE seq IS NOT NULL;

-- Names and addresses of the erased under a keyed hash: what a later import
-- is compared with. The key is in the servers' data folders.
CREATE TABLE suppressed (
    campaign  UUID NOT NULL,
    hash      BYTEA NOT NULL,
    PRIMARY KEY (campaign, hash)
);

-- Phones that may still hold something of an erasure, until they say no.
CREATE TABLE erasure_phone (
    campaign  UUID NOT NULL,
    device    UUID NOT NULL,
    erasure   UUID NOT NULL,
    PRIMARY KEY (campaign, device, erasure)
);
CREATE INDEX erasure_phone_by_erasure ON erasure_phone (campaign, erasure);

-- Noted under a list that had ended, or by a clock well ahead: what the lead is
-- shown beside whoever noted it.
CREATE INDEX log_marked ON log (campaign, canvasser) WHERE late = 1 OR clock_off = 1;

-- What leads settled: few, and asked for with every count made anew.
CREATE INDEX log_settled ON log (campaign, seq) WHERE kind = 'settled';

-- What a lead looked at in quarantine and put aside. The record stays there, whole.
CREATE TABLE put_aside (
    campaign  UUID NOT NULL,
    record    UUID NOT NULL,
    content   BYTEA NOT NULL,
    -- A closed code: `twice`, `trial`, `mistake` or `other`.
    why       TEXT COLLATE "C" NOT NULL,
    lead      UUID NOT NULL,
    aside_ms  BIGINT NOT NULL,
    PRIMARY KEY (campaign, record, content)
);
