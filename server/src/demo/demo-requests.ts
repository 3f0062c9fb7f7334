import type { CreateRequest, Resolution } from '@companyaccount/contract/requests';

type Line = {
  by: string;
  text: string;
  minutesLater: number;
  thenStatus?: 'waiting_for_customer' | 'resolved';
  resolution?: Resolution;
  internal?: boolean;
};

export interface DemoRequest {
  by: string;
  daysAgo: number;
  product?: string;
  request: CreateRequest;
  dialogue: Line[];
}

const ANNA = 'anna@acme.example';
const BORIS = 'boris@acme.example';
const CLARA = 'clara@globex.example';
const ENGINEER = 'engineer@vendor.example';
const ANALYST = 'analyst@vendor.example';

/** What the demo's companies have asked so far. */
export const DEMO_REQUESTS: readonly DemoRequest[] = [
  {
    by: CLARA,
    daysAgo: 9,
    product: 'Northlight Server',
    request: {
      desk: 'support',
      kind: 'configuration',
      severity: 3,
      subject: 'Exclude the backup folder from scheduled scans',
      text: 'Our nightly backup runs into the scheduled scan and takes **three hours** longer.\n\nHow do we exclude `D:\\Backup` on all servers at once, without switching off the on-access scan?',
      language: 'en',
      productVersion: '6.0',
      operatingSystem: 'Windows Server 2025',
    },
    dialogue: [
      {
        by: ENGINEER,
        minutesLater: 55,
        text: 'Hello Clara,\n\ncreate a policy for the server group:\n\n1. *Policies → Scheduled scan → Exclusions*\n2. add `D:\\Backup\\**` and tick **Scheduled scans only**\n3. assign the policy to the group\n\nThe on-access scan stays on. Please tell us whether tonight’s backup is back to normal.',
        thenStatus: 'waiting_for_customer',
      },
      { by: CLARA, minutesLater: 1210, text: 'Back to 40 minutes. Thank you!' },
      {
        by: ENGINEER,
        minutesLater: 35,
        text: 'Good to hear. I am closing this one; just write here if it comes back.',
        thenStatus: 'resolved',
        resolution: 'answered',
      },
    ],
  },
  {
    by: ANNA,
    daysAgo: 6,
    product: 'Northlight Mail Gateway',
    request: {
      desk: 'support',
      kind: 'update',
      severity: 2,
      subject: 'Gateway has not updated its definitions since Monday',
      text: 'The console says “update source not reachable”. Nothing changed on our firewall. The other sites update normally.',
      impact: 'Mail for 400 people is filtered with old definitions.',
      language: 'en',
      productVersion: '8.2',
      operatingSystem: 'Debian 12',
    },
    dialogue: [
      {
        by: ENGINEER,
        minutesLater: 40,
        text: 'Hello Anna,\n\nplease send us the output of\n\n```\nnlgateway update --verbose\n```\n\nand the file `/var/log/nlgateway/update.log`.',
        thenStatus: 'waiting_for_customer',
      },
      {
        by: ANNA,
        minutesLater: 90,
        text: 'Here it is:\n\n> certificate verify failed: unable to get local issuer certificate\n\nThe clock of that machine is right.',
      },
      {
        by: ENGINEER,
        minutesLater: 20,
        text: 'Looks like their TLS inspection. Asking the network people of Acme would be the next step.',
        internal: true,
      },
      {
        by: ENGINEER,
        minutesLater: 6,
        text: 'Thank you. Something between the gateway and the update servers replaces our certificate, most often TLS inspection on a proxy. Could you exclude the update addresses from the inspection and try again?',
        thenStatus: 'waiting_for_customer',
      },
    ],
  },
  {
    by: BORIS,
    daysAgo: 2,
    product: 'Northlight Endpoint',
    request: {
      desk: 'support',
      kind: 'performance',
      severity: 3,
      subject: 'После обновления 12.4 медленно открываются сетевые папки',
      text: 'После перехода на 12.4 проводник открывает сетевые папки по 20–30 секунд. Если остановить защиту файлов, всё работает быстро.\n\nОколо 60 компьютеров, у всех одинаково.',
      impact: 'Бухгалтерия почти не может работать с общими документами.',
      language: 'ru',
      productVersion: '12.4',
      operatingSystem: 'Windows 11',
    },
    dialogue: [
      {
        by: ENGINEER,
        minutesLater: 75,
        text: 'Здравствуйте, Борис!\n\nПохоже на проверку файлов при перечислении папок, её поведение изменилось в 12.4. Включите, пожалуйста, **Защита файлов → Сетевые диски → Проверять только при запуске** на одном компьютере и скажите, стало ли быстрее.',
      },
    ],
  },
  {
    by: CLARA,
    daysAgo: 1,
    product: 'Northlight Endpoint',
    request: {
      desk: 'support',
      kind: 'malfunction',
      severity: 1,
      subject: 'Protection service stops on every second workstation',
      text: 'Since this morning the protection service stops a few minutes after logon. Event 7031 in the system log. Restarting the service helps for some minutes.',
      impact: 'About 200 workstations are without protection.',
      language: 'en',
      productVersion: '12.4',
      operatingSystem: 'Windows 11',
    },
    dialogue: [],
  },
  {
    by: BORIS,
    daysAgo: 0,
    product: 'Northlight Mobile',
    request: {
      desk: 'support',
      kind: 'activation',
      severity: 4,
      subject: 'How many phones fit one license?',
      text: 'We want to add 15 phones to our license. Do we need another one, or is there an upgrade?',
      language: 'en',
      productVersion: '4.1',
    },
    dialogue: [],
  },
  {
    by: ANNA,
    daysAgo: 4,
    product: 'Northlight Endpoint',
    request: {
      desk: 'lab',
      kind: 'false_positive',
      severity: 2,
      subject: 'Our label printing tool is reported as a Trojan',
      text: 'Since yesterday `LabelPrint.exe`, built by our own developers, is moved to quarantine as `Trojan.Win32.Generic.b`. It is signed with our certificate and has not changed for months.',
      impact: 'The warehouse cannot print labels.',
      language: 'en',
      productVersion: '12.4',
    },
    dialogue: [
      {
        by: ANALYST,
        minutesLater: 130,
        text: 'Thank you, we have the file. The detection comes from a pattern that is too general; we are correcting it. You will hear from us today.',
      },
    ],
  },
  {
    by: CLARA,
    daysAgo: 0,
    request: {
      desk: 'lab',
      kind: 'unknown_malware',
      severity: 2,
      subject: 'Suspicious attachment from a supplier',
      text: 'A supplier’s mailbox seems to have been taken over. The attachment asks to enable macros. Nobody has opened it as far as we know. Please tell us what it is.',
      language: 'en',
    },
    dialogue: [],
  },
];
