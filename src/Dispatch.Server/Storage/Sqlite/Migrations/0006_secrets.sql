-- The secret variables of workspaces. A value is encrypted with a key that isn't in the database (docs/adr/0014). Times are milliseconds
-- since 1970 UTC.
CREATE TABLE secrets (
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed_value BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL REFERENCES principals (id),
    PRIMARY KEY (environment_id, workspace, name)
) STRICT;
