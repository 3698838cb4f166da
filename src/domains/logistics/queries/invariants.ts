import type { Invariant } from "#platform/domain";

const firstOf = (rows: readonly { what: string }[]): string[] => rows.map((row) => row.what);

/** What must always hold of parcels and bookings. `./bin/aftercare verify` runs them over the whole database. */
export const invariants: readonly Invariant[] = [
  {
    name: "logistics: the places taken in a slot are those of its bookings, and never more than it has",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'slot ' || s.area_id || ' ' || s.starts_at || ' says ' || s.taken as what from logistics.pickup_slot s
             left join (select area_id, slot_from_at, count(*) as held from logistics.booking where state not in ('refused', 'cancelled') group by 1, 2) b
               on b.area_id = s.area_id and b.slot_from_at = s.starts_at
            where s.taken <> coalesce(b.held, 0) or s.taken > s.capacity limit 20`,
        ),
      ),
  },
  {
    name: "logistics: a parcel waits for one courier at a time",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'shipment ' || shipment_id as what from logistics.booking where state in ('reserved', 'sending', 'unknown', 'booked')
            group by customer_id, shipment_id having count(*) > 1 limit 20`,
        ),
      ),
  },
  {
    name: "logistics: a parcel stands where its last event says",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'shipment ' || s.number || ' says ' || s.state as what from logistics.shipment s
             join lateral (select max(at) as at from logistics.tracking_event e where e.customer_id = s.customer_id and e.shipment_id = s.id) last on true
            where last.at is not null and (s.state_at is distinct from last.at
                or not exists (select 1 from logistics.tracking_event e where e.customer_id = s.customer_id and e.shipment_id = s.id and e.at = last.at and e.state = s.state)) limit 20`,
        ),
      ),
  },
  {
    name: "logistics: a booked courier has a deadline",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'booking ' || b.number as what from logistics.booking b where b.state = 'booked' and b.kind = 'pickup'
              and not exists (select 1 from platform.deadline d where d.subject_id = b.id and d.kind = 'courier-comes' and d.fired_at is null and d.cancelled_at is null) limit 20`,
        ),
      ),
  },
  {
    name: "logistics: every parcel off the shelf says where it went, and keeps nothing of its sender",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'parcel ' || p.number as what from logistics.parked_parcel p
            where p.state <> 'parked' and (p.sender_name_mask is not null or p.sender_name_index is not null or p.sender_last4_index is not null
                or not exists (select 1 from logistics.custody c where c.subject_id = p.id and c.step = p.state)) limit 20`,
        ),
      ),
  },
];
