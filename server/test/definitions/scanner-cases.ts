import { randomUUID } from 'node:crypto';

/** How each route of a company's scanners is called in the matrix of actors. */
export const scannerCases = (acme: () => string) => {
  const given = () => ({ params: { id: acme() } });
  const expected = { otherCompany: 404 } as const;
  return {
    listScannerCredentials: { given, expected },
    createScannerCredential: { given: () => ({ ...given(), body: { name: 'Gateways' } }), expected },
    revokeScannerCredential: {
      given: () => ({ params: { id: acme(), credentialId: randomUUID() } }),
      success: 404,
    },
    listScanners: { given, expected },
    getScannerSummary: { given, expected },
  } as const;
};
