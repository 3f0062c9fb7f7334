import {
  APPOINTMENT_STATES,
  KINDS,
  RATINGS,
  RESOLUTIONS,
  SEVERITIES,
  STATUSES,
  type TimelineEntry,
  VERDICTS,
} from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { languageName } from '../../ui/languages.ts';
import { useFormats } from '../../ui/time/use-formats.ts';

const includes = <T extends string>(values: readonly T[], value: string | null): value is T =>
  values.some((one) => one === value);

const FIELDS = [
  'subject',
  'kind',
  'severity',
  'language',
  'product',
  'productVersion',
  'operatingSystem',
  'impact',
  'resolution',
] as const;

/** Stages that a lab request comes to without its status being changed by somebody. */
const MOVED_STAGES = ['automatic_result', 'with_analyst', 'final_verdict', 'published', 'disputed'] as const;

/**
 * Says what a timeline entry records. Values that are words of the program are translated, statuses as the reader's side
 * calls them; the rest stays as it is.
 */
export function useTimelineWords(): (entry: TimelineEntry) => string {
  const { t, i18n } = useTranslation('requests');
  const formats = useFormats();
  const member = useMe()?.company != null;
  const value = (text: string | null): string => {
    if (includes(KINDS, text)) return t(`kind.${text}`);
    if (includes(STATUSES, text)) return member ? t(`memberStatus.${text}`) : t(`status.${text}`);
    if (includes(RESOLUTIONS, text)) return t(`resolution.${text}`);
    return text ?? '';
  };
  const fieldName = (name: string | null): string => {
    const field = name === 'productId' ? 'product' : name;
    return includes(FIELDS, field) ? t(`field.${field}`) : (field ?? '');
  };
  const severity = (text: string | null): string => {
    const known = SEVERITIES.find((one) => String(one) === text);
    return known === undefined ? (text ?? '') : t(`severity.${known}`);
  };
  return (entry) => {
    const actor = entry.actor?.name ?? t('timeline.system');
    const { type, from, to } = entry;
    if (type === 'created') return t('timeline.created', { actor });
    if (type === 'status_changed') return t('timeline.status_changed', { actor, to: value(to) });
    if (type === 'stage_changed' && includes(MOVED_STAGES, to)) return t(`timeline.stage.${to}`);
    if (type === 'verdict_given' && includes(VERDICTS, to)) {
      return t('timeline.verdict_given', { name: entry.field ?? '', verdict: t(`verdict.${to}`) });
    }
    if (type === 'released') return t('timeline.released', { number: to ?? '' });
    if (type === 'assigned') {
      if (to === null) return t('timeline.unassigned', { actor });
      return to === actor ? t('timeline.taken', { actor }) : t('timeline.assigned', { actor, to });
    }
    if (type === 'escalated') return t('timeline.escalated', { actor, reason: to });
    if (type === 'promise_broken') return t('timeline.promise_broken', { when: formats.exact(to ?? '') });
    if (type === 'promise_warned') {
      const when = formats.exact(to ?? '');
      return entry.field === 'owner' ? t('timeline.warned_owner', { when }) : t('timeline.warned_leads', { when });
    }
    if (type === 'rated' && includes(RATINGS, to)) return t('timeline.rated', { actor, rating: t(`rating.${to}`) });
    if (type === 'rating_settled') return t('timeline.rating_settled', { actor });
    if (type === 'reminded') return t('timeline.reminded', { when: to === null ? '' : formats.date(to) });
    if (type === 'linked' && entry.field === 'related') {
      return to === null
        ? t('timeline.unrelated', { actor, number: from })
        : t('timeline.related', { actor, number: to });
    }
    if (type === 'linked' && entry.field === 'split') {
      return to === null ? t('timeline.splitBack', { number: from }) : t('timeline.split', { actor, number: to });
    }
    if (type === 'merged' || type === 'unmerged') {
      return to === null ? t(`timeline.${type}Back`, { number: from }) : t(`timeline.${type}`, { number: to });
    }
    if (type === 'linked') {
      const otherDesk = entry.field === 'other_desk';
      return to === null
        ? t(otherDesk ? 'timeline.linkedDeskBack' : 'timeline.linkedBack', { number: from })
        : t(otherDesk ? 'timeline.linkedDesk' : 'timeline.linked', { actor, number: to });
    }
    if (type === 'regraded') {
      return t('timeline.regraded', { actor, from: severity(from), to: severity(to), reason: entry.reason ?? '' });
    }
    if (type === 'participant_added') return t('timeline.participant_added', { actor, to: to ?? '' });
    if (type === 'participant_removed') {
      return to === actor
        ? t('timeline.participant_left', { actor })
        : t('timeline.participant_removed', { actor, to: to ?? '' });
    }
    if (type === 'appointment' && includes(APPOINTMENT_STATES, entry.field)) {
      return t(`timeline.appointment.${entry.field}`, { actor, to: to ?? '' });
    }
    const field = fieldName(entry.field);
    const given = (text: string): string =>
      entry.field === 'language' ? languageName(text, i18n.language) : value(text);
    if (to === null) return t('timeline.field_cleared', { actor, field });
    if (from === null) return t('timeline.field_set', { actor, field, to: given(to) });
    return t('timeline.field_changed', { actor, field, from: given(from), to: given(to) });
  };
}
