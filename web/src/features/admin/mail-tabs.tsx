import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../ui/section-nav.tsx';

/** Between mail that went out and mail that came in. */
export function MailTabs({ current }: { current: '/admin/mail-log' | '/admin/received-mail' }) {
  const { t } = useTranslation('admin');
  return (
    <SectionNav
      label={t('receivedMail.tabs')}
      sections={[
        { to: '/admin/mail-log', words: t('receivedMail.sent') },
        { to: '/admin/received-mail', words: t('receivedMail.received') },
      ]}
      current={current}
    />
  );
}
