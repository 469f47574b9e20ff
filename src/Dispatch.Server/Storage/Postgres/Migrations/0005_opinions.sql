-- What people said of Dispatch, one fact after the other: nothing here is changed. Times are milliseconds since 1970 UTC.
CREATE TABLE opinions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    said_at BIGINT NOT NULL,
    is_good BIGINT NOT NULL,
    note TEXT
);
