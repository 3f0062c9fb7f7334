import {
  type CreateRequest,
  type Desk,
  KINDS_OF_DESK,
  OBJECTS_MAX,
  type RequestKind,
  SEVERITIES,
  SUBJECT_MAX,
  type FieldError,
} from '@companyaccount/contract';
import { namedObjects } from '../requests/named-objects.ts';
import type { UploadedFile } from '../../ui/file-field/use-uploads.ts';

/** What stands in the form; empty texts are left out of what is sent. */
export interface RequestForm {
  desk: Desk;
  kind: RequestKind | null;
  subject: string;
  text: string;
  /** null: as the server finds it out. */
  language: string | null;
  files: UploadedFile[];
  productId: string | null;
  productVersion: string;
  operatingSystem: string;
  severity: string | null;
  impact: string;
  participants: { id: string; name: string }[];
  /** For the lab: a SHA-256 or an address a line. */
  objects: string;
  archivePassword: string;
}

export const EMPTY_FORM: RequestForm = {
  desk: 'support',
  kind: null,
  subject: '',
  text: '',
  language: null,
  files: [],
  productId: null,
  productVersion: '',
  operatingSystem: '',
  severity: null,
  impact: '',
  participants: [],
  objects: '',
  archivePassword: '',
};

export type FormField =
  | 'kind'
  | 'subject'
  | 'text'
  | 'productId'
  | 'productVersion'
  | 'operatingSystem'
  | 'severity'
  | 'impact'
  | 'participants'
  | 'objects'
  | 'archivePassword';

const SUBJECT_MIN = 3;

/** What the form lacks, found before anything is sent. */
export function formErrors({ desk, kind, subject, text, objects }: RequestForm): FieldError[] {
  const errors: FieldError[] = [];
  if (kind === null) errors.push({ pointer: '/kind', code: 'required' });
  if (subject.trim() === '') errors.push({ pointer: '/subject', code: 'required' });
  else if (subject.trim().length < SUBJECT_MIN)
    errors.push({ pointer: '/subject', code: 'too_short', limit: SUBJECT_MIN });
  else if (subject.length > SUBJECT_MAX) errors.push({ pointer: '/subject', code: 'too_long', limit: SUBJECT_MAX });
  if (text.trim() === '') errors.push({ pointer: '/text', code: 'required' });
  if (desk === 'lab') {
    const { hashes, urls, odd } = namedObjects(objects);
    if (odd.length > 0) errors.push({ pointer: '/objects', code: 'wrong_format' });
    else if (Math.max(hashes.length, urls.length) > OBJECTS_MAX)
      errors.push({ pointer: '/objects', code: 'too_large' });
  }
  return errors;
}

function labParts(form: RequestForm): Pick<CreateRequest, 'hashes' | 'urls' | 'archivePassword'> {
  const { hashes, urls } = namedObjects(form.objects);
  const { archivePassword } = form;
  return {
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(urls.length === 0 ? {} : { urls }),
    ...(archivePassword === '' ? {} : { archivePassword }),
  };
}

/** What is sent; null while the kind is missing. */
export function requestOf(form: RequestForm): CreateRequest | null {
  const kind = KINDS_OF_DESK[form.desk].find((one) => one === form.kind);
  if (kind === undefined) return null;
  const severity = SEVERITIES.find((one) => String(one) === form.severity);
  const given = <K extends string>(name: K, value: string) =>
    value.trim() === '' ? {} : ({ [name]: value.trim() } as { [P in K]: string });
  return {
    desk: form.desk,
    kind,
    subject: form.subject.trim(),
    text: form.text,
    ...(form.productId === null ? {} : { productId: form.productId }),
    ...(severity === undefined ? {} : { severity }),
    ...(form.language === null ? {} : { language: form.language }),
    ...given('productVersion', form.productVersion),
    ...given('operatingSystem', form.operatingSystem),
    ...given('impact', form.impact),
    ...(form.participants.length === 0 ? {} : { participants: form.participants.map(({ id }) => id) }),
    ...(form.desk === 'lab' ? labParts(form) : {}),
    ...(form.files.length === 0 ? {} : { uploads: form.files.map(({ id }) => id) }),
  };
}
