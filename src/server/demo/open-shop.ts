import { logistics } from "#domains/logistics";
import { topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Db, principalName, system } from "#platform/db";
import type { Personal } from "#platform/personal";
import type { DemoMerchant } from "./catalogue.ts";
import { at } from "./dice.ts";
import { Hands, type Person, principalOf } from "./hands.ts";
import { noCarrier } from "./outside.ts";

/** Where couriers collect, where parcels are handed in, where merchants take goods back, and what they have deposited. */
export async function openShop(
  { opening, later }: { readonly opening: Db; readonly later: Db },
  personal: Personal,
  merchants: readonly DemoMerchant[],
  { idOf, people }: { readonly idOf: (number: string) => string; readonly people: readonly Person[] },
): Promise<void> {
  const operations = principalOf(
    at(
      people.filter(({ role }) => role === "operations"),
      0,
    ),
  );
  const hands = new Hands(opening, [logistics({ personal, gateway: noCarrier, dropOffKey: new Uint8Array(32) })]);
  for (const { city, cityEn, regions, points } of cities) {
    const title = { zh: `${city}上门取件`, en: `${cityEn} pickup` };
    await hands.act("logistics.put-pickup-area", operations, "", { id: newId(), title, regions, ...pickupHours });
    for (const [number, kind, zh, en, street, latitude, longitude] of points)
      await hands.act("logistics.put-drop-off-point", operations, "", {
        number,
        kind,
        title: { zh, en },
        place: { zh: `${city}${street}`, en: `${cityEn}, ${en}` },
        region: city,
        hours: kind === "locker" ? "mon-sun=00:00-24:00" : "mon-sun=09:00-20:00",
        latitude,
        longitude,
      });
  }
  for (const { merchant, label, address, ...takes } of returnAddresses) {
    const shop = merchants.find(({ number }) => number === merchant);
    await hands.act("logistics.add-return-address", operations, `demo-${merchant}-${label}`, {
      merchantId: idOf(merchant),
      label,
      place: { name: `${shop?.name ?? ""}退货组`, phone: shop?.contactPhone ?? "", address },
      ...takes,
    });
  }
  const topUp = (db: Db, no: number, note: string, yuanOf: (merchant: DemoMerchant) => number) =>
    db.withTx(system("demo"), async (tx) => {
      for (const merchant of merchants) {
        const reference = `BT-${merchant.number}-${no}`;
        await topUpDeposit(tx, {
          merchantId: idOf(merchant.number),
          amountMinor: 100n * BigInt(yuanOf(merchant)),
          currency: "CNY",
          cause: { kind: "bank-transfer", id: reference, number: reference },
          note,
          by: principalName(operations),
        });
      }
    });
  await topUp(opening, 1, "入驻保证金", () => 2_000);
  await topUp(later, 2, "保证金补缴", ({ weight }) => 1_000 * weight);
}

const pickupHours = { hours: "mon-sun=09:00-19:00", slotMinutes: 120, capacity: 12, leadMinutes: 60, daysAhead: 5 };

type Point = readonly [
  number: string,
  kind: "point" | "store" | "locker",
  zh: string,
  en: string,
  street: string,
  latitude: number,
  longitude: number,
];

const cities: readonly {
  readonly city: string;
  readonly cityEn: string;
  readonly regions: readonly string[];
  readonly points: readonly Point[];
}[] = [
  {
    city: "上海市",
    cityEn: "Shanghai",
    regions: ["上海市"],
    points: [
      ["DP-SH-01", "point", "张杨路驿站", "Zhangyang Road point", "浦东新区张杨路 500 号", 31.2291, 121.5197],
      ["DP-SH-02", "locker", "漕溪北路快递柜", "North Caoxi Road locker", "徐汇区漕溪北路 88 号", 31.1956, 121.4372],
    ],
  },
  {
    city: "北京市",
    cityEn: "Beijing",
    regions: ["北京市"],
    points: [
      ["DP-BJ-01", "point", "望京驿站", "Wangjing point", "朝阳区望京街 10 号", 39.9967, 116.4804],
      ["DP-BJ-02", "store", "中关村门店", "Zhongguancun store", "海淀区中关村大街 27 号", 39.9831, 116.3161],
    ],
  },
  {
    city: "广州市",
    cityEn: "Guangzhou",
    regions: ["广州市"],
    points: [
      ["DP-GZ-01", "point", "天河北驿站", "North Tianhe point", "天河区天河北路 233 号", 23.1415, 113.3246],
      ["DP-GZ-02", "locker", "车陂快递柜", "Chebei locker", "天河区车陂路 12 号", 23.1247, 113.3975],
    ],
  },
  {
    city: "杭州市",
    cityEn: "Hangzhou",
    regions: ["杭州市"],
    points: [
      ["DP-HZ-01", "point", "文三路驿站", "Wensan Road point", "西湖区文三路 188 号", 30.2778, 120.1312],
      ["DP-HZ-02", "store", "未来科技城门店", "Future Sci-Tech City store", "余杭区文一西路 969 号", 30.2809, 120.0109],
    ],
  },
  {
    city: "成都市",
    cityEn: "Chengdu",
    regions: ["成都市"],
    points: [
      ["DP-CD-01", "point", "科华北路驿站", "North Kehua Road point", "武侯区科华北路 65 号", 30.6326, 104.0803],
      ["DP-CD-02", "locker", "天府大道快递柜", "Tianfu Avenue locker", "高新区天府大道 1480 号", 30.5702, 104.0648],
    ],
  },
  {
    city: "深圳市",
    cityEn: "Shenzhen",
    regions: ["深圳市"],
    points: [
      ["DP-SZ-01", "point", "科苑路驿站", "Keyuan Road point", "南山区科苑路 15 号", 22.5407, 113.9436],
      ["DP-SZ-02", "store", "后海门店", "Houhai store", "南山区后海大道 2388 号", 22.5186, 113.9349],
    ],
  },
];

const returnAddresses: readonly {
  readonly merchant: string;
  readonly label: string;
  readonly address: string;
  readonly categories?: readonly string[];
  readonly regions?: readonly string[];
  readonly priority?: number;
}[] = [
  { merchant: "M001", label: "杭州总仓", address: "浙江省杭州市余杭区文一西路 969 号 2 号库" },
  {
    merchant: "M001",
    label: "配件仓",
    address: "浙江省嘉兴市海宁市长安镇启潮路 60 号",
    categories: ["accessories"],
    priority: 200,
  },
  { merchant: "M002", label: "厦门总仓", address: "福建省厦门市集美区杏林湾路 478 号 B 区" },
  {
    merchant: "M002",
    label: "箱包仓",
    address: "河北省保定市白沟镇友谊路 160 号",
    categories: ["bags"],
    priority: 200,
  },
  { merchant: "M011", label: "九堡女装仓", address: "浙江省杭州市上城区九堡路 12 号 3 楼" },
  {
    merchant: "M011",
    label: "华北仓",
    address: "河北省廊坊市安次区建设路 66 号",
    regions: ["北京市", "天津市", "河北省"],
    priority: 150,
  },
];
