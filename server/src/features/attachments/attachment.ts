import type { Attachment } from '@companyaccount/contract/attachments';

export type AttachmentState = Attachment['state'];

/** An upload that no message took is cleared away after this time. */
export const UPLOAD_HOURS = 48;
/** Uploads one person may have that no message took yet. */
export const OPEN_UPLOADS_MAX = 200;

/** Members always get their own files back; what was found infected is locked for the vendor's staff. */
export const mayDownload = (state: AttachmentState, side: 'customer' | 'vendor'): boolean =>
  state !== 'infected' || side === 'customer';
