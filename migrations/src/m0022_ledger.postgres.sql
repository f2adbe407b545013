alter table payout drop constraint payout_state_check;
alter table payout add constraint payout_state_check check (state in ('draft', 'approved', 'submitted', 'unknown', 'paid', 'failed', 'returned', 'cancelled'));
