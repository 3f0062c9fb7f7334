import type { CreateCannedAnswer } from '@companyaccount/contract/canned-answers';

/** Texts that the demo's staff put into their answers. */
export const DEMO_CANNED: readonly CreateCannedAnswer[] = [
  {
    name: 'Ask for the update log',
    desk: 'support',
    texts: [
      {
        language: 'en',
        text: 'Hello {{customer}},\n\nplease send us the output of\n\n```\nnlgateway update --verbose\n```\n\nand the file `/var/log/nlgateway/update.log`. Attach them here; nobody outside {{vendor}} can read them.',
      },
      {
        language: 'ru',
        text: 'Здравствуйте, {{customer}}!\n\nПришлите, пожалуйста, вывод команды\n\n```\nnlgateway update --verbose\n```\n\nи файл `/var/log/nlgateway/update.log`. Приложите их прямо здесь: кроме сотрудников {{vendor}}, их никто не увидит.',
      },
    ],
  },
  {
    name: 'Is it solved?',
    desk: null,
    texts: [
      {
        language: 'en',
        text: 'Hello {{customer}},\n\nhas {{number}} been solved by this? If not, just write here and we go on.\n\n{{agent}}',
      },
      {
        language: 'ru',
        text: 'Здравствуйте, {{customer}}!\n\nПомогло ли это по запросу {{number}}? Если нет, напишите здесь, и мы продолжим.\n\n{{agent}}',
      },
    ],
  },
  {
    name: 'Another sample, please',
    desk: 'lab',
    texts: [
      {
        language: 'en',
        text: 'Hello {{customer}},\n\nwe could not open what you sent. Please send the file once more in a ZIP archive with the password `infected`.\n\n{{agent}}, Virus Lab',
      },
    ],
  },
];
