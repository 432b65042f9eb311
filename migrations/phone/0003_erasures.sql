-- Erasures the server told this phone of and that were carried out here, until
-- it has heard so. An erasure's id names nobody.
CREATE TABLE erasure (
    enrolment  INTEGER NOT NULL REFERENCES enrolment (key),
    id         BLOB    NOT NULL,
    PRIMARY KEY (enrolment, id)
) STRICT, WITHOUT ROWID;
