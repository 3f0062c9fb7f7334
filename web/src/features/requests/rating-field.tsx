import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconMessageExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../api/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { PanelField } from './panel-field.tsx';
import { RATING_SIGNS } from './rating-sign.ts';
import styles from './request-panel.module.css';
import { SettleDialog } from './settle-dialog.tsx';

/** What the customer says of the resolution, and whether a lead has yet to see to a bad word. */
export function RatingField({ request: { id, rating, ratingUnsettled, actions } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const [asked, setAsked] = useState(false);
  const settles = may(useSignedIn(), 'lead');
  const shown = actions.includes('rate') ? null : rating;
  if (shown === null && !ratingUnsettled) return null;
  return (
    <PanelField label={t('field.rating')}>
      <span className={styles['stack']}>
        {shown !== null && <Badge {...RATING_SIGNS[shown.value]} word={t(`rating.${shown.value}`)} />}
        {shown !== null && shown.comment !== null && <span dir="auto">{shown.comment}</span>}
        {ratingUnsettled && <Badge icon={IconMessageExclamation} tone="warn" word={t('settling.unsettled')} />}
        {ratingUnsettled && settles && (
          <Button mt={6} size="compact-sm" variant="default" onClick={() => setAsked(true)}>
            {t('settling.open')}
          </Button>
        )}
      </span>
      {asked && <SettleDialog requestId={id} onClose={() => setAsked(false)} />}
    </PanelField>
  );
}
