-- What the pages show of issues: when each was seen, and how many were opened and resolved when.

-- An occurrence that comes long after the one before it begins a burst. The last burst is kept in the issue.
ALTER TABLE tocsin_issue ADD COLUMN burst_occurrence bigint;
ALTER TABLE tocsin_issue ADD COLUMN burst_before timestamp with time zone;

CREATE TABLE tocsin_burst (
    issue_id   bigint                   NOT NULL REFERENCES tocsin_issue (id) ON DELETE CASCADE,
    -- The how-manieth occurrence of the issue it began with.
    occurrence bigint                   NOT NULL,
    started_at timestamp with time zone NOT NULL,
    -- When the burst before it ended.
    before_at  timestamp with time zone NOT NULL,
    PRIMARY KEY (issue_id, occurrence)
);

CREATE INDEX tocsin_issue_by_resolved ON tocsin_issue (resolved_at);

-- When an action was cancelled, while it is.
ALTER TABLE tocsin_issue_action ADD COLUMN cancelled_at timestamp with time zone;
