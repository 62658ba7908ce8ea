CREATE INDEX tocsin_issue_unresolved ON tocsin_issue (name, status, id);
CREATE INDEX tocsin_issue_open ON tocsin_issue (status, id);
