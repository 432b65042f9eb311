-- Erasures carried out here stay noted when the server has heard so: a copy of this phone that has
-- not carried them out is told apart by that.
ALTER TABLE erasure ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
