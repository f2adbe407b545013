alter table goods_return drop constraint goods_return_refunded_minor_check;
alter table goods_return drop constraint goods_return_check1;
alter table goods_return add constraint goods_return_refunded_minor_check check (refunded_minor >= 0);
alter table goods_return add constraint goods_return_decided_check check ((state = 'refunded') = (refunded_minor is not null));
alter table goods_return add constraint goods_return_refund_check check ((refund_id is not null) = (coalesce(refunded_minor, 0) > 0));
