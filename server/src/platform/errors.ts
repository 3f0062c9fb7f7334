import type { ErrorCode, FieldError } from '@companyaccount/contract/errors';

/** A use case that refuses for a reason the caller should learn. Anything else that is thrown is a fault of ours. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly retryAfter: number | null;

  constructor(
    code: ErrorCode,
    { fields = [], retryAfter = null }: { fields?: FieldError[]; retryAfter?: number | null } = {},
  ) {
    super(code);
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** Refuses one field of the body with a reason of its own. */
export const refuseField = (pointer: string, code: FieldError['code']): Refusal =>
  new Refusal('validation_failed', { fields: [{ pointer, code }] });
