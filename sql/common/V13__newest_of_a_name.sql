-- Of many that are open of one name, the newest is found without reading the others.
DROP INDEX tocsin_issue_by_fingerprint;
CREATE INDEX tocsin_issue_by_fingerprint ON tocsin_issue (fingerprint, status, created_at, id);
