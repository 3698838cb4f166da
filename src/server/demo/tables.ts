import type { BulkColumns } from "#platform/bulk";

/** What the demo's platform and shops take off for the state of goods, and the words they keep. */

type Label = { readonly zh: string; readonly en: string };

export const demoPrices: readonly {
  readonly merchantNumber: string | null;
  readonly category: string | null;
  readonly grade: string;
  readonly percent?: number;
  readonly fixedMinor?: bigint;
  readonly label: Label;
}[] = [
  {
    merchantNumber: null,
    category: null,
    grade: "opened",
    percent: 5,
    label: { zh: "已拆封，需重新包装", en: "Opened, to be packed anew" },
  },
  { merchantNumber: null, category: null, grade: "used", percent: 20, label: { zh: "有使用痕迹", en: "Signs of use" } },
  {
    merchantNumber: null,
    category: null,
    grade: "used",
    fixedMinor: 1_500n,
    label: { zh: "缺少原包装", en: "Original box missing" },
  },
  {
    merchantNumber: null,
    category: null,
    grade: "damaged",
    percent: 60,
    label: { zh: "人为损坏", en: "Damaged by use" },
  },
  {
    merchantNumber: "M001",
    category: null,
    grade: "used",
    percent: 15,
    label: { zh: "耳罩有使用痕迹", en: "Ear pads show use" },
  },
];

export const demoReplies: readonly {
  readonly merchantNumber: string | null;
  readonly usedFor: "approve" | "reject" | "offer" | "note";
  readonly label: Label;
  readonly text: Label;
}[] = [
  {
    merchantNumber: null,
    usedFor: "reject",
    label: { zh: "照片看不清", en: "Photos unclear" },
    text: {
      zh: "您好，{{goods}} 的照片看不清问题所在。请补拍近照后再次提交，我们会优先处理（{{number}}）。",
      en: "Hello, the photos of {{goods}} do not show what is wrong. Please add a close-up and ask again; we will look at {{number}} first.",
    },
  },
  {
    merchantNumber: null,
    usedFor: "reject",
    label: { zh: "已过期限", en: "Too late" },
    text: {
      zh: "您好，这次申请已经过了可以无理由退货的期限。如果商品有质量问题，请选择“质量有问题”并附上照片再申请。",
      en: "Hello, the time for returning without a reason has passed. If something is wrong with the goods, please ask again for that reason and add a photo.",
    },
  },
  {
    merchantNumber: null,
    usedFor: "offer",
    label: { zh: "补偿留用", en: "Keep it, part back" },
    text: {
      zh: "商品您留着用，我们退您一部分，您看可以吗？同意后马上到账。",
      en: "Keep the goods and we pay part of the money back. If you agree, it is sent at once.",
    },
  },
  {
    merchantNumber: null,
    usedFor: "note",
    label: { zh: "正在核实", en: "Looking into it" },
    text: {
      zh: "您好，我们正在核实，最晚 {{date}} 给您答复。",
      en: "Hello, we are looking into it and will answer by {{date}}.",
    },
  },
  {
    merchantNumber: "M002",
    usedFor: "approve",
    label: { zh: "寄回提醒", en: "How to send it back" },
    text: {
      zh: "寄回时请把吊牌和收纳袋一起放进包裹，收到后我们马上验货退款 {{amount}}。",
      en: "Please put the tags and the bag into the parcel as well; we inspect at once and refund {{amount}}.",
    },
  },
];

export const priceColumns = {
  id: "uuid",
  merchant_id: "uuid",
  category_code: "text",
  grade: "text",
  percent: "int",
  fixed_minor: "bigint",
  currency: "text",
  label: "jsonb",
  changed_by: "text",
  changed_at: "timestamptz",
} as const satisfies BulkColumns<string>;
export const replyColumns = {
  id: "uuid",
  merchant_id: "uuid",
  used_for: "text",
  label: "jsonb",
  text_zh: "text",
  text_en: "text",
  changed_by: "text",
  changed_at: "timestamptz",
} as const satisfies BulkColumns<string>;
