-- One row an interview: its whole state as JSON, with what is asked for often beside it.
CREATE TABLE interviews (
    key        TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    phase      TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    state      TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

-- Claims: intents that were committed. settled_at stays NULL until the outcome is known; such rows are carried out
-- again at the next start.
CREATE TABLE claims (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    interview  TEXT NOT NULL REFERENCES interviews (key) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    intent     TEXT NOT NULL,
    claimed_at TEXT NOT NULL,
    settled_at TEXT,
    ok         INTEGER,
    outcome    TEXT
) STRICT;
CREATE INDEX claims_open ON claims (id) WHERE settled_at IS NULL;
CREATE INDEX claims_interview ON claims (interview, kind);

-- The person's history. No foreign key: it may speak of what is no longer watched.
CREATE TABLE log (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        TEXT NOT NULL,
    interview TEXT NOT NULL,
    what      TEXT NOT NULL,
    detail    TEXT NOT NULL
) STRICT;
CREATE INDEX log_interview ON log (interview, id);

CREATE TABLE sources (
    name   TEXT PRIMARY KEY,
    health TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
    interview  TEXT NOT NULL REFERENCES interviews (key) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    stored     TEXT NOT NULL,
    PRIMARY KEY (interview, generation, kind)
) STRICT;
