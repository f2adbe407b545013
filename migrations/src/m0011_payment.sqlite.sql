-- What older tables learn to accept: payment by card. SQLite cannot change a check, and a table that others point at
-- cannot be made anew inside a transaction. A check that becomes wider is true of every row that was there, so its text
-- may be changed where the schema keeps it; `reset` makes this connection read it again, and the tables made before it
-- in this step tell every other one.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '(''cash_on_delivery'')', '(''cash_on_delivery'', ''card'')')
    where type = 'table' and name in ('order', 'payment');
update sqlite_schema set sql = replace(replace(sql, '''refused'', ''void'')', '''refused'', ''void'', ''refunded'')'), '''cooperative'', ''platform'')', '''cooperative'', ''platform'', ''provider'')')
    where type = 'table' and name = 'payment';
update sqlite_schema set sql = replace(replace(sql, '(''new'', ''accepted'',', '(''unpaid'', ''new'', ''accepted'','), '''silence'', ''administrator'')', '''silence'', ''administrator'', ''unpaid'')')
    where type = 'table' and name = 'seller_order';
pragma writable_schema = reset;
create index seller_order_unpaid on seller_order (answer_by) where state = 'unpaid';
