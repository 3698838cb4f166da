-- An order of several shops keeps the promises of each: what was in force at purchase, by merchant. Null: one policy for all of it,
-- the one in policy_id, as in every order that was imported before.
alter table orders.shop_order add column shop_policies jsonb check (jsonb_typeof(shop_policies) = 'object');
