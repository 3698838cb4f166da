import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import { code128 } from "../../rules/code-128.ts";
import { qrPath } from "./qr.ts";

export type Sheet = InstanceType<typeof PDFDocument>;

const font = (weight: "Regular" | "Bold") =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve("@embedpdf/fonts-sc")));

/** Draws one page in a font that has Chinese, and answers its bytes. Only the characters used are embedded. */
export function drawSheet(size: "A4" | "A6", title: string, draw: (sheet: Sheet) => void): Promise<Buffer> {
  const sheet = new PDFDocument({
    size,
    margin: size === "A6" ? 18 : 48,
    info: { Title: title, Producer: "Aftercare" },
  });
  sheet.registerFont("plain", font("Regular"));
  sheet.registerFont("bold", font("Bold"));
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    sheet.on("data", (part: Buffer) => parts.push(part));
    sheet.on("end", () => resolve(Buffer.concat(parts)));
    sheet.on("error", reject);
    draw(sheet.font("plain"));
    sheet.end();
  });
}

/** Bars over the whole width, with the text below in figures people can type. */
export function drawBarcode(sheet: Sheet, text: string, box: Box): void {
  const widths = code128(text);
  const modules = widths.reduce((sum, width) => sum + width, 0) + 20;
  const module = box.width / modules;
  let x = box.x + module * 10;
  for (const [place, width] of widths.entries()) {
    if (place % 2 === 0) sheet.rect(x, box.y, width * module, box.height - 14);
    x += width * module;
  }
  sheet.fill("#000");
  sheet
    .font("bold")
    .fontSize(9)
    .text(text, box.x, box.y + box.height - 11, { width: box.width, align: "center", lineBreak: false });
}

export function drawQr(sheet: Sheet, text: string, x: number, y: number, side: number): void {
  const { size, path } = qrPath(text);
  sheet
    .save()
    .translate(x, y)
    .scale(side / size)
    .path(path)
    .fill("#000")
    .restore();
}

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
