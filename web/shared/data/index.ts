export { api, newKey, Problem } from "./api.ts";
export { businessNow, setBusinessNow } from "./clock.ts";
export { keys } from "./keys.ts";
export { limits } from "./limits.ts";
export { follow, hangUp, look, type Viewer, watchLine } from "./live.ts";
export { type Me, meQuery, useMe } from "./me.ts";
export { upload } from "./upload.ts";
export { useFollow } from "./use-follow.ts";
export { useIntent } from "./use-intent.ts";
