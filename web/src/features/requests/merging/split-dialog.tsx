import { type Message, type Request, SUBJECT_MAX } from '@companyaccount/contract';
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { errorText } from '../../../api/error-text.ts';
import { useIdempotencyKey } from '../../../api/use-idempotency-key.ts';
import { useFormats } from '../../../ui/time/use-formats.ts';
import { messagesQuery } from '../request-queries.ts';
import { PLACE_OF_DESK } from '../request-link.ts';
import { useChangeRequest } from '../use-change-request.ts';
import styles from './merging.module.css';

const isPublic = ({ visibility }: Message): boolean => visibility === 'public';

/** Makes a new request of chosen messages. */
export function SplitDialog({ request, onClose }: { request: Request; onClose: () => void }) {
  const { t } = useTranslation(['requests', 'common']);
  const formats = useFormats();
  const navigate = useNavigate();
  const idempotency = useIdempotencyKey();
  const messages = useQuery(messagesQuery(request.id)).data ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const [subject, setSubject] = useState('');
  const [tried, setTried] = useState(false);
  const split = useChangeRequest(request.id, async () => {
    const body = { subject, messageIds: chosen };
    const made = await api.splitRequest({
      params: { id: request.id },
      body,
      idempotencyKey: idempotency.keyFor(body),
    });
    idempotency.done();
    void navigate({ to: PLACE_OF_DESK[made.desk], params: { requestId: made.id }, search: (previous) => previous });
    return api.getRequest({ params: { id: request.id } });
  });
  const [going, staying] = [true, false].map(
    (goes) => messages.filter((one) => isPublic(one) && chosen.includes(one.id) === goes).length,
  );
  const problem = going === 0 ? t('split.chooseSome') : staying === 0 ? t('split.leaveSome') : null;
  const subjectProblem = subject.trim().length < 3 ? t('split.subjectShort') : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (problem === null && subjectProblem === null) split.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Modal opened size="lg" title={t('split.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('split.text')}</Text>
          <TextInput
            data-autofocus
            label={t('split.subject')}
            maxLength={SUBJECT_MAX}
            dir="auto"
            value={subject}
            error={tried && subjectProblem}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <Checkbox.Group
            label={t('split.messages')}
            value={chosen}
            error={(tried && problem) || (split.error !== null && errorText(split.error))}
            onChange={setChosen}
          >
            <div className={styles['messages']}>
              {messages.map((message) => (
                <Checkbox
                  key={message.id}
                  value={message.id}
                  label={[
                    message.author.name || t('timeline.system'),
                    formats.exact(message.createdAt),
                    ...(isPublic(message) ? [] : [t('thread.internal')]),
                  ].join(' · ')}
                  description={<span dir="auto">{message.text.slice(0, 160)}</span>}
                />
              ))}
            </div>
          </Checkbox.Group>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={split.isPending}>
              {t('split.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
