-- While the actions of one name are slow and pile up, those of the others are found without wading through them.
CREATE INDEX tocsin_issue_action_by_function ON tocsin_issue_action (target_function, due_at, id)
    WHERE state = 'PLANNED';
