alter table seller_order drop constraint seller_order_cancelled_by_check;
alter table seller_order add constraint seller_order_cancelled_by_check check (cancelled_by in ('buyer', 'cooperative', 'silence', 'administrator', 'unpaid', 'overdue'));
alter table goods_return drop constraint goods_return_state_check;
alter table goods_return add constraint goods_return_state_check check (state in ('requested', 'accepted', 'refused', 'withdrawn', 'received', 'refunded', 'not_received', 'ended'));
alter table refund drop constraint refund_state_check;
alter table refund add constraint refund_state_check check (state in ('requested', 'submitted', 'succeeded', 'failed', 'unknown', 'called_off', 'twice'));
update seller_order set pay_by = ((extract(epoch from now())::bigint + 604800) * 1000000)
    where state in ('accepted', 'packed')
    and exists (select 1 from payment p where p.seller_order_id = seller_order.id and p.method = 'bank_transfer' and p.state = 'expected')
    and exists (select 1 from bank_reference r where r.about = 'part' and r.subject = seller_order.id);
update goods_return set due_at = ((extract(epoch from now())::bigint + 604800) * 1000000) where state = 'accepted';
