import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { download } from '../../api/download.ts';
import { errorText } from '../../api/error-text.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';

/** Downloads the key files of a license in a ZIP, after asking who is at the keyboard where that is due. */
export function KeyFilesButton({ licenseId }: { licenseId: string }) {
  const { t } = useTranslation('licenses');
  const fresh = useFreshSignIn();
  const get = useMutation({
    mutationFn: () => fresh(() => download('downloadKeyFiles', { params: { id: licenseId } })),
  });
  const problem = errorText(get.error);
  return (
    <div>
      <Button leftSection={<IconDownload size={16} aria-hidden />} loading={get.isPending} onClick={() => get.mutate()}>
        {t('keyFiles.download')}
      </Button>
      {get.isError && problem !== '' && (
        <Text role="alert" c="var(--mantine-color-error)" mt={4}>
          {problem}
        </Text>
      )}
    </div>
  );
}
