-- That an order has had a case, which freezes its allocation, is told by its units: a case changes them in any case, and
-- locking the order costs a quarter of changing it.
alter table orders.unit add column had_case boolean not null default false;
update orders.unit u set had_case = true
  from orders.shop_order o where o.customer_id = u.customer_id and o.id = u.order_id and o.has_case;
alter table orders.shop_order drop column has_case;
-- A lock asks for the right to change some column. Nobody can change this one in fact: the lines and units hold it fast.
grant update (id) on orders.shop_order to aftercare_shopper, aftercare_merchant;
