import {
  type CreateSubmission,
  type FieldError,
  type InterfaceLanguage,
  LAB_KINDS,
  OBJECTS_MAX,
} from '@companyaccount/contract';
import type { UploadedFile } from '../../ui/file-field/use-uploads.ts';
import { isEmail } from '../public/email-rule.ts';
import { namedObjects } from '../requests/named-objects.ts';

/** What stands in the public form of the Virus Lab. */
export interface SubmissionForm {
  kind: string;
  files: UploadedFile[];
  /** The upload token that the files came with. */
  token: string | null;
  text: string;
  /** A SHA-256 or an address a line. */
  objects: string;
  archivePassword: string;
  email: string;
}

export const EMPTY_SUBMISSION: SubmissionForm = {
  kind: 'unknown_malware',
  files: [],
  token: null,
  text: '',
  objects: '',
  archivePassword: '',
  email: '',
};

export const SUBMISSION_FIELDS = ['kind', 'uploads', 'text', 'objects', 'archivePassword', 'email'] as const;
export type SubmissionField = (typeof SUBMISSION_FIELDS)[number];

/** What the form lacks, found before anything is sent. */
export function submissionErrors({ files, text, objects, email }: SubmissionForm): FieldError[] {
  const errors: FieldError[] = [];
  const { hashes, urls, odd } = namedObjects(objects);
  if (odd.length > 0) errors.push({ pointer: '/objects', code: 'wrong_format' });
  else if (Math.max(hashes.length, urls.length) > OBJECTS_MAX) errors.push({ pointer: '/objects', code: 'too_large' });
  else if (files.length + hashes.length + urls.length === 0) errors.push({ pointer: '/uploads', code: 'required' });
  if (text.trim() === '') errors.push({ pointer: '/text', code: 'required' });
  if (email.trim() !== '' && !isEmail(email.trim())) errors.push({ pointer: '/email', code: 'wrong_format' });
  return errors;
}

/** What is sent with an upload token. */
export function submissionOf(
  { kind, files, text, objects, archivePassword, email }: SubmissionForm,
  uploadToken: string,
  language: InterfaceLanguage,
): CreateSubmission {
  const { hashes, urls } = namedObjects(objects);
  return {
    uploadToken,
    kind: LAB_KINDS.find((one) => one === kind) ?? 'unknown_malware',
    text,
    language,
    ...(files.length === 0 ? {} : { uploads: files.map(({ id }) => id) }),
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(urls.length === 0 ? {} : { urls }),
    ...(archivePassword === '' ? {} : { archivePassword }),
    ...(email.trim() === '' ? {} : { email: email.trim() }),
  };
}
