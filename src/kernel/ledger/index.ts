export { balance, type PostingLine, posting } from "./posting.ts";
