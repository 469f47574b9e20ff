-- What each principal is told of, projected from the runners' feeds. An event is named by its session, position and time: it is taken in once,
-- though its feed be read again from the start. Times of events are microseconds since 1970 UTC.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    session_name TEXT NOT NULL,
    title TEXT,
    body TEXT,
    command INTEGER,
    exit_code INTEGER,
    signal TEXT,
    duration_ms INTEGER,
    read_at INTEGER,
    UNIQUE (environment_id, workspace, session_id, seq, happened_at, principal_id)
) STRICT;
CREATE INDEX notifications_of_principal ON notifications (principal_id, id);
CREATE INDEX unread_of_principal ON notifications (principal_id, id) WHERE read_at IS NULL;
