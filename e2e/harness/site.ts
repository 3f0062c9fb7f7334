import { expect, type Page } from '@playwright/test';
import { ADMIN, ANALYST, ANNA, BORIS, CLARA, ENGINEER, LEAD } from './accounts.ts';

/** A page of the site, with the account that it belongs to; without one, it is open to everybody. */
export interface SitePage {
  name: string;
  as?: string;
  path: string;
  /** A request of the actor on this desk; its id takes the place of `:id` in the path. */
  requestOf?: 'support' | 'lab';
  /** Part of the subject of that request. */
  subject?: string;
  /** A product; the id of the actor's license of it takes the place of `:id`. */
  licenseOf?: string;
  /** A list of the API; the id of its first entry takes the place of `:id`. */
  firstOf?: string;
}

/** Every page of the site. */
export const SITE: readonly SitePage[] = [
  { name: 'landing', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-to-go-on', path: '/sign-in?next=/requests' },
  { name: 'register', path: '/register' },
  { name: 'confirm-cut-link', path: '/confirm' },
  { name: 'confirm-used-link', path: `/confirm#${'x'.repeat(43)}` },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'reset-password', path: `/reset-password#${'x'.repeat(43)}` },
  { name: 'account-help', path: '/account-help' },
  { name: 'account-help-cut-link', path: '/account-help/confirm' },
  { name: 'account-help-used-link', path: `/account-help/confirm#${'x'.repeat(43)}` },
  { name: 'track-without-link', path: '/track' },
  { name: 'track-wrong-link', path: `/track#${'x'.repeat(66)}` },
  { name: 'virus-lab-form', path: '/virus-lab' },
  { name: 'track-confirm-used-link', path: `/track/confirm#${'x'.repeat(66)}` },
  { name: 'mail-confirm-used-link', path: `/mail/confirm#${'x'.repeat(66)}` },
  { name: 'unsubscribe-dead-link', path: `/unsubscribe/${'x'.repeat(72)}` },
  { name: 'rate-without-link', path: '/rate' },
  { name: 'rate-dead-link', path: `/rate#${'x'.repeat(95)}` },
  { name: 'recover', path: '/recover' },
  { name: 'set-up-dead-link', path: '/set-up' },
  { name: 'set-up', path: `/set-up#${'x'.repeat(43)}` },
  { name: 'help', path: '/help' },
  { name: 'help-nothing-found', path: '/help?q=xylophone' },
  { name: 'help-for-customers', as: ANNA, path: '/help?q=license' },
  { name: 'article', path: '/help/update-source-not-reachable' },
  { name: 'article-in-one-language', as: ENGINEER, path: '/help/service-stops-with-event-7031' },
  { name: 'unknown-article', path: '/help/there-is-none' },
  { name: 'erasures', as: ADMIN, path: '/admin/erasures' },
  { name: 'articles', as: ENGINEER, path: '/desk/articles' },
  { name: 'articles-nothing-found', as: LEAD, path: '/desk/articles?q=xylophone&due=true' },
  { name: 'new-article', as: ENGINEER, path: '/desk/articles/new' },
  { name: 'edit-article', as: LEAD, path: '/desk/articles/:id', firstOf: '/api/v1/desk/articles?state=published' },
  { name: 'api-docs', path: '/api/docs' },
  { name: 'api-docs-call', path: '/api/docs#createRequest' },
  { name: 'api-docs-object', path: '/api/docs#object-Request' },
  { name: 'not-found', path: '/nowhere' },
  { name: 'home', as: ANNA, path: '/home' },
  { name: 'history', as: BORIS, path: '/requests' },
  { name: 'history-nothing-found', as: BORIS, path: '/requests?severity=1&kind=complaint' },
  { name: 'new-support-request', as: ANNA, path: '/requests/new' },
  { name: 'new-lab-request', as: CLARA, path: '/requests/new?desk=lab' },
  {
    name: 'new-request-from-another',
    as: ANNA,
    path: '/requests/new?desk=lab&from=:id',
    requestOf: 'support',
    subject: 'Gateway has not updated',
  },
  {
    name: 'support-request',
    as: ANNA,
    path: '/requests/:id',
    requestOf: 'support',
    subject: 'Gateway has not updated',
  },
  { name: 'lab-request', as: ANNA, path: '/requests/:id', requestOf: 'lab', subject: 'label printing' },
  { name: 'foreign-request', as: ANNA, path: '/requests/019a0000-0000-7000-8000-000000000000' },
  { name: 'desk', as: ENGINEER, path: '/desk' },
  { name: 'desk-escalated', as: LEAD, path: '/desk?queue=escalated' },
  { name: 'desk-waiting', as: LEAD, path: '/desk?queue=waiting_for_customer' },
  {
    name: 'desk-request',
    as: ENGINEER,
    path: '/desk/:id?queue=mine',
    requestOf: 'support',
    subject: 'Gateway has not updated',
  },
  {
    name: 'desk-request-in-russian',
    as: LEAD,
    path: '/desk/:id?queue=open',
    requestOf: 'support',
    subject: 'медленно',
  },
  { name: 'canned-answers', as: LEAD, path: '/canned-answers' },
  { name: 'lab', as: ANALYST, path: '/lab' },
  { name: 'lab-submission', as: ANALYST, path: '/lab/:id?queue=open', requestOf: 'lab', subject: 'label printing' },
  { name: 'unknown-sample', as: ANALYST, path: `/lab/samples/${'0'.repeat(64)}` },
  { name: 'unknown-sample-structure', as: ANALYST, path: `/lab/samples/${'0'.repeat(64)}/structure` },
  { name: 'unknown-sample-strings', as: ANALYST, path: `/lab/samples/${'0'.repeat(64)}/strings` },
  { name: 'unknown-sample-bytes', as: ANALYST, path: `/lab/samples/${'0'.repeat(64)}/hex` },
  { name: 'detections', as: ANALYST, path: '/lab/detections' },
  { name: 'hash-lists', as: ANALYST, path: '/lab/detections/hash-lists' },
  { name: 'allow-list', as: ANALYST, path: '/lab/detections/allow-list' },
  { name: 'clean-collection', as: ANALYST, path: '/lab/detections/clean-collection' },
  { name: 'releases', as: ANALYST, path: '/lab/detections/releases' },
  { name: 'reanalyses', as: LEAD, path: '/lab/detections/reanalyses' },
  { name: 'unknown-detection', as: ANALYST, path: '/lab/detections/019a0000-0000-7000-8000-000000000000' },
  { name: 'reports', as: LEAD, path: '/reports' },
  { name: 'reports-split-by-agent', as: ADMIN, path: '/reports?by=agent&period=week&clock=true' },
  { name: 'reports-of-a-day-to-come', as: LEAD, path: '/reports?from=2031-01-01&to=2031-01-01' },
  { name: 'ratings', as: LEAD, path: '/reports/ratings' },
  { name: 'ratings-all', as: LEAD, path: '/reports/ratings?list=all' },
  { name: 'definitions', path: '/definitions' },
  { name: 'issued-licenses', as: ADMIN, path: '/admin/licenses' },
  { name: 'issued-licenses-nothing', as: ADMIN, path: '/admin/licenses?q=nothing&state=revoked' },
  { name: 'issue-licenses', as: ADMIN, path: '/admin/licenses/issue' },
  { name: 'license-batches', as: ADMIN, path: '/admin/licenses/batches' },
  {
    name: 'issued-license',
    as: ADMIN,
    path: '/admin/licenses/:id',
    firstOf: '/api/v1/admin/licenses?claim=claimed',
  },
  { name: 'product', as: ADMIN, path: '/admin/products/:id', firstOf: '/api/v1/admin/products' },
  { name: 'products', as: ADMIN, path: '/admin/products' },
  { name: 'plans', as: ADMIN, path: '/admin/products/plans' },
  { name: 'calendars', as: ADMIN, path: '/admin/products/calendars' },
  { name: 'unknown-issued-license', as: ADMIN, path: '/admin/licenses/019a0000-0000-7000-8000-000000000000' },
  { name: 'mail-log', as: ADMIN, path: '/admin/mail-log' },
  { name: 'received-mail', as: ADMIN, path: '/admin/received-mail' },
  { name: 'received-mail-nothing', as: ADMIN, path: '/admin/received-mail?state=failed' },
  { name: 'mail-log-nothing', as: ADMIN, path: '/admin/mail-log?state=failed&to=nobody' },
  { name: 'audit', as: ADMIN, path: '/admin/audit' },
  { name: 'audit-filtered', as: ADMIN, path: '/admin/audit?action=session.started' },
  { name: 'system', as: ADMIN, path: '/admin/system' },
  { name: 'admin-webhooks', as: ADMIN, path: '/admin/webhooks' },
  { name: 'licenses', as: ANNA, path: '/licenses' },
  { name: 'licenses-filtered', as: BORIS, path: '/licenses?state=suspended&order=ends' },
  { name: 'license-ending', as: ANNA, path: '/licenses/:id', licenseOf: 'Northlight Mobile' },
  { name: 'license-expired', as: BORIS, path: '/licenses/:id', licenseOf: 'Northlight Server' },
  { name: 'foreign-license', as: ANNA, path: '/licenses/019a0000-0000-7000-8000-000000000000' },
  { name: 'company', as: ANNA, path: '/company' },
  { name: 'company-domains', as: ANNA, path: '/company/domains' },
  { name: 'companies', as: ADMIN, path: '/admin/companies' },
  { name: 'companies-nothing-found', as: ADMIN, path: '/admin/companies?q=nowhere' },
  { name: 'unknown-company', as: ADMIN, path: '/admin/companies/019a0000-0000-7000-8000-000000000000' },
  { name: 'staff', as: ADMIN, path: '/admin/staff' },
  { name: 'company-environments', as: BORIS, path: '/company/environments' },
  { name: 'company-settings', as: ANNA, path: '/company/settings' },
  { name: 'company-tokens', as: ANNA, path: '/company/tokens' },
  { name: 'company-scanners', as: ANNA, path: '/company/scanners' },
  { name: 'company-webhooks', as: ANNA, path: '/company/webhooks' },
  { name: 'staff-tokens', as: LEAD, path: '/profile/tokens' },
  { name: 'company-audit', as: ANNA, path: '/company/audit' },
  { name: 'company-as-user', as: BORIS, path: '/company' },
  { name: 'member-profile', as: BORIS, path: '/profile' },
  { name: 'staff-profile', as: LEAD, path: '/profile' },
  { name: 'member-notifications', as: BORIS, path: '/profile/notifications' },
  { name: 'staff-notifications', as: LEAD, path: '/profile/notifications' },
  { name: 'member-security', as: BORIS, path: '/profile/security' },
  { name: 'staff-security', as: LEAD, path: '/profile/security' },
];

/** What the program refuses while these pages are shown: links and requests that are made up. */
export const REFUSALS: readonly number[] = [404, 410, 422];

/** Goes to a page of the site as the person whose page it is. */
export async function visit(
  page: Page,
  { path, requestOf, subject = '', licenseOf, firstOf }: SitePage,
): Promise<void> {
  if (firstOf !== undefined) {
    const [first] = await listed<{ id: string }>(page, firstOf);
    await page.goto(path.replace(':id', first?.id ?? ''));
  } else if (licenseOf !== undefined) {
    const licenses = await listed<{ id: string; product: { name: string } }>(page, '/api/v1/licenses');
    const license = licenses.find(({ product }) => product.name === licenseOf);
    expect(license, `a license of ${licenseOf}`).toBeDefined();
    await page.goto(path.replace(':id', license?.id ?? ''));
  } else if (requestOf === undefined) {
    await page.goto(path);
  } else {
    const requests = await listed<{ id: string; subject: string }>(page, `/api/v1/requests?desk=${requestOf}`);
    const request = requests.find((one) => one.subject.includes(subject));
    expect(request, `a request “${subject}”`).toBeDefined();
    await page.goto(path.replace(':id', request?.id ?? ''));
  }
}

/** The first hundred of a list. */
async function listed<T>(page: Page, path: string): Promise<T[]> {
  const answer = await page.request.get(path, { params: { 'page[size]': 100 } });
  return ((await answer.json()) as { data: T[] }).data;
}
