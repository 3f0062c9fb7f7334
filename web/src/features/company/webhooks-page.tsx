import { useSignedIn } from '../../api/me.ts';
import { WebhookList } from '../webhooks/webhook-list.tsx';

/** The addresses that are called when something happens in the company. */
export function WebhooksPage() {
  const { company } = useSignedIn();
  return company === null ? null : <WebhookList companyId={company.id} />;
}
