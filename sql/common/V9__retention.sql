-- One row: who deletes what is old, and what came of it the last time.
CREATE TABLE tocsin_retention (
    node          varchar(100),
    -- Until when that node is to be believed to be at it; null while nobody is.
    running_until timestamp with time zone,
    started_at    timestamp with time zone,
    finished_at   timestamp with time zone,
    issues        bigint NOT NULL,
    actions       bigint NOT NULL,
    entries       bigint NOT NULL
);
INSERT INTO tocsin_retention (issues, actions, entries) VALUES (0, 0, 0);

-- For deleting the oldest ones first.
CREATE INDEX tocsin_burst_by_start ON tocsin_burst (started_at, issue_id, occurrence);

-- Of many that were resolved in the same moment, a batch has to find its own.
DROP INDEX tocsin_issue_by_resolved;
CREATE INDEX tocsin_issue_by_resolved ON tocsin_issue (resolved_at, id);
