export { auditHandlers } from './audit-routes.ts';
export { eraseAuditSubject } from './audit-store.ts';
export { prepareAuditKey, rotateAuditKey } from './open-audit-key.ts';
export { sealEntries, startSealing } from './seal-entries.ts';
export { type AuditReport, type KeptHead, verifyAudit } from './verify-audit.ts';
