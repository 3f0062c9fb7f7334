import { expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

it('knows addresses of the public internet', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1'])
    expect(isPublicAddress(address), address).toBe(true);
  for (const address of ['2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '2001:200::1'])
    expect(isPublicAddress(address), address).toBe(true);
});

it('refuses every address that is not', () => {
  const v4 = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'];
  const more = ['172.31.255.255', '192.0.0.192', '192.168.1.1', '198.19.0.1', '224.0.0.1', '255.255.255.255'];
  const clouds = ['100.100.100.200', '168.63.129.16', 'fd00:ec2::254'];
  const v6 = ['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:7f00:1', '64:ff9b::7f00:1'];
  const moreV6 = ['64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'fc00::1', 'fdff::1'];
  const links = ['fe80::1', 'fe80::1%lo', '2606:4700::1%eth0', 'febf::1', 'fec0::1', 'ff02::1', '5f00::1', '4000::1'];
  for (const address of [...v4, ...more, ...clouds, ...v6, ...moreV6, ...links, 'localhost', '', '1.1.1', '0x7f.1'])
    expect(isPublicAddress(address), address).toBe(false);
});
