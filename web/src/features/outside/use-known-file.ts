import type { FoundChange } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { hashFile } from '../../ui/file-field/hash-file.ts';

/** What the newest change of the definitions that names a file says of it; null: nothing. */
export function knownBy(change: FoundChange | undefined): 'detected' | 'withdrawn' | 'allowed' | null {
  if (change === undefined) return null;
  const gone = change.change === 'withdrawn';
  if (change.thing === 'detection') return gone ? 'withdrawn' : 'detected';
  return change.thing === 'allowed_file' && !gone ? 'allowed' : null;
}

/** Says what the published definitions know of a file, by its SHA-256, before it is sent. */
export function useKnownFile(): (file: File) => Promise<string | null> {
  const { t } = useTranslation('outside');
  return async (file) => {
    const { data } = await api.lookUpDefinition({ query: { hash: await hashFile(file) } });
    const [newest] = data;
    const known = knownBy(newest);
    return newest === undefined || known === null
      ? null
      : t(`send.known.${known}`, { name: newest.name, number: newest.number });
  };
}
