import { ApiError } from '@companyaccount/contract';
import { useState } from 'react';
import { Cancelled } from '../../api/cancelled.ts';
import { errorText, fieldErrors } from '../../api/error-text.ts';

export interface FormProblems<Field extends string> {
  /** For `ErrorSummary`. */
  summary: { message: string | null; fields: { id: string; label: string; text: string }[]; attempt: number };
  /** For the `error` of a field. */
  of: (field: Field) => string | undefined;
  /** Shows what the page itself found wrong. */
  found: (problems: Partial<Record<Field, string>>) => void;
  /** Shows what the server answered. */
  refused: (error: unknown) => void;
  clear: () => void;
}

/** Keeps what is wrong with a form; `labels` names its fields in their order, the id of a field's input is its name. */
export function useFormProblems<Field extends string>(labels: Record<Field, string>): FormProblems<Field> {
  const [attempt, setAttempt] = useState(0);
  const [message, setMessage] = useState<string | null>(null);
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});

  const show = (next: Partial<Record<string, string>>, text: string | null): void => {
    setProblems(next);
    setMessage(text);
    setAttempt((count) => count + 1);
  };
  const fields = Object.entries<string>(labels).flatMap(([id, label]) => {
    const text = problems[id];
    return text === undefined ? [] : [{ id, label, text }];
  });
  return {
    summary: { message, fields, attempt },
    of: (field) => problems[field],
    found: (next) => show(next, null),
    refused: (error) => {
      if (error instanceof Cancelled) return;
      const byField = fieldErrors(error);
      const known = Object.keys(byField).some((name) => name in labels);
      const plain = known && error instanceof ApiError && error.code === 'validation_failed';
      show(byField, plain ? null : errorText(error));
    },
    clear: () => {
      setProblems({});
      setMessage(null);
    },
  };
}
