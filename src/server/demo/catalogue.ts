import type { Category } from "#domains/catalog";
import { at, type Dice } from "./dice.ts";

export type DemoMerchant = {
  readonly number: string;
  readonly name: string;
  readonly nameEn: string;
  readonly contactPhone: string;
  readonly returnAddress: { readonly name: string; readonly phone: string; readonly address: string };
  /** How often it sells, against the others. */
  readonly weight: number;
};

export type DemoProduct = {
  readonly number: string;
  readonly merchantNumber: string;
  readonly title: string;
  readonly titleEn: string;
  readonly categoryCode: string;
  readonly listMinor: bigint;
  /** What it costs since then, where its price fell. */
  readonly drop: { readonly minor: bigint; readonly sinceMs: number } | null;
  readonly picture: string;
  readonly variants: readonly string[];
};

export type Catalogue = {
  readonly categories: readonly Category[];
  readonly merchants: readonly DemoMerchant[];
  readonly products: readonly DemoProduct[];
};

const productCount = 500;

/** Thirty shops and what they sell. Only the colours of the pictures are thrown. */
export function demoCatalogue(dice: Dice, nowMs: number): Catalogue {
  const shops = shopTable.trim().split("\n\n").map(readShop);
  const offers = [0, 1, 2].flatMap((round) => shops.flatMap((shop) => offersOf(shop, round)));
  return {
    categories: rows(categoryTable).map(readCategory),
    merchants: shops.map(({ merchant }) => merchant),
    products: offers.slice(0, productCount).map((offer, i) => ({
      ...offer,
      number: `P${String(i + 1).padStart(4, "0")}`,
      drop: dropOf(offer, i, nowMs),
      picture: `${offer.picture}:${dice.between(0, 35) * 10}`,
    })),
  };
}

/** Cosmetics, whose shop makes up for it, and a few others became cheaper in the last three weeks. */
function dropOf(
  { merchantNumber, listMinor }: Pick<DemoProduct, "merchantNumber" | "listMinor">,
  index: number,
  nowMs: number,
) {
  const falls = merchantNumber === "M005" ? index % 2 === 0 : index % 17 === 5 && !keepTheirPrices.has(merchantNumber);
  if (!falls) return null;
  const percent = 80n + BigInt(index % 11);
  return { minor: ((listMinor * percent) / 10_000n) * 100n, sinceMs: nowMs - (6 + (index % 14)) * 86_400_000 };
}

/** Shops whose carts are reckoned with fixed prices elsewhere. */
const keepTheirPrices: ReadonlySet<string> = new Set(["M001", "M002", "M003", "M004", "M016"]);

/** `code | zh | en | law category | special class | confirmation class | durable | listed as`; empty: none. Values as in src/law/facts.ts. */
const categoryTable = `
audio|影音耳机|Audio|electronics||||
phones|手机|Phones|electronics||value-lost-once-activated||mobile-phone
computers|电脑平板|Computers and tablets|electronics||value-lost-once-activated|durable|computer
wearables|智能穿戴|Wearables|electronics||value-lost-once-activated||
cameras|相机摄影|Cameras|electronics||||
accessories|数码配件|Accessories|electronics||||
software|软件激活码|Software codes|other|digital-download|||
tv|电视|Televisions|electronics|||durable|colour-tv
fridges|冰箱|Refrigerators|electronics|||durable|refrigerator
washers|洗衣机|Washing machines|electronics|||durable|washing-machine
fans|电风扇|Electric fans|electronics||||electric-fan
vacuums|吸尘器|Vacuum cleaners|electronics||||vacuum-cleaner
kitchen|厨房小电|Kitchen appliances|electronics||||
lighting|灯具照明|Lighting|furnishings||||
tableware|餐具茶具|Tableware|other||||
cookware|锅具|Cookware|other||||
bedding|床上用品|Bedding|home-textiles||||
towels|毛巾浴巾|Towels|home-textiles||||
furniture|家具|Furniture|furnishings||||
plants|鲜花绿植|Flowers and plants|other|perishable|||
womenswear|女装|Womenswear|clothing||||
menswear|男装|Menswear|clothing||||
kidswear|童装|Childrenswear|clothing||||
underwear|内衣袜品|Underwear and socks|clothing||unsafe-or-altered-once-opened||
shoes|鞋靴|Shoes|shoes-and-hats||||
bags|箱包|Bags and luggage|bags||||
skincare|护肤|Skincare|cosmetics||unsafe-or-altered-once-opened||
makeup|彩妆|Make-up|cosmetics||unsafe-or-altered-once-opened||
imported|跨境美妆|Imported beauty|cosmetics|cross-border-import|unsafe-or-altered-once-opened||
snacks|零食坚果|Snacks and nuts|food||unsafe-or-altered-once-opened||
tea|茶叶|Tea|food||unsafe-or-altered-once-opened||
grain|米面粮油|Rice and oil|food||unsafe-or-altered-once-opened||
fruit|水果|Fruit|food|perishable|||
seafood|海鲜水产|Seafood|food|perishable|||
cakes|蛋糕烘焙|Cakes|food|perishable|||
near-expiry|临期特惠|Near expiry|food||near-expiry-or-flawed||
toys|玩具|Toys|toys||||
blind-boxes|盲盒|Blind boxes|toys|blind-box|||
baby-care|婴童洗护|Baby care|cosmetics||unsafe-or-altered-once-opened||
baby-gear|婴童用品|Baby gear|other||||
books|图书|Books|books||||
magazines|期刊|Magazines|books|periodical|||
ebooks|电子书|E-books|books|digital-download|||
outdoor|户外装备|Outdoor gear|other||||
bicycles|自行车|Bicycles|other||||bicycle
sports|运动器材|Sports gear|other||||
gold|黄金|Gold|other|gold|||
jewellery|饰品|Jewellery|other||||
custom|定制礼品|Custom gifts|other|custom|||
tickets|门票票务|Tickets|other|ticket|||
health|家用医疗器械|Home health devices|medical-device|medical-device|||
glasses|配镜|Prescription glasses|other|made-to-order|||
`;

/**
 * A shop: `number | zh | en | brand zh | brand en | city | weight`, then its three lines `zh / en`, then its goods
 * `zh | en | picture | category | yuan | variants`.
 */
const shopTable = `
M001|云雀旗舰店|Skylark Flagship Store|云雀|Skylark|浙江省杭州市余杭区文一西路969号|5
静谧系列/Hush,轻羽系列/Feather,远航系列/Voyager
降噪头戴耳机|noise-cancelling headphones|headphones|audio|399|colour
真无线蓝牙耳机|true wireless earbuds|earbuds|audio|249|colour
便携蓝牙音箱|portable speaker|speaker|audio|199|colour
有线入耳式耳机|wired in-ear earphones|earbuds|audio|89|colour
机械键盘|mechanical keyboard|keyboard|accessories|329|switch
桌面音响|desktop speaker|speaker|audio|459|colour

M002|山野户外旗舰店|Shanye Outdoor|山野|Shanye|福建省厦门市集美区杏林湾路478号|4
北坡/North Ridge,松间/Pinewood,晴岚/Clear Mist
三合一冲锋衣|three-in-one shell jacket|jacket|menswear|599|wear
双人防雨帐篷|two-person tent|tent|outdoor|469|colour
登山背包 45L|45 L trekking pack|backpack|bags|359|colour
徒步鞋|hiking shoes|shoes|shoes|429|feet
登机箱 20 寸|20-inch cabin case|suitcase|bags|690|colour
不锈钢保温壶|steel vacuum flask|bottle|outdoor|129|colour

M003|青瓷生活馆|Celadon Living|青瓷里|Celadon|浙江省丽水市龙泉市剑池西路66号|3
月白/Moonwhite,天青/Sky,竹影/Bamboo Shade
青瓷马克杯|celadon mug|mug|tableware|79|colour
手作茶壶|handmade teapot|teapot|tableware|268|none
家用饭碗六只装|set of six rice bowls|bowl|tableware|118|colour
公道杯茶具套装|tea set with pitcher|teapot|tableware|328|none
浅口汤盘四只装|set of four soup plates|bowl|tableware|98|colour
花插摆件|flower vase|flower|tableware|139|colour

M004|果语生鲜|Guoyu Fresh Fruit|果语|Guoyu|山东省烟台市福山区松霞路8号|6
特级/Premium,家庭装/Family Pack,尝鲜装/Tasting Pack
红富士苹果|Fuji apples|apple|fruit|59.9|weight
大樱桃|sweet cherries|cherry|fruit|99|weight
软籽石榴|soft-seed pomegranates|apple|fruit|69|weight
阳光玫瑰葡萄|Shine Muscat grapes|cherry|fruit|89|weight
丹东草莓|Dandong strawberries|cherry|fruit|79|weight
赣南脐橙|Gannan navel oranges|apple|fruit|49.9|weight

M005|素白美妆|Subai Beauty|素白|Subai|广东省广州市白云区白云大道北1137号|4
舒缓/Calm,焕亮/Glow,水润/Dew
修护精华液 30ml|repair serum 30 ml|cream|skincare|199|none
氨基酸洁面乳|amino acid cleanser|bottle|skincare|79|none
保湿面霜 50g|moisturising cream 50 g|cream|skincare|159|none
丝绒唇釉|velvet lip glaze|lipstick|makeup|89|shade
气垫粉底|cushion foundation|cream|makeup|169|tone
进口抗皱眼霜|imported eye cream|cream|imported|329|none

M006|棉朵母婴|Mianduo Baby|棉朵|Mianduo|江苏省苏州市吴江区盛泽镇舜湖路120号|3
云朵/Cloud,小鹿/Fawn,星星/Star
新生儿连体衣|newborn bodysuit|shirt|kidswear|69|baby
婴儿纱布浴巾|muslin baby towel|towel|towels|59|colour
安抚小熊|soothing bear|bear|toys|79|none
婴儿保湿润肤乳|baby lotion|bottle|baby-care|65|none
折叠婴儿餐椅|folding high chair|chair|baby-gear|259|colour
宝宝学饮杯|sippy cup|bottle|baby-gear|49|colour

M007|光年手机专营店|Lightyear Phones|光年|Lightyear|广东省深圳市南山区科苑路15号|3
X 系列/X,S 系列/S,青春版/Youth
5G 智能手机|5G smartphone|phone|phones|2999|memory
智能手表|smartwatch|watch|wearables|899|colour
平板电脑 11 英寸|11-inch tablet|tablet|computers|1999|memory
氮化镓充电器|GaN charger|box|accessories|99|none
手机保护壳|phone case|phone|accessories|39|colour
儿童电话手表|children's phone watch|watch|wearables|459|colour

M008|北辰电脑|Polaris Computers|北辰|Polaris|北京市海淀区中关村大街27号|2
轻薄本/Slim,创作者/Creator,校园版/Campus
14 英寸笔记本电脑|14-inch laptop|laptop|computers|4999|memory
16 英寸笔记本电脑|16-inch laptop|laptop|computers|6299|memory
微单相机|mirrorless camera|camera|cameras|6199|none
无线静音鼠标|silent wireless mouse|box|accessories|79|colour
显示器支架|monitor arm|tool|accessories|169|none
旅行三脚架|travel tripod|camera|cameras|239|none

M009|暖居家电|Nuanju Appliances|暖居|Nuanju|广东省佛山市顺德区北滘镇工业大道35号|2
云端/Cloud,静音/Quiet,智享/Smart
55 英寸智能电视|55-inch smart TV|tv|tv|2699|none
对开门冰箱|side-by-side refrigerator|fridge|fridges|3299|none
滚筒洗衣机 10 公斤|10 kg washing machine|washing-machine|washers|2199|none
无线吸尘器|cordless vacuum cleaner|vacuum|vacuums|899|none
直流变频电风扇|DC electric fan|fan|fans|299|none
扫地机器人|robot vacuum|vacuum|vacuums|1799|none

M010|小灶厨电|Xiaozao Kitchen|小灶|Xiaozao|浙江省宁波市慈溪市宗汉街道新兴大道8号|3
慢煮/Slow,快手/Quick,一人食/Solo
智能电饭煲|smart rice cooker|rice-cooker|kitchen|269|none
恒温电水壶|thermostatic kettle|kettle|kitchen|159|colour
不粘炒锅|non-stick wok|pot|cookware|189|none
珐琅铸铁锅|enamelled cast-iron pot|pot|cookware|359|colour
便携榨汁杯|portable juicer|bottle|kitchen|99|colour
空气炸锅|air fryer|rice-cooker|kitchen|299|none

M011|织物所女装|Zhiwusuo Womenswear|织物所|Zhiwusuo|浙江省杭州市上城区九堡路12号|5
初雪/First Snow,慢日/Slow Day,旷野/Open Field
真丝连衣裙|silk dress|dress|womenswear|469|wear
羊毛大衣|wool coat|jacket|womenswear|899|wear
法式衬衫|French shirt|shirt|womenswear|199|wear
高腰阔腿裤|high-waisted wide trousers|trousers|womenswear|229|wear
轻暖羽绒服|light down jacket|jacket|womenswear|699|wear
针织半身裙|knitted skirt|dress|womenswear|179|wear

M012|原野男装|Yuanye Menswear|原野|Yuanye|福建省泉州市石狮市宝盖镇锦里路9号|4
日常/Daily,通勤/Commute,山行/Hill Walk
棉质圆领 T 恤|cotton T-shirt|shirt|menswear|99|wear
直筒牛仔裤|straight jeans|trousers|menswear|229|wear
免烫商务衬衫|non-iron shirt|shirt|menswear|189|wear
工装夹克|work jacket|jacket|menswear|369|wear
羊毛混纺毛衣|wool-blend sweater|shirt|menswear|299|wear
运动长裤|track trousers|trousers|menswear|149|wear

M013|贴身日记|Close Diary Underwear|贴身日记|Close Diary|广东省汕头市潮阳区谷饶镇中心街21号|2
裸感/Bare,棉柔/Soft Cotton,暖冬/Warm Winter
无痕文胸|seamless bra|shirt|underwear|129|wear
莫代尔内裤三条装|three modal briefs|trousers|underwear|69|wear
羊毛保暖内衣套装|wool thermal set|shirt|underwear|259|wear
纯棉船袜五双装|five pairs of ankle socks|shoes|underwear|39|colour
家居睡衣套装|pyjama set|shirt|womenswear|169|wear
运动背心|sports bra top|shirt|underwear|99|wear

M014|行路鞋履|Xinglu Shoes|行路|Xinglu|四川省成都市武侯区簇桥铁佛路77号|3
轻步/Light Step,城间/City,远足/Hike
缓震跑鞋|cushioned running shoes|shoes|shoes|359|feet
真皮乐福鞋|leather loafers|shoes|shoes|429|feet
短筒马丁靴|ankle boots|boots|shoes|399|feet
帆布板鞋|canvas sneakers|shoes|shoes|159|feet
加绒雪地靴|lined snow boots|boots|shoes|269|feet
儿童运动鞋|children's trainers|shoes|shoes|189|feet

M015|旅人箱包|Traveller Bags|旅人|Traveller|河北省保定市白沟镇友谊路158号|2
环线/Loop,晨港/Morning Harbour,北站/North Station
铝框拉杆箱 24 寸|24-inch aluminium case|suitcase|bags|799|colour
通勤双肩包|commuter backpack|backpack|bags|269|colour
真皮托特包|leather tote|bag|bags|499|colour
折叠旅行袋|folding travel bag|bag|bags|99|colour
防水腰包|waterproof belt bag|bag|bags|79|colour
自动折叠伞|automatic umbrella|umbrella|outdoor|69|colour

M016|眠山家纺|Mianshan Bedding|眠山|Mianshan|江苏省南通市海门区叠石桥纺都大道88号|3
素棉/Plain Cotton,远山/Far Hills,小满/Grain Full
全棉四件套|cotton bedding set|quilt|bedding|329|bed
蚕丝被|silk quilt|quilt|bedding|899|bed
乳胶枕|latex pillow|pillow|bedding|159|none
长绒棉浴巾|long-staple bath towel|towel|towels|69|colour
法兰绒毛毯|flannel blanket|quilt|bedding|129|colour
记忆棉靠垫|memory foam cushion|pillow|bedding|89|colour

M017|木言家具|Muyan Furniture|木言|Muyan|江西省赣州市南康区家具大道1号|1
白橡/White Oak,黑胡桃/Walnut,樱桃木/Cherry
实木餐椅|solid wood dining chair|chair|furniture|369|none
双人布艺沙发|two-seat sofa|sofa|furniture|1899|colour
可升降书桌|height-adjustable desk|table|furniture|1299|none
床头柜|bedside table|table|furniture|299|none
人体工学椅|ergonomic chair|chair|furniture|999|colour
换鞋凳|shoe bench|chair|furniture|239|none

M018|一盏灯饰|Yizhan Lighting|一盏|Yizhan|广东省中山市古镇中兴大道6号|2
暖阳/Warm Sun,弦月/Crescent,萤火/Firefly
护眼台灯|eye-care desk lamp|lamp|lighting|189|none
卧室吸顶灯|bedroom ceiling lamp|lamp|lighting|259|none
床头感应夜灯|bedside night light|lamp|lighting|49|none
客厅落地灯|floor lamp|lamp|lighting|329|none
餐厅吊灯|dining pendant lamp|lamp|lighting|399|none
户外露营灯|camping lantern|lamp|outdoor|99|colour

M019|茶事|Chashi Tea|茶事|Chashi|福建省南平市武夷山市度假区大王峰路22号|2
头春/First Spring,口粮/Everyday,礼盒/Gift Box
武夷岩茶 250g|Wuyi rock tea 250 g|tea|tea|168|none
安吉白茶 100g|Anji white tea 100 g|tea|tea|228|none
茉莉花茶 200g|jasmine tea 200 g|tea|tea|88|none
勐海普洱饼 357g|Menghai pu'er cake 357 g|tea|tea|198|none
桂花乌龙 150g|osmanthus oolong 150 g|tea|tea|98|none
便携旅行茶具|travel tea set|teapot|tableware|139|colour

M020|嚼嚼零食|Jiaojiao Snacks|嚼嚼|Jiaojiao|安徽省芜湖市弋江区高新大道38号|5
每日/Daily,大礼包/Big Bag,低糖/Low Sugar
混合坚果 750g|mixed nuts 750 g|box|snacks|89|none
手撕牛肉干 250g|beef jerky 250 g|box|snacks|59|flavour
冻干草莓脆|freeze-dried strawberries|cherry|snacks|35|none
海盐苏打饼干|sea salt crackers|box|snacks|29.9|flavour
五常大米 5kg|Wuchang rice 5 kg|rice|grain|69|none
临期曲奇两盒装|near-expiry cookies, two boxes|box|near-expiry|19.9|none

M021|海潮水产|Haichao Seafood|海潮|Haichao|江苏省昆山市巴城镇湖滨路9号|2
臻选/Select,家宴/Family Feast,海捕/Sea Caught
大闸蟹八只装|eight hairy crabs|crab|seafood|268|crab
三文鱼刺身 400g|salmon sashimi 400 g|fish|seafood|129|none
黄花鱼三条装|three yellow croakers|fish|seafood|99|none
基围虾 1kg|prawns 1 kg|crab|seafood|118|none
带鱼段 1.5kg|hairtail 1.5 kg|fish|seafood|79|none
生蚝十二只装|twelve oysters|crab|seafood|88|none

M022|麦浪烘焙|Mailang Bakery|麦浪|Mailang|上海市闵行区七莘路3655号|2
原味/Plain,抹茶/Matcha,海盐/Sea Salt
生日奶油蛋糕 6 寸|six-inch birthday cake|cake|cakes|168|none
瑞士卷两条装|two Swiss rolls|cake|cakes|59|none
现烤吐司|fresh toast loaf|cake|cakes|25|none
可颂六只装|six croissants|cake|cakes|49|none
蛋黄酥礼盒|yolk pastry gift box|gift|snacks|78|none
手工曲奇罐|hand-made cookie tin|gift|snacks|68|none

M023|旧雨书店|Old Rain Bookshop|旧雨|Old Rain|江苏省南京市鼓楼区广州路173号|3
平装/Paperback,精装/Hardback,插图版/Illustrated
《云上的村庄》|The Village Above the Clouds|book|books|49.8|none
《山川慢行》|Walking Slowly|book|books|58|none
《给孩子的十二堂数学课》|Twelve Lessons in Mathematics|book|books|68|none
《旧城食单》|Menus of an Old Town|book|books|72|none
《远行者的信》|Letters from a Traveller|book|books|45|none
《自然观察》月刊|Nature Watch monthly|book|magazines|25|none

M024|积木星球|Block Planet Toys|积木星球|Block Planet|广东省汕头市澄海区广益路33号|3
太空/Space,丛林/Jungle,城市/City
拼装积木 800 块|800-piece building set|box|toys|199|none
毛绒小熊|plush bear|bear|toys|89|none
遥控越野车|remote-control car|car|toys|159|colour
潮玩盲盒|designer blind box|gift|blind-boxes|69|none
儿童足球|children's football|ball|toys|59|none
木质拼图|wooden jigsaw|box|toys|49|none

M025|金屿珠宝|Jinyu Jewellery|金屿|Jinyu|广东省深圳市罗湖区翠竹路1118号|1
初见/First Sight,朝暮/Dawn and Dusk,平安/Peace
足金戒指 3g|3 g gold ring|ring|gold|2299|ring
足金吊坠 2g|2 g gold pendant|necklace|gold|1580|none
淡水珍珠项链|freshwater pearl necklace|necklace|jewellery|599|none
925 银耳钉|silver ear studs|ring|jewellery|139|none
玉髓手链|chalcedony bracelet|ring|jewellery|199|none
莫桑石项链|moissanite necklace|necklace|jewellery|459|none

M026|刻字铺|Kezipu Custom Gifts|刻字铺|Kezipu|浙江省义乌市稠江街道经发大道270号|2
名字/Name,纪念日/Anniversary,公司礼品/Corporate
刻字钢笔|engraved fountain pen|tool|custom|159|none
照片马克杯|photo mug|mug|custom|59|none
定制抱枕|custom cushion|pillow|custom|89|none
刻字保温杯|engraved flask|bottle|custom|119|none
相册书|photo book|book|custom|139|none
皮质钥匙扣|leather key ring|gift|accessories|39|colour

M027|芽芽园艺|Yaya Garden|芽芽|Yaya|云南省昆明市呈贡区斗南街道花都路1号|2
清晨/Morning,午后/Afternoon,花市/Flower Market
鲜切玫瑰 20 枝|twenty cut roses|flower|plants|69|colour
多肉组合盆栽|succulent set|plant|plants|49|none
龟背竹|monstera|plant|plants|89|none
蝴蝶兰|moth orchid|flower|plants|129|colour
陶土花盆三只装|three clay pots|bowl|outdoor|59|none
园艺工具套装|garden tool set|tool|outdoor|79|none

M028|安测健康|Ance Health|安测|Ance|江苏省常州市武进区科教城19号|1
家用/Home,专业/Pro,出行/Travel
上臂式血压计|arm blood pressure monitor|tool|health|229|none
红外额温计|infrared thermometer|tool|health|129|none
血糖仪套装|glucose meter set|tool|health|159|none
近视防蓝光配镜|prescription glasses|glasses|glasses|299|none
时尚太阳镜|sunglasses|glasses|jewellery|199|colour
筋膜按摩枪|massage gun|tool|sports|269|colour

M029|轻跑运动|Qingpao Sports|轻跑|Qingpao|福建省晋江市陈埭镇江浦路5号|3
晨跑/Morning Run,夜行/Night,训练/Training
城市通勤自行车|city bicycle|bicycle|bicycles|1099|colour
折叠自行车|folding bicycle|bicycle|bicycles|899|colour
速干运动 T 恤|quick-dry T-shirt|shirt|menswear|89|wear
瑜伽垫|yoga mat|ball|sports|109|colour
篮球 7 号|size 7 basketball|ball|sports|129|none
运动水壶|sports bottle|bottle|sports|39|colour

M030|票与码|Tickets and Codes|票与码|Tickets and Codes|上海市黄浦区人民大道300号|1
标准/Standard,亲子/Family,年度/Annual
古镇景区门票|old town ticket|ticket|tickets|80|none
海洋馆门票|aquarium ticket|ticket|tickets|180|none
话剧演出票|theatre ticket|ticket|tickets|380|none
办公软件激活码|office software code|code|software|299|none
视频会员兑换码|video membership code|code|software|148|none
电子书套装|e-book bundle|code|ebooks|39|none
`;

/** What can be chosen, in the words of the product page. */
const variantSets: Readonly<Record<string, readonly string[]>> = {
  none: [""],
  colour: ["月白", "松绿", "雾蓝", "炭黑", "燕麦", "砖红"],
  switch: ["红轴", "茶轴", "静音轴"],
  wear: ["S 燕麦", "M 燕麦", "M 松绿", "L 松绿", "L 炭黑", "XL 炭黑"],
  baby: ["59 码", "66 码", "73 码", "80 码"],
  feet: ["36 码", "38 码", "40 码", "42 码", "44 码"],
  weight: ["约 1.5 kg", "约 2.5 kg", "约 4 kg"],
  shade: ["豆沙", "枫叶红", "蜜桃"],
  tone: ["象牙白", "自然色"],
  memory: ["8 GB + 256 GB", "12 GB + 256 GB", "16 GB + 512 GB"],
  bed: ["1.5 m 床", "1.8 m 床", "2.0 m 床"],
  flavour: ["原味", "香辣", "黑胡椒"],
  crab: ["公 3.5 两 母 2.5 两", "公 4 两 母 3 两"],
  ring: ["12 号", "14 号", "16 号"],
};

const priceFactors = [1, 0.85, 1.35];

type Shop = {
  readonly merchant: DemoMerchant;
  readonly brand: readonly [string, string];
  readonly lines: readonly (readonly [string, string])[];
  readonly goods: readonly (readonly string[])[];
};

function readShop(text: string, index: number): Shop {
  const [head = "", lines = "", ...goods] = text.split("\n");
  const [number = "", name = "", nameEn = "", brand = "", brandEn = "", address = "", weight = "1"] = head.split("|");
  const phone = `400-000-${String(1000 + index)}`;
  return {
    merchant: {
      number,
      name,
      nameEn,
      contactPhone: phone,
      returnAddress: { name: `${name}退货组`, phone, address },
      weight: Number(weight),
    },
    brand: [brand, brandEn],
    lines: lines.split(",").map((line) => {
      const [zh = "", en = ""] = line.split("/");
      return [zh, en] as const;
    }),
    goods: goods.map((line) => line.split("|")),
  };
}

/** One round: every kind of goods of the shop in one of its lines. */
function offersOf({ merchant, brand, lines, goods }: Shop, round: number): Omit<DemoProduct, "number" | "drop">[] {
  const [zh, en] = at(lines, round);
  return goods.map(([noun = "", nounEn = "", picture = "", categoryCode = "", yuan = "", variants = "none"]) => ({
    merchantNumber: merchant.number,
    title: `${brand[0]} ${noun} ${zh}`,
    titleEn: `${brand[1]} ${nounEn}, ${en}`,
    categoryCode,
    listMinor: shopPrice(Number(yuan) * at(priceFactors, round)),
    picture,
    variants: variantSets[variants] ?? [""],
  }));
}

/** Prices as shops write them: 59.90 below a hundred yuan, 399.00 above. */
function shopPrice(yuan: number): bigint {
  return yuan < 100 ? BigInt(Math.max(1, Math.round(yuan)) * 100 - 10) : BigInt((Math.round(yuan / 10) * 10 - 1) * 100);
}

function readCategory([
  code = "",
  name = "",
  nameEn = "",
  lawCategory = "",
  special = "",
  confirmation = "",
  durable = "",
  listed = "",
]: readonly string[]): Category {
  const orNull = (text: string) => (text === "" ? null : text);
  return {
    code,
    name,
    nameEn,
    lawCategory,
    specialClass: orNull(special),
    confirmationClass: orNull(confirmation),
    durable: durable === "durable",
    listedAs: orNull(listed),
  };
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split("\n")
    .map((row) => row.split("|"));
}
