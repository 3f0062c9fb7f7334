import type { ArticleAudience, WriteArticle } from '@companyaccount/contract/articles';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';

export interface DemoArticle {
  slug: string;
  audience: ArticleAudience;
  product?: string;
  daysAgo: number;
  /** In the language of the first it is begun; a `draft` is not published. */
  texts: Partial<Record<InterfaceLanguage, WriteArticle>>;
  draft?: boolean;
}

/** What the help centre of the demo says. */
export const DEMO_ARTICLES: readonly DemoArticle[] = [
  {
    slug: 'update-source-not-reachable',
    audience: 'public',
    product: 'Northlight Mail Gateway',
    daysAgo: 120,
    texts: {
      en: {
        title: 'The gateway says “update source not reachable”',
        summary: 'Find out what stands between the gateway and the update servers.',
        text: 'Mail is filtered with the definitions that the gateway has, so you have time to look.\n\n## 1. Ask the gateway\n\n```\nnlgateway update --verbose\n```\n\n- **could not resolve host**: the gateway has no working DNS server. Set one under *System → Network*.\n- **connection timed out**: a firewall lets nothing out. Allow TCP port 443 to `update.northlight.example`.\n- **certificate verify failed**: something replaces our certificate, most often the TLS inspection of a proxy. Exclude `update.northlight.example` from the inspection.\n\n## 2. Try again\n\n*Definitions → Update now*. The date behind **Definitions from** should be today’s.\n\n> The clock of the machine must be right to within five minutes, or no certificate is accepted.',
      },
      ru: {
        title: 'Шлюз сообщает «источник обновлений недоступен»',
        summary: 'Как узнать, что мешает шлюзу связаться с серверами обновлений.',
        text: 'Почта проверяется с теми базами, которые уже есть на шлюзе, так что время разобраться есть.\n\n## 1. Спросите сам шлюз\n\n```\nnlgateway update --verbose\n```\n\n- **could not resolve host** — у шлюза не работает DNS. Укажите сервер в разделе *Система → Сеть*.\n- **connection timed out** — соединение не пропускает межсетевой экран. Разрешите TCP-порт 443 к `update.northlight.example`.\n- **certificate verify failed** — наш сертификат кто-то подменяет, чаще всего прокси с проверкой TLS. Исключите `update.northlight.example` из проверки.\n\n## 2. Попробуйте ещё раз\n\n*Базы → Обновить сейчас*. В строке **Базы от** должна стоять сегодняшняя дата.\n\n> Часы машины не должны расходиться с точным временем больше чем на пять минут, иначе не подойдёт ни один сертификат.',
      },
    },
  },
  {
    slug: 'exclude-a-folder-from-scheduled-scans',
    audience: 'public',
    product: 'Northlight Server',
    daysAgo: 90,
    texts: {
      en: {
        title: 'Exclude a folder from scheduled scans',
        summary: 'For backups and databases that get in the way of the nightly scan.',
        text: 'An exclusion for scheduled scans leaves the on-access scan as it is: whatever is opened is still looked at.\n\n1. Open *Policies* and choose the policy of the servers concerned.\n2. Go to *Scheduled scan → Exclusions* and add the folder, such as `D:\\Backup\\**`.\n3. Tick **Scheduled scans only**.\n4. Save. Servers take the policy within 15 minutes.\n\nExclude as little as you can: one folder rather than a whole drive, and never a folder that users may write to.',
      },
      ru: {
        title: 'Как исключить папку из проверки по расписанию',
        summary: 'Если ночная проверка мешает резервному копированию или базам данных.',
        text: 'Исключение для проверки по расписанию не трогает постоянную защиту: всё, что открывают, по-прежнему проверяется.\n\n1. Откройте раздел *Политики* и выберите политику нужных серверов.\n2. В разделе *Проверка по расписанию → Исключения* добавьте папку, например `D:\\Backup\\**`.\n3. Отметьте **Только для проверки по расписанию**.\n4. Сохраните. Серверы получат политику в течение 15 минут.\n\nИсключайте как можно меньше: одну папку, а не весь диск, и никогда — папку, в которую могут писать пользователи.',
      },
    },
  },
  {
    slug: 'slow-network-folders',
    audience: 'public',
    product: 'Northlight Endpoint',
    daysAgo: 30,
    texts: {
      en: {
        title: 'Network folders open slowly after the update to 12.4',
        summary: 'One setting makes them quick again.',
        text: 'Since 12.4, files on network drives are looked at while a folder is listed. Over a slow line this takes seconds.\n\nIn the policy of the computers concerned, choose *File protection → Network drives → **Scan on execution only***. Programs are still scanned before they run, and the file server should have a protection of its own.\n\nIf only one share is slow, exclude that one instead: `\\\\server\\share\\**`.',
      },
      ru: {
        title: 'После обновления до 12.4 медленно открываются сетевые папки',
        summary: 'Достаточно изменить одну настройку.',
        text: 'Начиная с версии 12.4 файлы на сетевых дисках проверяются уже при показе папки. По медленной линии на это уходят секунды.\n\nВ политике нужных компьютеров выберите *Защита файлов → Сетевые диски → **Проверять только при запуске***. Программы по-прежнему проверяются перед запуском, а на файловом сервере должна стоять своя защита.\n\nЕсли медленно открывается только одна папка, исключите её: `\\\\server\\share\\**`.',
      },
    },
  },
  {
    slug: 'report-a-false-detection',
    audience: 'public',
    daysAgo: 60,
    texts: {
      en: {
        title: 'A file of ours is reported as malware: what to do',
        summary: 'How to get an answer from the Virus Lab quickly.',
        text: 'File a request with the **Virus Lab** and choose *False detection*. It is answered soonest when it says:\n\n- the **name of the detection** exactly as the product shows it;\n- the **file itself**, or its SHA-256 where the file must not leave your company;\n- who made the file, and where you got it from.\n\nDo not switch the protection off meanwhile. Exclude the one file by its hash: *Policies → File protection → Exclusions → Hash*.\n\nWhen the detection is corrected, the request names the release of definitions that carries the correction.',
      },
      ru: {
        title: 'Наш файл определяется как вредоносный: что делать',
        summary: 'Как быстрее получить ответ вирусной лаборатории.',
        text: 'Создайте запрос в **вирусную лабораторию** и выберите *Ложное срабатывание*. Ответ придёт быстрее, если указать:\n\n- **название детекта** в точности так, как его показывает продукт;\n- **сам файл** или его SHA-256, если файл нельзя передавать за пределы компании;\n- кто сделал файл и откуда он у вас.\n\nНе отключайте защиту. Исключите один файл по его хешу: *Политики → Защита файлов → Исключения → Хеш*.\n\nКогда детект будет исправлен, в запросе появится номер выпуска баз с исправлением.',
      },
    },
  },
  {
    slug: 'move-a-license-to-new-devices',
    audience: 'customers',
    daysAgo: 45,
    texts: {
      en: {
        title: 'Move a license to new devices',
        summary: 'The same key file works on the new device; the old one gives its place back.',
        text: '1. Remove the product from the old device, or choose *License → Give back* in its console.\n2. Install it on the new device and load the **key file** from the page *Licenses*.\n3. After a day the number of devices in use is right again.\n\nA device that is broken gives its place back by itself after 30 days without contact. If you cannot wait, file a request and name the serial of the license.',
      },
      ru: {
        title: 'Как перенести лицензию на новые устройства',
        summary: 'Файл ключа подойдёт и новому устройству, а старое освободит место.',
        text: '1. Удалите продукт со старого устройства или выберите в его консоли *Лицензия → Освободить место*.\n2. Установите продукт на новое устройство и загрузите **файл ключа** со страницы *Лицензии*.\n3. Через сутки число занятых мест станет верным.\n\nЕсли устройство сломалось, место освободится само через 30 дней без связи. Если ждать нельзя, создайте запрос и укажите серийный номер лицензии.',
      },
    },
  },
  {
    slug: 'service-stops-with-event-7031',
    audience: 'internal',
    product: 'Northlight Endpoint',
    daysAgo: 14,
    texts: {
      en: {
        title: 'Service stops with event 7031: what to collect',
        summary: 'For engineers: the files that development asks for.',
        text: 'Ask for all of it at once, customers lose patience at the second question.\n\n1. `nlcollect --full` run as administrator, within an hour after the stop.\n2. The dump from `%ProgramData%\\Northlight\\Dumps`; it may be large, the upload can be resumed.\n3. Whether another security product is installed, **also one that is switched off**.\n\nSo far most cases were leftovers of another filter driver. The collected `drivers.txt` shows it in the lines with *altitude* 320000–329999.',
      },
    },
  },
  {
    slug: 'roll-out-to-phones',
    audience: 'public',
    product: 'Northlight Mobile',
    daysAgo: 3,
    draft: true,
    texts: {
      en: {
        title: 'Roll Northlight Mobile out to many phones',
        summary: '',
        text: 'Upload the package to your device management, then give each phone the activation code of the group.\n\nStill to be written: what employees see on first start.',
      },
    },
  },
];
