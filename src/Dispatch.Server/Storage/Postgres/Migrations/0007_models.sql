-- The keys to models, encrypted like the secret variables of workspaces; what sessions asked of models; and how much they may. Times are
-- milliseconds since 1970 UTC, days are of UTC (2026-12-01), costs are billionths of a US dollar.
CREATE TABLE model_keys (
    provider TEXT PRIMARY KEY,
    sealed_key BYTEA NOT NULL,
    base_url TEXT,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES principals (id)
);

CREATE TABLE model_limits (
    name TEXT PRIMARY KEY,
    most BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES principals (id)
);

-- Outlives its workspace and session: what was spent was spent.
CREATE TABLE model_usage (
    day TEXT NOT NULL,
    environment_id TEXT NOT NULL REFERENCES environments (id),
    workspace TEXT NOT NULL,
    session_id TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    requests BIGINT NOT NULL,
    estimated BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    PRIMARY KEY (day, environment_id, workspace, session_id, principal_id, provider, model)
);

CREATE INDEX model_usage_session ON model_usage (session_id);
