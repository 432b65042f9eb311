-- Affected people's accounts told by themselves, to be played with no network. The data is empty
-- until it has come: lists and scripts go before.
CREATE TABLE recording (
    campaign     INTEGER NOT NULL REFERENCES campaign (key),
    script       TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    perspective  TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    kind         TEXT    NOT NULL DEFAULT '',
    -- Base64, as it came and as it is played.
    data         TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (campaign, script, version, perspective, language)
) STRICT;
