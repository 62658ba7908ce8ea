-- Which query each index serves is said beside the query. H2 has no partial indexes.

CREATE INDEX tocsin_issue_newest ON tocsin_issue (created_at, id);
CREATE INDEX tocsin_issue_by_status ON tocsin_issue (status, created_at, id);
CREATE INDEX tocsin_issue_by_name ON tocsin_issue (name, created_at, id);
CREATE INDEX tocsin_issue_by_record ON tocsin_issue (record_type, record_id, created_at, id);
CREATE INDEX tocsin_issue_by_fingerprint ON tocsin_issue (fingerprint, status);
CREATE INDEX tocsin_issue_unmatched ON tocsin_issue (status, revision, id);

CREATE INDEX tocsin_status_change_by_issue ON tocsin_status_change (issue_id, at, id);

CREATE INDEX tocsin_responder_action_by_responder ON tocsin_responder_action (responder_id, position);

CREATE INDEX tocsin_issue_action_due ON tocsin_issue_action (state, due_at, id);
CREATE INDEX tocsin_issue_action_leased ON tocsin_issue_action (state, lease_until);
CREATE INDEX tocsin_issue_action_newest ON tocsin_issue_action (created_at, id);
CREATE INDEX tocsin_issue_action_by_state ON tocsin_issue_action (state, created_at, id);
CREATE INDEX tocsin_issue_action_by_responder ON tocsin_issue_action (responder_id, created_at, id);
