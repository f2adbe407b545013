-- Who holds which money: accounts, postings of balanced transfers, and what each sale was agreed to cost the seller.
-- What refuses to be changed is in the files beside this one, in each database's own words.

create table account (
    id uuid primary key,
    kind text not null check (kind in ('available', 'bank', 'cash_carrier', 'cash_cooperative', 'cash_platform', 'clearing', 'commission', 'commission_due', 'disputes', 'own_sales', 'paying_out', 'pending', 'provider', 'provider_fee', 'refund_payable', 'shipping', 'suspense', 'vat', 'write_off')),
    owner text not null,                -- an id or a provider, '' for the market itself: null would not be unique
    currency text not null,
    debits_minor bigint not null check (debits_minor >= 0),
    credits_minor bigint not null check (credits_minor >= 0),
    unique (kind, owner, currency)
);
create index account_owner on account (owner);

-- One row for each business event. Its id is the event's, so that what is said twice is posted once.
create table posting (
    id text primary key,
    kind text not null,                 -- the events are many and grow: the program's own list is the check
    order_id uuid references "order" (id),
    seller_order_id uuid references seller_order (id),
    cooperative_id uuid references cooperative (id),
    person_id uuid references person (id),
    digest text not null,               -- of everything above and of its transfers
    at bigint not null
);
create index posting_order on posting (order_id);
create index posting_seller_order on posting (seller_order_id);
create index posting_cooperative on posting (cooperative_id, at);

create table transfer (
    posting_id text not null references posting (id),
    position integer not null,
    debit_account uuid not null references account (id),
    credit_account uuid not null references account (id),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    primary key (posting_id, position),
    check (debit_account <> credit_account)
);
create index transfer_debit on transfer (debit_account);
create index transfer_credit on transfer (credit_account);

create table commission_rule (
    id uuid primary key,
    scope text not null check (scope in ('market', 'category', 'cooperative', 'product')),
    subject text not null,              -- a category's code or an id, '' for the market
    bps integer not null check (bps between 0 and 5000),
    fixed_minor bigint not null check (fixed_minor >= 0),       -- for each piece
    vat_bps integer not null check (vat_bps between 0 and 5000),
    valid_from bigint not null,
    valid_until bigint,
    created_by uuid references person (id),
    created_at bigint not null,
    check (bps = 0 or fixed_minor = 0),
    check (valid_until is null or valid_until > valid_from)
);
create index commission_rule_subject on commission_rule (scope, subject);

-- What the ledger knows of a cooperative's part of an order, frozen at sale, and how far it got.
create table sale (
    seller_order_id uuid primary key references seller_order (id),
    order_id uuid not null references "order" (id),
    cooperative_id uuid not null references cooperative (id),
    flow text not null check (flow in ('direct', 'collected')),
    currency text not null,
    goods_minor bigint not null check (goods_minor >= 0),
    delivery_minor bigint not null check (delivery_minor >= 0),
    commission_minor bigint not null check (commission_minor >= 0),
    vat_minor bigint not null check (vat_minor >= 0),
    paid_minor bigint not null check (paid_minor >= 0),
    delivery_refunded_minor bigint not null check (delivery_refunded_minor >= 0),
    state text not null check (state in ('open', 'delivered', 'closed', 'ended')),
    at bigint not null,
    version integer not null,
    check (commission_minor + vat_minor <= goods_minor),
    check (paid_minor <= goods_minor + delivery_minor),
    check (delivery_refunded_minor <= delivery_minor)
);
create index sale_order on sale (order_id);

create table commission (
    order_line_id uuid primary key references order_line (id),
    seller_order_id uuid not null references sale (seller_order_id),
    rule_id uuid references commission_rule (id),
    bps integer not null,
    fixed_minor bigint not null,
    vat_bps integer not null,
    total_minor bigint not null check (total_minor >= 0),
    commission_minor bigint not null check (commission_minor >= 0),
    vat_minor bigint not null check (vat_minor >= 0),
    refunded_minor bigint not null,
    commission_reversed_minor bigint not null,
    vat_reversed_minor bigint not null,
    check (refunded_minor between 0 and total_minor),
    check (commission_reversed_minor between 0 and commission_minor),
    check (vat_reversed_minor between 0 and vat_minor)
);
create index commission_seller_order on commission (seller_order_id);

-- What each refund took back of a line; a refund that failed adds its opposite.
create table commission_reversal (
    posting_id text not null references posting (id),
    order_line_id uuid not null references commission (order_line_id),
    refunded_minor bigint not null,
    commission_minor bigint not null,
    vat_minor bigint not null,
    primary key (posting_id, order_line_id)
);

-- What was sold before there was a ledger: on the cooperative's own account, without a commission.
insert into sale (seller_order_id, order_id, cooperative_id, flow, currency, goods_minor, delivery_minor, commission_minor, vat_minor, paid_minor, delivery_refunded_minor, state, at, version)
select s.id, s.order_id, s.cooperative_id, 'direct', o.currency, s.goods_minor, s.delivery_minor, 0, 0, coalesce(p.collected_minor, 0), 0,
    case when s.state = 'delivered' then 'delivered' when s.state = 'closed' then 'closed'
        when s.state in ('cancelled', 'refused', 'lost', 'returned') then 'ended' else 'open' end,
    s.updated_at, 1
from seller_order s join "order" o on o.id = s.order_id left join payment p on p.seller_order_id = s.id;
insert into commission (order_line_id, seller_order_id, rule_id, bps, fixed_minor, vat_bps, total_minor, commission_minor, vat_minor, refunded_minor, commission_reversed_minor, vat_reversed_minor)
select l.id, l.seller_order_id, null, 0, 0, 0, l.total_minor, 0, 0, 0, 0, 0 from order_line l;
