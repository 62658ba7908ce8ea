-- Tocsin's tables. They live in other people's databases, so every name begins with tocsin_.
-- JSON is kept as text: the same on every database, with its fields in the order they came in.

CREATE SEQUENCE tocsin_id START WITH 1 INCREMENT BY 100;

CREATE TABLE tocsin_issue (
    id            bigint                   NOT NULL PRIMARY KEY,
    name          varchar(500)             NOT NULL,
    status        varchar(10)              NOT NULL,
    details       varchar(300000),
    record_type   varchar(200),
    record_id     varchar(200),
    occurrences   bigint                   NOT NULL,
    regressed     boolean                  NOT NULL,
    created_at    timestamp with time zone NOT NULL,
    opened_at     timestamp with time zone NOT NULL,
    last_seen_at  timestamp with time zone NOT NULL,
    resolved_at   timestamp with time zone,
    opened_by     varchar(200)             NOT NULL,
    -- A digest of name and record: what "the same issue" means to openOnce.
    fingerprint   varchar(22)              NOT NULL,
    -- The fingerprint again, while an issue that openOnce created is open: no two of them.
    once_key      varchar(22)              UNIQUE,
    -- The revision of the responders that this issue was matched against.
    revision      bigint                   NOT NULL,
    CONSTRAINT tocsin_issue_status CHECK (status IN ('OPEN', 'RESOLVED', 'WONT_FIX'))
);

CREATE TABLE tocsin_status_change (
    id          bigint                   NOT NULL PRIMARY KEY,
    issue_id    bigint                   NOT NULL REFERENCES tocsin_issue (id) ON DELETE CASCADE,
    at          timestamp with time zone NOT NULL,
    from_status varchar(10)              NOT NULL,
    to_status   varchar(10)              NOT NULL,
    changed_by  varchar(200)             NOT NULL,
    reason      varchar(2000)
);

CREATE TABLE tocsin_responder (
    id            bigint                   NOT NULL PRIMARY KEY,
    watch_pattern varchar(1000)            NOT NULL,
    allow_retry   boolean                  NOT NULL,
    enabled       boolean                  NOT NULL,
    -- The revision of the responders at which this one was last saved.
    revision      bigint                   NOT NULL,
    version       bigint                   NOT NULL,
    created_at    timestamp with time zone NOT NULL,
    updated_at    timestamp with time zone NOT NULL
);

CREATE TABLE tocsin_responder_action (
    id              bigint       NOT NULL PRIMARY KEY,
    responder_id    bigint       NOT NULL REFERENCES tocsin_responder (id) ON DELETE CASCADE,
    position        integer      NOT NULL,
    target_function varchar(200) NOT NULL,
    function_kwargs varchar(300000),
    delay_sec       integer      NOT NULL,
    -- The revision of the responders at which what this action does, or when, was last changed.
    revision        bigint       NOT NULL,
    CONSTRAINT tocsin_responder_action_delay CHECK (delay_sec >= 0)
);

-- One row: counts the changes of responders. Its row lock makes the count rise in the order of commits.
CREATE TABLE tocsin_responder_revision (
    revision bigint NOT NULL
);
INSERT INTO tocsin_responder_revision (revision) VALUES (1);

-- The queue and the history. Keeps what it ran, so it refers to no responder.
CREATE TABLE tocsin_issue_action (
    id                  bigint                   NOT NULL PRIMARY KEY,
    issue_id            bigint                   NOT NULL REFERENCES tocsin_issue (id) ON DELETE CASCADE,
    responder_id        bigint                   NOT NULL,
    responder_action_id bigint                   NOT NULL,
    -- The how-manieth time that this action of the responder was planned for this issue.
    pass                integer                  NOT NULL,
    -- The revision of the responder's action that this was planned from.
    revision            bigint                   NOT NULL,
    -- The action before it in the same pass, which starts first; and whether one comes after it.
    after_id            bigint,
    has_next            boolean                  NOT NULL,
    watch_pattern       varchar(1000)            NOT NULL,
    target_function     varchar(200)             NOT NULL,
    function_kwargs     varchar(300000),
    state               varchar(10)              NOT NULL,
    created_at          timestamp with time zone NOT NULL,
    due_at              timestamp with time zone NOT NULL,
    started_at          timestamp with time zone,
    executed_at         timestamp with time zone,
    success             boolean,
    details             varchar(300000),
    attempts            integer                  NOT NULL,
    tries_left          integer                  NOT NULL,
    cancel_cause        varchar(20),
    node                varchar(100),
    lease_until         timestamp with time zone,
    idempotency_key     varchar(36)              NOT NULL,
    CONSTRAINT tocsin_issue_action_once UNIQUE (issue_id, responder_action_id, pass),
    CONSTRAINT tocsin_issue_action_state
        CHECK (state IN ('PLANNED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'))
);

CREATE TABLE tocsin_attempt (
    issue_action_id bigint                   NOT NULL REFERENCES tocsin_issue_action (id) ON DELETE CASCADE,
    number          integer                  NOT NULL,
    started_at      timestamp with time zone NOT NULL,
    finished_at     timestamp with time zone NOT NULL,
    outcome         varchar(12)              NOT NULL,
    error           varchar(4000),
    node            varchar(100)             NOT NULL,
    PRIMARY KEY (issue_action_id, number)
);
