/** A host that the operator names, on one port or on any. */
export interface NamedHost {
  /** As `URL` writes it: lower case, IPv6 in brackets. */
  host: string;
  port: number | null;
}

/** Reads `hooks.corp.example`, `10.0.0.5:8080` or `[fd00::5]`; null for anything else. */
export function readNamedHost(text: string): NamedHost | null {
  const [, typed, port] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/iu.exec(text) ?? [];
  if (typed === undefined || !URL.canParse(`http://${typed}`)) return null;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null;
  return { host: new URL(`http://${typed}`).hostname, port: port === undefined ? null : Number(port) };
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port));

/** Whether the operator has named the host of this address, and so vouches for where it leads. */
export const isNamed = (hosts: readonly NamedHost[], url: URL): boolean =>
  hosts.some(({ host, port }) => host === url.hostname && (port === null || port === portOf(url)));
