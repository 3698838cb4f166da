create schema catalog;
grant usage on schema catalog to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;

create table catalog.category (
  code text primary key,
  name text not null,
  name_en text not null,
  parent_code text references catalog.category (code),
  law_category text not null default 'other',
  special_class text,
  confirmation_class text,
  durable boolean not null default false,
  listed_as text
);
comment on table catalog.category is 'kind: reference. Categories with the classes the law looks at (src/law/facts.ts: categories, specialClasses, confirmationClasses, listedGoods)';

create table catalog.product (
  id uuid primary key,
  merchant_id uuid references parties.merchant (id),
  number text not null unique,
  title text not null,
  title_en text not null,
  category_code text not null references catalog.category (code),
  special_class text,
  list_minor bigint check (list_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  picture text not null default '',
  state text not null check (state in ('on-sale', 'off-sale')),
  source text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((list_minor is null) = (currency is null))
);
comment on table catalog.product is 'kind: reference. What is sold';
comment on column catalog.product.merchant_id is 'the first merchant seen selling it; null while nobody has';
create index product_by_merchant on catalog.product (merchant_id, id);

grant select on all tables in schema catalog to aftercare_shopper, aftercare_merchant, aftercare_staff, aftercare_system;
grant insert, update on all tables in schema catalog to aftercare_staff, aftercare_system;
