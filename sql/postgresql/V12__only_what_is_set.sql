-- An issue that is opened has neither been resolved, nor, by most calls, a key: no entries for it in these.
DROP INDEX tocsin_issue_by_resolved;
CREATE INDEX tocsin_issue_by_resolved ON tocsin_issue (resolved_at, id) WHERE resolved_at IS NOT NULL;
ALTER TABLE tocsin_issue DROP CONSTRAINT tocsin_issue_once_key_key;
CREATE UNIQUE INDEX tocsin_issue_once ON tocsin_issue (once_key) WHERE once_key IS NOT NULL;
