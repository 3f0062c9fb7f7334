import { articleImagePath } from '@companyaccount/contract';
import { isQuickMarkdown } from '@companyaccount/contract/markdown';
import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import styles from './markdown.module.css';

const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Only addresses that name one of the allowed schemes themselves stay links. */
function safeAddress(address: string): string {
  return URL.canParse(address) && SCHEMES.includes(new URL(address).protocol) ? address : '';
}

function OutLink({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

/** A picture from elsewhere would tell its owner who reads this, and when. */
function PictureLink({ src, alt }: { src?: unknown; alt?: string | undefined }) {
  return typeof src === 'string' && src !== '' ? <OutLink href={src}>{alt || src}</OutLink> : <span>{alt}</span>;
}

const COMPONENTS: Components = {
  a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
  img: ({ src, alt }) => <PictureLink src={src} alt={alt} />,
  // What scrolls has to be reachable by the keyboard.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  h1: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h2: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h3: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h4: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h5: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h6: ({ children }) => <p className={styles['heading']}>{children}</p>,
};

const PICTURE = new RegExp(`^${articleImagePath('')}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, 'u');
const OTHER_ARTICLE = /^\/help\/[a-z0-9-]+$/u;
const isOwn = (address: string) => PICTURE.test(address) || OTHER_ARTICLE.test(address);

/** An article has headings, pictures of its own and links to other articles besides. */
const IN_ARTICLE: Components = {
  ...COMPONENTS,
  a: ({ href, children }) =>
    OTHER_ARTICLE.test(href ?? '') ? <a href={href}>{children}</a> : <OutLink href={href}>{children}</OutLink>,
  img: ({ src, alt }) =>
    typeof src === 'string' && PICTURE.test(src) ? (
      <img src={src} alt={alt ?? ''} loading="lazy" className={styles['picture']} />
    ) : (
      <PictureLink src={src} alt={alt} />
    ),
  // The title of the article is the first.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h2>{children}</h2>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h4>{children}</h4>,
};

/** The text of a message, or of an article of the help centre. HTML in it stays text, and nothing is loaded from elsewhere. */
export function Markdown({ text, article = false }: { text: string; article?: boolean }) {
  return (
    <div className={styles['text']} dir="auto">
      {isQuickMarkdown(text) ? (
        <ReactMarkdown
          urlTransform={(address) => (article && isOwn(address) ? address : safeAddress(address))}
          components={article ? IN_ARTICLE : COMPONENTS}
        >
          {text}
        </ReactMarkdown>
      ) : (
        <p className={styles['typed']}>{text}</p>
      )}
    </div>
  );
}
