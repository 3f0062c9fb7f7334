import { ActionIcon, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { errorText } from '../../../api/error-text.ts';
import {
  firstOf,
  PAGE_BYTES,
  readOffset,
  type Selection,
  SOUGHT_KINDS,
  soughtBytes,
  type SoughtKind,
} from './byte-text.ts';
import styles from './hex.module.css';

interface HexToolsProps {
  sha256: string;
  selection: Selection;
  /** null: not known yet. */
  size: number | null;
  onGo: (offset: number, length?: number) => void;
}

/** The ways through a sample: page by page, to an offset, to bytes that are looked for. */
export function HexTools({ sha256, selection, size, onGo }: HexToolsProps) {
  const { t } = useTranslation('lab');
  const at = firstOf(selection);
  const begin = at - (at % PAGE_BYTES);
  const last = size === null ? 0 : Math.max(0, size - 1);
  return (
    <div className={styles['tools']}>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          size={36}
          aria-label={t('hex.previous')}
          title={t('hex.previous')}
          disabled={begin === 0}
          onClick={() => onGo(begin - PAGE_BYTES)}
        >
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          size={36}
          aria-label={t('hex.next')}
          title={t('hex.next')}
          disabled={begin + PAGE_BYTES > last}
          onClick={() => onGo(begin + PAGE_BYTES)}
        >
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <GoTo last={size === null ? null : last} onGo={onGo} />
      <Find sha256={sha256} after={at + 1} onGo={onGo} />
    </div>
  );
}

function GoTo({ last, onGo }: { last: number | null; onGo: HexToolsProps['onGo'] }) {
  const { t } = useTranslation('lab');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const offset = readOffset(text);
    const fits = offset !== null && (last === null || offset <= last);
    setWrong(!fits);
    if (fits) onGo(offset);
  };
  return (
    <form className={styles['goTo']} onSubmit={go} noValidate>
      <TextInput
        aria-label={t('hex.offset')}
        placeholder={t('hex.offset')}
        autoComplete="off"
        maxLength={20}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        error={wrong && t('hex.noOffset')}
      />
      <Button type="submit" variant="default">
        {t('hex.go')}
      </Button>
    </form>
  );
}

/** Looks on, a piece of the file at a time, until the bytes are found or the file ends. */
async function findFrom(sha256: string, bytes: string, from: number, signal: AbortSignal): Promise<number | null> {
  for (let offset: number | null = from; offset !== null;) {
    const found: { offset: number | null; next: number | null } = await api.findInSample({
      params: { sha256 },
      query: { bytes, offset },
      signal,
    });
    if (found.offset !== null) return found.offset;
    offset = found.next;
  }
  return null;
}

function Find({ sha256, after, onGo }: { sha256: string; after: number; onGo: HexToolsProps['onGo'] }) {
  const { t } = useTranslation('lab');
  const [kind, setKind] = useState<SoughtKind>('text');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const find = useMutation({
    mutationFn: async (bytes: string) => {
      const stop = new AbortController();
      // From here to the end, then once from the beginning.
      const found = await findFrom(sha256, bytes, after, stop.signal).catch((error: unknown) => {
        if ((error as { code?: string }).code === 'range_not_satisfiable') return null;
        throw error;
      });
      return found ?? findFrom(sha256, bytes, 0, stop.signal);
    },
    onSuccess: (offset, bytes) => {
      if (offset !== null) onGo(offset, bytes.length / 2);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const bytes = soughtBytes(text, kind);
    setWrong(bytes === null);
    if (bytes !== null) find.mutate(bytes);
  };
  const problem = wrong
    ? t(`hex.wrong.${kind}`)
    : find.isError
      ? errorText(find.error)
      : find.isSuccess && find.data === null && t('hex.notFound');
  return (
    <form className={styles['find']} onSubmit={submit} noValidate>
      <NativeSelect
        aria-label={t('hex.kind')}
        value={kind}
        data={SOUGHT_KINDS.map((value) => ({ value, label: t(`hex.kinds.${value}`) }))}
        onChange={(event) => {
          setKind(SOUGHT_KINDS.find((one) => one === event.currentTarget.value) ?? 'text');
          setWrong(false);
        }}
      />
      <TextInput
        className={styles['sought'] ?? ''}
        type="search"
        aria-label={t('hex.sought')}
        placeholder={t('hex.sought')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
          find.reset();
        }}
        error={problem}
      />
      <Button type="submit" variant="default" loading={find.isPending}>
        {t('hex.find')}
      </Button>
    </form>
  );
}
