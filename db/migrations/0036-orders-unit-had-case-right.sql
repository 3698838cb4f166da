-- Who takes hold of a unit for a case says so on it.
grant update (had_case) on orders.unit to aftercare_shopper, aftercare_merchant, aftercare_staff;
