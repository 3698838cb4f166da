import type { Auth } from "#platform/auth";
import type { Domain } from "#platform/domain";
import { get, post, put } from "#platform/http";
import type { Personal } from "#platform/personal";
import { addKey } from "./actions/add-key.ts";
import { addStaff } from "./actions/add-staff.ts";
import { changeStaff } from "./actions/change-staff.ts";
import { createHandover } from "./actions/create-handover.ts";
import { shopperPersonalData } from "./actions/erase-shopper.ts";
import { inviteStaff } from "./actions/invite-staff.ts";
import { rememberDevice } from "./actions/remember-device.ts";
import { revokeKey } from "./actions/revoke-key.ts";
import { setLocale } from "./actions/set-locale.ts";
import { unmaskShopper } from "./actions/unmask-shopper.ts";
import { factPayloads } from "./contract.ts";
import { getShopper, type RefundedReader } from "./queries/get-shopper.ts";
import { listKeys } from "./queries/list-keys.ts";
import { listMerchants } from "./queries/list-merchants.ts";
import { listRoles } from "./queries/list-roles.ts";
import { listStaff } from "./queries/list-staff.ts";
import { me } from "./queries/me.ts";
import { searchShoppers } from "./queries/search-shoppers.ts";
import { everyNightForgetDevices } from "./reactions/every-night-forget-devices.ts";
import { onStaffDisabled } from "./reactions/on-staff-disabled.ts";
import { onStaffInvited } from "./reactions/on-staff-invited.ts";

export type PartiesParts = {
  readonly auth: Auth;
  readonly personal: Personal;
  readonly sandbox: boolean;
  readonly demo: boolean;
  /** What was paid back to a shopper, by currency: read on a higher floor. */
  readonly refunded: RefundedReader;
  /** Closes the live connections of a member of staff. */
  readonly endLive: (staffId: string) => void;
};

export function parties(parts: PartiesParts): Domain {
  const { auth, personal, refunded, endLive } = parts;
  const keyMade = addKey(auth);
  const keyRevoked = revokeKey(auth);
  const handedOver = createHandover(auth);
  const unmasked = unmaskShopper(personal);
  return {
    name: "parties",
    actions: [addStaff, changeStaff, inviteStaff, rememberDevice, setLocale, keyMade, keyRevoked, handedOver, unmasked],
    routes: [
      { ...get("/me", me(parts), "Who the caller is and what the pages may show; null for a visitor"), visitors: true },
      put("/me/locale", setLocale, "Choose the language of one's own pages, texts and mails"),
      get(
        "/shoppers",
        searchShoppers(personal),
        "Find shoppers by phone, last four digits, e-mail, name or any number",
      ),
      get("/shoppers/{customerId}", getShopper(refunded), "One shopper, masked"),
      post("/shoppers/{customerId}/unmask", unmasked, "Show one personal field in clear, for a reason that is kept"),
      get("/merchants", listMerchants, "The shops on this platform"),
      get("/staff", listStaff, "Everybody who works here"),
      post("/staff", addStaff, "Take somebody on and mail a link to set a password"),
      post("/staff/{staffId}/change", changeStaff, "Change role, team, or whether the person is in service"),
      post("/staff/{staffId}/invite", inviteStaff, "Mail the link to set a password once more"),
      get("/roles", listRoles, "What each role may do"),
      get("/keys", listKeys(auth), "API keys, without the key itself"),
      post("/keys", keyMade, "Make an API key; it is shown this once"),
      post("/keys/{keyId}/revoke", keyRevoked, "End an API key"),
      post("/handover", handedOver, "Hand over a shopper whom the shop has signed in"),
    ],
    reactions: [onStaffInvited(auth), onStaffDisabled(auth, endLive)],
    jobs: [everyNightForgetDevices],
    personalData: shopperPersonalData(personal),
    facts: factPayloads,
  };
}
