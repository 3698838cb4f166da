-- The first answer to a case, and whether a person, the policy or the clock gave it: what shops are measured by.
alter table returns.return_case
  add column answered_at timestamptz,
  add column answered_by text check (answered_by in ('person', 'policy', 'clock')),
  add constraint return_case_answered_check check ((answered_at is null) = (answered_by is null));
comment on column returns.return_case.answered_at is 'the first yes, no or offer of the merchant''s side, or the clock in its place';

update returns.return_case c set answered_at = f.at, answered_by = f.answered_by
  from (
    select distinct on (t.customer_id, t.subject_id) t.customer_id, t.subject_id, t.at,
           case when t.kind = 'approved-by-policy' then 'policy'
                when t.kind in ('approved-by-deadline', 'arrival-disputed') then 'clock'
                else 'person' end as answered_by
      from platform.timeline t
     where t.kind in ('approved', 'rejected', 'approved-by-policy', 'approved-by-deadline', 'approved-by-person', 'arrival-disputed')
        or (t.kind = 'offered' and t.data->>'by' <> 'shopper')
     order by t.customer_id, t.subject_id, t.seq
  ) f
 where c.customer_id = f.customer_id and c.id = f.subject_id;
