import { IconCircleCheck, IconInbox } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { AppointmentNotice } from '../appointments/appointment-notice.tsx';
import { LicensesInShort } from '../licenses/licenses-in-short.tsx';
import { RequestList } from '../requests/request-list.tsx';
import { DraftList } from './draft-list.tsx';
import { NewRequestButton } from './history-page.tsx';
import { LicenseNotice } from './license-notice.tsx';
import { PendingPage } from './pending-page.tsx';
import styles from './portal.module.css';

/** What a member sees first: what waits for them, what is being worked on, and the licenses in short. */
export function HomePage() {
  const { t } = useTranslation('portal');
  const me = useSignedIn();
  if (me.company === null) return <PendingPage me={me} />;
  return (
    <Page title={t('home.title')} action={<NewRequestButton />}>
      <div className={styles['home']}>
        <div className={styles['main']}>
          <AppointmentNotice />
          <LicenseNotice />
          <DraftList />
          <section>
            <h2 className={styles['heading']}>{t('home.needsAnswer')}</h2>
            <div className={styles['card']}>
              <RequestList
                query={{ status: ['waiting_for_customer'], sort: '-updated', 'page[size]': 20 }}
                place="/requests/$requestId"
                view="member"
                foot={false}
                empty={
                  <p className={styles['calm']}>
                    <IconCircleCheck size={18} aria-hidden /> {t('home.needsAnswerEmpty')}
                  </p>
                }
              />
            </div>
          </section>
          <section>
            <h2 className={styles['heading']}>
              {t('home.open')}
              <Link to="/requests" className={styles['all']}>
                {t('home.all')}
              </Link>
            </h2>
            <div className={styles['card']}>
              <RequestList
                query={{ status: ['new', 'open'], sort: 'promise', 'page[size]': 20 }}
                place="/requests/$requestId"
                view="member"
                foot={false}
                empty={
                  <EmptyState icon={IconInbox} title={t('home.openEmpty')} text={t('home.openEmptyText')}>
                    <NewRequestButton />
                  </EmptyState>
                }
              />
            </div>
          </section>
        </div>
        <LicensesInShort />
      </div>
    </Page>
  );
}
