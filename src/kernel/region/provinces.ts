export type Province = {
  readonly name: string;
  /** What follows the short name in full. */
  readonly full: string;
  /** Municipalities and special regions are their own city. */
  readonly city: boolean;
  /** Provinces with which it shares a border on land, or a strait that ferries cross. */
  readonly neighbours: string;
};

/** The 34 divisions of the first level (GB/T 2260), with who borders on whom. */
export const provinces: readonly Province[] = [
  { name: "北京", full: "市", city: true, neighbours: "天津 河北" },
  { name: "天津", full: "市", city: true, neighbours: "北京 河北" },
  { name: "河北", full: "省", city: false, neighbours: "北京 天津 辽宁 内蒙古 山西 河南 山东" },
  { name: "山西", full: "省", city: false, neighbours: "河北 内蒙古 陕西 河南" },
  { name: "内蒙古", full: "自治区", city: false, neighbours: "黑龙江 吉林 辽宁 河北 山西 陕西 宁夏 甘肃" },
  { name: "辽宁", full: "省", city: false, neighbours: "吉林 内蒙古 河北" },
  { name: "吉林", full: "省", city: false, neighbours: "黑龙江 内蒙古 辽宁" },
  { name: "黑龙江", full: "省", city: false, neighbours: "吉林 内蒙古" },
  { name: "上海", full: "市", city: true, neighbours: "江苏 浙江" },
  { name: "江苏", full: "省", city: false, neighbours: "上海 浙江 安徽 山东" },
  { name: "浙江", full: "省", city: false, neighbours: "上海 江苏 安徽 江西 福建" },
  { name: "安徽", full: "省", city: false, neighbours: "江苏 浙江 江西 湖北 河南 山东" },
  { name: "福建", full: "省", city: false, neighbours: "浙江 江西 广东" },
  { name: "江西", full: "省", city: false, neighbours: "浙江 福建 广东 湖南 湖北 安徽" },
  { name: "山东", full: "省", city: false, neighbours: "河北 河南 安徽 江苏" },
  { name: "河南", full: "省", city: false, neighbours: "河北 山西 陕西 湖北 安徽 山东" },
  { name: "湖北", full: "省", city: false, neighbours: "河南 陕西 重庆 湖南 江西 安徽" },
  { name: "湖南", full: "省", city: false, neighbours: "湖北 重庆 贵州 广西 广东 江西" },
  { name: "广东", full: "省", city: false, neighbours: "福建 江西 湖南 广西 海南 香港 澳门" },
  { name: "广西", full: "壮族自治区", city: false, neighbours: "广东 湖南 贵州 云南" },
  { name: "海南", full: "省", city: false, neighbours: "广东" },
  { name: "重庆", full: "市", city: true, neighbours: "湖北 湖南 贵州 四川 陕西" },
  { name: "四川", full: "省", city: false, neighbours: "重庆 贵州 云南 西藏 青海 甘肃 陕西" },
  { name: "贵州", full: "省", city: false, neighbours: "重庆 湖南 广西 云南 四川" },
  { name: "云南", full: "省", city: false, neighbours: "广西 贵州 四川 西藏" },
  { name: "西藏", full: "自治区", city: false, neighbours: "新疆 青海 四川 云南" },
  { name: "陕西", full: "省", city: false, neighbours: "山西 内蒙古 宁夏 甘肃 四川 重庆 湖北 河南" },
  { name: "甘肃", full: "省", city: false, neighbours: "内蒙古 宁夏 陕西 四川 青海 新疆" },
  { name: "青海", full: "省", city: false, neighbours: "甘肃 四川 西藏 新疆" },
  { name: "宁夏", full: "回族自治区", city: false, neighbours: "内蒙古 陕西 甘肃" },
  { name: "新疆", full: "维吾尔自治区", city: false, neighbours: "甘肃 青海 西藏" },
  { name: "台湾", full: "省", city: false, neighbours: "" },
  { name: "香港", full: "特别行政区", city: true, neighbours: "广东" },
  { name: "澳门", full: "特别行政区", city: true, neighbours: "广东" },
];
