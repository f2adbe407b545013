-- What becomes wider is true of every row that was there: see m0011_payment.
pragma writable_schema = on;
update sqlite_schema set sql = replace(replace(sql,
    'refunded_minor bigint check (refunded_minor > 0)', 'refunded_minor bigint check (refunded_minor >= 0)'),
    'check ((state = ''refunded'') = (refund_id is not null))',
    'check ((state = ''refunded'') = (refunded_minor is not null)), check ((refund_id is not null) = (coalesce(refunded_minor, 0) > 0))')
    where type = 'table' and name = 'goods_return';
pragma writable_schema = reset;
