-- For taking over the few responders that have changed, of very many.
CREATE INDEX tocsin_responder_by_revision ON tocsin_responder (revision);
