import type { CataloguePlan } from '@companyaccount/contract';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { calendarsQuery } from './catalogue-queries.ts';
import { NEW_PLAN, type PlanText, planTextOf, SEVERITIES, TARGETS, targetsOf } from './plan.ts';
import { wholeNumber } from './terms.ts';
import styles from './vendor-licensing.module.css';

/** Adds a support plan, or changes one; null: a new one. */
export function PlanDialog({ plan, onClose }: { plan: CataloguePlan | null; onClose: () => void }) {
  const { t } = useTranslation(['issuing', 'common', 'errors']);
  const [text, setText] = useState<PlanText>(() => (plan === null ? NEW_PLAN : planTextOf(plan)));
  const problems = useFormProblems({
    name: t('plans.name'),
    hours: t('plans.hours'),
    namedContacts: t('plans.namedContacts'),
    calendarId: t('plans.calendar'),
    targets: t('plans.targets'),
  });
  const { data: calendars = [] } = useQuery(calendarsQuery);
  const calendarId = text.calendarId ?? calendars.find(({ builtIn }) => builtIn)?.id ?? null;
  const { save, away, remove } = usePlanChanges(plan, onClose, problems.refused);
  const change = (part: Partial<PlanText>) => setText({ ...text, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const targets = targetsOf(text.targets);
    const namedContacts = text.namedContacts.trim() === '' ? null : wholeNumber(text.namedContacts);
    const found = {
      ...(text.name.trim() === '' ? { name: t('errors:field.required') } : {}),
      ...(Number.isNaN(namedContacts) ? { namedContacts: t('terms.wrong.number') } : {}),
      ...(targets === null ? { targets: t('plans.targetsWrong') } : {}),
    };
    if (Object.keys(found).length > 0 || targets === null) problems.found(found);
    else
      save.mutate({
        name: text.name.trim(),
        hours: text.hours.trim(),
        namedContacts,
        targets,
        ...(calendarId === null ? {} : { calendarId }),
      });
  };
  return (
    <Modal
      opened
      size="lg"
      title={plan === null ? t('plans.add') : t('plans.editName', { name: plan.name })}
      onClose={onClose}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('plans.name')}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            value={text.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={problems.of('name')}
          />
          <TextInput
            id="hours"
            label={t('plans.hours')}
            placeholder={t('plans.hoursExample')}
            maxLength={200}
            autoComplete="off"
            value={text.hours}
            onChange={(event) => change({ hours: event.currentTarget.value })}
            error={problems.of('hours')}
          />
          <TextInput
            id="namedContacts"
            label={t('plans.namedContacts')}
            description={t('plans.namedContactsHelp')}
            inputMode="numeric"
            autoComplete="off"
            value={text.namedContacts}
            onChange={(event) => change({ namedContacts: event.currentTarget.value })}
            error={problems.of('namedContacts')}
          />
          <Select
            id="calendarId"
            label={t('plans.calendar')}
            data={calendars.map(({ id, name }) => ({ value: id, label: name }))}
            value={calendarId}
            onChange={(chosen) => chosen !== null && change({ calendarId: chosen })}
            error={problems.of('calendarId')}
          />
          <TargetFields text={text} change={change} error={problems.of('targets')} />
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              {plan !== null && (
                <Button variant="default" loading={away.isPending} onClick={() => away.mutate(!plan.archived)}>
                  {plan.archived ? t('unarchive') : t('archive')}
                </Button>
              )}
              {plan?.used === false && (
                <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                  {t('delete')}
                </Button>
              )}
            </Group>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:form.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {t('common:form.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface TargetFieldsProps {
  text: PlanText;
  change: (part: Partial<PlanText>) => void;
  error: string | undefined;
}

function TargetFields({ text, change, error }: TargetFieldsProps) {
  const { t } = useTranslation('issuing');
  return (
    <div id="targets" tabIndex={-1}>
      <p className={styles['help']}>{t('plans.targetsHelp')}</p>
      <table className={styles['targets']} data-edit>
        <thead>
          <tr>
            <th scope="col">{t('plans.severity')}</th>
            {TARGETS.map((target) => (
              <th key={target} scope="col">
                {t(`plans.${target}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SEVERITIES.map((severity) => (
            <tr key={severity}>
              <th scope="row">{severity}</th>
              {TARGETS.map((target) => (
                <td key={target}>
                  <TextInput
                    aria-label={t('plans.cell', { severity, target: t(`plans.${target}`) })}
                    inputMode="decimal"
                    autoComplete="off"
                    value={text.targets[severity][target]}
                    onChange={(event) => {
                      const row = { ...text.targets[severity], [target]: event.currentTarget.value };
                      change({ targets: { ...text.targets, [severity]: row } });
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {error !== undefined && <p className={styles['wrong']}>{error}</p>}
    </div>
  );
}

type PlanBody = Parameters<typeof api.createPlan>[0]['body'];

function usePlanChanges(plan: CataloguePlan | null, onDone: () => void, onError: (error: unknown) => void) {
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: keys.catalogue });
    onDone();
  };
  const of = { params: { id: plan?.id ?? '' } };
  const version = plan?.version ?? 0;
  return {
    save: useMutation({
      mutationFn: (body: PlanBody) =>
        plan === null
          ? api.createPlan({ body, idempotencyKey: idempotency.keyFor(body) })
          : api.patchPlan({ ...of, version, body }),
      onSuccess,
      onError,
    }),
    away: useMutation({
      mutationFn: (archived: boolean) => api.patchPlan({ ...of, version, body: { archived } }),
      onSuccess,
      onError,
    }),
    remove: useMutation({ mutationFn: () => api.deletePlan(of), onSuccess, onError }),
  };
}
