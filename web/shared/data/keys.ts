/** What cached answers are called, so that one place can say that they are out of date. */
export const keys = {
  me: ["me"],
  demo: ["demo"],
  home: ["home"],
  orders: ["orders"],
  order: (number: string) => ["orders", "one", number],
  orderList: (filter: Readonly<Record<string, string>>) => ["orders", "list", filter],
  cases: ["cases"],
  case: (number: string) => ["cases", "one", number],
  caseList: (filter: Readonly<Record<string, string>>) => ["cases", "list", filter],
  caseCounts: ["cases", "counts"],
  options: (number: string, asked: unknown) => ["options", number, asked],
  replacements: (number: string, asked: unknown) => ["replacements", number, asked],
  collection: (number: string) => ["collections", number],
  inbox: ["inbox"],
} as const;
