-- The nodes, as they tell of themselves from time to time; read by people, not by the nodes.
CREATE TABLE tocsin_node (
    name       varchar(100)             NOT NULL PRIMARY KEY,
    version    varchar(50)              NOT NULL,
    started_at timestamp with time zone NOT NULL,
    alive_at   timestamp with time zone NOT NULL,
    running    integer                  NOT NULL,
    workers    integer                  NOT NULL,
    timers     boolean                  NOT NULL
);
