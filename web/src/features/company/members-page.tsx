import { Stack } from '@mantine/core';
import { may, useSignedIn } from '../../api/me.ts';
import { AppointmentNotice } from '../appointments/appointment-notice.tsx';
import { LeaveCompany } from '../appointments/leave-company.tsx';
import { MemberList } from './member-list.tsx';
import { PendingMembers } from './pending-members.tsx';

/** Who belongs to the company; administrators also let people in and decide on roles. */
export function MembersPage() {
  const me = useSignedIn();
  if (me.company === null) return null;
  const { id } = me.company;
  const administers = may(me, 'company_administrator');
  return (
    <Stack gap={32}>
      <AppointmentNotice />
      {administers && <PendingMembers companyId={id} />}
      <MemberList companyId={id} administers={administers} />
      <LeaveCompany />
    </Stack>
  );
}
