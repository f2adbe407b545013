-- What must happen afterwards, and what was already done.

create table job (
    id uuid primary key,
    kind text not null,
    payload text not null,
    dedupe text unique,
    attempts integer not null,
    run_at bigint not null,
    locked_until bigint,
    locked_by text,
    done_at bigint,
    failed_at bigint,
    last_error text,
    created_at bigint not null
);
create index job_due on job (run_at) where done_at is null and failed_at is null;
create index job_done on job (done_at) where done_at is not null;

-- One row for each request that must take effect once: who asked, with which key, for what, and the answer.
create table idempotency (
    actor text not null,
    key text not null,
    request_hash text not null,
    result text not null,
    at bigint not null,
    primary key (actor, key)
);
create index idempotency_at on idempotency (at);
