import { run } from "../src/server/commands/index.ts";

process.exitCode = await run(process.argv.slice(2));
