-- Payment by bank transfer: what people write on a transfer. What older tables learn to accept is in the files beside this
-- one, in each database's own words.

create table bank_reference (
    reference text primary key,         -- without dashes
    about text not null check (about in ('order', 'part', 'payout', 'invoice', 'refund')),
    subject uuid not null,              -- whichever of these it is
    created_at bigint not null,
    unique (about, subject)
);
