-- What older tables learn to accept: payment by bank transfer. See m0011_payment.sqlite.sql for why it is done so.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '(''cash_on_delivery'', ''card'')', '(''cash_on_delivery'', ''card'', ''bank_transfer'')')
    where type = 'table' and name in ('order', 'payment');
pragma writable_schema = reset;
