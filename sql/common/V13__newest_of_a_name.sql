-- Of many that are open of one name, the newest is found without reading the others. Until it is made, issues can be read
-- but not written.
CREATE INDEX IF NOT EXISTS tocsin_issue_newest_by_fingerprint
    ON tocsin_issue (fingerprint, status, created_at DESC, id DESC);
