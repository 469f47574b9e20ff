-- What people said of Dispatch, one fact after the other: nothing here is changed. Times are milliseconds since 1970 UTC.
CREATE TABLE opinions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    said_at INTEGER NOT NULL,
    is_good INTEGER NOT NULL,
    note TEXT
) STRICT;
