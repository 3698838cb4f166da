export type { Bound, FindBound } from "./add-file.ts";
export { claimFiles, filesOf } from "./claim-files.ts";
export { createFiles, type Files, type FilesParts } from "./files.ts";
export { pictureLimits } from "./image/reencode.ts";
export { type FileLink, type FileRow, fileLinks } from "./links.ts";
export type { FileStore } from "./store/file-store.ts";
export { localFileStore } from "./store/local-file-store.ts";
