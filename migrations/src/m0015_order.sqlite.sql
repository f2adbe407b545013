-- A refund in cash belongs to no attempt. SQLite cannot take a `not null` away, and what becomes wider is true of every row
-- that was there: see m0011_payment.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, 'attempt_id uuid_text not null references attempt', 'attempt_id uuid_text references attempt')
    where type = 'table' and name = 'refund';
pragma writable_schema = reset;
