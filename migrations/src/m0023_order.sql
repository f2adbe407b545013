-- What ends by itself now: an accepted part whose transfer to its cooperative does not come, and an accepted return whose
-- goods do not. And a provider that did a refund after all which had failed. What older tables learn to accept is in the files beside this one, in each database's own words; there, too,
-- what waits already gets a week from now on.

alter table seller_order add column pay_by bigint;                        -- until when an accepted part waits for the transfer to its cooperative
create index seller_order_pay_by on seller_order (pay_by) where pay_by is not null;
