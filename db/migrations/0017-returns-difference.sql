-- A dearer replacement: the shopper pays the difference before anything is sent.
alter table returns.return_case add column difference_state text not null default 'none' check (difference_state in ('none', 'asked', 'paid', 'over'));
comment on column returns.return_case.difference_state is 'exchange for dearer goods: asked of the shopper, paid, or over because the exchange fell through and it went back';
