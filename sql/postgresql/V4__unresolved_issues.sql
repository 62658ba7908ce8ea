-- Also for a very long list of closed issues of one name.
CREATE INDEX tocsin_issue_unresolved ON tocsin_issue (name, id) WHERE status <> 'RESOLVED';
CREATE INDEX tocsin_issue_open ON tocsin_issue (id) WHERE status = 'OPEN';
