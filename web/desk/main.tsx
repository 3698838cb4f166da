import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startText } from "../shared/text/index.ts";
import { App } from "./app.tsx";
import { startLook } from "./frame/look.ts";
import { nonce } from "./frame/nonce.ts";
import { speakOfShoppers } from "./frame/staff-words.ts";
import "../shared/tokens.css";
import "./desk.css";

giveStylesTheNonce();
startLook();
await startText(["common", "because", "desk"]);
speakOfShoppers();
createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

/** antd measures scrollbars and locks scrolling by <style> elements without a nonce, which the policy would refuse. */
function giveStylesTheNonce(): void {
  const create = document.createElement.bind(document);
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options);
    if (tag === "style") element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
