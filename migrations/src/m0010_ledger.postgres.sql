-- The ledger only grows.

create function ledger_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger only grows';
end $$;

create function ledger_one_currency() returns trigger language plpgsql as $$
begin
    if exists (select 1 from account where id in (new.debit_account, new.credit_account) and currency <> new.currency) then
        raise exception 'an account has another currency';
    end if;
    return new;
end $$;

create trigger posting_no_change before update or delete on posting for each row execute function ledger_only_grows();
create trigger posting_no_truncate before truncate on posting for each statement execute function ledger_only_grows();
create trigger transfer_no_change before update or delete on transfer for each row execute function ledger_only_grows();
create trigger transfer_no_truncate before truncate on transfer for each statement execute function ledger_only_grows();
create trigger transfer_currency before insert on transfer for each row execute function ledger_one_currency();
