-- Payment by card: tries to pay, what providers told us, money that goes back. What older tables learn to accept is in
-- the files beside this one, in each database's own words.

-- One try to pay one order with one provider. Its id is the key under which the provider is asked.
create table attempt (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    provider text not null,
    session text,                       -- the provider's id of its session
    reference text,                     -- the provider's id of the payment
    go text,                            -- JSON: how the browser gets there
    state text not null check (state in ('created', 'submitted', 'unknown', 'requires_action', 'processing', 'authorized', 'capture_requested', 'captured', 'failed', 'expired', 'voided', 'integrity_failure')),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    refunded_minor bigint not null check (refunded_minor >= 0),       -- given back, or on its way
    open_until bigint not null,
    check_at bigint,                    -- when the provider is asked next
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null,
    check (refunded_minor <= amount_minor),
    unique (provider, session)
);
create unique index attempt_live on attempt (order_id) where state in ('created', 'submitted', 'unknown', 'requires_action', 'processing', 'authorized', 'capture_requested');
create index attempt_order on attempt (order_id, created_at);
create index attempt_check on attempt (check_at);

create table attempt_event (
    id uuid primary key,
    attempt_id uuid not null references attempt (id),
    event text not null,
    note text,
    at bigint not null
);
create index attempt_event_attempt on attempt_event (attempt_id, at);

-- Messages of providers whose sender is proven, before anything is done about them.
create table inbox (
    provider text not null,
    event text not null,
    body text not null check (length(body) <= 262144),
    message text not null,              -- JSON: what was read out of the body
    state text not null check (state in ('new', 'done', 'parked', 'dead')),
    tries integer not null,
    note text,
    received_at bigint not null,
    updated_at bigint not null,
    primary key (provider, event)
);
create index inbox_open on inbox (state, received_at);

-- Money that goes back the way it came.
create table refund (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    seller_order_id uuid references seller_order (id),        -- null: a payment that no order could take
    attempt_id uuid not null references attempt (id),
    reference text,                     -- the provider's id of it
    state text not null check (state in ('requested', 'submitted', 'succeeded', 'failed', 'unknown')),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null
);
create index refund_attempt on refund (attempt_id);
create index refund_seller_order on refund (seller_order_id);
create index refund_order on refund (order_id);
create index refund_state on refund (state, updated_at);
