-- Cash on delivery: telephones that were proven before an order, cash that was handed over, cash that was given up.
-- What an older table is made wider for is in the files beside this one, in each database's own words.

create table phone_proof (
    code_id uuid primary key,           -- of the code that was sent; codes are forgotten sooner than this
    cart_id uuid not null references cart (id),
    phone text not null,                -- E.164
    asked_at bigint not null,
    good_until bigint,                  -- proven, and good until then
    used_at bigint                      -- by an order: a proof is good once
);
create index phone_proof_cart on phone_proof (cart_id, phone);

-- Cash of many parts that went from one to another, as a document.
create table remittance (
    id uuid primary key,
    cooperative_id uuid references cooperative (id),           -- null: parts of several, brought to the office
    giver text not null check (giver in ('carrier', 'cooperative', 'platform')),
    receiver text not null check (receiver in ('cooperative', 'platform', 'bank')),
    state text not null check (state in ('announced', 'confirmed', 'withdrawn')),
    brought_by text,                    -- the carrier, or who came
    reference text,                     -- a slip, a receipt
    note text,
    expected_minor bigint not null check (expected_minor > 0),
    counted_minor bigint check (counted_minor >= 0),           -- once confirmed: all that was in the envelope
    surplus_minor bigint not null check (surplus_minor >= 0),  -- what of that belongs to no part
    created_by uuid not null references person (id),
    created_at bigint not null,
    decided_by uuid references person (id),
    decided_at bigint,
    version integer not null,
    check (giver <> receiver),
    check ((state = 'confirmed') = (counted_minor is not null))
);
create index remittance_cooperative on remittance (cooperative_id, created_at);
create index remittance_state on remittance (state, created_at);

create table remittance_line (
    remittance_id uuid not null references remittance (id),
    seller_order_id uuid not null references seller_order (id),
    cooperative_id uuid not null references cooperative (id),
    position integer not null,
    expected_minor bigint not null check (expected_minor > 0),
    counted_minor bigint check (counted_minor >= 0),
    waits boolean not null,             -- announced, and not confirmed
    primary key (remittance_id, seller_order_id)
);
create index remittance_line_part on remittance_line (seller_order_id);
create unique index remittance_line_once on remittance_line (seller_order_id) where waits;

-- Cash that will not come: what a buyer did not pay, or what whoever has it does not hand over.
create table loss (
    id uuid primary key,
    seller_order_id uuid not null references seller_order (id),
    cooperative_id uuid not null references cooperative (id),
    kind text not null check (kind in ('short', 'missing')),
    holder text check (holder in ('carrier', 'cooperative', 'platform')),      -- who has what is missing
    amount_minor bigint not null check (amount_minor > 0),
    state text not null check (state in ('asked', 'done', 'declined')),
    reason text not null,
    asked_by uuid not null references person (id),
    asked_at bigint not null,
    decided_by uuid references person (id),
    decided_at bigint,
    check ((kind = 'missing') = (holder is not null))
);
create index loss_part on loss (seller_order_id);
create index loss_state on loss (state, asked_at);
create unique index loss_once on loss (seller_order_id, kind) where state <> 'declined';

create index order_event_unproven on order_event (at) where event = 'unproven';
