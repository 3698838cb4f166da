-- People sell new versions of freight insurance, and give a cover as goodwill: a merchant at its own expense only.
grant insert on payments.freight_product to aftercare_staff;
grant insert on payments.freight_cover to aftercare_merchant, aftercare_staff;
create policy merchant_pays_itself on payments.freight_cover as restrictive for insert to aftercare_merchant
  with check (premium_payer = 'merchant');
