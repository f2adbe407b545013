-- What becomes wider is true of every row that was there: see m0011_payment.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''administrator'', ''unpaid'')', '''administrator'', ''unpaid'', ''overdue'')')
    where type = 'table' and name = 'seller_order';
update sqlite_schema set sql = replace(sql, '''received'', ''refunded'')', '''received'', ''refunded'', ''not_received'', ''ended'')')
    where type = 'table' and name = 'goods_return';
update sqlite_schema set sql = replace(sql, '''failed'', ''unknown'')', '''failed'', ''unknown'', ''called_off'', ''twice'')')
    where type = 'table' and name = 'refund';
pragma writable_schema = reset;
update seller_order set pay_by = (cast(strftime('%s', 'now') as integer) + 604800) * 1000000
    where state in ('accepted', 'packed')
    and exists (select 1 from payment p where p.seller_order_id = seller_order.id and p.method = 'bank_transfer' and p.state = 'expected')
    and exists (select 1 from bank_reference r where r.about = 'part' and r.subject = seller_order.id);
update goods_return set due_at = (cast(strftime('%s', 'now') as integer) + 604800) * 1000000 where state = 'accepted';
