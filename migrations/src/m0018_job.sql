-- Backups: what became of each one that came round by itself, and the quarantine of a market that was restored from one.

-- One row for each time; the latest with a name is the last good one.
create table backup (
    id uuid primary key,
    begun_at bigint not null,
    ended_at bigint not null,
    name text,                          -- of the set; null: there is none
    bytes bigint not null,
    failure text,                       -- why there is none
    next_by bigint not null,            -- when the next good one is late
    check ((name is null) <> (failure is null))
);
create index backup_ended on backup (ended_at);

-- While a row is not released, nothing leaves the market by itself.
create table quarantine (
    id uuid primary key,
    data_at bigint not null,            -- the moment of the backup: what was done later is not here
    begun_at bigint not null,
    compared_at bigint,                 -- when providers were last asked what they know that is not here
    released_at bigint,
    released_by uuid references person (id)          -- null: from the command line
);
create index quarantine_open on quarantine (begun_at) where released_at is null;

-- Payments that a provider knows and this database does not, as they were found in a quarantine.
create table stray_payment (
    provider text not null,
    attempt text not null,              -- our id, as the provider repeats it
    reference text,                     -- the provider's id of it
    standing text not null,
    amount_minor bigint not null,
    captured_minor bigint not null,
    refunded_minor bigint not null,
    currency text not null,
    found_at bigint not null,
    primary key (provider, attempt)
);
