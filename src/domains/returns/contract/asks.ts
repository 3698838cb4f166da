/**
 * What can be asked of the goods and of a delay. Which of it is asked the decision says: only what it would change with, in the
 * order of this list.
 */
export const asked = [
  "opened",
  "sealBroken",
  "downloaded",
  "activated",
  "tagsRemoved",
  "labelsAltered",
  "wearTraces",
  "soiled",
  "damaged",
  "accessoriesMissing",
  "repairedWithoutAuthority",
  "purposeDefeated",
  "urged",
] as const;
export type Asked = (typeof asked)[number];
