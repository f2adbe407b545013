-- Since when a part is with its buyer: statements go by it. And who ended a rule.

alter table sale add column delivered_at bigint;
create index sale_statement on sale (cooperative_id, delivered_at, seller_order_id);
update sale set delivered_at = coalesce((select min(e.at) from order_event e where e.seller_order_id = sale.seller_order_id and e.event in ('deliver', 'hand_over')), at)
where state in ('delivered', 'closed');

alter table commission_rule add column ended_by uuid references person (id);
