import { ApiError } from '@companyaccount/contract';
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react';
import { Cancelled } from '../../api/cancelled.ts';
import { type Fresh, FreshSignInContext } from './use-fresh-sign-in.ts';

const ConfirmIdentity = lazy(async () => ({ default: (await import('./confirm-identity.tsx')).ConfirmIdentity }));

interface Question {
  answer: Promise<void>;
  settle: (confirmed: boolean) => void;
}

function ask(): Question {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { answer: promise, settle: (confirmed) => (confirmed ? resolve() : reject(new Cancelled())) };
}

/** Stands once around all pages of a person signed in, and asks them to confirm who they are where that is needed. */
export function FreshSignIn({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Question | null>(null);
  // Calls that are refused at the same time wait for one answer.
  const asked = useRef<Question | null>(null);

  const fresh = useCallback<Fresh>(async (call) => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'fresh_sign_in_required') throw error;
      asked.current ??= ask();
      setOpen(asked.current);
      await asked.current.answer;
      return call();
    }
  }, []);
  const settle = (confirmed: boolean) => {
    asked.current = null;
    setOpen(null);
    open?.settle(confirmed);
  };

  return (
    <FreshSignInContext value={fresh}>
      {children}
      {open !== null && (
        <Suspense>
          <ConfirmIdentity onConfirmed={() => settle(true)} onClose={() => settle(false)} />
        </Suspense>
      )}
    </FreshSignInContext>
  );
}
