import type { orderInput } from "#contract/orders";

export type OrderWords = typeof orderInput._input;

/** An order as a shop tells it: two lines of merchant M1, delivered; change what the test is about. */
export function orderWords(number: string, changes: Partial<OrderWords> = {}): OrderWords {
  return {
    number,
    source: "shop",
    updatedAt: "2026-11-10T00:00:00Z",
    placedAt: "2026-11-01T08:00:00+08:00",
    paidAt: "2026-11-01T08:01:00+08:00",
    country: "CN",
    shopper: { externalId: "c1", name: "林晓梅", phone: "13800002207", email: "lin@x.cn", tier: "gold" },
    recipient: { name: "林晓梅", phone: "138 0000 2207", address: "上海市浦东新区张江路 88 号" },
    freight: "6.00",
    lines: [
      {
        productNumber: "P1",
        title: "云雀保温杯",
        titleEn: "Lark thermos",
        merchantNumber: "M1",
        categoryCode: "kitchen",
        quantity: 3,
        unitPrice: "50.00",
      },
      {
        productNumber: "P2",
        title: "山野背包",
        titleEn: "Wilds backpack",
        merchantNumber: "M1",
        categoryCode: "bags",
        quantity: 1,
        unitPrice: "200.00",
      },
    ],
    promotions: [{ code: "MJ", label: "满减", funder: "platform", off: "35.00", threshold: "300.00" }],
    tenders: [{ kind: "wechat-pay", reference: "WX1", amount: "321.00" }],
    parcels: [
      {
        carrier: "顺丰",
        trackingNumber: `SF-${number}`,
        shippedAt: "2026-11-02T00:00:00Z",
        deliveredAt: "2026-11-03T00:00:00Z",
        signedBy: "consignee",
      },
    ],
    ...changes,
  };
}
