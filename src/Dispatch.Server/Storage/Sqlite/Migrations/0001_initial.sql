-- Who there is. Whatever lets a principal in, or keeps it out, raises its access version.
CREATE TABLE principals (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    is_owner INTEGER NOT NULL,
    access_version INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_owner ON principals (is_owner) WHERE is_owner = 1;

-- '*' stands for every workspace, or for every capability.
CREATE TABLE grants (
    principal_id TEXT NOT NULL REFERENCES principals (id),
    workspace TEXT NOT NULL,
    capability TEXT NOT NULL,
    granted_by TEXT NOT NULL REFERENCES principals (id),
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (principal_id, workspace, capability)
) STRICT;

CREATE TABLE access_keys (
    principal_id TEXT PRIMARY KEY REFERENCES principals (id),
    hash BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    signed_in_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX devices_of_principal ON devices (principal_id);

CREATE TABLE sign_in_links (
    token_hash BLOB PRIMARY KEY,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    private_key BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE environments (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- The session list as the runners claim it: taken in from their feeds, to be rebuilt from them at any time.
CREATE TABLE sessions (
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    info TEXT NOT NULL,
    PRIMARY KEY (environment_id, workspace, id)
) STRICT;

CREATE TABLE feed_cursors (
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (environment_id, workspace)
) STRICT;
