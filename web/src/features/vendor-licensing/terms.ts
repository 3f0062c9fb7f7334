import { BATCH_MAX, type IssuedLicense, REFERENCE_MAX, SEATS_MAX } from '@companyaccount/contract';

/** Terms of a license as they are typed; days as `2027-12-31`. */
export interface Terms {
  productId: string | null;
  planId: string | null;
  seats: string;
  from: string;
  until: string;
  endless: boolean;
  reference: string;
  count: string;
}
export type TermsField = 'productId' | 'planId' | 'seats' | 'validFrom' | 'validUntil' | 'reference' | 'count';

const dayOf = (time: string): string => time.slice(0, 10);

export const NEW_TERMS: Terms = {
  productId: null,
  planId: null,
  seats: '',
  from: '',
  until: '',
  endless: false,
  reference: '',
  count: '1',
};

export const termsOf = (license: IssuedLicense): Terms => ({
  productId: license.product.id,
  planId: license.plan.id,
  seats: String(license.seats),
  from: dayOf(license.validFrom),
  until: license.validUntil === null ? '' : dayOf(license.validUntil),
  endless: license.validUntil === null,
  reference: license.reference ?? '',
  count: '1',
});

export const beginOf = (day: string): string => `${day}T00:00:00.000Z`;
/** The last day counts whole. */
export const endOf = (day: string): string => `${day}T23:59:59.999Z`;

/** A whole number as people write it, with blanks between thousands; NaN for anything else. */
export const wholeNumber = (text: string): number => {
  const plain = text.replaceAll(/\s/gu, '');
  return /^\d{1,9}$/u.test(plain) ? Number(plain) : Number.NaN;
};

type Complaint = 'required' | 'number' | 'seats' | 'count' | 'order';

/** What is missing or wrong, by field. */
export function complaintsOf(terms: Terms): Partial<Record<TermsField, Complaint>> {
  const [seats, count] = [wholeNumber(terms.seats), wholeNumber(terms.count)];
  return {
    ...(terms.productId === null ? { productId: 'required' as const } : {}),
    ...(terms.planId === null ? { planId: 'required' as const } : {}),
    ...(seats >= 1 && seats <= SEATS_MAX
      ? {}
      : { seats: Number.isNaN(seats) ? ('number' as const) : ('seats' as const) }),
    ...(count >= 1 && count <= BATCH_MAX ? {} : { count: 'count' as const }),
    ...(!terms.endless && terms.until === '' ? { validUntil: 'required' as const } : {}),
    ...(!terms.endless && terms.until !== '' && terms.from !== '' && terms.until < terms.from
      ? { validUntil: 'order' as const }
      : {}),
  };
}

/** What is sent of the terms; the product is not among them, for it never changes. */
export const bodyOf = (terms: Terms) => ({
  planId: terms.planId ?? '',
  seats: wholeNumber(terms.seats),
  validUntil: terms.endless ? null : endOf(terms.until),
  ...(terms.from === '' ? {} : { validFrom: beginOf(terms.from) }),
  reference: terms.reference.trim().slice(0, REFERENCE_MAX) || null,
});
