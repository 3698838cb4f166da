export { checkHumanNumber, humanNumber, readHumanNumber } from "./human-number.ts";
export { type Id, isId, newId, parseId } from "./id.ts";
