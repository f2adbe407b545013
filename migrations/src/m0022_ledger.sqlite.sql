-- What becomes wider is true of every row that was there: see m0011_payment.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''paid'', ''failed'', ''cancelled'')', '''paid'', ''failed'', ''returned'', ''cancelled'')')
    where type = 'table' and name = 'payout';
pragma writable_schema = reset;
