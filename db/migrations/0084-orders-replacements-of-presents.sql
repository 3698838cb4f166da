-- The recipient of a present exchanges it and says that the replacement is there: the piece they hold is that from then on.
select platform.open_to_recipients('orders.replacement', 'line_id in (select l.id from orders.line l)', 'line_id in (select l.id from orders.line l)');
