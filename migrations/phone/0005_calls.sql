-- By which channel a list's people are reached: 'phone' for a call list.
ALTER TABLE list ADD COLUMN channel TEXT NOT NULL DEFAULT 'door';
