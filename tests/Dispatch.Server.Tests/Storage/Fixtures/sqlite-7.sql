-- A database as version 0.1.0 made it, with a row or two in every table. Never changed: it is what people have.
CREATE TABLE schema_migrations
    (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);
INSERT INTO schema_migrations VALUES (1, 'initial', '7a0b767cb7af5689e2eba3bbf5e956d4418eea6f822caf1d651bfddbb6128a2d', 1789999999999);
INSERT INTO schema_migrations VALUES (2, 'layouts', '531b43d21ce3b97fc34ee3b8a179743c02004fea6904ad82658cd76830be43ca', 1789999999998);
INSERT INTO schema_migrations VALUES (3, 'settings', '1fa80ddfb6cbcfe8b1d3959bf60f80e728ee2a56622630179a1e5d1cc190f34b', 1790000000100);
INSERT INTO schema_migrations VALUES (4, 'notifications', 'f76de685eee545f7392443dc8e97bb4fc4086bceaadc9bae6e6027b338700fd4', 1790000000000);
INSERT INTO schema_migrations VALUES (5, 'opinions', 'd96f91a1df894c9404a01844e8a6ef52b31ae2256837dde8364cf754c2dd5cbc', 1790000000300);
INSERT INTO schema_migrations VALUES (6, 'secrets', 'b1567e24e86254b6b136c4b30bcf094f017057ad46b9164768ad7d4d326c3157', 1790000000400);
INSERT INTO schema_migrations VALUES (7, 'models', '334ee098a0a9dd56ebad73f14b506e12c7894332e626212971405e9c75495aec', 1790000000500);
CREATE TABLE principals (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    is_owner INTEGER NOT NULL,
    access_version INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_owner ON principals (is_owner) WHERE is_owner = 1;

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
CREATE TABLE layouts (
    device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    workspace TEXT NOT NULL,
    window_number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (device_id, workspace, window_number)
) STRICT;
CREATE TABLE settings (
    layer TEXT NOT NULL,
    owner TEXT NOT NULL,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (layer, owner)
) STRICT;
CREATE INDEX settings_by_version ON settings (version);
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
CREATE TABLE opinions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    said_at INTEGER NOT NULL,
    is_good INTEGER NOT NULL,
    note TEXT
) STRICT;
INSERT INTO principals VALUES ('p_owner', 'Owner', 1, 3, 1790000000000);
INSERT INTO grants VALUES ('p_owner', '*', '*', 'p_owner', 1790000000001);
INSERT INTO access_keys VALUES ('p_owner', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 1790000000002);
INSERT INTO devices VALUES ('d_laptop', 'p_owner', 'Firefox on Linux', x'202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f', 1790000000003, 1790000000004, 1890000000000);
INSERT INTO devices VALUES ('d_phone', 'p_owner', 'Safari on iPhone é', x'404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f', 1790000000005, 1790000000006, 1890000000001);
INSERT INTO sign_in_links VALUES (x'606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f', 'p_owner', 1790000000007, 1890000000002);
INSERT INTO signing_keys VALUES ('k_1', x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7', 1790000000008);
INSERT INTO environments VALUES ('e_local', 'local', 1790000000009);
INSERT INTO sessions VALUES ('e_local', 'default', '7k2m4p9xaz', '{"id":"7k2m4p9xaz","name":"it''s"}');
INSERT INTO feed_cursors VALUES ('e_local', 'default', 4711);
INSERT INTO layouts VALUES ('d_laptop', 'default', 1, 7, '{"sideBar":{"shown":true,"width":248}}', 1790000000010);
INSERT INTO settings VALUES ('server', '', '{"theme":"dark"}', 1790000000200);
INSERT INTO settings VALUES ('user', 'p_owner', '{"terminal.copyOnSelect":true,"phone.keys":["it''s"]}', 1790000000201);
INSERT INTO settings VALUES ('device', 'd_phone', '{"terminal.fontSize":11}', 1790000000202);
INSERT INTO notifications (principal_id, environment_id, workspace, session_id, seq, happened_at, kind, session_name, title, body, command, exit_code, signal, duration_ms, read_at) VALUES ('p_owner', 'e_local', 'default', '7k2m4p9xaz', 12, 1790000000000001, 'Waiting', 'it''s', 'Build', 'Which one?', NULL, NULL, NULL, NULL, NULL);
INSERT INTO notifications (principal_id, environment_id, workspace, session_id, seq, happened_at, kind, session_name, title, body, command, exit_code, signal, duration_ms, read_at) VALUES ('p_owner', 'e_local', 'default', '7k2m4p9xaz', 14, 1790000000000002, 'CommandEnded', 'it''s', NULL, 'make', 3, 2, NULL, 15000, 1790000000010);
INSERT INTO opinions (principal_id, said_at, is_good, note) VALUES ('p_owner', 1790000000301, 1, 'It''s calm.');
INSERT INTO opinions (principal_id, said_at, is_good, note) VALUES ('p_owner', 1790000000302, 0, NULL);

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
INSERT INTO secrets VALUES ('e_local', 'default', 'TOKEN', x'0100', 1790000000401, 'p_owner');

-- The keys to models, encrypted like the secret variables of workspaces; what sessions asked of models; and how much they may. Times are
-- milliseconds since 1970 UTC, days are of UTC (2026-12-01), costs are billionths of a US dollar.
CREATE TABLE model_keys (
    provider TEXT PRIMARY KEY,
    sealed_key BLOB NOT NULL,
    base_url TEXT,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL REFERENCES principals (id)
) STRICT;

CREATE TABLE model_limits (
    name TEXT PRIMARY KEY,
    most INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL REFERENCES principals (id)
) STRICT;

-- Outlives its workspace and session: what was spent was spent.
CREATE TABLE model_usage (
    day TEXT NOT NULL,
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    session_id TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    requests INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    cost_nanos INTEGER NOT NULL,
    PRIMARY KEY (day, environment_id, workspace, session_id, principal_id, provider, model)
) STRICT;

CREATE INDEX model_usage_session ON model_usage (session_id);
INSERT INTO model_keys VALUES ('anthropic', x'0100', 'https://models.example', 1790000000501, 'p_owner');
INSERT INTO model_limits VALUES ('dayCost', 20000000000, 1790000000502, 'p_owner');
INSERT INTO model_usage VALUES ('2026-12-01', 'e_local', 'default', '7k2m4p9xaz', 'p_owner', 'anthropic', 'claude-sonnet-4-5', 3, 1, 0, 1200, 340, 5000, 700, 12345000);
