-- Money that goes to cooperatives, and the invoices for the market's commission.

-- A file for the bank. Everything that stands in it is frozen, so that it can be written again, to the byte.
create table payout_file (
    id uuid primary key,
    debtor_name text not null,
    debtor_rib text not null,
    payouts bigint not null check (payouts > 0),
    total_minor bigint not null check (total_minor > 0),
    currency text not null,
    made_by uuid references person (id),
    made_at bigint not null
);
create index payout_file_made on payout_file (made_at, id);

create table payout (
    id uuid primary key,
    cooperative_id uuid not null references cooperative (id),
    reference text not null unique,     -- the bank's statement shows it
    state text not null check (state in ('draft', 'approved', 'submitted', 'unknown', 'paid', 'failed', 'cancelled')),
    lines_minor bigint not null,
    netted_minor bigint not null check (netted_minor >= 0),   -- commission that was kept back
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    holder text not null,               -- as it was when it was drafted, like the account
    rib text not null,
    drafted_by uuid references person (id),       -- null: by the schedule
    approved_by uuid references person (id),
    file_id uuid references payout_file (id),
    doomed_by uuid references person (id),        -- who said first that it failed
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null,
    check (amount_minor = lines_minor - netted_minor)
);
create unique index payout_draft on payout (cooperative_id, currency) where state = 'draft';
create index payout_cooperative on payout (cooperative_id, created_at, id);
create index payout_state on payout (state, created_at, id);
create index payout_created on payout (created_at, id);
create index payout_file_payout on payout (file_id);

-- The transfers on a cooperative's account that a payout is made of. One that failed or was cancelled gives them free.
create table payout_line (
    payout_id uuid not null references payout (id),
    posting_id text not null,
    position integer not null,
    amount_minor bigint not null,       -- what it adds to the account
    freed_at bigint,
    primary key (payout_id, posting_id, position),
    foreign key (posting_id, position) references transfer (posting_id, position)
);
create unique index payout_line_once on payout_line (posting_id, position) where freed_at is null;

create table payout_event (
    id uuid primary key,
    payout_id uuid not null references payout (id),
    event text not null,
    person_id uuid references person (id),
    note text,
    at bigint not null
);
create index payout_event_payout on payout_event (payout_id, at);

-- The last number of each year: numbers have no gaps.
create table invoice_number (year integer primary key, last integer not null);

create table invoice (
    id uuid primary key,
    year integer not null,
    position integer not null,
    cooperative_id uuid not null references cooperative (id),
    month text not null,                -- until the end of which commission was earned
    reference text not null unique,
    commission_minor bigint not null,
    vat_minor bigint not null,
    total_minor bigint not null check (total_minor > 0),
    settled_minor bigint not null check (settled_minor >= 0),
    currency text not null,
    issuer text not null,               -- JSON: who both were when it was issued
    customer text not null,
    issued_at bigint not null,
    due_at bigint not null,
    unique (year, position),
    check (total_minor = commission_minor + vat_minor),
    check (settled_minor <= total_minor)
);
create index invoice_cooperative on invoice (cooperative_id, year, position);
create index invoice_open on invoice (due_at, id) where settled_minor < total_minor;

-- What a part of an order adds to an invoice, or a refund takes off it, at one rate of tax. Each once.
create table invoice_line (
    posting_id text not null references posting (id),
    vat_bps integer not null,
    invoice_id uuid not null references invoice (id),
    seller_order_id uuid not null references seller_order (id),
    commission_minor bigint not null,
    vat_minor bigint not null,
    primary key (posting_id, vat_bps)
);
create index invoice_line_invoice on invoice_line (invoice_id);

-- Which of what was settled or netted settled which invoice.
create table invoice_settlement (
    posting_id text not null references posting (id),
    invoice_id uuid not null references invoice (id),
    amount_minor bigint not null check (amount_minor > 0),
    at bigint not null,
    primary key (posting_id, invoice_id)
);
create index invoice_settlement_invoice on invoice_settlement (invoice_id);
