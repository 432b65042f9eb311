-- Affected people's accounts told by themselves: files that came in with a version of a script
-- and belong to it for good. Phones fetch them one by one.
CREATE TABLE recording (
    campaign     UUID NOT NULL,
    script       TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    perspective  TEXT COLLATE "C" NOT NULL,
    language     TEXT COLLATE "C" NOT NULL,
    -- Media type.
    kind         TEXT COLLATE "C" NOT NULL,
    bytes        BYTEA NOT NULL,
    PRIMARY KEY (campaign, script, version, perspective, language)
);
