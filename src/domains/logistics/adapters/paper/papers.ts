import type { Place, Shipment } from "../../contract.ts";
import { drawBarcode, drawQr, drawSheet, type Sheet } from "./sheet.ts";

/** What a paper is printed from; all of it may be seen by whoever asks. */
export type Printed = Pick<
  Shipment,
  "number" | "subject" | "way" | "carrier" | "trackingNumber" | "goesTo" | "contents" | "booking"
> & { readonly orderNumber: string; readonly code: string; readonly carrierName: string | null };

/** A6 for the outside of the parcel: whom it goes to, the number carriers scan, and the code the warehouse scans. */
export function drawLabel(one: Printed): Promise<Buffer> {
  return drawSheet("A6", one.number, (sheet) => {
    const { left, right, top } = sheet.page.margins;
    const width = sheet.page.width - left - right;
    sheet.font("bold").fontSize(15).text("退货 RETURN", left, top);
    sheet
      .fontSize(10)
      .text(one.carrierName ?? one.carrier ?? "", left, top + 4, { width, align: "right", lineBreak: false });
    rule(sheet, top + 26);
    drawBarcode(sheet, one.trackingNumber ?? one.number, { x: left, y: top + 34, width, height: 66 });
    rule(sheet, top + 106);
    drawStop(sheet, "收 TO", one.goesTo, top + 114, width);
    rule(sheet, top + 208);
    const qr = 92;
    drawQr(sheet, one.code, left, top + 218, qr);
    const beside = { x: left + qr + 12, width: width - qr - 12 };
    sheet.font("plain").fontSize(8).fillColor("#444");
    sheet.text(`${kindWords(one.subject.kind)} ${one.subject.number}`, beside.x, top + 220, { width: beside.width });
    sheet.text(`订单 Order ${one.orderNumber}`, { width: beside.width });
    sheet.text(`包裹 Parcel ${one.number}`, { width: beside.width });
    sheet.moveDown(0.6).text("请贴在包裹外面，旧面单请撕掉。", { width: beside.width });
    sheet.text("Stick this on the outside and take old labels off.", { width: beside.width });
  });
}

/** A4 for the inside: what lies in the parcel and what is to be enclosed, so that whoever opens it knows whose it is. */
export function drawPackingSlip(one: Printed): Promise<Buffer> {
  return drawSheet("A4", one.number, (sheet) => {
    const { left, right, top } = sheet.page.margins;
    const width = sheet.page.width - left - right;
    drawQr(sheet, one.code, left + width - 96, top, 96);
    sheet.font("bold").fontSize(22).text("装箱单", left, top);
    sheet
      .font("plain")
      .fontSize(12)
      .fillColor("#444")
      .text("Packing slip", { width: width - 110 });
    sheet.moveDown(0.8).fillColor("#000").fontSize(11);
    for (const [zh, en, value] of [
      [kindWords(one.subject.kind), "", one.subject.number],
      ["订单", "Order", one.orderNumber],
      ["包裹", "Parcel", one.number],
      ["运单", "Tracking", one.trackingNumber ?? "—"],
    ] as const)
      sheet.text(`${zh} ${en}  ${value}`.replace(/ {3,}/, "  "), { width: width - 110 });
    let y = Math.max(sheet.y + 18, top + 118);
    rule(sheet, y);
    y += 10;
    sheet.font("bold").fontSize(11).text("商品 Goods", left, y);
    sheet.text("件数 Quantity", left, y, { width, align: "right" });
    y += 24;
    for (const { title, quantity } of one.contents) {
      sheet.font("plain").fontSize(11).fillColor("#000");
      const height = sheet.heightOfString(title.zh, { width: width - 90 });
      sheet.text(title.zh, left, y, { width: width - 90 });
      sheet.font("bold").text(String(quantity), left, y, { width, align: "right" });
      y += height + 2;
      if (title.en !== "" && title.en !== title.zh) {
        sheet
          .font("plain")
          .fontSize(9)
          .fillColor("#444")
          .text(title.en, left, y, { width: width - 90 });
        y = sheet.y;
      }
      y += 8;
      rule(sheet, y);
      y += 8;
    }
    sheet
      .fillColor("#000")
      .font("bold")
      .fontSize(11)
      .text("请一起放入 Please enclose", left, y + 8);
    sheet.font("plain").fontSize(10.5).moveDown(0.3);
    for (const word of enclosed) sheet.text(`□ ${word}`, { width });
    sheet.moveDown(1).font("bold").fontSize(11).text("寄到 Send to", { width });
    sheet.font("plain").fontSize(11);
    if (one.goesTo !== null)
      sheet.text(`${one.goesTo.name}  ${one.goesTo.phone}`, { width }).text(one.goesTo.address, { width });
  });
}

const enclosed = [
  "商品、配件和赠品 Goods, accessories and gifts",
  "原包装和说明书 Original packaging and manuals",
  "这张装箱单 This slip",
];

function kindWords(kind: string): string {
  return kind === "case" ? "售后单 Case" : kind === "repair" ? "维修单 Repair" : "单号 Number";
}

function drawStop(sheet: Sheet, word: string, stop: Place | null, y: number, width: number): void {
  const { left } = sheet.page.margins;
  sheet.font("bold").fontSize(9).fillColor("#444").text(word, left, y);
  if (stop === null) return;
  sheet
    .fillColor("#000")
    .fontSize(13)
    .text(`${stop.name}  ${stop.phone}`, left, y + 14, { width });
  sheet.font("plain").fontSize(12).text(stop.address, { width, height: 52, ellipsis: true });
}

function rule(sheet: Sheet, y: number): void {
  const { left, right } = sheet.page.margins;
  sheet
    .moveTo(left, y)
    .lineTo(sheet.page.width - right, y)
    .lineWidth(0.7)
    .stroke("#000");
}
