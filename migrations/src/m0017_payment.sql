-- Ways to pay that a cooperative does not take. What is not here is taken, as far as the market offers it.

create table untaken_method (
    cooperative_id uuid not null references cooperative (id),
    method text not null,
    by_id uuid references person (id),  -- who said so: one of its members, or the office
    at bigint not null,
    primary key (cooperative_id, method)
);
