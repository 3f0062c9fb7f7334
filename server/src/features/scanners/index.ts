export { findCredential } from './credentials-access.ts';
export { noteReceipt } from './receipts-store.ts';
export { scannerHandlers } from './scanners-routes.ts';
