import { ApiError, type ErrorCode, type FieldError, type FieldErrorCode } from '@companyaccount/contract';
import i18next from 'i18next';
import { Cancelled } from './cancelled.ts';

// Neither compiles when a code of the closed lists has no text.
const code = (name: ErrorCode): string => i18next.t(`errors:code.${name}`);
const field = (name: FieldErrorCode): string => i18next.t(`errors:field.${name}`);

/** What happened, in the reader's language; the only place where an error becomes words. Empty where nothing did. */
export function errorText(error: unknown): string {
  if (error instanceof Cancelled) return '';
  if (!(error instanceof ApiError)) return code('internal');
  if (error.code === 'too_many_requests' && error.retryAfter !== null) {
    return error.retryAfter < 100
      ? i18next.t('errors:retryAfter', { count: error.retryAfter })
      : i18next.t('errors:retryAfterMinutes', { count: Math.ceil(error.retryAfter / 60) });
  }
  return code(error.code);
}

/** What is wrong with one field, with its bound where there is one. */
export function fieldErrorText({ code: name, limit }: FieldError): string {
  if (limit !== undefined) {
    if (name === 'too_short' || name === 'too_long') return i18next.t(`errors:fieldLimit.${name}`, { count: limit });
    if (name === 'too_small' || name === 'too_large') return i18next.t(`errors:fieldLimit.${name}`, { limit });
  }
  return field(name);
}

/** The fields a refused call complains about, by the first part of their pointer. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.fields.map((one) => [one.pointer.split('/')[1] ?? one.pointer, fieldErrorText(one)]));
}
