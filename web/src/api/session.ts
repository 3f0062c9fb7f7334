import { api } from './client.ts';
import { flushDrafts } from './drafts.ts';
import { announceSession } from './live.ts';
import { meQuery } from './me.ts';
import { queryClient } from './query-client.ts';

/** To be awaited after signing in or out and after choosing a company: this tab and the others learn of it. */
export async function sessionChanged(): Promise<void> {
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  announceSession();
}

export async function signOut(): Promise<void> {
  await flushDrafts();
  await api.signOut();
  await sessionChanged();
}

/** Goes on for another company, in every tab. */
export async function chooseCompany(companyId: string): Promise<void> {
  await flushDrafts();
  await api.chooseCompany({ body: { companyId } });
  await sessionChanged();
}
