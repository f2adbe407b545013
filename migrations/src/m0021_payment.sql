-- Cash that was paid into the market's bank, and the line of the statement in which it stands.
alter table remittance add column bank_line_id uuid references bank_line (id);
create unique index remittance_bank_line on remittance (bank_line_id);

-- What turned up of cash that had been given up.
alter table loss add column recovered_minor bigint not null default 0 check (recovered_minor between 0 and amount_minor);
