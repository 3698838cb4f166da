import { createCarrierStandIn } from "./carrier.ts";

// A process of its own: `node main.ts FILE PORT [NOTICE_URL]`; prints the port as one JSON line; ends with its parent.
const [, , file, port, noticeUrl] = process.argv;
if (file === undefined || port === undefined) {
  process.stderr.write("usage: main.ts FILE PORT [NOTICE_URL]\n");
  process.exit(2);
}
const standIn = createCarrierStandIn({ file, noticeUrl, noticeSecret: process.env["AFTERCARE_STAND_IN_SECRET"] });
standIn.server.listen(Number(port), "127.0.0.1", () => {
  const address = standIn.server.address();
  process.stdout.write(`${JSON.stringify({ port: typeof address === "object" ? address?.port : undefined })}\n`);
});
process.stdin.on("end", () => process.exit(0)).resume();
process.on("SIGTERM", () => process.exit(0));
