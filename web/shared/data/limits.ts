/** The contracts' limits that forms tell about; copied, because the contracts would bring all of Zod along. */
export const limits = {
  noteLength: 2000,
  evidencePerCase: 9,
  fileBytes: 10 * 1024 * 1024,
  filmBytes: 100 * 1024 * 1024,
} as const;
