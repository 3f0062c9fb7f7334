import '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** An address typed on the page before, so that it need not be typed again; never in the address bar. */
    email?: string;
    /** The same for a code that did not open anything. */
    activationCode?: string;
  }
}
