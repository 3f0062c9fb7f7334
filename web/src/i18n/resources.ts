import type admin from './en/admin.json';
import type appointments from './en/appointments.json';
import type audit from './en/audit.json';
import type bulk from './en/bulk.json';
import type canned from './en/canned.json';
import type common from './en/common.json';
import type companies from './en/companies.json';
import type company from './en/company.json';
import type definitions from './en/definitions.json';
import type erasure from './en/erasure.json';
import type errors from './en/errors.json';
import type files from './en/files.json';
import type help from './en/help.json';
import type issuing from './en/issuing.json';
import type lab from './en/lab.json';
import type licenses from './en/licenses.json';
import type outside from './en/outside.json';
import type palette from './en/palette.json';
import type portal from './en/portal.json';
import type profile from './en/profile.json';
import type publicPages from './en/public.json';
import type reports from './en/reports.json';
import type requests from './en/requests.json';
import type scanners from './en/scanners.json';
import type staff from './en/staff.json';
import type security from './en/security.json';
import type shortcuts from './en/shortcuts.json';
import type verdicts from './en/verdicts.json';
import type tokens from './en/tokens.json';
import type webhooks from './en/webhooks.json';
import type adminRu from './ru/admin.json';
import type appointmentsRu from './ru/appointments.json';
import type auditRu from './ru/audit.json';
import type bulkRu from './ru/bulk.json';
import type cannedRu from './ru/canned.json';
import type commonRu from './ru/common.json';
import type companiesRu from './ru/companies.json';
import type companyRu from './ru/company.json';
import type definitionsRu from './ru/definitions.json';
import type erasureRu from './ru/erasure.json';
import type errorsRu from './ru/errors.json';
import type filesRu from './ru/files.json';
import type helpRu from './ru/help.json';
import type issuingRu from './ru/issuing.json';
import type labRu from './ru/lab.json';
import type licensesRu from './ru/licenses.json';
import type outsideRu from './ru/outside.json';
import type paletteRu from './ru/palette.json';
import type portalRu from './ru/portal.json';
import type profileRu from './ru/profile.json';
import type publicRu from './ru/public.json';
import type verdictsRu from './ru/verdicts.json';
import type tokensRu from './ru/tokens.json';
import type webhooksRu from './ru/webhooks.json';
import type reportsRu from './ru/reports.json';
import type requestsRu from './ru/requests.json';
import type scannersRu from './ru/scanners.json';
import type staffRu from './ru/staff.json';
import type securityRu from './ru/security.json';
import type shortcutsRu from './ru/shortcuts.json';

/** The texts of the interface by namespace; English is the measure that every language is held against. */
export interface Resources {
  admin: typeof admin;
  appointments: typeof appointments;
  audit: typeof audit;
  bulk: typeof bulk;
  canned: typeof canned;
  common: typeof common;
  companies: typeof companies;
  company: typeof company;
  definitions: typeof definitions;
  erasure: typeof erasure;
  errors: typeof errors;
  files: typeof files;
  help: typeof help;
  issuing: typeof issuing;
  lab: typeof lab;
  licenses: typeof licenses;
  outside: typeof outside;
  palette: typeof palette;
  portal: typeof portal;
  profile: typeof profile;
  public: typeof publicPages;
  reports: typeof reports;
  requests: typeof requests;
  scanners: typeof scanners;
  staff: typeof staff;
  tokens: typeof tokens;
  verdicts: typeof verdicts;
  webhooks: typeof webhooks;
  security: typeof security;
  shortcuts: typeof shortcuts;
}

interface RussianResources {
  admin: typeof adminRu;
  appointments: typeof appointmentsRu;
  audit: typeof auditRu;
  bulk: typeof bulkRu;
  canned: typeof cannedRu;
  common: typeof commonRu;
  companies: typeof companiesRu;
  company: typeof companyRu;
  definitions: typeof definitionsRu;
  erasure: typeof erasureRu;
  errors: typeof errorsRu;
  files: typeof filesRu;
  help: typeof helpRu;
  issuing: typeof issuingRu;
  lab: typeof labRu;
  licenses: typeof licensesRu;
  outside: typeof outsideRu;
  palette: typeof paletteRu;
  portal: typeof portalRu;
  profile: typeof profileRu;
  public: typeof publicRu;
  reports: typeof reportsRu;
  requests: typeof requestsRu;
  scanners: typeof scannersRu;
  staff: typeof staffRu;
  tokens: typeof tokensRu;
  verdicts: typeof verdictsRu;
  webhooks: typeof webhooksRu;
  security: typeof securityRu;
  shortcuts: typeof shortcutsRu;
}

type Stem<K> = K extends `${infer S}_one` | `${infer S}_other` ? S : K;
/** The English texts with each plural spelled in the forms of another language. */
type InForms<T, Forms extends string> = {
  [
    K in keyof T as K extends `${string}_one` | `${string}_other` ? `${Stem<K> & string}_${Forms}` : K
  ]: T[K] extends string ? string : InForms<T[K], Forms>;
};
type Complete<Texts extends InForms<Resources, Forms>, Forms extends string> = Texts;

/** Fails to compile when a Russian text is missing. */
type _Russian = Complete<RussianResources, 'one' | 'few' | 'many' | 'other'>;
