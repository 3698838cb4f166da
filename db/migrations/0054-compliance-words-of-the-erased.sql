-- Whoever is erased takes their own words out of disputes that are over; that something was said, and when, stays.
grant update (words) on returns.statement to aftercare_system;
comment on table returns.statement is 'kind: shopper. What a side says in a dispute, with the evidence uploaded to the case; nothing of it changes, only the words of a shopper who is erased go';

-- Nobody looks for detours by state: the fact that one moved is what carries it on.
drop index payments.detour_open;
