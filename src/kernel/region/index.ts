export { type Distance, distanceBetween, distances, regionOf } from "./region.ts";
