-- A code may also be for an order that is paid in cash: see m0011_payment.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''apply'', ''confirm''', '''apply'', ''cash'', ''confirm''')
    where type = 'table' and name = 'sign_in_code';
pragma writable_schema = reset;
