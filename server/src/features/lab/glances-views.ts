import type { FindingKind, Outcome } from '@companyaccount/contract/lab';
import type { LabGlance } from '@companyaccount/contract/lab-queue';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

/** Findings that tell something before one looks at all of them. */
const TELLING: readonly FindingKind[] = [
  'in_release',
  'detected',
  'rule_matched',
  'macros',
  'active',
  'external',
  'polyglot',
  'unknown_password',
  'unsafe_path',
  'limit_reached',
  'parser_failed',
];
const FINDINGS_SHOWN = 6;

interface GlanceRow extends Omit<LabGlance, 'findings' | 'outcomes'> {
  id: string;
  outcomes: Outcome[];
  findings: LabGlance['findings'] | null;
}

/** What is known of the files of these requests. */
export async function loadGlances(tx: Tx, requestIds: readonly string[]): Promise<Map<string, LabGlance>> {
  if (requestIds.length === 0) return new Map();
  const { rows } = await sql<GlanceRow>`
    select wanted.id, o.objects, o.outcomes, coalesce(s.companies, 0) as companies, v.verdict, f.findings
    from unnest(${[...requestIds]}::uuid[]) as wanted (id)
    cross join lateral (
      select count(*)::int as objects, coalesce(array_agg(distinct x.outcome) filter (where x.outcome is not null), '{}') as outcomes
      from app.submission_objects x where x.request_id = wanted.id
    ) o
    left join lateral (
      select max((select count(distinct y.company_id) from app.submission_objects y where y.sample_id = x.sample_id))::int as companies
      from app.submission_objects x where x.request_id = wanted.id and x.sample_id is not null
    ) s on true
    left join lateral (
      select w.verdict from app.submission_objects x join app.verdicts w on w.sample_id = x.sample_id
      where x.request_id = wanted.id order by w.created_at desc, w.revision desc limit 1
    ) v on true
    left join lateral (
      select jsonb_agg(d.finding order by d.place, d.finding) as findings from (
        select distinct e.value as finding, array_position(${[...TELLING]}::text[], e.value ->> 'kind') as place
        from app.submission_objects x
        cross join lateral (select a.id from app.analyses a where a.sample_id = x.sample_id and a.root_id is null
          order by a.created_at desc, a.id desc limit 1) root
        join app.analyses a on a.id = root.id or a.root_id = root.id
        join app.analysis_steps t on t.analysis_id = a.id and t.findings <> '[]'
        cross join lateral jsonb_array_elements(t.findings) e
        where x.request_id = wanted.id and e.value ->> 'kind' = any(${[...TELLING]}::text[])
        order by 2, 1 limit ${FINDINGS_SHOWN}
      ) d
    ) f on true`.execute(tx);
  return new Map(rows.map(({ id, findings, ...glance }) => [id, { ...glance, findings: findings ?? [] }]));
}
