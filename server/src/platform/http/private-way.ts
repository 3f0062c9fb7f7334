import type { FastifyRequest } from 'fastify';

/** Whether nobody between the caller and this machine could read the call: it came by HTTPS, or never left the machine. */
export const cameByPrivateWay = ({ protocol, ip }: Pick<FastifyRequest, 'protocol' | 'ip'>): boolean =>
  protocol === 'https' || ip === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/iu.test(ip);
