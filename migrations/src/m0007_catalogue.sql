-- Applications that are still being written: a lost connection must not cost anybody what they typed.

create table application_draft (
    person_id uuid not null references person (id),
    subject text not null,              -- 'new', or the id of the refused cooperative that corrects its own
    key text not null,                  -- the form's own key, or the version that is corrected
    fields text not null,               -- JSON: pairs of names and values, as typed
    sent_cooperative_id uuid references cooperative (id),
    updated_at bigint not null,
    primary key (person_id, subject)
);
create index application_draft_updated on application_draft (updated_at);
