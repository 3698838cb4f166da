export { compliance } from "./routes.ts";
