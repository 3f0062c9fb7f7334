import type { FoundChange } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { hashFile } from './hash-file.ts';
import type { KnownFile } from './upload-queue.ts';

/** Hashing more takes longer than it saves, in bytes. */
const HASHED_MAX = 512 * 1024 ** 2;

/** What the newest change of the definitions that names a file says of it; null: nothing. */
export function knownBy(change: FoundChange): 'detected' | 'withdrawn' | 'allowed' | null {
  const gone = change.change === 'withdrawn';
  if (change.thing === 'detection') return gone ? 'withdrawn' : 'detected';
  return change.thing === 'allowed_file' && !gone ? 'allowed' : null;
}

/**
 * Says what is known of a file by its SHA-256, before it is sent: by the published definitions, and, to a `member`, that
 * their own company has sent it before. Of what others have sent it learns nothing.
 */
export function useKnownFile(member: boolean): (file: File) => Promise<KnownFile | null> {
  const { t } = useTranslation('files');
  return async (file) => {
    if (file.size > HASHED_MAX) return null;
    const hash = await hashFile(file);
    const sent = member ? (await api.listSentFiles({ query: { sha256: hash } })).data[0] : undefined;
    if (sent !== undefined) return { text: t('known.sent'), request: { id: sent.requestId, number: sent.number } };
    const newest = (await api.lookUpDefinition({ query: { hash } })).data[0];
    const known = newest === undefined ? null : knownBy(newest);
    if (newest === undefined || known === null) return null;
    return { text: t(`known.${known}`, { name: newest.name, number: newest.number }) };
  };
}
