import { isQuickMarkdown } from '@companyaccount/contract/markdown';
import ReactMarkdown, { type Components } from 'react-markdown';
import styles from './markdown.module.css';

const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Only addresses that name one of the allowed schemes themselves stay links. */
function safeAddress(address: string): string {
  return URL.canParse(address) && SCHEMES.includes(new URL(address).protocol) ? address : '';
}

const COMPONENTS: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // A picture from elsewhere would tell its owner who reads this, and when.
  img: ({ src, alt }) =>
    typeof src === 'string' && src !== '' ? (
      <a href={src} target="_blank" rel="noopener noreferrer nofollow">
        {alt || src}
      </a>
    ) : (
      <span>{alt}</span>
    ),
  // What scrolls has to be reachable by the keyboard.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  h1: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h2: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h3: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h4: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h5: ({ children }) => <p className={styles['heading']}>{children}</p>,
  h6: ({ children }) => <p className={styles['heading']}>{children}</p>,
};

/** The text of a message. HTML in it stays text, and nothing is loaded from elsewhere. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles['text']} dir="auto">
      {isQuickMarkdown(text) ? (
        <ReactMarkdown urlTransform={safeAddress} components={COMPONENTS}>
          {text}
        </ReactMarkdown>
      ) : (
        <p className={styles['typed']}>{text}</p>
      )}
    </div>
  );
}
