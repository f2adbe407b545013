-- A code may also be for an order that is paid in cash.
alter table sign_in_code drop constraint sign_in_code_purpose_check;
alter table sign_in_code add constraint sign_in_code_purpose_check check (purpose in ('sign_in', 'apply', 'cash', 'confirm'));
