-- What a responder is called; and, of one that an application ships in a file, a digest of its entry there.
ALTER TABLE tocsin_responder ADD COLUMN name varchar(200);
ALTER TABLE tocsin_responder ADD COLUMN file_digest varchar(64);
ALTER TABLE tocsin_responder ADD CONSTRAINT tocsin_responder_name UNIQUE (name);
CREATE INDEX tocsin_responder_from_file ON tocsin_responder (file_digest);
