-- Of the jobs of such a name, one is done at a time: the one that has its turn, until it has ended.
CREATE TABLE tocsin_job_turn (
    name   varchar(100) NOT NULL PRIMARY KEY,
    job_id bigint
);
INSERT INTO tocsin_job_turn (name, job_id) VALUES ('respond-to-issues', NULL);

-- How long it waited for its turn.
ALTER TABLE tocsin_job ADD COLUMN waited_millis bigint DEFAULT 0 NOT NULL;
