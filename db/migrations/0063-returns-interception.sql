-- The parcel that is to be refused at the door can be turned round before it gets there.
alter table returns.return_case
  add column interception_state text not null default 'none' check (interception_state in ('none', 'wished', 'wanted', 'confirmed', 'failed')),
  add column interception_asked_at timestamptz,
  add check ((interception_state in ('none', 'wished')) = (interception_asked_at is null));
