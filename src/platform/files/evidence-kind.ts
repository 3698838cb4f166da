/** What an upload is meant to show something by. */
export const fileKinds = ["photo", "video", "unboxing-video", "waybill", "report"] as const;
export type FileKind = (typeof fileKinds)[number];

/** A film shows by moving, everything else by being looked at. */
export function kindFits(kind: FileKind, mediaType: string): boolean {
  return (mediaType === "video/mp4") === (kind === "video" || kind === "unboxing-video");
}

/** What it is where nobody says so. */
export function plainKind(mediaType: string): FileKind {
  return mediaType === "video/mp4" ? "video" : "photo";
}
