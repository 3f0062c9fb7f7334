import { describe, expect, it } from 'vitest';
import { archiveName } from './archive-name.ts';

describe('a name within an archive', () => {
  it('keeps what a person called the file', () => {
    expect(archiveName(1, 'трасса 1.log')).toBe('001-трасса 1.log');
    expect(archiveName(12, '日本.pcap')).toBe('012-日本.pcap');
  });
  it('leads nowhere and means nothing to a file system', () => {
    for (const name of ['../../etc/passwd', '..\\evil', '/abs', 'C:\\x', '...', 'a\u202Egnp.exe', 'a\nb', 'con. ']) {
      expect(archiveName(1, name)).not.toMatch(/[/\\:\u202E\n]|(^|-)\.\.|[. ]$/u);
    }
  });
  it('cuts the middle of a long one, not its ending', () => {
    const name = archiveName(1, `${'x'.repeat(300)}.pcapng`);
    expect(name.length).toBeLessThan(140);
    expect(name.endsWith('x.pcapng')).toBe(true);
  });
});
