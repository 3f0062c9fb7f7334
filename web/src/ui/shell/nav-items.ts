import type { Me } from '@companyaccount/contract';
import {
  type Icon,
  IconBook2,
  IconBug,
  IconBuilding,
  IconChartBar,
  IconHeadset,
  IconHistory,
  IconHome,
  IconInbox,
  IconLicense,
  IconMail,
  IconPackage,
  IconPlus,
  IconServer,
  IconShieldCheck,
  IconTemplate,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import { may } from '../../api/me.ts';
import type { Resources } from '../../i18n/resources.ts';

export interface NavItem {
  to:
    | '/home'
    | '/requests/new'
    | '/requests'
    | '/licenses'
    | '/company'
    | '/desk'
    | '/lab'
    | '/lab/detections'
    | '/canned-answers'
    | '/desk/articles'
    | '/reports'
    | '/admin/licenses'
    | '/admin/products'
    | '/admin/companies'
    | '/admin/staff'
    | '/admin/mail-log'
    | '/admin/webhooks'
    | '/admin/audit'
    | '/admin/system';
  label: Exclude<keyof Resources['common']['nav'], 'label' | 'more' | `companyWaiting_${string}`>;
  icon: Icon;
}

/** The pages of the vendor's administrators, in the order of the navigation. */
const ADMIN_ITEMS: readonly NavItem[] = [
  { to: '/admin/companies', label: 'companies', icon: IconBuilding },
  { to: '/admin/licenses', label: 'licenses', icon: IconLicense },
  { to: '/admin/products', label: 'products', icon: IconPackage },
  { to: '/admin/staff', label: 'staff', icon: IconUsers },
  { to: '/admin/mail-log', label: 'mailLog', icon: IconMail },
  { to: '/admin/webhooks', label: 'webhooks', icon: IconWebhook },
  { to: '/admin/audit', label: 'audit', icon: IconHistory },
  { to: '/admin/system', label: 'system', icon: IconServer },
];

/** The pages open to a person, in the order of the navigation. */
export function navItems(me: Me): NavItem[] {
  if (me.company !== null) {
    return [
      { to: '/home', label: 'home', icon: IconHome },
      { to: '/requests/new', label: 'newRequest', icon: IconPlus },
      { to: '/requests', label: 'requests', icon: IconInbox },
      { to: '/licenses', label: 'licenses', icon: IconLicense },
      { to: '/company', label: 'company', icon: IconBuilding },
    ];
  }
  const items: NavItem[] = [];
  if (may(me, 'desk')) {
    items.push({ to: '/desk', label: 'desk', icon: IconHeadset }, { to: '/lab', label: 'lab', icon: IconBug });
  }
  if (may(me, 'lab')) items.push({ to: '/lab/detections', label: 'definitions', icon: IconShieldCheck });
  if (may(me, 'staff')) items.push({ to: '/canned-answers', label: 'cannedAnswers', icon: IconTemplate });
  items.push({ to: '/desk/articles', label: 'articles', icon: IconBook2 });
  if (may(me, 'lead_or_admin')) items.push({ to: '/reports', label: 'reports', icon: IconChartBar });
  if (may(me, 'admin')) items.push(...ADMIN_ITEMS);
  return items;
}
