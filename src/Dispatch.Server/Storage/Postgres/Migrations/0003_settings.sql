-- What a layer of settings says, as one JSON object: it is read, shown, versioned and passed on as a whole. The owner is '' for the whole
-- server, else the id of the principal, of the device or of the workspace. Versions rise over all layers.
CREATE TABLE settings (
    layer TEXT NOT NULL,
    owner TEXT NOT NULL,
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (layer, owner)
);
CREATE INDEX settings_by_version ON settings (version);
