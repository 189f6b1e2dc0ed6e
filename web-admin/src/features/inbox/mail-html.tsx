import { createElement, useMemo, type ReactNode } from 'react';
import classes from './mail-html.module.css';

/** What the API makes of Markdown; everything else shows its words only. */
const shown = new Set(
  'p br hr strong em del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a'.split(' '),
);
const empty = new Set(['br', 'hr']);

function drawn(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  const children = [...node.childNodes].map(drawn);
  if (!shown.has(tag)) return children;
  if (empty.has(tag)) return createElement(tag, { key });
  // Where it leads is for the reader to see, not to follow.
  if (tag === 'a')
    return createElement('span', { key, className: classes.link, title: node.getAttribute('href') }, ...children);
  // The page has its own headings.
  return createElement(/^h\d$/.test(tag) ? 'p' : tag, { key }, ...children);
}

/** A mail as it will look, drawn without handing HTML to the page. */
export function MailHtml({ html }: { html: string }) {
  const content = useMemo(
    () => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(drawn),
    [html],
  );
  return <div className={classes.mail}>{content}</div>;
}
