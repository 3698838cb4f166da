-- Nobody looks for premiums that are due: the fact that a cover was given has its premium charged.
drop index payments.freight_cover_due;
