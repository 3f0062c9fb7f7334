import { type Desk, TAG_MAX, tagOf } from '@companyaccount/contract';
import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tagsQuery } from '../request-queries.ts';

interface TagDialogProps {
  desk: Desk;
  count: number;
  /** Those that some of the requests have. */
  present: readonly string[];
  busy: boolean;
  /** What went wrong, in words; what was typed stays. */
  problem: string | null;
  onChoose: (deed: 'tag' | 'untag', tag: string) => void;
  onClose: () => void;
}

/** Asks for the tag that several requests get or lose. */
export function TagDialog({ desk, count, present, busy, problem, onChoose, onClose }: TagDialogProps) {
  const { t } = useTranslation(['bulk', 'requests']);
  const tags = useQuery(tagsQuery(desk)).data ?? [];
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const tag = tagOf(typed);
  const choose = (deed: 'tag' | 'untag'): void => {
    setTried(true);
    if (tag !== '') onChoose(deed, tag);
  };
  return (
    <Modal opened title={t('tagsOf', { count })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          choose('tag');
        }}
      >
        <Stack gap="sm">
          <Autocomplete
            data-autofocus
            label={t('requests:field.tag')}
            description={t('requests:tags.help')}
            data={[...new Set([...present, ...tags])]}
            limit={20}
            maxLength={TAG_MAX}
            dir="auto"
            autoComplete="off"
            value={typed}
            error={tried && tag === '' ? t('tagLacking') : null}
            onChange={setTyped}
          />
          {problem !== null && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {problem}
            </Text>
          )}
        </Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button
            variant="default"
            disabled={busy || (tag !== '' && !present.includes(tag))}
            onClick={() => choose('untag')}
          >
            {t('untag')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('tag')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
