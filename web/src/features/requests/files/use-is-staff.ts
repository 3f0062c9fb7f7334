import { useSignedIn } from '../../../api/me.ts';

/** Whether the reader is of the vendor's staff. */
export const useIsStaff = (): boolean => useSignedIn().agentRoles.length > 0;
