-- A refund in cash belongs to no attempt.
alter table refund alter column attempt_id drop not null;
