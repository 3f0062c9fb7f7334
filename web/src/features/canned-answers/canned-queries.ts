import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** All by name, each with the beginning of its text. */
export const cannedAnswersQuery = queryOptions({
  queryKey: keys.cannedAnswers,
  queryFn: async ({ signal }) => (await api.listCannedAnswers({ signal })).data,
});

export const cannedAnswerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.cannedAnswer(id),
    queryFn: ({ signal }) => api.getCannedAnswer({ params: { id }, signal }),
  });
