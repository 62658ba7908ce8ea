-- Assertions: what they are, what is known of them, what was checked when; and the jobs that do it.

CREATE TABLE tocsin_assertion (
    id               bigint                   NOT NULL PRIMARY KEY,
    name             varchar(500)             NOT NULL UNIQUE,
    check_function   varchar(500)             NOT NULL,
    arguments        varchar(300000),
    entity_type      varchar(500),
    persistence_unit varchar(200),
    where_clause     varchar(4000),
    query            varchar(4000),
    every            varchar(200),
    cron             varchar(200),
    zone             varchar(100)             NOT NULL,
    enabled          boolean                  NOT NULL,
    attempts         integer                  NOT NULL,
    timeout          varchar(50)              NOT NULL,
    max_issues       integer                  NOT NULL,
    -- Declared by the code, rather than made by someone; and whether the code still declares it.
    declared         boolean                  NOT NULL,
    present          boolean                  NOT NULL,
    -- Set by an admin, so that what the code declares does not count.
    schedule_set     boolean                  NOT NULL,
    enabled_set      boolean                  NOT NULL,
    version          bigint                   NOT NULL,
    created_at       timestamp with time zone NOT NULL,
    updated_at       timestamp with time zone NOT NULL,
    -- What is known of it.
    state            varchar(10)              NOT NULL,
    consecutive_failures integer              NOT NULL,
    next_run_at      timestamp with time zone,
    last_run_id      bigint,
    -- The run that is under way, and until when it is to be believed.
    running_run_id   bigint,
    running_until    timestamp with time zone,
    CONSTRAINT tocsin_assertion_state CHECK (state IN ('PASSING', 'FAILING', 'ERROR', 'UNKNOWN'))
);

CREATE TABLE tocsin_job (
    id           bigint                   NOT NULL PRIMARY KEY,
    name         varchar(100)             NOT NULL,
    parameters   varchar(300000),
    -- The batch runtime's instance, and its latest execution.
    instance_id  bigint UNIQUE,
    execution_id bigint,
    status       varchar(10)              NOT NULL,
    node         varchar(100)             NOT NULL,
    alive_at     timestamp with time zone NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    finished_at  timestamp with time zone,
    total        bigint                   NOT NULL,
    done         bigint                   NOT NULL,
    failing      bigint                   NOT NULL,
    message      varchar(4000),
    CONSTRAINT tocsin_job_status
        CHECK (status IN ('STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED'))
);

-- One check of one assertion, whatever came of it.
CREATE TABLE tocsin_assertion_run (
    id           bigint                   NOT NULL PRIMARY KEY,
    assertion_id bigint                   NOT NULL REFERENCES tocsin_assertion (id) ON DELETE CASCADE,
    -- Null for one that no job did.
    job_id       bigint,
    started_at   timestamp with time zone NOT NULL,
    finished_at  timestamp with time zone,
    -- Null while it is under way.
    state        varchar(10),
    -- How many records there were when it began.
    expected     bigint                   NOT NULL,
    checked      bigint                   NOT NULL,
    failing      bigint                   NOT NULL,
    opened       bigint                   NOT NULL,
    resolved     bigint                   NOT NULL,
    message      varchar(4000),
    node         varchar(100)             NOT NULL
);

-- A range of the records that a run checks, and how far it is.
CREATE TABLE tocsin_assertion_part (
    run_id  bigint  NOT NULL REFERENCES tocsin_assertion_run (id) ON DELETE CASCADE,
    number  integer NOT NULL,
    job_id  bigint  NOT NULL,
    -- After this id, up to that one: null for no bound.
    after_key varchar(2000),
    up_to_key varchar(2000),
    -- The checkpoint: everything up to this id is done.
    reached_key varchar(2000),
    checked bigint  NOT NULL,
    failing bigint  NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- Records that have failed, though not yet as often as their assertion asks for.
CREATE TABLE tocsin_soft_failure (
    assertion_id bigint       NOT NULL REFERENCES tocsin_assertion (id) ON DELETE CASCADE,
    record_id    varchar(200) NOT NULL,
    failures     integer      NOT NULL,
    -- The run that counted last, so that none counts twice.
    run_id       bigint       NOT NULL,
    PRIMARY KEY (assertion_id, record_id)
);

CREATE INDEX tocsin_assertion_due ON tocsin_assertion (next_run_at);
CREATE INDEX tocsin_assertion_run_by_assertion ON tocsin_assertion_run (assertion_id, id);
CREATE INDEX tocsin_assertion_run_by_job ON tocsin_assertion_run (job_id);
CREATE INDEX tocsin_assertion_part_by_job ON tocsin_assertion_part (job_id);
CREATE INDEX tocsin_job_newest ON tocsin_job (created_at, id);
CREATE INDEX tocsin_job_alive ON tocsin_job (status, alive_at);

-- One row: who takes over what the code declares holds it, so that nodes that start together do so in turn.
CREATE TABLE tocsin_assertion_declaration (
    declared_at timestamp with time zone
);
INSERT INTO tocsin_assertion_declaration (declared_at) VALUES (NULL);
