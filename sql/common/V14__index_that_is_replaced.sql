-- By itself: it waits for all that read the table, who would wait for an index that is being made.
DROP INDEX IF EXISTS tocsin_issue_by_fingerprint;
