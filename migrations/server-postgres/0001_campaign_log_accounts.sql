-- The server's first tables in PostgreSQL: the same tables and columns as in
-- migrations/server-sqlite, which says what they are for. Append-only once
-- landed: change them by a later file.
--
-- Ids are UUIDs, hashes 32 bytes, instants milliseconds since 1970 in UTC
-- (columns *_ms), days ISO dates as text. Text is compared byte by byte, as
-- SQLite does, so that both give the same order whatever the database's locale.
-- Every key begins with the campaign, so that a database spread over machines
-- can keep a campaign together. No sequences: their numbers become visible out
-- of order.

-- The one counter of a campaign. Every sequence number is taken from it in the
-- transaction that uses it; its row stays locked until that transaction ends, so
-- no reader ever sees a number before a lower one.
CREATE TABLE counter (
    campaign  UUID NOT NULL PRIMARY KEY,
    -- Changes when the history starts anew; part of every cursor.
    epoch     TEXT COLLATE "C" NOT NULL,
    last_seq  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE campaign (
    campaign     UUID NOT NULL PRIMARY KEY,
    -- domain::Campaign as JSON: what phones get to see.
    about        TEXT COLLATE "C" NOT NULL,
    changed_seq  BIGINT NOT NULL,
    created_ms   BIGINT NOT NULL
);

CREATE TABLE script (
    campaign   UUID NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT NOT NULL,
    -- As it was written, and as phones get it (JSON of domain::script::Script).
    source     TEXT COLLATE "C" NOT NULL,
    script     TEXT COLLATE "C" NOT NULL,
    added_ms   BIGINT NOT NULL,
    PRIMARY KEY (campaign, id, version)
);

-- Where people's data came from, and until when and for what it may be used.
CREATE TABLE import (
    campaign     UUID NOT NULL,
    import       UUID NOT NULL,
    file_name    TEXT COLLATE "C" NOT NULL,
    source       TEXT COLLATE "C" NOT NULL,
    purpose      TEXT COLLATE "C" NOT NULL,
    use_until    TEXT COLLATE "C" NOT NULL,
    doors        BIGINT NOT NULL,
    people       BIGINT NOT NULL,
    -- Rows of the file that were left out, with the lead's knowledge.
    left_out     BIGINT NOT NULL,
    imported_by  UUID,
    imported_ms  BIGINT NOT NULL,
    PRIMARY KEY (campaign, import)
);

CREATE TABLE door (
    campaign   UUID NOT NULL,
    door       UUID NOT NULL,
    import     UUID NOT NULL,
    -- Place in the whole import's walking order, from 0.
    place      BIGINT NOT NULL,
    street     TEXT COLLATE "C" NOT NULL,
    side       TEXT COLLATE "C" NOT NULL,
    number     TEXT COLLATE "C" NOT NULL,
    unit       TEXT COLLATE "C" NOT NULL,
    city       TEXT COLLATE "C" NOT NULL,
    postcode   TEXT COLLATE "C" NOT NULL,
    latitude   DOUBLE PRECISION,
    longitude  DOUBLE PRECISION,
    -- The people as phones get them: JSON of [domain::walk_list::Person].
    people     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, door)
);
CREATE UNIQUE INDEX door_by_import ON door (campaign, import, place);

CREATE TABLE walk_list (
    campaign        UUID NOT NULL,
    list            UUID NOT NULL,
    name            TEXT COLLATE "C" NOT NULL,
    round           BIGINT NOT NULL,
    expires_on      TEXT COLLATE "C" NOT NULL,
    import          UUID NOT NULL,
    source          TEXT COLLATE "C" NOT NULL,
    script_id       TEXT COLLATE "C" NOT NULL,
    script_version  BIGINT NOT NULL,
    door_count      BIGINT NOT NULL,
    -- What phones compare in the last page of a pull (wire::pull::ListCheck):
    -- records about the list's doors, and the sum over them as a signed 64 bit number.
    record_count    BIGINT NOT NULL DEFAULT 0,
    record_sum      BIGINT NOT NULL DEFAULT 0,
    changed_seq     BIGINT NOT NULL,
    made_by         UUID,
    made_ms         BIGINT NOT NULL,
    ended_ms        BIGINT,
    PRIMARY KEY (campaign, list)
);

CREATE TABLE list_door (
    campaign  UUID NOT NULL,
    list      UUID NOT NULL,
    -- Place in the list's walking order, from 0, without gaps.
    place     BIGINT NOT NULL,
    door      UUID NOT NULL,
    seq       BIGINT NOT NULL,
    PRIMARY KEY (campaign, list, place)
);
CREATE UNIQUE INDEX list_door_by_door ON list_door (campaign, door, list);
CREATE UNIQUE INDEX list_door_by_seq ON list_door (campaign, list, seq);

-- The record log: facts, never overwritten. The body is the phone's own text.
CREATE TABLE log (
    campaign     UUID NOT NULL,
    seq          BIGINT NOT NULL,
    record       UUID NOT NULL,
    content      BYTEA NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    canvasser    UUID NOT NULL,
    at_ms        BIGINT NOT NULL,
    at_offset    BIGINT NOT NULL,
    list         UUID NOT NULL,
    -- NULL for conversations, which name a visit and not a door.
    door         UUID,
    -- The visit a conversation belongs to, or the record a correction corrects.
    about        UUID,
    device       UUID NOT NULL,
    received_ms  BIGINT NOT NULL,
    -- The phone's clock was more than five minutes ahead of ours.
    clock_off    BIGINT NOT NULL DEFAULT 0,
    -- It was noted under a list that had been taken away or had expired.
    late         BIGINT NOT NULL DEFAULT 0,
    body         TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, seq)
);
CREATE UNIQUE INDEX log_by_record ON log (campaign, record);
CREATE INDEX log_by_door ON log (campaign, door, seq) WHERE door IS NOT NULL;
CREATE INDEX log_by_about ON log (campaign, about) WHERE about IS NOT NULL;
CREATE INDEX log_door_facts ON log (campaign, kind, seq)
    WHERE kind IN ('safety_note', 'do_not_contact');
CREATE INDEX log_conversations ON log (campaign, list, seq) WHERE kind = 'conversation';

-- Which shared records a list brings to the phones that hold it, in the order
-- they get them. A conversation is never in here.
CREATE TABLE feed (
    campaign  UUID NOT NULL,
    list      UUID NOT NULL,
    seq       BIGINT NOT NULL,
    log_seq   BIGINT NOT NULL,
    PRIMARY KEY (campaign, list, seq)
);

-- Unlinked conversations. No sequence number, no phone, no canvasser, no time
-- of arrival: no other table can be joined to this one but by list and week.
-- PostgreSQL notes with each row which transaction wrote it, and keeps rows in
-- the order they came; so the server writes this table's rows anew, together
-- and in the order of their random ids (store/postgres/mixing.rs).
CREATE TABLE unlinked (
    campaign  UUID NOT NULL,
    record    UUID NOT NULL,
    list      UUID NOT NULL,
    week      TEXT COLLATE "C" NOT NULL,
    version   BIGINT NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, record)
);

-- What each phone handed in, by its own counter: only what stands for the
-- entry in the digest (wire::push::StandsFor), never the record.
CREATE TABLE delivery (
    campaign    UUID NOT NULL,
    device      UUID NOT NULL,
    n           BIGINT NOT NULL,
    stands_for  BYTEA NOT NULL,
    PRIMARY KEY (campaign, device, n)
);

-- Whole records that were refused or wait for a server that can read them.
-- `device`, `received_ms` are empty (zero) for records without an author.
CREATE TABLE quarantine (
    campaign     UUID NOT NULL,
    record       UUID NOT NULL,
    content      BYTEA NOT NULL,
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('rejected', 'held')),
    code         TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    device       UUID,
    canvasser    UUID,
    received_ms  BIGINT NOT NULL DEFAULT 0,
    -- The record as JSON of domain::record::Record.
    whole        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, record, content)
);

-- View: the folded state of a door, and what it adds to its lists' counts.
-- Written in the transaction that appends; `doorstep-server check` recomputes it.
CREATE TABLE door_state (
    campaign  UUID NOT NULL,
    door      UUID NOT NULL,
    state     TEXT COLLATE "C" NOT NULL,
    -- JSON object: list id to {measure: count}.
    counted   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, door)
);

-- View: sums per list, `measure` names what is counted, `bucket` which value.
CREATE TABLE tally (
    campaign  UUID NOT NULL,
    list      UUID NOT NULL,
    measure   TEXT COLLATE "C" NOT NULL,
    bucket    TEXT COLLATE "C" NOT NULL,
    n         BIGINT NOT NULL,
    PRIMARY KEY (campaign, list, measure, bucket)
);

-- Team leads. `password` is argon2id in its own notation.
CREATE TABLE lead (
    campaign    UUID NOT NULL,
    lead        UUID NOT NULL,
    email       TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    role        TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'lead', 'viewer')),
    password    TEXT COLLATE "C" NOT NULL,
    created_ms  BIGINT NOT NULL,
    ended_ms    BIGINT,
    PRIMARY KEY (campaign, lead)
);
CREATE UNIQUE INDEX lead_by_email ON lead (campaign, email);

-- The token itself is only in the lead's cookie; here is its SHA-256.
CREATE TABLE session (
    campaign    UUID NOT NULL,
    token_hash  BYTEA NOT NULL,
    lead        UUID NOT NULL,
    created_ms  BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    PRIMARY KEY (campaign, token_hash)
);

CREATE TABLE canvasser (
    campaign   UUID NOT NULL,
    canvasser  UUID NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    joined_ms  BIGINT NOT NULL,
    -- View: records in the log under this name. Unlinked conversations belong to nobody.
    visits         BIGINT NOT NULL DEFAULT 0,
    conversations  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, canvasser)
);

-- One enrolment of one phone, and how far it has handed in.
CREATE TABLE device (
    campaign     UUID NOT NULL,
    device       UUID NOT NULL,
    canvasser    UUID NOT NULL,
    role         TEXT COLLATE "C" NOT NULL CHECK (role IN ('canvasser')),
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'retired', 'lost')),
    state_ms     BIGINT NOT NULL,
    -- The try to join that made it, so that a retry finds it again, and its code.
    attempt      UUID NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    enrolled_ms  BIGINT NOT NULL,
    -- Everything up to `have_n` is here, and the digest there.
    have_n       BIGINT NOT NULL DEFAULT 0,
    have_digest  BYTEA NOT NULL,
    -- What the phone said it had not handed in yet, and when we last heard it.
    waiting      BIGINT NOT NULL DEFAULT 0,
    heard_ms     BIGINT NOT NULL,
    PRIMARY KEY (campaign, device)
);
CREATE UNIQUE INDEX device_by_attempt ON device (campaign, attempt, code);
CREATE INDEX device_by_canvasser ON device (campaign, canvasser);

-- Shown to the lead again and again (a QR code on a clipboard), so readable.
CREATE TABLE join_code (
    campaign    UUID NOT NULL,
    code        TEXT COLLATE "C" NOT NULL,
    label       TEXT COLLATE "C" NOT NULL,
    uses        BIGINT NOT NULL,
    used        BIGINT NOT NULL DEFAULT 0,
    expires_ms  BIGINT NOT NULL,
    made_by     UUID,
    made_ms     BIGINT NOT NULL,
    ended_ms    BIGINT,
    PRIMARY KEY (campaign, code)
);
CREATE INDEX join_code_by_code ON join_code (code);

CREATE TABLE join_code_list (
    campaign  UUID NOT NULL,
    code      TEXT COLLATE "C" NOT NULL,
    list      UUID NOT NULL,
    PRIMARY KEY (campaign, code, list)
);

-- Which canvasser holds which list. An ended grant stays: work done while the
-- phone could not know is still taken.
CREATE TABLE list_grant (
    campaign    UUID NOT NULL,
    canvasser   UUID NOT NULL,
    list        UUID NOT NULL,
    granted_ms  BIGINT NOT NULL,
    ended_ms    BIGINT,
    PRIMARY KEY (campaign, canvasser, list)
);
CREATE INDEX list_grant_by_list ON list_grant (campaign, list);

-- Who looked at or took out what: sign-ins, exports, one conversation read.
CREATE TABLE audit (
    campaign  UUID NOT NULL,
    seq       BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    -- A lead's id, or empty for the server itself.
    lead      UUID,
    action    TEXT COLLATE "C" NOT NULL,
    -- A closed code or an id, never a person's name or view.
    subject   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (campaign, seq)
);
