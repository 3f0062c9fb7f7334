import type { AuditAction } from '@companyaccount/contract/audit';
import { asInterfaceLanguage, findAdministrators } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import type { Platform } from '#platform/platform.ts';
import { listAdmins } from './webhooks-views.ts';

/** Lets open pages of its administrators know that a webhook, or what it was told, is another now. */
export const announceWebhook = (tx: Tx, companyId: string | null): Promise<void> =>
  emit(tx, 'webhook_changed', { companyId });

/** Notes what was done about a webhook; its address is nobody's business but its administrators'. */
export async function tellWebhookChange(
  tx: Tx,
  { id, companyId }: { id: string; companyId: string | null },
  action: AuditAction,
  data: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, action, { type: 'webhook', id }, data, companyId);
  await announceWebhook(tx, companyId);
}

/** Writes to everybody who keeps the webhook, each in their own language. */
export async function mailAboutWebhook(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  webhook: { name: string; company_id: string | null },
  template: 'webhook_failing' | 'webhook_stopped',
): Promise<void> {
  const companyId = webhook.company_id;
  const people = companyId === null ? await listAdmins(tx) : await findAdministrators(tx, companyId);
  const path = companyId === null ? '/admin/webhooks' : '/company/webhooks';
  for (const { name, email, language } of people) {
    await mailer.send(tx, {
      to: email,
      template,
      language: asInterfaceLanguage(language),
      values: { name, webhook: webhook.name, link: `${publicUrl()}${path}` },
      secret: false,
    });
  }
}
