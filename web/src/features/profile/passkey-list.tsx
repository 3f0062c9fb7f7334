import type { Passkey } from '@companyaccount/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { passkeysWork } from '../../api/passkeys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { PasskeySetup } from './passkey-setup.tsx';
import styles from './security.module.css';
import { SetupDialog } from './setup-dialog.tsx';
import { refreshFactors } from './two-step.tsx';

type Open = { what: 'add' } | { what: 'rename' | 'remove'; passkey: Passkey } | null;

/** The person's passkeys. */
export function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  const { t } = useTranslation('security');
  const fresh = useFreshSignIn();
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
    void refreshFactors();
  };
  const remove = useMutation({
    mutationFn: (id: string) => fresh(() => api.removePasskey({ params: { id } })),
    onSuccess: close,
  });
  return (
    <section>
      <h2 className={styles['heading']}>{t('passkeys.title')}</h2>
      <p className={styles['help']}>{t(passkeysWork() ? 'passkeys.help' : 'passkeys.unavailable')}</p>
      {passkeys.length > 0 && (
        <ul className={styles['rows']} aria-label={t('passkeys.title')}>
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRename={() => setOpen({ what: 'rename', passkey })}
              onRemove={() => setOpen({ what: 'remove', passkey })}
            />
          ))}
        </ul>
      )}
      {passkeysWork() && (
        <Button
          variant="default"
          mt={passkeys.length > 0 ? 12 : 0}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setOpen({ what: 'add' })}
        >
          {t('passkeys.add')}
        </Button>
      )}
      {open?.what === 'add' && (
        <SetupDialog title={t('passkeys.addTitle')} onClose={close}>
          <PasskeySetup onDone={close} onCancel={close} />
        </SetupDialog>
      )}
      {open?.what === 'rename' && (
        <SetupDialog title={t('passkeys.rename')} onClose={close}>
          <RenameForm passkey={open.passkey} onDone={close} />
        </SetupDialog>
      )}
      {open?.what === 'remove' && (
        <ConfirmDialog
          title={t('passkeys.removeTitle', { name: open.passkey.name })}
          text={t('passkeys.removeText')}
          action={t('passkeys.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(open.passkey.id)}
          onClose={() => {
            remove.reset();
            close();
          }}
        />
      )}
    </section>
  );
}

function PasskeyRow({ passkey, onRename, onRemove }: { passkey: Passkey; onRename: () => void; onRemove: () => void }) {
  const { t } = useTranslation('security');
  const formats = useFormats();
  const { name, createdAt, lastUsedAt, synced } = passkey;
  return (
    <li className={styles['row']}>
      <IconFingerprint size={22} stroke={1.5} className={styles['sign']} aria-hidden />
      <div className={styles['what']}>
        <Text fw={500}>{name}</Text>
        <div className={styles['facts']}>
          {t('passkeys.since', { date: formats.date(createdAt) })}
          {synced && ` · ${t('passkeys.synced')}`}
          {' · '}
          {lastUsedAt === null ? (
            t('passkeys.unused')
          ) : (
            <>
              {t('passkeys.used')} <RelativeTime time={lastUsedAt} />
            </>
          )}
        </div>
      </div>
      <div className={styles['actions']}>
        <Button variant="default" size="xs" aria-label={t('passkeys.renameName', { name })} onClick={onRename}>
          {t('passkeys.rename')}
        </Button>
        <Button variant="default" size="xs" aria-label={t('passkeys.removeName', { name })} onClick={onRemove}>
          {t('passkeys.remove')}
        </Button>
      </div>
    </li>
  );
}

function RenameForm({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const { t } = useTranslation(['security', 'common']);
  const [name, setName] = useState(passkey.name);
  const [problem, setProblem] = useState<string>();
  const rename = useMutation({
    mutationFn: (typed: string) => api.renamePasskey({ params: { id: passkey.id }, body: { name: typed } }),
    onSuccess: onDone,
    onError: (error) => setProblem(errorText(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') setProblem(t('passkeys.nameEmpty'));
    else rename.mutate(name.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('passkeys.name')}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t('common:form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
