import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * The secret behind the `#` of a mailed link, or an empty text. It is taken out of the address bar at once, so that
 * neither the history nor a copied address carries it.
 */
export function useLinkToken(): string {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const [token, setToken] = useState(hash);
  useEffect(() => {
    if (hash === '') return;
    setToken(hash);
    void navigate({ to: '.', hash: '', replace: true });
  }, [hash, navigate]);
  return token;
}

/**
 * The same, kept by this tab under a name, so that the page may be loaded anew; closing the tab forgets it.
 */
export function useKeptLinkToken(name: string): string {
  const linked = useLinkToken();
  useEffect(() => {
    if (linked !== '') sessionStorage.setItem(name, linked);
  }, [linked, name]);
  return linked === '' ? (sessionStorage.getItem(name) ?? '') : linked;
}
