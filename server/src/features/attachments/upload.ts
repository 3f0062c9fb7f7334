/** Whose an upload is: a person's, for the company they act for, or that of an upload token of the public form. */
export type Uploader =
  | { personId: string; companyId: string | null; uploadTokenId: null }
  | { personId: null; companyId: null; uploadTokenId: string };

/** With one upload token this many uploads may be begun: each file a few times, since people change their minds. */
export const BEGUN_MAX = 15;
