/**
 * Makes a large photo small enough for a bad line: at most 2,400 pixels a side, as JPEG. What this device cannot draw
 * goes as it is, and the server says what it thinks of it.
 */
export async function shrink(file: File): Promise<Blob> {
  if (file.size < 1_200_000 || file.type === "image/gif" || file.type === "video/mp4") return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86));
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file;
  }
}

const longestSide = 2400;
