-- A clock that a statute sets runs by the law and in the zone of the order's country; the case keeps both beside its other terms.
alter table returns.return_case
  add column country text not null default 'CN' check (country ~ '^[A-Z]{2}$'),
  add column zone text not null default 'Asia/Shanghai';
comment on column returns.return_case.country is 'where the goods went: whose law it is';
comment on column returns.return_case.zone is 'in which the days of its deadlines end';

update returns.return_case c set country = o.country, zone = o.zone
  from orders.shop_order o
 where o.customer_id = c.customer_id and o.id = c.order_id and (o.country <> 'CN' or o.zone <> 'Asia/Shanghai');
