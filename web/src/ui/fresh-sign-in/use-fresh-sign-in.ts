import { createContext, useContext } from 'react';

/** Runs a call; when it asks for a fresh sign-in, lets the person confirm who they are and runs it again. */
export type Fresh = <T>(call: () => Promise<T>) => Promise<T>;

export const FreshSignInContext = createContext<Fresh>((call) => call());

/**
 * For whatever the server does only on a fresh sign-in: `fresh(() => api.someCall(…))`. When the person closes the
 * dialog the promise is rejected with `Cancelled`, for which nothing is shown.
 */
export const useFreshSignIn = (): Fresh => useContext(FreshSignInContext);
