-- What an order's cases kept by agreement is asked with every new request: without this, every case the shopper ever had is read.
create index return_case_withheld on returns.return_case (customer_id, order_id) where withheld_minor > 0;
