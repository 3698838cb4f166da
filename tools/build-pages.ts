import { buildWeb } from "../src/server/build-web.ts";

/** Builds the pages where they are missing or older than their sources, as `npm start` would: for images and tests. */
await buildWeb((line) => process.stdout.write(`${line}\n`));
