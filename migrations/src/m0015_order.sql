-- Goods that come back, money that goes back by hand, disputes. What of an older table is made wider is in the files
-- beside this one, in each database's own words.

alter table order_line add column returned bigint not null default 0 check (returned between 0 and quantity);       -- pieces in returns that stand
alter table seller_order add column withdraw_until bigint;                 -- the first moment at which nothing can be sent back any more
update seller_order set withdraw_until = updated_at + 691200000000 where state in ('delivered', 'closed');
create index seller_order_closing on seller_order (withdraw_until) where state = 'delivered';

alter table payment add column refunded_minor bigint not null default 0 check (refunded_minor >= 0);        -- given back, or on its way
alter table refund add column way text not null default 'provider' check (way in ('provider', 'unsaid', 'account', 'cash', 'dispute'));
alter table refund add column payer text check (payer in ('cooperative', 'office'));
alter table refund add column account text;                        -- sealed: the buyer's bank account
alter table refund add column account_tail text;                   -- its last digits
alter table refund add column follows uuid references refund (id);         -- the one that failed, in whose place it is
alter table refund add column approved_by uuid references person (id);     -- the second person, above the limit
alter table refund add column done_by uuid references person (id);
alter table refund add column note text;
create unique index refund_follows on refund (follows);
update payment set refunded_minor = coalesce((select sum(r.amount_minor) from refund r where r.seller_order_id = payment.seller_order_id and r.state <> 'failed'), 0);

create table goods_return (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    seller_order_id uuid not null references seller_order (id),
    cooperative_id uuid not null references cooperative (id),
    state text not null check (state in ('requested', 'accepted', 'refused', 'withdrawn', 'received', 'refunded')),
    reason text,                        -- the buyer's, who need not give one
    refusal text check (refusal in ('late', 'excluded', 'opened', 'agreed')),
    words text,                         -- the cooperative's, which the buyer reads
    goods_minor bigint not null check (goods_minor > 0),
    refunded_minor bigint check (refunded_minor > 0),          -- what was decided, delivery included
    refund_id uuid references refund (id),
    due_at bigint,                      -- when time does something about it
    reminded boolean not null,
    requested_at bigint not null,
    updated_at bigint not null,
    version integer not null,
    check ((state = 'refused') = (refusal is not null)),
    check ((state = 'refunded') = (refund_id is not null))
);
create index goods_return_order on goods_return (order_id);
create index goods_return_part on goods_return (seller_order_id);
create index goods_return_cooperative on goods_return (cooperative_id, requested_at);
create index goods_return_due on goods_return (due_at);
create index goods_return_refund on goods_return (refund_id);

create table goods_return_line (
    goods_return_id uuid not null references goods_return (id),
    order_line_id uuid not null references order_line (id),
    variant_id uuid not null references variant (id),
    unit_price_minor bigint not null,
    quantity bigint not null check (quantity > 0),
    refunded bigint check (refunded between 0 and quantity),   -- pieces that are paid back, once decided
    primary key (goods_return_id, order_line_id)
);

create table goods_return_event (
    id uuid primary key,
    goods_return_id uuid not null references goods_return (id),
    event text not null,
    actor text not null check (actor in ('buyer', 'cooperative', 'administrator', 'system')),
    person_id uuid references person (id),
    note text,
    at bigint not null
);
create index goods_return_event_of on goods_return_event (goods_return_id, at);

-- What a buyer's bank took back, until it is decided.
create table dispute (
    id uuid primary key,
    attempt_id uuid not null references attempt (id),
    order_id uuid not null references "order" (id),
    provider text not null,
    reference text not null,            -- the provider's id of it
    state text not null check (state in ('open', 'won', 'lost')),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    settled_minor bigint not null check (settled_minor between 0 and amount_minor),    -- of a lost one: laid on parts
    opened_at bigint not null,
    updated_at bigint not null,
    version integer not null,
    unique (provider, reference)
);
create index dispute_attempt on dispute (attempt_id);
create index dispute_state on dispute (state, opened_at);
