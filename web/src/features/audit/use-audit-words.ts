import { type AuditEntry, MEMBER_ROLES, STATUSES } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';

/** Words for what an entry says beyond its deed. */
export function useAuditWords(): { change: (entry: AuditEntry) => string | null } {
  const { t } = useTranslation(['audit', 'requests']);
  const role = (value: unknown) => MEMBER_ROLES.find((one) => one === value);
  const status = (value: unknown) => STATUSES.find((one) => one === value);
  return {
    /** From what to what, or null where that is not told. */
    change: ({ action, data: { from, to } }) => {
      if (action === 'member.role_changed') {
        const [before, after] = [role(from), role(to)];
        return before && after ? `${t(`role.${before}`)} → ${t(`role.${after}`)}` : null;
      }
      if (action === 'request.regraded') return `${String(from)} → ${String(to)}`;
      if (action !== 'request.status_changed') return null;
      const [before, after] = [status(from), status(to)];
      return before && after ? `${t(`requests:status.${before}`)} → ${t(`requests:status.${after}`)}` : null;
    },
  };
}
