-- Baskets, offers and orders; what delivery costs; what people agreed to.

create table zone (
    id uuid primary key,
    ar text not null, fr text not null, en text not null,
    days_min integer not null,
    days_max integer not null,
    per_kg_minor bigint not null check (per_kg_minor >= 0),   -- each kilogram begun above the last step
    max_g bigint not null check (max_g > 0),
    position integer not null,
    is_sample boolean not null,         -- nobody has checked these prices yet
    updated_at bigint not null,
    version integer not null,
    check (days_min >= 0 and days_max >= days_min)
);
create table zone_province (province_iso text primary key references province (iso), zone_id uuid not null references zone (id));
create table zone_step (
    zone_id uuid not null references zone (id),
    up_to_g bigint not null check (up_to_g > 0),
    price_minor bigint not null check (price_minor >= 0),
    primary key (zone_id, up_to_g)
);

create table legal_text (
    id uuid primary key,
    kind text not null check (kind in ('terms', 'sales', 'privacy')),
    version integer not null,
    ar text not null, fr text not null, en text not null,     -- Markdown
    reviewed boolean not null,          -- false: shown with "to be reviewed"
    published_at bigint not null,
    published_by uuid references person (id),
    unique (kind, version)
);

create table cart (
    id uuid primary key,
    locale text not null,
    details text,                       -- JSON: who buys, who receives, how it is delivered, as far as known
    created_at bigint not null,
    touched_at bigint not null,
    version integer not null
);
create table cart_line (
    cart_id uuid not null references cart (id),
    variant_id uuid not null references variant (id),
    quantity bigint not null check (quantity between 1 and 99),
    added_at bigint not null,
    primary key (cart_id, variant_id)
);

create table quote (
    id uuid primary key,
    cart_id uuid not null references cart (id),
    body text not null,                 -- JSON: the frozen offer
    total_minor bigint not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index quote_cart on quote (cart_id);

create table "order" (
    id uuid primary key,
    number text not null unique,
    quote_id uuid not null unique references quote (id),
    cart_id uuid not null references cart (id),
    locale text not null,
    buyer_name text not null,
    buyer_phone text not null,
    buyer_email text,
    recipient_name text not null,
    recipient_phone text not null,
    region_iso text not null references region (iso),
    province_iso text not null references province (iso),
    town text not null,
    address text not null,
    landmark text,
    postcode text,
    goods_minor bigint not null check (goods_minor >= 0),
    delivery_minor bigint not null check (delivery_minor >= 0),
    total_minor bigint not null,
    currency text not null,
    terms_version integer not null,
    terms_accepted_at bigint not null,
    payment_method text not null check (payment_method in ('cash_on_delivery')),
    placed_at bigint not null,
    check (total_minor = goods_minor + delivery_minor)
);
create index order_buyer_phone on "order" (buyer_phone, placed_at);
create index order_placed on "order" (placed_at);

create table seller_order (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    cooperative_id uuid not null references cooperative (id),
    position integer not null,
    state text not null check (state in ('new', 'accepted', 'packed', 'shipped', 'delivered', 'closed', 'cancelled', 'refused', 'lost', 'returned')),
    delivery text not null check (delivery in ('door', 'collect')),
    goods_minor bigint not null check (goods_minor >= 0),
    delivery_minor bigint not null check (delivery_minor >= 0),
    total_minor bigint not null,
    weight_g bigint not null,
    days_min integer not null,
    days_max integer not null,
    seller text not null,               -- JSON: who the seller was, as law 31-08 art. 29 wants it, at the time of sale
    placed_at bigint not null,
    answer_by bigint not null,          -- silence until then cancels
    cancelled_by text check (cancelled_by in ('buyer', 'cooperative', 'silence', 'administrator')),
    reason text,
    updated_at bigint not null,
    version integer not null,
    check (total_minor = goods_minor + delivery_minor),
    unique (order_id, cooperative_id)
);
create index seller_order_cooperative on seller_order (cooperative_id, placed_at);
create index seller_order_unanswered on seller_order (answer_by) where state = 'new';

create table order_line (
    id uuid primary key,
    order_id uuid not null references "order" (id),
    seller_order_id uuid not null references seller_order (id),
    position integer not null,
    variant_id uuid not null references variant (id),
    product_id uuid not null references product (id),
    name_ar text, name_fr text, name_en text,
    variant_ar text, variant_fr text, variant_en text,
    amount bigint not null,
    unit text not null,
    photo_key text,
    unit_price_minor bigint not null check (unit_price_minor > 0),
    quantity bigint not null check (quantity > 0),
    total_minor bigint not null check (total_minor = unit_price_minor * quantity),
    withdrawal text not null
);
create index order_line_seller_order on order_line (seller_order_id, position);
create index order_line_order on order_line (order_id);

create table shipment (
    id uuid primary key,
    seller_order_id uuid not null references seller_order (id),
    carrier text not null,
    tracking text,
    shipped_at bigint not null
);
create index shipment_seller_order on shipment (seller_order_id);

create table order_event (
    id uuid primary key,
    seller_order_id uuid not null references seller_order (id),
    event text not null,
    actor text not null check (actor in ('buyer', 'cooperative', 'administrator', 'system')),
    person_id uuid references person (id),
    note text,
    at bigint not null
);
create index order_event_seller_order on order_event (seller_order_id, at);
