import { type ArticleRecord, articleImagePath } from '@companyaccount/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { sendPicture } from './send-picture.ts';

export interface AddPictures {
  add: (files: File[]) => void;
  isBusy: boolean;
  error: unknown;
  /** Whether one that was added here turned out to be none. */
  refused: (record: ArticleRecord) => boolean;
}

/** Signs that would end the description of a picture. */
const plainName = (name: string) => name.replace(/\.[a-z0-9]{1,5}$/iu, '').replaceAll(/[[\]\\!]/gu, ' ');

/** Sends pictures of an article and puts each where the text is being written. */
export function useAddPictures(
  articleId: string,
  area: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
): AddPictures {
  const me = useSignedIn();
  const queryClient = useQueryClient();
  const [added, setAdded] = useState<readonly string[]>([]);
  const put = (name: string, id: string): void => {
    const field = area.current;
    if (field === null) return;
    // As it stands now: the person has gone on writing meanwhile.
    const { value, selectionEnd } = field;
    const lead = selectionEnd === 0 || value[selectionEnd - 1] === '\n' ? '' : '\n\n';
    const picture = `${lead}![${plainName(name)}](${articleImagePath(id)})\n`;
    write(value.slice(0, selectionEnd) + picture + value.slice(selectionEnd));
  };
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const uploadId = await sendPicture(me.id, file);
        const { id } = await api.addArticleImage({ params: { id: articleId }, body: { uploadId } });
        setAdded((all) => [...all, id]);
        put(file.name, id);
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.articles }),
  });
  return {
    add: (files) => send.mutate(files),
    isBusy: send.isPending,
    error: send.error,
    refused: ({ images }) => images.some(({ id, state }) => state === 'refused' && added.includes(id)),
  };
}
