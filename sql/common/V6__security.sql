-- Who may do what: people, programs, and what they have changed.

CREATE TABLE tocsin_user (
    id                   bigint                   NOT NULL PRIMARY KEY,
    name                 varchar(100)             NOT NULL UNIQUE,
    password_hash        varchar(500)             NOT NULL,
    role                 varchar(10)              NOT NULL,
    enabled              boolean                  NOT NULL,
    must_change_password boolean                  NOT NULL,
    -- Rises with each new password, so that sessions begun with the old one end.
    password_version     bigint                   NOT NULL,
    created_at           timestamp with time zone NOT NULL,
    last_login_at        timestamp with time zone,
    CONSTRAINT tocsin_user_role CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN'))
);

-- One row: who changes the list of users holds it, so that the last two admins cannot remove each other.
CREATE TABLE tocsin_user_change (
    held integer NOT NULL
);
INSERT INTO tocsin_user_change (held) VALUES (0);

CREATE TABLE tocsin_token (
    id           bigint                   NOT NULL PRIMARY KEY,
    name         varchar(100)             NOT NULL UNIQUE,
    -- SHA-256, in hexadecimal.
    secret_hash  varchar(64)              NOT NULL UNIQUE,
    role         varchar(10)              NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    created_by   varchar(200)             NOT NULL,
    expires_at   timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT tocsin_token_role CHECK (role IN ('REPORTER', 'VIEWER', 'OPERATOR', 'ADMIN'))
);

CREATE TABLE tocsin_audit (
    id      bigint                   NOT NULL PRIMARY KEY,
    at      timestamp with time zone NOT NULL,
    who     varchar(200)             NOT NULL,
    address varchar(100),
    what    varchar(50)              NOT NULL,
    subject varchar(500)             NOT NULL,
    was     varchar(100000),
    became  varchar(100000)
);

CREATE INDEX tocsin_audit_newest ON tocsin_audit (at, id);
CREATE INDEX tocsin_audit_by_who ON tocsin_audit (who, at, id);
CREATE INDEX tocsin_audit_by_what ON tocsin_audit (what, at, id);
