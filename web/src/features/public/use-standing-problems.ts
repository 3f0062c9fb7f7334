import { useState } from 'react';
import type { FormProblems } from '../../ui/form/use-form-problems.ts';

/** The problem of a field, until what was wrong is changed: a remark on text that is no longer there misleads. */
export function useStandingProblems<Field extends string>(
  problems: FormProblems<Field>,
  values: Record<Field, unknown>,
): (field: Field) => string | undefined {
  const { attempt } = problems.summary;
  const [judged, setJudged] = useState({ attempt, values });
  if (judged.attempt !== attempt) setJudged({ attempt, values });
  return (field) => (judged.values[field] === values[field] ? problems.of(field) : undefined);
}
