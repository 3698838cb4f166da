import { at, type Dice } from "./dice.ts";

export type DemoShopper = {
  readonly externalId: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly tier: string;
  readonly locale: "zh-CN" | "en";
  readonly joinedMs: number;
  readonly address: string;
};

/** A shopper whom the sign-in page offers, and what the account is good for. */
export type StarringShopper = DemoShopper & { readonly note: { readonly zh: string; readonly en: string } };

export type DemoStaff = {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly team: string | null;
  readonly merchantNumber: string | null;
  /** Offered on the sign-in page. */
  readonly shown: boolean;
};

const dayMs = 86_400_000;
const daysSinceFirst = 720;

/** Shoppers in the order they joined; the first ones are those that can be tried. */
export function demoShoppers(
  dice: Dice,
  nowMs: number,
  count: number,
): { starring: StarringShopper[]; shoppers: DemoShopper[] } {
  const starring = stars.map(
    ({ name, phone, email, tier, locale, note }, i): StarringShopper => ({
      externalId: `S${String(i + 1).padStart(5, "0")}`,
      name,
      phone,
      email,
      tier,
      locale,
      note,
      joinedMs: nowMs - daysSinceFirst * dayMs,
      address: addressOf(dice),
    }),
  );
  const others = Array.from({ length: count - starring.length }, (_, i): DemoShopper => {
    const no = i + starring.length + 1;
    const [surname, pinyin] = dice.pick(surnames);
    const given = dice.pick(givenNames);
    return {
      externalId: `S${String(no).padStart(5, "0")}`,
      name: `${surname}${given}`,
      phone: fakePhone(no),
      email: `${pinyin}${String(no).padStart(4, "0")}@example.cn`,
      tier: tierOf(dice),
      locale: dice.chance(0.03) ? "en" : "zh-CN",
      joinedMs: nowMs - Math.round((1 - i / count) * (daysSinceFirst - 1) * dayMs) - dayMs,
      address: addressOf(dice),
    };
  });
  return { starring, shoppers: [...starring, ...others] };
}

export function addressOf(dice: Dice): string {
  const [district, roads] = dice.pick(districts);
  return `${district}${dice.pick(roads)}${dice.between(1, 399)}号${dice.pick(estates)}${dice.between(1, 28)}幢${dice.between(1, 18)}0${dice.between(1, 4)}室`;
}

export function recipientOf(dice: Dice): { name: string; phone: string } {
  return { name: `${dice.pick(surnames)[0]}${dice.pick(givenNames)}`, phone: fakePhone(dice.between(6000, 9999)) };
}

/** Four zeros in the middle: nobody takes it for a number to ring. */
function fakePhone(no: number): string {
  return `1${at(prefixes, no % prefixes.length)}0000${String(no).padStart(4, "0")}`;
}

function tierOf(dice: Dice): string {
  return dice.weighted([
    ["standard", 55],
    ["silver", 25],
    ["gold", 13],
    ["platinum", 5],
    ["diamond", 2],
  ] as const);
}

/** Everybody who serves: people of the platform in every role, and one or two of every shop. */
export function demoStaff(dice: Dice, merchants: readonly { readonly number: string }[]): DemoStaff[] {
  const platform = platformStaff.map(
    ([name, mailbox, role, team, shown]): DemoStaff => ({
      name,
      email: `${mailbox}@aftercare.example`,
      role,
      team,
      merchantNumber: null,
      shown,
    }),
  );
  const shops = merchants.flatMap(({ number }, i) =>
    Array.from(
      { length: i % 5 === 0 ? 2 : 1 },
      (_, k): DemoStaff => ({
        name: `${dice.pick(surnames)[0]}${dice.pick(givenNames)}`,
        email: `${number.toLowerCase()}${k === 0 ? "" : `-${k + 1}`}@aftercare.example`,
        role: "merchant",
        team: null,
        merchantNumber: number,
        shown: k === 0 && shownShops.has(number),
      }),
    ),
  );
  return [...platform, ...shops];
}

const shownShops: ReadonlySet<string> = new Set(["M001", "M002", "M004"]);

const platformStaff: readonly (readonly [
  name: string,
  mailbox: string,
  role: string,
  team: string | null,
  shown: boolean,
])[] = [
  ["周敏", "agent", "agent", "售后一组", true],
  ["刘洋", "liu.yang", "agent", "售后一组", false],
  ["孙悦", "sun.yue", "agent", "售后一组", false],
  ["何静", "he.jing", "agent", "售后二组", false],
  ["罗晨", "luo.chen", "agent", "售后二组", false],
  ["唐果", "tang.guo", "agent", "售后二组", false],
  ["陈立", "supervisor", "supervisor", "售后一组", true],
  ["吴桐", "wu.tong", "supervisor", "售后二组", true],
  ["马强", "warehouse", "warehouse", "杭州仓", true],
  ["丁伟", "ding.wei", "warehouse", "杭州仓", false],
  ["蒋涛", "jiang.tao", "warehouse", "广州仓", false],
  ["邓工", "technician", "technician", "维修中心", true],
  ["贺工", "he.gong", "technician", "维修中心", false],
  ["阿梨", "live", "live", "直播运营", true],
  ["林一", "lin.yi", "live", "直播运营", false],
  ["方晴", "operations", "operations", "运营", true],
  ["苏远", "su.yuan", "operations", "运营", false],
  ["顾清", "compliance", "compliance", "合规", true],
  ["管理员", "admin", "admin", null, true],
];

const stars: readonly Pick<StarringShopper, "name" | "phone" | "email" | "tier" | "locale" | "note">[] = [
  {
    name: "林晓",
    phone: "13800002207",
    email: "lin@example.cn",
    tier: "gold",
    locale: "zh-CN",
    note: {
      zh: "什么都有：未发货、在路上、昨天签收、特殊商品，各类进行中的售后",
      en: "Everything: unshipped, on its way, delivered yesterday, special goods, open cases of each kind",
    },
  },
  {
    name: "周明",
    phone: "13900000001",
    email: "zhou@example.cn",
    tier: "silver",
    locale: "zh-CN",
    note: {
      zh: "刚收到货，还没有申请过：自己提交一次试试",
      en: "Goods just delivered, nothing asked yet: try a request",
    },
  },
  {
    name: "王芳",
    phone: "13700000002",
    email: "wang@example.cn",
    tier: "standard",
    locale: "zh-CN",
    note: {
      zh: "退款的每一步：待打款、处理中、结果未知、需人工处理、已到账",
      en: "Every step of a refund: due, on its way, unknown, needing a person, settled",
    },
  },
  {
    name: "陈静",
    phone: "15900000003",
    email: "chen@example.cn",
    tier: "diamond",
    locale: "zh-CN",
    note: {
      zh: "满减、优惠券、赠品、直播间：退一部分时怎么算",
      en: "Thresholds, coupons, gifts, live sessions: how a part is settled",
    },
  },
  {
    name: "赵磊",
    phone: "18600000004",
    email: "zhao@example.cn",
    tier: "standard",
    locale: "zh-CN",
    note: {
      zh: "被拒绝的、重新提交的、平台介入的、寄回途中的",
      en: "Refused, asked again, with the platform, on the way back",
    },
  },
  {
    name: "Emily Zhang",
    phone: "17700000005",
    email: "emily@example.cn",
    tier: "platinum",
    locale: "en",
    note: { zh: "英文界面的消费者", en: "A shopper who reads English" },
  },
];

const prefixes = [
  "30",
  "31",
  "33",
  "35",
  "36",
  "37",
  "38",
  "39",
  "50",
  "51",
  "52",
  "57",
  "58",
  "59",
  "66",
  "77",
  "80",
  "82",
  "86",
  "87",
  "88",
  "89",
  "91",
  "99",
];

const surnames = (
  "王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao " +
  "程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 吕lv 苏su 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 余yu 潘pan 杜du 戴dai 夏xia 钟zhong 汪wang 田tian 任ren 姜jiang 范fan 方fang 石shi 姚yao 谭tan"
)
  .split(" ")
  .map((text) => [text.slice(0, 1), text.slice(1)] as const);

const givenNames = (
  "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 秀兰 志强 建国 文静 子涵 雨桐 欣怡 浩然 梓萱 一诺 思远 嘉怡 俊杰 晓燕 玉兰 海燕 晨曦 佳琪 宇航 若曦 沐阳 诗涵 明轩 可欣 天宇 雅婷 博文 " +
  "心怡 子墨 梦洁 志远 丹丹 晓东 雪梅 国强 春花 建华 婷婷 小龙 慧敏 永康 瑞雪 书瑶 景行 望舒 清越 知夏 云舟 念慈 立群 海涛 红梅 秋实 家豪 美玲 凯 琳 倩 鹏 峰 莹 旭 璐 昊 蕾 斌 颖 飞 波"
).split(" ");

const districts: readonly (readonly [string, readonly string[]])[] = [
  ["北京市朝阳区", ["建国路", "望京街", "青年路"]],
  ["北京市海淀区", ["中关村大街", "知春路", "清河路"]],
  ["上海市浦东新区", ["张杨路", "锦绣路", "川沙路"]],
  ["上海市徐汇区", ["漕溪北路", "龙华路", "虹桥路"]],
  ["广东省广州市天河区", ["天河北路", "黄埔大道", "车陂路"]],
  ["广东省深圳市南山区", ["科苑路", "后海大道", "南新路"]],
  ["广东省佛山市禅城区", ["祖庙路", "季华路"]],
  ["浙江省杭州市西湖区", ["文三路", "古墩路", "天目山路"]],
  ["浙江省杭州市余杭区", ["文一西路", "良睦路"]],
  ["浙江省宁波市鄞州区", ["天童北路", "中山东路"]],
  ["江苏省南京市鼓楼区", ["中山北路", "草场门大街"]],
  ["江苏省苏州市工业园区", ["现代大道", "星湖街"]],
  ["四川省成都市武侯区", ["人民南路", "科华北路"]],
  ["四川省成都市高新区", ["天府大道", "益州大道"]],
  ["重庆市渝北区", ["龙山路", "新溉大道"]],
  ["湖北省武汉市洪山区", ["珞喻路", "雄楚大道"]],
  ["湖南省长沙市岳麓区", ["麓山南路", "枫林路"]],
  ["陕西省西安市雁塔区", ["小寨路", "科技路"]],
  ["河南省郑州市金水区", ["花园路", "文化路"]],
  ["山东省济南市历下区", ["经十路", "泉城路"]],
  ["山东省青岛市市南区", ["香港中路", "江西路"]],
  ["辽宁省沈阳市和平区", ["南京街", "三好街"]],
  ["辽宁省大连市中山区", ["人民路", "鲁迅路"]],
  ["天津市南开区", ["鞍山西道", "白堤路"]],
  ["福建省厦门市思明区", ["湖滨南路", "莲前西路"]],
  ["福建省福州市鼓楼区", ["五四路", "杨桥路"]],
  ["安徽省合肥市蜀山区", ["长江西路", "潜山路"]],
  ["江西省南昌市红谷滩区", ["丰和大道", "世贸路"]],
  ["云南省昆明市五华区", ["人民西路", "学府路"]],
  ["广西壮族自治区南宁市青秀区", ["民族大道", "东葛路"]],
  ["黑龙江省哈尔滨市南岗区", ["西大直街", "学府路"]],
  ["河北省石家庄市长安区", ["中山东路", "建设大街"]],
];

const estates = [
  "锦绣花园",
  "阳光苑",
  "翠湖雅居",
  "望江府",
  "春风里",
  "和平新村",
  "书香门第",
  "金桂园",
  "绿城人家",
  "海棠湾",
];
