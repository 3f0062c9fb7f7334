import { Button, type ButtonProps } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadTexts } from '../../i18n/i18n.ts';

const Dialog = lazy(async () => {
  const [{ AddLicenseDialog }] = await Promise.all([
    import('./add-license-dialog.tsx'),
    loadTexts('licenses', 'public', 'portal'),
  ]);
  return { default: AddLicenseDialog };
});

/** The button that opens the dialog to add a license. */
export function AddLicense({ variant = 'filled' }: Pick<ButtonProps, 'variant'>) {
  const { t } = useTranslation('common');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t('addLicense')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Dialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
