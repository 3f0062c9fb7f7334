import type { InterfaceLanguage } from '@companyaccount/contract';
import { useQueryClient } from '@tanstack/react-query';
import { changeLanguage } from '../i18n/i18n.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { useMe } from './me.ts';

/** Changes the language of the page at once and, when somebody is signed in, that of their account. */
export function useChooseLanguage(): (language: InterfaceLanguage) => void {
  const me = useMe();
  const queryClient = useQueryClient();
  return (language) => {
    void changeLanguage(language);
    if (!me || me.language === language) return;
    api.patchMe({ body: { language }, version: me.version }).then(
      (changed) => queryClient.setQueryData(keys.me, changed),
      // The page itself has changed already; the account is offered the same choice again in the profile.
      () => queryClient.invalidateQueries({ queryKey: keys.me }),
    );
  };
}
