import { dropKeysOf } from "#platform/directory";
import type { PersonalData } from "#platform/domain";
import type { Personal } from "#platform/personal";
import { contactOf } from "../queries/contact.ts";

/**
 * What is known of a shopper as a person. Erasing destroys the shopper's key, so that nothing sealed with it can be read again
 * anywhere; masks, indexes and the way in by phone or mail go with it. The row stays, so that orders kept by law have an owner.
 */
export function shopperPersonalData(personal: Personal): PersonalData {
  return {
    exportFor: async (tx, customerId) => {
      const [contact, shopper, devices] = await Promise.all([
        contactOf(tx, personal, customerId),
        tx.maybe<{
          tier: string;
          locale: string;
          source: string;
          created_at: Temporal.Instant;
          erased_at: Temporal.Instant | null;
        }>("select tier, locale, source, created_at, erased_at from parties.shopper where customer_id = $1", [
          customerId,
        ]),
        tx.rows(
          "select first_seen_at::text as first_seen_at, last_seen_at::text as last_seen_at from parties.device where customer_id = $1 order by first_seen_at",
          [customerId],
        ),
      ]);
      if (shopper === undefined) return {};
      return {
        shopper: {
          name: contact?.name ?? null,
          phone: contact?.phone ?? null,
          email: contact?.email ?? null,
          tier: shopper.tier,
          locale: shopper.locale,
          source: shopper.source,
          since: shopper.created_at.toString(),
          erasedAt: shopper.erased_at?.toString() ?? null,
        },
        devices,
      };
    },
    eraseFor: async (tx, customerId) => {
      tx.send(
        "update parties.shopper_key set wrapped_key = null, destroyed_at = coalesce(destroyed_at, $2) where customer_id = $1",
        [customerId, tx.now],
      );
      tx.send(
        `update parties.shopper set name_enc = null, name_mask = null, name_index = null, phone_enc = null, phone_mask = null, phone_index = null, phone_last4_index = null,
            email_enc = null, email_mask = null, email_index = null, updated_at = $2, erased_at = coalesce(erased_at, $2) where customer_id = $1`,
        [customerId, tx.now],
      );
      tx.send("delete from parties.device where customer_id = $1", [customerId]);
      dropKeysOf(tx, customerId, ["phone", "email"]);
      return { erased: ["name", "phone", "email", "devices", "encryption-key"], kept: [] };
    },
  };
}
