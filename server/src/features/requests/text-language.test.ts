import { describe, expect, it } from 'vitest';
import { languageOf, proseOf } from './text-language.ts';

describe('the language of a text', () => {
  it.each([
    ['ru', 'Служба останавливается'],
    ['ru', 'Не обновляются базы'],
    ['uk', 'Служба не запускається після оновлення'],
    ['de', 'Der Dienst stürzt ab'],
    ['de', 'Netzlaufwerke öffnen sich sehr langsam seit dem Update'],
    ['ja', 'サービスが停止します'],
    ['ja', '更新後、ネットワークフォルダが遅い'],
    ['zh', '服务停止了'],
    ['en', 'The service stops'],
    ['en', 'Protection service stops on every second workstation'],
    ['fr', 'La licence a expiré'],
    ['es', 'El servicio no arranca'],
    ['pt', 'O serviço não inicia depois da atualização'],
    ['it', 'Il servizio non si avvia'],
    ['pl', 'Usługa zatrzymuje się po aktualizacji'],
    ['ar', 'توقفت الخدمة عن العمل'],
  ])('is told by a few words: %s', async (language, text) => {
    expect(await languageOf(text)).toBe(language);
  });

  it.each(['', '12.4', 'ok', 'C:\\Windows\\System32\\drivers\\nl.sys 0x80070005', '```\nerror in module\n```'])(
    'is not guessed from what is no text: %j',
    async (text) => {
      expect(await languageOf(text)).toBeNull();
    },
  );

  it('is that of the words, not of the code between them', async () => {
    const log = 'Service entered the stopped state unexpectedly. The service will be restarted.\n'.repeat(20);
    expect(await languageOf(`Служба останавливается:\n\`\`\`\n${log}\`\`\`\nЧто делать?`)).toBe('ru');
    expect(proseOf('See https://vendor.example/help, `nlgateway update --verbose` and a@b.example')).toBe('See and');
  });

  it('is told of long texts as fast as of short ones', async () => {
    await languageOf('The service stops');
    const began = performance.now();
    await languageOf('a'.repeat(50_000));
    await languageOf('`'.repeat(50_000));
    await languageOf('слово '.repeat(8_000));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
