-- Lists of telephone numbers to call. By which channel an import's people are reached is said
-- once, when it is brought in; its lists have the same.
ALTER TABLE import ADD COLUMN channel TEXT NOT NULL DEFAULT 'door';
-- When a lead said that the numbers were checked against the do-not-call register.
ALTER TABLE import ADD COLUMN register_checked_ms BIGINT;
ALTER TABLE walk_list ADD COLUMN channel TEXT NOT NULL DEFAULT 'door';
