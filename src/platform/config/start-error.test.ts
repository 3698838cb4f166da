import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { explainFileError, explainListenError, StartError } from "./start-error.ts";

test("A taken port is named, with a free neighbour to try", async () => {
  const holder = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    holder.listen(0, "127.0.0.1", () => {
      const address = holder.address();
      if (address && typeof address === "object") resolve(address.port);
      else reject(new Error("no port"));
    });
  });
  const error = await new Promise<Error>((resolve) => {
    createServer().once("error", resolve).listen(port, "127.0.0.1");
  });
  holder.close();
  const explained = explainListenError(error, { host: "127.0.0.1", port });
  assert.ok(explained instanceof StartError);
  assert.match(explained.message, new RegExp(`^Port ${port} is already taken .*PORT=${port + 1}$`));
});

test("File system refusals become one sentence; anything else stays as it was", () => {
  const said = (code: string) => {
    const explained = explainFileError(Object.assign(new Error(code), { code }), "/d");
    return explained instanceof StartError ? explained.message : undefined;
  };
  assert.match(said("ENOSPC") ?? "", /^The disk is full \(\/d\): free some space/);
  assert.match(said("EROFS") ?? "", /^The folder is read-only \(\/d\): .*AFTERCARE_DATA_DIR/);
  assert.match(said("EACCES") ?? "", /^User \d+ may not write here/);
  const other = new Error("other");
  assert.equal(explainFileError(other, "/d"), other);
});
