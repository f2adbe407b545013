-- Who people are and how they sign in. Times are microseconds since 1970 UTC everywhere.

create table person (
    id uuid primary key,
    name text not null,
    phone text unique,                  -- E.164
    email text unique,                  -- lower case
    locale text not null,
    is_administrator boolean not null,
    password_hash text,                 -- argon2id, optional
    totp_secret text,                   -- encrypted with the market's key
    totp_confirmed_at bigint,
    totp_step bigint,                   -- the last time step used: each is good once
    created_at bigint not null,
    suspended_at bigint,
    check (phone is not null or email is not null)
);

create table session (
    id uuid primary key,
    token_hash text not null unique,    -- SHA-256 of the cookie; the cookie itself is nowhere
    person_id uuid not null references person (id),
    kind text not null check (kind in ('member', 'administrator')),
    totp_passed boolean not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    fresh_until bigint not null,        -- until when sensitive changes need no new code
    device text not null
);
create index session_person on session (person_id);

create table sign_in_code (
    id uuid primary key,
    target text not null,               -- the telephone (E.164) or e-mail it was sent to
    purpose text not null check (purpose in ('sign_in', 'apply', 'confirm')),
    code_hash text not null,
    created_at bigint not null,
    expires_at bigint not null,
    tries integer not null,
    used_at bigint
);
create index sign_in_code_target on sign_in_code (target, created_at);

create table recovery_code (
    person_id uuid not null references person (id),
    code_hash text not null,
    used_at bigint,
    primary key (person_id, code_hash)
);

create table api_token (
    id uuid primary key,
    person_id uuid not null references person (id),
    cooperative_id uuid,                -- null: an administrator's token
    name text not null,
    token_hash text not null unique,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);
create index api_token_person on api_token (person_id);

-- How often somebody did something: fixed windows, one row a bucket and window.
create table throttle (
    bucket text not null,
    slot bigint not null,
    hits integer not null,
    primary key (bucket, slot)
);
