-- The ledger only grows. `insert or replace` would delete without asking a trigger, so a row that is
-- there is left alone before it comes to that.

create trigger posting_no_update before update on posting begin select raise(abort, 'the ledger only grows'); end;
create trigger posting_no_delete before delete on posting begin select raise(abort, 'the ledger only grows'); end;
create trigger posting_once before insert on posting when exists (select 1 from posting where id = new.id)
begin select raise(ignore); end;

create trigger transfer_no_update before update on transfer begin select raise(abort, 'the ledger only grows'); end;
create trigger transfer_no_delete before delete on transfer begin select raise(abort, 'the ledger only grows'); end;
create trigger transfer_once before insert on transfer
when exists (select 1 from transfer where posting_id = new.posting_id and position = new.position)
begin select raise(abort, 'the ledger only grows'); end;
create trigger transfer_currency before insert on transfer
when exists (select 1 from account where id in (new.debit_account, new.credit_account) and currency <> new.currency)
begin select raise(abort, 'an account has another currency'); end;
