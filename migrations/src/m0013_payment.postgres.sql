-- What older tables learn to accept: payment by bank transfer.
alter table "order" drop constraint order_payment_method_check;
alter table "order" add constraint order_payment_method_check check (payment_method in ('cash_on_delivery', 'card', 'bank_transfer'));
alter table payment drop constraint payment_method_check;
alter table payment add constraint payment_method_check check (method in ('cash_on_delivery', 'card', 'bank_transfer'));
