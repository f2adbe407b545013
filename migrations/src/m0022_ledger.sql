-- A payout that was paid may come back. That its state may say so is in the files beside this one, in each database's own
-- words. Whoever said that one failed which was paid after all is not the first of two who say that it came back.
update payout set doomed_by = null where state = 'paid';
