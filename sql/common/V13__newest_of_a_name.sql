-- Of many that are open of one name, the newest is found without reading the others. The old index is dropped last: until
-- then, other nodes can read the table.
ALTER INDEX tocsin_issue_by_fingerprint RENAME TO tocsin_issue_by_fingerprint_before;
CREATE INDEX tocsin_issue_by_fingerprint ON tocsin_issue (fingerprint, status, created_at DESC, id DESC);
DROP INDEX tocsin_issue_by_fingerprint_before;
