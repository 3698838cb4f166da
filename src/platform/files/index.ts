export { claimFiles, filesOf, kindsOfFiles } from "./claim-files.ts";
export { createFiles } from "./files.ts";
export { fileLinks } from "./links.ts";
export { claimParcelPhotos, type ParcelInHand, parcelPhotosOf, photosOfParcels } from "./parcel-photos.ts";
export { localFileStore } from "./store/local-file-store.ts";
