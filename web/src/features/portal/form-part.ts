import type { FormProblems } from '../../ui/form/use-form-problems.ts';
import type { FormField, RequestForm } from './request-form.ts';

/** What each part of the form of a new request works on. */
export interface FormPartProps {
  form: RequestForm;
  change: (part: Partial<RequestForm>) => void;
  problems: FormProblems<FormField>;
}
