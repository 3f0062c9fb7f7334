/**
 * What people of a language write, with places to fill: {product}, {version}, {os}, {error}, {host}, {path}, {count},
 * {word}. A text is a row of sentences, so that each is different from most others and reads like the real thing.
 */
export interface Phrases {
  subjects: readonly string[];
  problems: readonly string[];
  details: readonly string[];
  asks: readonly string[];
  answers: readonly string[];
  follows: readonly string[];
  notes: readonly string[];
  thanks: readonly string[];
}

const en: Phrases = {
  subjects: [
    'Update of {product} fails with {error}',
    '{host} does not report to the console',
    'Scheduled scan slows {host} down',
    'How to exclude {path} from scanning?',
    'Protection stops after logon on {count} computers',
    'License is not accepted on {os}',
    'False alarm on our tool {word}',
    'Installation of {version} ends with {error}',
    'Quarantine cannot be restored on {host}',
    'Mail with attachment {word} is held back',
  ],
  problems: [
    'Since the update to {version} the service on {host} stops a few minutes after start.',
    'We see {error} on {count} computers with {os}, all of them in the same network.',
    'The console shows {host} as not protected although the agent runs.',
    'Every night the scan of {path} takes three hours longer than before.',
    'Our users cannot open shared folders while file protection is on.',
    'The installer of {product} rolls back at the end without any message.',
  ],
  details: [
    'Restarting the service helps for some minutes only.',
    'The event log has {error} each time, with the module {word}.',
    'Nothing changed on our firewall, and other sites update normally.',
    'We tried to reinstall the agent on {host}, with the same result.',
    'It concerns {count} of our workstations, all with {os}.',
    'The log under {path} grows by hundreds of lines a minute.',
    'A colleague suspects the driver {word}, but we could not prove it.',
  ],
  asks: [
    'What should we look at next?',
    'Is this a known problem of {version}?',
    'Please tell us whether we may go back to the version before.',
    'Could somebody call us today?',
  ],
  answers: [
    'Thank you for the description. Please send us the trace of {host}, recorded while the problem shows.',
    'Please switch off the component {word} on one computer and tell us whether {error} comes back.',
    'The behaviour changed in {version}. Set the option under Policies, File protection, Network drives.',
    'Exclude {path} in the policy of the group and run the scan again tonight.',
    'We could reproduce it with {os}. A correction is planned for the next maintenance release.',
    'The certificate of the update source is replaced on its way, most often by a proxy that inspects TLS.',
  ],
  follows: [
    'Here is the trace you asked for, recorded on {host} this morning.',
    'We did as you said; {error} is gone, but the scan is still slow.',
    'It happened again on {count} computers after the weekend.',
    'The proxy people have excluded the addresses, please check once more.',
  ],
  notes: [
    'Looks like the {word} regression, see the list of known problems.',
    'Asked development about {error}; answer expected tomorrow.',
    'Customer uses an old build on {host}, upgrade first.',
  ],
  thanks: ['That solved it, thank you!', 'It works now on all {count} computers.', 'Thanks, you may close this one.'],
};

const ru: Phrases = {
  subjects: [
    'Не обновляется {product}: ошибка {error}',
    'Узел {host} не виден в консоли',
    'Плановая проверка тормозит {host}',
    'Как исключить папку {path} из проверки?',
    'Защита отключается после входа на {count} компьютерах',
    'Лицензия не принимается на {os}',
    'Ложное срабатывание на нашу программу {word}',
    'Установка версии {version} завершается ошибкой {error}',
  ],
  problems: [
    'После обновления до {version} служба на узле {host} останавливается через несколько минут.',
    'На {count} компьютерах с {os} появляется ошибка {error}, все они в одной сети.',
    'В консоли {host} отмечен как незащищённый, хотя агент запущен.',
    'Ночная проверка папки {path} стала длиться на три часа дольше.',
    'Пользователи не могут открыть сетевые папки, пока включена защита файлов.',
  ],
  details: [
    'Перезапуск службы помогает только на несколько минут.',
    'В журнале событий каждый раз {error}, модуль {word}.',
    'На межсетевом экране ничего не меняли, в филиалах всё обновляется.',
    'Переустанавливали агент на {host}, результат тот же.',
    'Затронуто около {count} рабочих мест, на всех {os}.',
    'Журнал в {path} растёт на сотни строк в минуту.',
  ],
  asks: [
    'Что нам проверить дальше?',
    'Это известная проблема версии {version}?',
    'Подскажите, можно ли вернуться на прежнюю версию.',
  ],
  answers: [
    'Спасибо за описание. Пришлите, пожалуйста, трассировку с узла {host}, снятую в момент проблемы.',
    'Отключите компонент {word} на одном компьютере и сообщите, повторится ли {error}.',
    'Поведение изменилось в {version}. Включите параметр в политике защиты файлов для сетевых дисков.',
    'Добавьте {path} в исключения политики группы и запустите проверку ещё раз.',
    'Мы воспроизвели ошибку на {os}. Исправление войдёт в ближайшее обновление.',
  ],
  follows: [
    'Прикладываем трассировку с {host}, снята сегодня утром.',
    'Сделали, как вы написали: {error} пропала, но проверка всё ещё медленная.',
    'После выходных всё повторилось на {count} компьютерах.',
  ],
  notes: [
    'Похоже на регрессию в {word}, см. список известных проблем.',
    'Спросил разработчиков про {error}, ответят завтра.',
  ],
  thanks: ['Помогло, спасибо!', 'Теперь всё работает на всех {count} компьютерах.', 'Спасибо, запрос можно закрыть.'],
};

const de: Phrases = {
  subjects: [
    'Aktualisierung von {product} scheitert mit {error}',
    '{host} meldet sich nicht an der Konsole',
    'Geplante Prüfung bremst {host} aus',
    'Wie schließe ich {path} von der Prüfung aus?',
    'Schutz endet nach der Anmeldung auf {count} Rechnern',
    'Fehlalarm bei unserem Werkzeug {word}',
  ],
  problems: [
    'Seit der Aktualisierung auf {version} bleibt der Dienst auf {host} nach wenigen Minuten stehen.',
    'Auf {count} Rechnern mit {os} erscheint {error}, alle stehen im selben Netz.',
    'Die Konsole zeigt {host} als ungeschützt, obwohl der Agent läuft.',
    'Die nächtliche Prüfung von {path} dauert drei Stunden länger als früher.',
  ],
  details: [
    'Ein Neustart des Dienstes hilft nur für einige Minuten.',
    'Im Ereignisprotokoll steht jedes Mal {error}, Modul {word}.',
    'An der Firewall wurde nichts geändert, andere Standorte aktualisieren normal.',
    'Betroffen sind {count} Arbeitsplätze, alle mit {os}.',
  ],
  asks: ['Was sollen wir als Nächstes prüfen?', 'Ist das ein bekanntes Problem von {version}?'],
  answers: [
    'Vielen Dank für die Beschreibung. Bitte schicken Sie uns eine Aufzeichnung von {host} während der Störung.',
    'Bitte schalten Sie die Komponente {word} auf einem Rechner ab und sagen Sie uns, ob {error} wiederkommt.',
    'Nehmen Sie {path} in der Richtlinie der Gruppe aus und starten Sie die Prüfung erneut.',
  ],
  follows: [
    'Hier die Aufzeichnung von {host} von heute Morgen.',
    'Nach dem Wochenende trat es auf {count} Rechnern wieder auf.',
  ],
  notes: ['Sieht nach dem Rückschritt in {word} aus, siehe Liste der bekannten Probleme.'],
  thanks: ['Das war es, vielen Dank!', 'Jetzt läuft es auf allen {count} Rechnern.'],
};

const fr: Phrases = {
  subjects: [
    'La mise à jour de {product} échoue avec {error}',
    '{host} n’apparaît plus dans la console',
    'Comment exclure {path} de l’analyse ?',
    'Fausse alerte sur notre outil {word}',
  ],
  problems: [
    'Depuis la mise à jour vers {version}, le service sur {host} s’arrête au bout de quelques minutes.',
    'Nous voyons {error} sur {count} postes sous {os}, tous dans le même réseau.',
    'L’analyse nocturne de {path} dure trois heures de plus qu’avant.',
  ],
  details: [
    'Redémarrer le service n’aide que quelques minutes.',
    'Le journal indique chaque fois {error}, module {word}.',
    'Rien n’a changé sur le pare-feu et les autres sites se mettent à jour normalement.',
  ],
  asks: ['Que devons-nous vérifier ensuite ?', 'Est-ce un problème connu de la version {version} ?'],
  answers: [
    'Merci pour la description. Envoyez-nous une trace de {host} enregistrée pendant le problème.',
    'Désactivez le composant {word} sur un poste et dites-nous si {error} revient.',
  ],
  follows: [
    'Voici la trace de {host}, enregistrée ce matin.',
    'Cela s’est reproduit sur {count} postes après le week-end.',
  ],
  notes: ['Ressemble à la régression de {word}, voir la liste des problèmes connus.'],
  thanks: ['C’est résolu, merci !', 'Tout fonctionne maintenant sur les {count} postes.'],
};

const es: Phrases = {
  subjects: [
    'La actualización de {product} falla con {error}',
    '{host} no aparece en la consola',
    '¿Cómo se excluye {path} del análisis?',
    'Falsa alarma en nuestra herramienta {word}',
  ],
  problems: [
    'Desde la actualización a {version} el servicio de {host} se detiene a los pocos minutos.',
    'Vemos {error} en {count} equipos con {os}, todos en la misma red.',
  ],
  details: [
    'Reiniciar el servicio ayuda solo unos minutos.',
    'En el registro aparece siempre {error}, módulo {word}.',
    'No se ha cambiado nada en el cortafuegos y las demás sedes se actualizan con normalidad.',
  ],
  asks: ['¿Qué debemos comprobar ahora?', '¿Es un problema conocido de {version}?'],
  answers: [
    'Gracias por la descripción. Envíenos una traza de {host} grabada durante el problema.',
    'Desactive el componente {word} en un equipo y díganos si {error} vuelve a aparecer.',
  ],
  follows: ['Adjuntamos la traza de {host} de esta mañana.', 'Ha vuelto a ocurrir en {count} equipos.'],
  notes: ['Parece la regresión de {word}, véase la lista de problemas conocidos.'],
  thanks: ['Solucionado, ¡gracias!', 'Ya funciona en los {count} equipos.'],
};

const ja: Phrases = {
  subjects: [
    '{product} の更新が {error} で失敗します',
    '{host} がコンソールに表示されません',
    '{path} をスキャンから除外する方法',
  ],
  problems: [
    '{version} に更新してから、{host} のサービスが数分で停止します。',
    '{os} の {count} 台で {error} が発生しています。すべて同じネットワークです。',
  ],
  details: [
    'サービスを再起動すると数分間だけ動作します。',
    'イベントログには毎回 {error}、モジュール {word} と記録されます。',
    'ファイアウォールの設定は変更していません。',
  ],
  asks: ['次に何を確認すればよいでしょうか。', '{version} の既知の問題でしょうか。'],
  answers: [
    'ご説明ありがとうございます。問題が起きている間の {host} のトレースをお送りください。',
    'グループのポリシーで {path} を除外し、もう一度スキャンを実行してください。',
  ],
  follows: ['今朝 {host} で記録したトレースをお送りします。', '週明けに {count} 台で再発しました。'],
  notes: ['{word} の不具合と思われます。既知の問題の一覧を参照。'],
  thanks: ['解決しました。ありがとうございました。'],
};

/** Languages of the made-up history with their share in a hundred requests. */
export const LANGUAGES: readonly { language: string; share: number; phrases: Phrases }[] = [
  { language: 'en', share: 38, phrases: en },
  { language: 'ru', share: 26, phrases: ru },
  { language: 'de', share: 14, phrases: de },
  { language: 'fr', share: 8, phrases: fr },
  { language: 'es', share: 8, phrases: es },
  { language: 'ja', share: 6, phrases: ja },
];
