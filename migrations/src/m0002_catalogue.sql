-- What is sold, by whom, and where places are.

create table region (iso text primary key, ar text not null, fr text not null, en text not null, position integer not null);
create table province (iso text primary key, region_iso text not null references region (iso), ar text not null, fr text not null);
create table town (
    code text primary key,
    province_iso text not null references province (iso),
    ar text not null,
    fr text not null,
    postcode text,
    population bigint not null
);
create table category (
    code text primary key,
    parent_code text references category (code),
    ar text not null, fr text not null, en text not null,
    position integer not null,
    is_food boolean not null
);
create table label (
    code text primary key,
    ar text not null, fr text not null, en text not null,
    about_ar text not null, about_fr text not null, about_en text not null,
    position integer not null
);
create table allergen (code text primary key, ar text not null, fr text not null, en text not null, position integer not null);

create table cooperative (
    id uuid primary key,
    slug text not null unique,
    state text not null check (state in ('applied', 'verified', 'refused', 'suspended')),
    name_ar text not null, name_fr text not null, name_en text,
    story_ar text, story_fr text, story_en text,
    region_iso text not null references region (iso),
    province_iso text not null references province (iso),
    town text not null,
    address text,
    register_number text not null,      -- local register of cooperatives (law 112-12 art. 9 and 11)
    register_place text not null,
    ice text,
    onssa text,
    rib text not null,
    phone text not null,
    email text,
    contact_name text not null,         -- who answers for it
    founded integer,
    member_count integer,
    women_count integer,
    collects boolean not null,          -- buyers may collect at the cooperative
    applied_at bigint not null,
    decided_at bigint,
    decided_by uuid references person (id),
    decision_reason text,
    updated_at bigint not null,
    version integer not null
);
create index cooperative_state on cooperative (state, applied_at);

create table membership (
    person_id uuid not null references person (id),
    cooperative_id uuid not null references cooperative (id),
    role text not null check (role in ('owner', 'member')),
    created_at bigint not null,
    primary key (person_id, cooperative_id)
);
create index membership_cooperative on membership (cooperative_id);

create table invite (
    id uuid primary key,
    token_hash text not null unique,
    kind text not null check (kind in ('administrator', 'member')),
    cooperative_id uuid references cooperative (id),
    invited_by uuid references person (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    used_by uuid references person (id)
);

create table cooperative_event (
    id uuid primary key,
    cooperative_id uuid not null references cooperative (id),
    event text not null,
    person_id uuid references person (id),
    note text,
    at bigint not null
);
create index cooperative_event_of on cooperative_event (cooperative_id, at);

create table photo (
    id uuid primary key,
    cooperative_id uuid not null references cooperative (id),
    key text not null,                  -- content address of the renditions
    state text not null check (state in ('developing', 'ready', 'refused')),
    refusal text,                       -- code of the sentence
    width integer,
    height integer,
    placeholder text,
    sizes text not null,                -- widths of the WebP renditions, "160,320,640"
    created_by uuid references person (id),
    created_at bigint not null
);
create index photo_cooperative on photo (cooperative_id, created_at);
create index photo_key on photo (key);

create table product (
    id uuid primary key,
    cooperative_id uuid not null references cooperative (id),
    state text not null check (state in ('draft', 'on_sale', 'paused', 'suspended', 'archived')),
    approved_revision_id uuid,
    slug_ar text, slug_fr text, slug_en text,
    suspended_reason text,
    created_by uuid references person (id),
    created_at bigint not null,
    updated_at bigint not null,
    version integer not null,
    -- A projection for lists, written by one function whenever what it shows changes.
    listed boolean not null,            -- on sale, of a verified cooperative
    listed_at bigint,
    category_code text references category (code),
    region_iso text references region (iso),
    label_code text references label (code),
    price_minor bigint,                 -- of the cheapest variant
    available boolean not null,         -- some variant is in stock
    search_text text                    -- folded names of product, cooperative, category
);
create index product_cooperative on product (cooperative_id, updated_at);
create index product_listed on product (listed_at, id) where listed;
create index product_listed_price on product (price_minor, id) where listed;
create index product_listed_category on product (category_code, listed_at) where listed;

-- Every address a product or cooperative ever had; old ones redirect.
create table slug (
    kind text not null check (kind in ('product', 'cooperative')),
    slug text not null,
    target uuid not null,
    primary key (kind, slug)
);

create table revision (
    id uuid primary key,
    product_id uuid not null references product (id),
    number integer not null,
    state text not null check (state in ('draft', 'submitted', 'changes_requested', 'approved', 'rejected', 'superseded')),
    category_code text references category (code),
    name_ar text, name_fr text, name_en text,
    description_ar text, description_fr text, description_en text,
    origin_region_iso text references region (iso),
    origin_place text,
    ingredients_ar text, ingredients_fr text, ingredients_en text,
    allergens text,                     -- codes joined by commas; empty: none; null: not answered
    label_code text references label (code),
    label_number text,                  -- the certificate
    withdrawal text not null check (withdrawal in ('standard', 'perishable', 'custom')),
    created_by uuid references person (id),
    created_at bigint not null,
    updated_at bigint not null,
    submitted_at bigint,
    decided_at bigint,
    decided_by uuid references person (id),
    decision_note text,
    claimed_by uuid references person (id),
    claimed_until bigint,
    version integer not null,
    unique (product_id, number)
);
create unique index revision_open on revision (product_id) where state in ('draft', 'submitted', 'changes_requested');
create index revision_queue on revision (submitted_at) where state = 'submitted';

create table revision_photo (
    revision_id uuid not null references revision (id),
    photo_id uuid not null references photo (id),
    position integer not null,
    primary key (revision_id, photo_id)
);

-- What an administrator wants changed, tied to a field.
create table remark (
    id uuid primary key,
    revision_id uuid not null references revision (id),
    field text not null,
    reason text,                        -- code of a ready-made sentence
    note text,
    created_by uuid references person (id),
    created_at bigint not null
);
create index remark_revision on remark (revision_id);

create table variant (
    id uuid primary key,
    product_id uuid not null references product (id),
    position integer not null,
    amount bigint not null check (amount > 0),          -- thousandths of the unit
    unit text not null check (unit in ('g', 'kg', 'ml', 'L', 'piece', 'pair')),
    name_ar text, name_fr text, name_en text,
    price_minor bigint not null check (price_minor > 0),
    on_hand bigint not null check (on_hand >= 0),
    reserved bigint not null check (reserved >= 0),
    parcel_g bigint not null check (parcel_g > 0),
    retired_at bigint,
    created_at bigint not null,
    version integer not null,
    check (reserved <= on_hand)
);
create index variant_product on variant (product_id, position);

create table stock_movement (
    id uuid primary key,
    variant_id uuid not null references variant (id),
    cause text not null check (cause in ('opening', 'counted', 'reserved', 'released', 'shipped', 'returned')),
    on_hand_by bigint not null,
    reserved_by bigint not null,
    seller_order_id uuid,
    person_id uuid references person (id),
    at bigint not null
);
create index stock_movement_variant on stock_movement (variant_id, at);

create table price_change (
    id uuid primary key,
    variant_id uuid not null references variant (id),
    old_minor bigint not null,
    new_minor bigint not null,
    person_id uuid references person (id),
    at bigint not null
);
create index price_change_variant on price_change (variant_id, at);

create table listing_event (
    id uuid primary key,
    product_id uuid not null references product (id),
    revision_id uuid references revision (id),
    event text not null,
    person_id uuid references person (id),
    note text,
    at bigint not null
);
create index listing_event_product on listing_event (product_id, at);

-- Moves whenever a public page could show something else; caches compare it.
create table catalogue_change (id integer primary key check (id = 1), seq bigint not null);
insert into catalogue_change (id, seq) values (1, 1);
