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
