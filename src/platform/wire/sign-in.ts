import { z } from "zod";

/** Sign-in of shoppers and guests: the same shapes for the server's front door and for the pages. */

const code = z.string().regex(/^\d{6}$/);
const contact = { phone: z.string().max(30).optional(), email: z.email().max(200).optional() };
const oneContact = (v: { phone?: string | undefined; email?: string | undefined }) =>
  (v.phone === undefined) !== (v.email === undefined);

/** The answer never tells whether the number or address is known. */
export const requestCodeInput = z.strictObject(contact).refine(oneContact, "phone-or-email");
export const enterCodeInput = z.strictObject({ ...contact, code }).refine(oneContact, "phone-or-email");
export const requestGuestCodeInput = z.strictObject({
  orderNumber: z.string().min(1).max(64),
  phone: z.string().min(4).max(30),
});
/** The recipient of a present: no phone, no message; the code came with the present. */
export const enterPresentInput = z.strictObject({
  orderNumber: z.string().min(1).max(64),
  code: z.string().min(8).max(30),
});
export const enterGuestCodeInput = requestGuestCodeInput.extend({ code });
