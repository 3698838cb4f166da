export { api, type Method, newKey, Problem } from "./api.ts";
export { businessNow, setBusinessNow } from "./clock.ts";
export { keys } from "./keys.ts";
export { limits } from "./limits.ts";
export { follow, hangUp, type LiveEvent, look, type Viewer, watchLine } from "./live.ts";
export { type Me, meQuery, useMe } from "./me.ts";
export { type UploadedFile, upload } from "./upload.ts";
export { useFollow } from "./use-follow.ts";
export { useIntent } from "./use-intent.ts";
