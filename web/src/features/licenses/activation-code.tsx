import { Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import styles from './licenses.module.css';

const SHOWN_MS = 60_000;
/** Browsers have a clipboard for pages only over HTTPS and on the loopback address. */
const CAN_COPY = 'clipboard' in navigator;
const COVERED = '•••••-•••••-•••••-•••••';

interface ActivationCodeProps {
  /** Asks the server for the code. */
  load: () => Promise<{ activationCode: string }>;
  /** What it is for, where that is not said as usual. */
  help?: string;
}

/** The activation code, covered until an administrator asks for it and again after a minute. */
export function ActivationCode({ load, help }: ActivationCodeProps) {
  const { t } = useTranslation('licenses');
  const fresh = useFreshSignIn();
  const clipboard = useClipboard({ timeout: 2000 });
  const show = useMutation({
    mutationFn: () => fresh(load),
    // Nothing is kept once it is hidden.
    gcTime: 0,
  });
  const { reset } = show;
  const code = show.data?.activationCode;
  useEffect(() => {
    if (code === undefined) return undefined;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [code, reset]);
  const problem = errorText(show.error);

  return (
    <section>
      <h2 className={styles['heading']}>{t('code.title')}</h2>
      <p className={styles['help']}>{help ?? t('code.help')}</p>
      <div className={styles['code']}>
        <output className={styles['characters']} aria-label={t('code.title')}>
          {code ?? <span aria-hidden>{COVERED}</span>}
        </output>
        <Group gap="xs">
          {code === undefined ? (
            <Button
              variant="default"
              leftSection={<IconEye size={16} aria-hidden />}
              loading={show.isPending}
              onClick={() => show.mutate()}
            >
              {t('code.show')}
            </Button>
          ) : (
            <>
              {CAN_COPY && (
                <Button
                  variant="default"
                  leftSection={
                    clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                  }
                  onClick={() => clipboard.copy(code)}
                >
                  {clipboard.copied ? t('code.copied') : t('code.copy')}
                </Button>
              )}
              <Button variant="default" leftSection={<IconEyeOff size={16} aria-hidden />} onClick={reset}>
                {t('code.hide')}
              </Button>
            </>
          )}
        </Group>
      </div>
      {code !== undefined && <p className={styles['note']}>{t('code.until')}</p>}
      {show.isError && problem !== '' && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {problem}
        </Text>
      )}
    </section>
  );
}
