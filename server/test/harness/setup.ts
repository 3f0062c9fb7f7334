import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, vi } from 'vitest';

// Nothing may complain unseen, and nothing may leave this machine.
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/u;
const connect = Socket.prototype.connect;
// The files of one worker share the prototype, and one guard is enough.
if (connect.name !== 'guarded')
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]) {
    const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as unknown[];
    const host =
      typeof first === 'object' && first !== null && 'host' in first
        ? first.host
        : typeof second === 'string'
          ? second
          : undefined;
    if (typeof host === 'string' && !LOOPBACK.test(host) && !host.startsWith('/')) {
      throw new Error(`a test tried to reach ${host}`);
    }
    return connect.apply(this, args as never);
  } as typeof connect;

const complaints: unknown[][] = [];
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((...args: unknown[]) => void complaints.push(args));
});
afterEach(() => {
  expect(complaints.splice(0), 'console.error was called').toEqual([]);
});
