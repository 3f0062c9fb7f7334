export { attachmentTasks } from './attachment-jobs.ts';
export { attachmentHandlers } from './attachments-routes.ts';
export { findFinishedUploads, keepUploads } from './kept-uploads-store.ts';
export { createPreviewPool, encodePicture } from './create-preview.ts';
export { PICTURE_BYTES_MAX } from './preview.ts';
export { attachUploads, admitKept, attachKept, type KeptFile } from './attachments-store.ts';
export { dropFiles, receiveFiles, receiveUploads } from './receive-files.ts';
export { hashUploadToken, makeUploadToken } from './upload-token.ts';
export { findTokenHolder } from './upload-tokens-access.ts';
export {
  dropExpiredUploadTokens,
  findUploadToken,
  insertUploadToken,
  publicBytesLeft,
  spendUploadToken,
} from './upload-tokens-store.ts';
export { attachmentsOf } from './attachments-views.ts';
export { takeFinishedUploads } from './uploads-store.ts';
export type { Uploader } from './upload.ts';
