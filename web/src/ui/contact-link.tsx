import { Anchor } from '@mantine/core';

/** Leads to an e-mail address or a web page of the vendor. */
export function ContactLink({ contact }: { contact: string }) {
  const page = contact.includes('://');
  return (
    <Anchor
      underline="always"
      c="inherit"
      inherit
      href={page ? contact : `mailto:${contact}`}
      {...(page ? { target: '_blank', rel: 'noopener' } : {})}
    >
      {contact}
    </Anchor>
  );
}
