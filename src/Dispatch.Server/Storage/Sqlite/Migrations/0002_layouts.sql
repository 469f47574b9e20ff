-- How each window of a signed-in browser is arranged in a workspace; the version counts the changes.
CREATE TABLE layouts (
    device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    workspace TEXT NOT NULL,
    window_number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (device_id, workspace, window_number)
) STRICT;
