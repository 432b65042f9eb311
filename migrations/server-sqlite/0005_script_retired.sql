-- A script that is retired stays readable, and conversations held with it stay whole; it is
-- only not offered for new lists any more.
ALTER TABLE script ADD COLUMN retired_ms INTEGER;
