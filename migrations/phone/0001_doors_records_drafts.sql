-- The phone's first tables. Append-only once landed: change them by a later file.
--
-- Ids are UUIDs as 16 bytes, digests 32 bytes, days ISO dates as text, device
-- times as records write them (RFC 3339 with offset) with the instant beside
-- them in milliseconds since 1970 (*_ms) for sorting. Local keys (`key`) are
-- small integers, because they stand in every index and never leave the phone.
-- Everything is reached through its campaign: one phone may work for several.

-- What this phone remembers of itself: preferences, a try to join under way.
CREATE TABLE setting (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign (
    key    INTEGER PRIMARY KEY,
    id     BLOB    NOT NULL UNIQUE,
    -- domain::Campaign as JSON.
    about  TEXT    NOT NULL
) STRICT;

-- One joining of this phone: who it speaks for, and how far it has handed in.
CREATE TABLE enrolment (
    key             INTEGER PRIMARY KEY,
    campaign        INTEGER NOT NULL REFERENCES campaign (key),
    device          BLOB    NOT NULL UNIQUE,
    canvasser       BLOB    NOT NULL,
    canvasser_name  TEXT    NOT NULL,
    token           TEXT    NOT NULL,
    -- Where its server is; empty for the one the app came from.
    server          TEXT    NOT NULL DEFAULT '',
    -- 'forked': another phone shares this identity, and a new one is needed before more is handed in.
    state           TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired', 'lost', 'forked')),
    -- Of campaign and scripts; lists have their own.
    cursor          TEXT    NOT NULL DEFAULT '',
    -- The last number given to an outbox entry, and the running digest there.
    last_n          INTEGER NOT NULL DEFAULT 0,
    last_digest     BLOB    NOT NULL,
    joined_at       TEXT    NOT NULL,
    -- When the server last answered; empty before the first answer.
    heard_at        TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX enrolment_by_campaign ON enrolment (campaign);

CREATE TABLE script (
    campaign  INTEGER NOT NULL REFERENCES campaign (key),
    id        TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    -- domain::script::Script as JSON, as it came. Versions stay: records name them.
    body      TEXT    NOT NULL,
    PRIMARY KEY (campaign, id, version)
) STRICT;

CREATE TABLE list (
    key             INTEGER PRIMARY KEY,
    campaign        INTEGER NOT NULL REFERENCES campaign (key),
    -- Through which joining it is held.
    enrolment       INTEGER NOT NULL REFERENCES enrolment (key),
    id              BLOB    NOT NULL,
    -- Empty name and round 0 until the page with them has come.
    name            TEXT    NOT NULL DEFAULT '',
    round           INTEGER NOT NULL DEFAULT 0,
    expires_on      TEXT    NOT NULL DEFAULT '9999-12-31',
    source          TEXT    NOT NULL DEFAULT '',
    script_id       TEXT    NOT NULL DEFAULT '',
    script_version  INTEGER NOT NULL DEFAULT 0,
    door_count      INTEGER NOT NULL DEFAULT 0,
    cursor          TEXT    NOT NULL DEFAULT '',
    -- Counts up when the list is fetched anew; doors that did not come again then go.
    generation      INTEGER NOT NULL DEFAULT 1,
    -- Its last page has come.
    complete        INTEGER NOT NULL DEFAULT 0,
    -- Taken away: hidden at once, emptied when nothing about it is unsent.
    gone            INTEGER NOT NULL DEFAULT 0,
    -- Its people were deleted; should it be used again, it comes from its beginning.
    emptied         INTEGER NOT NULL DEFAULT 0,
    -- Where in the walking order the canvasser was last; -1 before the first door.
    last_place      INTEGER NOT NULL DEFAULT -1,
    UNIQUE (campaign, id)
) STRICT;

-- One side of one street of a list.
CREATE TABLE street (
    key     INTEGER PRIMARY KEY,
    list    INTEGER NOT NULL REFERENCES list (key) ON DELETE CASCADE,
    street  TEXT    NOT NULL,
    side    TEXT    NOT NULL,
    -- The place of its first door in the walking order.
    place   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (list, street, side)
) STRICT;

CREATE TABLE door (
    key         INTEGER PRIMARY KEY,
    list        INTEGER NOT NULL REFERENCES list (key) ON DELETE CASCADE,
    id          BLOB    NOT NULL,
    -- In the list's walking order.
    place       INTEGER NOT NULL,
    street      INTEGER NOT NULL REFERENCES street (key) ON DELETE CASCADE,
    number      TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    city        TEXT    NOT NULL,
    postcode    TEXT    NOT NULL,
    latitude    REAL,
    longitude   REAL,
    -- JSON of [domain::walk_list::Person].
    people      TEXT    NOT NULL,
    generation  INTEGER NOT NULL,
    -- What was folded from the records about it: JSON of domain::fold::DoorState, empty for nothing said.
    state       TEXT    NOT NULL DEFAULT '',
    -- In the list's round: 2 not tried yet, 1 worth another try, 0 nothing to do.
    todo        INTEGER NOT NULL DEFAULT 2,
    UNIQUE (list, id)
) STRICT;
CREATE INDEX door_by_id ON door (id);
CREATE INDEX door_by_street ON door (list, street, place, todo);
CREATE INDEX door_todo ON door (list, todo, place);

-- Facts, never overwritten: this phone's own and what colleagues shared.
CREATE TABLE record (
    key        INTEGER PRIMARY KEY,
    campaign   INTEGER NOT NULL REFERENCES campaign (key),
    id         BLOB    NOT NULL,
    kind       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    -- NULL for unlinked conversations: nobody said it, at no time.
    canvasser  BLOB,
    at         TEXT,
    at_ms      INTEGER,
    -- As it was written, to the letter.
    body       TEXT    NOT NULL,
    -- Read from the body where it names them, also in kinds this version does not know.
    list       BLOB,
    door       BLOB,
    mine       INTEGER NOT NULL,
    UNIQUE (campaign, id)
) STRICT;
CREATE INDEX record_by_door ON record (door) WHERE door IS NOT NULL;
CREATE INDEX record_mine ON record (at_ms) WHERE mine = 1;

-- Which records came with which list: what the check in a list's last page is about.
CREATE TABLE list_record (
    list    INTEGER NOT NULL REFERENCES list (key) ON DELETE CASCADE,
    record  INTEGER NOT NULL REFERENCES record (key) ON DELETE CASCADE,
    -- What it adds to the check's sum, as a signed number.
    part    INTEGER NOT NULL,
    PRIMARY KEY (list, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_record_by_record ON list_record (record);

-- Delivery, apart from the records: what is handed in, under which number, and what became of it.
CREATE TABLE outbox (
    place      INTEGER PRIMARY KEY AUTOINCREMENT,
    enrolment  INTEGER NOT NULL REFERENCES enrolment (key),
    -- NULL once the body is gone: an unlinked talk that arrived, or an erased person's record.
    record     INTEGER REFERENCES record (key) ON DELETE SET NULL,
    kind       TEXT    NOT NULL,
    -- Only for unlinked records: what stands for them in the digest.
    receipt    TEXT,
    -- Only for unlinked talks, and only until they are with the team: the visit they were had
    -- on, so that they can be erased with their person.
    visit      BLOB,
    bytes      INTEGER NOT NULL,
    -- Given when it is first handed in; gapless for each enrolment.
    n          INTEGER,
    digest     BLOB,
    state      TEXT    NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'delivered', 'held', 'rejected', 'parked', 'erased')),
    -- Why it is held, rejected or parked: a closed code, and the server's words for developers.
    code       TEXT    NOT NULL DEFAULT '',
    reason     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX outbox_by_n ON outbox (enrolment, n) WHERE n IS NOT NULL;
CREATE INDEX outbox_by_state ON outbox (enrolment, state);
CREATE INDEX outbox_by_record ON outbox (record) WHERE record IS NOT NULL;

-- Conversations in progress: written after every answer, before the screen moves on.
CREATE TABLE draft (
    key         INTEGER PRIMARY KEY,
    enrolment   INTEGER NOT NULL REFERENCES enrolment (key),
    id          BLOB    NOT NULL UNIQUE,
    list        BLOB    NOT NULL,
    door        BLOB    NOT NULL,
    -- Kept with it, so that it can go on when its list is taken away.
    address     TEXT    NOT NULL,
    people      TEXT    NOT NULL,
    -- domain::draft::Draft as JSON.
    body        TEXT    NOT NULL,
    on_pavement INTEGER NOT NULL,
    -- Not paused: what the app goes back to when it is opened again.
    open        INTEGER NOT NULL,
    begun_ms    INTEGER NOT NULL,
    touched_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_by_door ON draft (door);
