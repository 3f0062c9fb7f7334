import { ApiError, type Me } from '@companyaccount/contract';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { meQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { changeLanguage } from '../../i18n/i18n.ts';

export type Profile = Pick<Me, 'name' | 'language' | 'timeZone'>;
type Field = keyof Profile;

const changed = (edits: Partial<Profile>, base: Profile): Partial<Profile> =>
  Object.fromEntries(Object.entries(edits).filter(([field, value]) => value !== base[field as Field]));

/**
 * What was changed in the form and is not saved yet. The change is held against the profile it began with: when that
 * moved meanwhile, nothing is overwritten unseen, both values are shown and the next saving decides.
 */
export function useProfileEdits(me: Me) {
  const { t } = useTranslation('profile');
  const [edits, setEdits] = useState<Partial<Profile>>({});
  const [base, setBase] = useState<Me>(me);
  const [conflict, setConflict] = useState<Partial<Profile> | null>(null);
  const problems = useFormProblems({ name: t('name'), language: t('language'), timeZone: t('timeZone') });

  const save = useMutation({
    mutationFn: (body: Partial<Profile>) => api.patchMe({ body, version: base.version }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.me, saved);
      setEdits({});
      setConflict(null);
      problems.clear();
      await changeLanguage(saved.language);
      notifications.show({ message: t('saved'), color: 'green' });
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.code !== 'version_moved') {
        problems.refused(error);
        return;
      }
      problems.clear();
      const now = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      if (now === null) return;
      setConflict(changed({ name: now.name, language: now.language, timeZone: now.timeZone }, base));
      setBase(now);
    },
  });

  return {
    values: { name: me.name, language: me.language, timeZone: me.timeZone, ...edits },
    dirty: Object.keys(changed(edits, me)).length > 0,
    edit: (change: Partial<Profile>) => {
      if (Object.keys(edits).length === 0) setBase(me);
      setEdits({ ...edits, ...change });
    },
    /** What was saved elsewhere since the form was opened, by field; null when nothing was. */
    conflict,
    problems,
    isSaving: save.isPending,
    save: () => {
      const name = (edits.name ?? me.name).trim();
      if (name === '') problems.found({ name: t('nameEmpty') });
      else save.mutate(changed({ ...edits, name }, me));
    },
  };
}
