-- The server's first tables. Append-only once landed: change them by a later file.
--
-- Ids are UUIDs as 16 bytes, hashes 32 bytes, instants milliseconds since 1970
-- in UTC (columns *_ms), days ISO dates as text. Every key begins with the
-- campaign, so that a database spread over machines can keep a campaign
-- together. Nothing here is ever NULL to mean two things.

-- The one counter of a campaign. Every sequence number is taken from it in the
-- transaction that uses it, so no reader ever sees a number before a lower one.
CREATE TABLE counter (
    campaign  BLOB    NOT NULL PRIMARY KEY,
    -- Changes when the history starts anew; part of every cursor.
    epoch     TEXT    NOT NULL,
    last_seq  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign (
    campaign     BLOB    NOT NULL PRIMARY KEY,
    -- domain::Campaign as JSON: what phones get to see.
    about        TEXT    NOT NULL,
    changed_seq  INTEGER NOT NULL,
    created_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE script (
    campaign   BLOB    NOT NULL,
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    -- As it was written, and as phones get it (JSON of domain::script::Script).
    source     TEXT    NOT NULL,
    script     TEXT    NOT NULL,
    added_ms   INTEGER NOT NULL,
    PRIMARY KEY (campaign, id, version)
) STRICT;

-- Where people's data came from, and until when and for what it may be used.
CREATE TABLE import (
    campaign     BLOB    NOT NULL,
    import       BLOB    NOT NULL,
    file_name    TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    purpose      TEXT    NOT NULL,
    use_until    TEXT    NOT NULL,
    doors        INTEGER NOT NULL,
    people       INTEGER NOT NULL,
    -- Rows of the file that were left out, with the lead's knowledge.
    left_out     INTEGER NOT NULL,
    imported_by  BLOB,
    imported_ms  INTEGER NOT NULL,
    PRIMARY KEY (campaign, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE door (
    campaign   BLOB    NOT NULL,
    door       BLOB    NOT NULL,
    import     BLOB    NOT NULL,
    -- Place in the whole import's walking order, from 0.
    place      INTEGER NOT NULL,
    street     TEXT    NOT NULL,
    side       TEXT    NOT NULL,
    number     TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    city       TEXT    NOT NULL,
    postcode   TEXT    NOT NULL,
    latitude   REAL,
    longitude  REAL,
    -- The people as phones get them: JSON of [domain::walk_list::Person].
    people     TEXT    NOT NULL,
    PRIMARY KEY (campaign, door)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX door_by_import ON door (campaign, import, place);

CREATE TABLE walk_list (
    campaign        BLOB    NOT NULL,
    list            BLOB    NOT NULL,
    name            TEXT    NOT NULL,
    round           INTEGER NOT NULL,
    expires_on      TEXT    NOT NULL,
    import          BLOB    NOT NULL,
    source          TEXT    NOT NULL,
    script_id       TEXT    NOT NULL,
    script_version  INTEGER NOT NULL,
    door_count      INTEGER NOT NULL,
    -- What phones compare in the last page of a pull (wire::pull::ListCheck):
    -- records about the list's doors, and the sum over them as a signed 64 bit number.
    record_count    INTEGER NOT NULL DEFAULT 0,
    record_sum      INTEGER NOT NULL DEFAULT 0,
    changed_seq     INTEGER NOT NULL,
    made_by         BLOB,
    made_ms         INTEGER NOT NULL,
    ended_ms        INTEGER,
    PRIMARY KEY (campaign, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE list_door (
    campaign  BLOB    NOT NULL,
    list      BLOB    NOT NULL,
    -- Place in the list's walking order, from 0, without gaps.
    place     INTEGER NOT NULL,
    door      BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (campaign, list, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX list_door_by_door ON list_door (campaign, door, list);
CREATE UNIQUE INDEX list_door_by_seq ON list_door (campaign, list, seq);

-- The record log: facts, never overwritten. The body is the phone's own text.
CREATE TABLE log (
    campaign     BLOB    NOT NULL,
    seq          INTEGER NOT NULL,
    record       BLOB    NOT NULL,
    content      BLOB    NOT NULL,
    kind         TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    canvasser    BLOB    NOT NULL,
    at_ms        INTEGER NOT NULL,
    at_offset    INTEGER NOT NULL,
    list         BLOB    NOT NULL,
    -- NULL for conversations, which name a visit and not a door.
    door         BLOB,
    -- The visit a conversation belongs to, or the record a correction corrects.
    about        BLOB,
    device       BLOB    NOT NULL,
    received_ms  INTEGER NOT NULL,
    -- The phone's clock was more than five minutes ahead of ours.
    clock_off    INTEGER NOT NULL DEFAULT 0,
    -- It was noted under a list that had been taken away or had expired.
    late         INTEGER NOT NULL DEFAULT 0,
    body         TEXT    NOT NULL,
    PRIMARY KEY (campaign, seq)
) STRICT;
CREATE UNIQUE INDEX log_by_record ON log (campaign, record);
CREATE INDEX log_by_door ON log (campaign, door, seq) WHERE door IS NOT NULL;
CREATE INDEX log_by_about ON log (campaign, about) WHERE about IS NOT NULL;
CREATE INDEX log_door_facts ON log (campaign, kind, seq)
    WHERE kind IN ('safety_note', 'do_not_contact');
CREATE INDEX log_conversations ON log (campaign, list, seq) WHERE kind = 'conversation';

-- Which shared records a list brings to the phones that hold it, in the order
-- they get them. A conversation is never in here.
CREATE TABLE feed (
    campaign  BLOB    NOT NULL,
    list      BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    log_seq   INTEGER NOT NULL,
    PRIMARY KEY (campaign, list, seq)
) STRICT, WITHOUT ROWID;

-- Unlinked conversations. No sequence number, no phone, no canvasser, no time
-- of arrival, and stored in the order of random ids: no other table can be
-- joined to this one but by list and week.
CREATE TABLE unlinked (
    campaign  BLOB    NOT NULL,
    record    BLOB    NOT NULL,
    list      BLOB    NOT NULL,
    week      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (campaign, record)
) STRICT, WITHOUT ROWID;

-- What each phone handed in, by its own counter: only what stands for the
-- entry in the digest (wire::push::StandsFor), never the record.
CREATE TABLE delivery (
    campaign    BLOB    NOT NULL,
    device      BLOB    NOT NULL,
    n           INTEGER NOT NULL,
    stands_for  BLOB    NOT NULL,
    PRIMARY KEY (campaign, device, n)
) STRICT, WITHOUT ROWID;

-- Whole records that were refused or wait for a server that can read them.
-- `device`, `received_ms` are empty (zero) for records without an author.
CREATE TABLE quarantine (
    campaign     BLOB    NOT NULL,
    record       BLOB    NOT NULL,
    content      BLOB    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('rejected', 'held')),
    code         TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    device       BLOB,
    canvasser    BLOB,
    received_ms  INTEGER NOT NULL DEFAULT 0,
    -- The record as JSON of domain::record::Record.
    whole        TEXT    NOT NULL,
    PRIMARY KEY (campaign, record, content)
) STRICT, WITHOUT ROWID;

-- View: the folded state of a door, and what it adds to its lists' counts.
-- Written in the transaction that appends; `doorstep-server check` recomputes it.
CREATE TABLE door_state (
    campaign  BLOB    NOT NULL,
    door      BLOB    NOT NULL,
    state     TEXT    NOT NULL,
    -- JSON object: list id to {measure: count}.
    counted   TEXT    NOT NULL,
    PRIMARY KEY (campaign, door)
) STRICT, WITHOUT ROWID;

-- View: sums per list, `measure` names what is counted, `bucket` which value.
CREATE TABLE tally (
    campaign  BLOB    NOT NULL,
    list      BLOB    NOT NULL,
    measure   TEXT    NOT NULL,
    bucket    TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (campaign, list, measure, bucket)
) STRICT, WITHOUT ROWID;

-- Team leads. `password` is argon2id in its own notation.
CREATE TABLE lead (
    campaign    BLOB    NOT NULL,
    lead        BLOB    NOT NULL,
    email       TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'lead', 'viewer')),
    password    TEXT    NOT NULL,
    created_ms  INTEGER NOT NULL,
    ended_ms    INTEGER,
    PRIMARY KEY (campaign, lead)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lead_by_email ON lead (campaign, email);

-- The token itself is only in the lead's cookie; here is its SHA-256.
CREATE TABLE session (
    campaign    BLOB    NOT NULL,
    token_hash  BLOB    NOT NULL,
    lead        BLOB    NOT NULL,
    created_ms  INTEGER NOT NULL,
    expires_ms  INTEGER NOT NULL,
    PRIMARY KEY (campaign, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE canvasser (
    campaign   BLOB    NOT NULL,
    canvasser  BLOB    NOT NULL,
    name       TEXT    NOT NULL,
    joined_ms  INTEGER NOT NULL,
    -- View: records in the log under this name. Unlinked conversations belong to nobody.
    visits         INTEGER NOT NULL DEFAULT 0,
    conversations  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, canvasser)
) STRICT, WITHOUT ROWID;

-- One enrolment of one phone, and how far it has handed in.
CREATE TABLE device (
    campaign     BLOB    NOT NULL,
    device       BLOB    NOT NULL,
    canvasser    BLOB    NOT NULL,
    role         TEXT    NOT NULL CHECK (role IN ('canvasser')),
    state        TEXT    NOT NULL CHECK (state IN ('active', 'retired', 'lost')),
    state_ms     INTEGER NOT NULL,
    -- The try to join that made it, so that a retry finds it again, and its code.
    attempt      BLOB    NOT NULL,
    code         TEXT    NOT NULL,
    enrolled_ms  INTEGER NOT NULL,
    -- Everything up to `have_n` is here, and the digest there.
    have_n       INTEGER NOT NULL DEFAULT 0,
    have_digest  BLOB    NOT NULL,
    -- What the phone said it had not handed in yet, and when we last heard it.
    waiting      INTEGER NOT NULL DEFAULT 0,
    heard_ms     INTEGER NOT NULL,
    PRIMARY KEY (campaign, device)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX device_by_attempt ON device (campaign, attempt, code);
CREATE INDEX device_by_canvasser ON device (campaign, canvasser);

-- Shown to the lead again and again (a QR code on a clipboard), so readable.
CREATE TABLE join_code (
    campaign    BLOB    NOT NULL,
    code        TEXT    NOT NULL,
    label       TEXT    NOT NULL,
    uses        INTEGER NOT NULL,
    used        INTEGER NOT NULL DEFAULT 0,
    expires_ms  INTEGER NOT NULL,
    made_by     BLOB,
    made_ms     INTEGER NOT NULL,
    ended_ms    INTEGER,
    PRIMARY KEY (campaign, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX join_code_by_code ON join_code (code);

CREATE TABLE join_code_list (
    campaign  BLOB NOT NULL,
    code      TEXT NOT NULL,
    list      BLOB NOT NULL,
    PRIMARY KEY (campaign, code, list)
) STRICT, WITHOUT ROWID;

-- Which canvasser holds which list. An ended grant stays: work done while the
-- phone could not know is still taken.
CREATE TABLE list_grant (
    campaign    BLOB    NOT NULL,
    canvasser   BLOB    NOT NULL,
    list        BLOB    NOT NULL,
    granted_ms  INTEGER NOT NULL,
    ended_ms    INTEGER,
    PRIMARY KEY (campaign, canvasser, list)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_grant_by_list ON list_grant (campaign, list);

-- Who looked at or took out what: sign-ins, exports, one conversation read.
CREATE TABLE audit (
    campaign  BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    -- A lead's id, or empty for the server itself.
    lead      BLOB,
    action    TEXT    NOT NULL,
    -- A closed code or an id, never a person's name or view.
    subject   TEXT    NOT NULL,
    PRIMARY KEY (campaign, seq)
) STRICT;
