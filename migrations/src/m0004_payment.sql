-- Money that buyers owe and who holds it. One payment for each cooperative's part of an order.

create table payment (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    seller_order_id uuid not null unique references seller_order (id),
    method text not null check (method in ('cash_on_delivery')),
    state text not null check (state in ('expected', 'collected', 'remitted', 'short', 'refused', 'void')),
    amount_minor bigint not null check (amount_minor >= 0),
    currency text not null,
    collected_minor bigint not null check (collected_minor >= 0),
    holder text check (holder in ('carrier', 'cooperative', 'platform')),
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null
);
create index payment_order on payment (order_id);

create table payment_event (
    id uuid primary key,
    payment_id uuid not null references payment (id),
    event text not null,
    amount_minor bigint,
    holder text,
    person_id uuid references person (id),
    at bigint not null
);
create index payment_event_payment on payment_event (payment_id, at);
