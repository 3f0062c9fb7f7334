import type { Desk, Presence, Request } from '@companyaccount/contract';
import { Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAnswering } from '../../api/answering.ts';
import { useSignedIn } from '../../api/me.ts';
import { presenceQuery } from '../../api/presence.ts';
import { PersonSign } from '../../ui/person-sign.tsx';
import styles from './present-staff.module.css';

interface Place {
  requestId: string;
  desk: Desk;
}

/** Colleagues who are at the request now, by name. */
function useColleagues({ requestId, desk }: Place): Presence[] {
  const me = useSignedIn();
  const { data = [] } = useQuery({
    ...presenceQuery(desk),
    select: (all) =>
      all
        .filter((one) => one.requestId === requestId && one.person.id !== me.id)
        .toSorted((one, other) => one.person.name.localeCompare(other.person.name)),
  });
  return data;
}

/** Shows which colleagues are at a request, and who of them writes. */
export function PresentStaff({ size, ...place }: Place & { size: 20 | 24 }) {
  const { t } = useTranslation('requests');
  const colleagues = useColleagues(place);
  if (colleagues.length === 0) return null;
  const shown = colleagues.slice(0, 3);
  const words = colleagues.map(({ person, doing }) => t(`presence.${doing}`, { name: person.name })).join('\n');
  return (
    <Tooltip label={words} className={styles['words'] ?? ''}>
      <span className={styles['staff']}>
        {shown.map(({ person, doing }) => (
          <span key={person.id} className={styles['person']} data-doing={doing}>
            <PersonSign name={person.name} size={size} side="vendor" />
            {doing !== 'reading' && <IconPencil size={10} className={styles['pencil']} aria-hidden />}
          </span>
        ))}
        {colleagues.length > shown.length && (
          <span className={styles['more']}>+{colleagues.length - shown.length}</span>
        )}
        <VisuallyHidden>{words}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}

/** Who writes just now, over the place where one writes oneself. */
export function WritingStaff({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const writing = useColleagues({ requestId: request.id, desk: request.desk })
    .filter(({ doing }) => doing !== 'reading')
    .map(({ person, doing }) => t(`presence.${doing}`, { name: person.name }));
  return writing.length === 0 ? null : <p className={styles['writing']}>{writing.join(' · ')}</p>;
}

/** Tells the customer that somebody is writing to them. */
export function WritingSpecialist({ requestId }: { requestId: string }) {
  const { t } = useTranslation('requests');
  return useAnswering(requestId) ? <p className={styles['writing']}>{t('presence.specialist')}</p> : null;
}
