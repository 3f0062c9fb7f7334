import { expect, it } from 'vitest';
import { isNamed, readNamedHost } from './named-hosts.ts';

it('reads hosts with and without a port, and nothing else', () => {
  expect(readNamedHost('Hooks.Corp.example')).toEqual({ host: 'hooks.corp.example', port: null });
  expect(readNamedHost('10.0.0.5:8080')).toEqual({ host: '10.0.0.5', port: 8080 });
  expect(readNamedHost('[FD00::5]:443')).toEqual({ host: '[fd00::5]', port: 443 });
  for (const text of ['', 'http://host', 'host/path', 'user@host', 'host:0', 'host:99999', 'a b', 'fd00::5', '*.x'])
    expect(readNamedHost(text), text).toBeNull();
});

it('matches a host by its exact name, on its port', () => {
  const hosts = [
    { host: 'hooks.corp.example', port: 443 },
    { host: '10.0.0.5', port: null },
  ];
  const named = (text: string) => isNamed(hosts, new URL(text));
  expect(named('https://hooks.corp.example/x')).toBe(true);
  expect(named('https://hooks.corp.example:8443/x')).toBe(false);
  expect(named('http://hooks.corp.example/x')).toBe(false);
  expect(named('https://sub.hooks.corp.example/')).toBe(false);
  expect(named('http://10.0.0.5:9999/')).toBe(true);
  // Another way to write the same address.
  expect(named('http://0x0a.5/')).toBe(true);
});
