-- What older tables learn to accept: payment by card.
alter table "order" drop constraint order_payment_method_check;
alter table "order" add constraint order_payment_method_check check (payment_method in ('cash_on_delivery', 'card'));
alter table payment drop constraint payment_method_check;
alter table payment add constraint payment_method_check check (method in ('cash_on_delivery', 'card'));
alter table payment drop constraint payment_state_check;
alter table payment add constraint payment_state_check check (state in ('expected', 'collected', 'remitted', 'short', 'refused', 'void', 'refunded'));
alter table payment drop constraint payment_holder_check;
alter table payment add constraint payment_holder_check check (holder in ('carrier', 'cooperative', 'platform', 'provider'));
alter table seller_order drop constraint seller_order_state_check;
alter table seller_order add constraint seller_order_state_check check (state in ('unpaid', 'new', 'accepted', 'packed', 'shipped', 'delivered', 'closed', 'cancelled', 'refused', 'lost', 'returned'));
alter table seller_order drop constraint seller_order_cancelled_by_check;
alter table seller_order add constraint seller_order_cancelled_by_check check (cancelled_by in ('buyer', 'cooperative', 'silence', 'administrator', 'unpaid'));
create index seller_order_unpaid on seller_order (answer_by) where state = 'unpaid';
