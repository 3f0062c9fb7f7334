import { type Doing, PRESENCE_SECONDS, type Visibility } from '@companyaccount/contract';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client.ts';

const TYPING_MS = PRESENCE_SECONDS.typing * 1000;

/** Says what one does at a request until it is stopped; a tab that is not looked at says nothing. */
function startReports(requestId: string) {
  let said: Doing = 'gone';
  let saidAt = 0;
  const say = (doing: Doing): void => {
    said = doing;
    saidAt = Date.now();
    // One that gets lost is made good by the next.
    api.reportPresence({ body: { requestId, doing } }).catch(() => undefined);
  };
  const look = (): void => {
    if (!document.hidden) say('reading');
    else if (said !== 'gone') say('gone');
  };
  const repeat = setInterval(() => {
    // Whoever types repeats it by typing.
    if (!document.hidden && Date.now() - saidAt >= TYPING_MS) say('reading');
  }, PRESENCE_SECONDS.reading * 1000);
  document.addEventListener('visibilitychange', look);
  look();
  return {
    typed(visibility: Visibility): void {
      const doing = visibility === 'public' ? 'answering' : 'noting';
      if (said !== doing || Date.now() - saidAt >= TYPING_MS) say(doing);
    },
    sent: (): void => say('reading'),
    stop(): void {
      clearInterval(repeat);
      document.removeEventListener('visibilitychange', look);
      if (said !== 'gone') say('gone');
    },
  };
}

/** Tells colleagues that one is at the request while the composer is shown; gives what to call on typing and sending. */
export function useReportPresence(requestId: string) {
  const reports = useRef<ReturnType<typeof startReports> | null>(null);
  useEffect(() => {
    const started = startReports(requestId);
    reports.current = started;
    return () => {
      reports.current = null;
      started.stop();
    };
  }, [requestId]);
  return reports;
}
