-- Payment by bank transfer: what people write on a transfer, and what the bank says came and went. What older tables learn to accept is in the files beside this
-- one, in each database's own words.

create table bank_reference (
    reference text primary key,         -- without dashes
    about text not null check (about in ('order', 'part', 'payout', 'invoice', 'refund')),
    subject uuid not null,              -- whichever of these it is
    created_at bigint not null,
    unique (about, subject)
);

-- A statement that was read wholly.
create table bank_file (
    id uuid primary key,
    digest text not null unique,        -- of its bytes
    name text not null,
    format text not null check (format in ('csv', 'camt053')),
    mapping text,                       -- JSON: how a CSV was read
    account text not null,              -- the market's own, 24 digits
    closing_on text,                    -- the day at whose end this was on the account
    closing_minor bigint,
    currency text not null,
    imported_by uuid not null references person (id),
    imported_at bigint not null
);
create index bank_file_imported on bank_file (imported_at);

-- Money that came (above zero) or went, once for each time it really did.
create table bank_line (
    id uuid primary key,
    fingerprint text not null unique,
    file_id uuid not null references bank_file (id),
    booked_on text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    currency text not null,
    wording text not null,
    party text,
    party_account text,
    bank_id text,                       -- the bank's own name of it
    state text not null check (state in ('new', 'settled', 'applied', 'suspense', 'to_return', 'assigned', 'returned', 'unexplained')),
    reason text check (reason in ('no_reference', 'unknown', 'several', 'amount', 'currency', 'ended', 'second', 'not_ours')),
    about text check (about in ('order', 'part', 'payout', 'invoice', 'refund')),
    subject uuid,
    decided_by uuid references person (id),
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null
);
create index bank_line_state on bank_line (state, created_at);
create index bank_line_subject on bank_line (subject);

-- What stands in a file: lines that were known before among them.
create table bank_row (
    file_id uuid not null references bank_file (id),
    row_number integer not null,        -- the line of the file, from 1; several of one line are told apart by their position
    position integer not null,
    line_id uuid not null references bank_line (id),
    known boolean not null,
    primary key (file_id, position)
);
create index bank_row_line on bank_row (line_id);

-- What a daily comparison of our books with those of others found.
create table money_report (
    id uuid primary key,
    at bigint not null,
    differences integer not null check (differences >= 0),
    body text not null                  -- JSON
);
create index money_report_at on money_report (at);
