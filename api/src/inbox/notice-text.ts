import { randomUUID } from 'node:crypto';
import { Marked, type Token, type Tokens } from 'marked';
import type { Notice } from '../platform/notifier.ts';

/** As staff write it: the body is Markdown, both may contain `{{variable}}`. */
export interface NoticeText {
  subject: string;
  body: string;
}

/** As people read it. */
export interface RenderedNotice {
  subject: string;
  text: string;
  /** Paragraphs, lists, emphasis and links; nothing that runs, loads or styles. */
  html: string;
}

export type NoticeVariables = Readonly<Record<string, string>>;

const variable = /\{\{\s*(\w+)\s*\}\}/g;

export const variablesIn = (text: string): string[] => [...text.matchAll(variable)].map(([, name]) => name!);

/** The variables that hold an address: their example is one. */
export const linkVariablesOf = ({ variables }: Pick<Notice<string>, 'variables'>): string[] =>
  Object.entries(variables).flatMap(([name, example]) => (isWebAddress(example) ? [name] : []));

/** The first line is the subject. */
export function parseNoticeText(file: string): NoticeText {
  const [subject = '', ...body] = file.split('\n');
  return { subject: subject.trim(), body: body.join('\n').trim() };
}

export const fillNoticeText = (text: string, variables: NoticeVariables): string =>
  text.replace(variable, (_, name: string) => oneLine(variables[name] ?? ''));

/** `layout`: what stands around every body, with `{{content}}` in the middle. */
export function renderNotice(
  { subject, body }: NoticeText,
  variables: NoticeVariables,
  layout = '{{content}}',
): RenderedNotice {
  const whole = layout.replace(/\{\{\s*content\s*\}\}/, () => body);
  return {
    subject: fillNoticeText(subject, variables),
    text: plainText(whole, variables, spelledOut),
    html: htmlOf(whole, variables),
  };
}

/** One text with other notices below it, each under its subject. What was said several times in the same words is said once. */
export function renderDigest(
  { subject, body }: NoticeText,
  variables: NoticeVariables,
  items: readonly RenderedNotice[],
  layout: string,
): RenderedNotice {
  // No text that anybody wrote contains it.
  const place = randomUUID();
  const around = renderNotice({ subject, body: `${body}\n\n${place}` }, variables, layout);
  const counted = new Map<string, { item: RenderedNotice; times: number }>();
  for (const item of items) {
    const words = JSON.stringify([item.subject, item.text, item.html]);
    counted.set(words, { item, times: (counted.get(words)?.times ?? 0) + 1 });
  }
  const said = [...counted.values()].map(({ item, times }) => ({
    ...item,
    subject: times === 1 ? item.subject : `${item.subject} (${times}×)`,
  }));
  const text = said.map((item) => `* ${item.subject}\n\n${item.text}`).join('\n\n');
  const html = said.map((item) => `<h2>${escaped(item.subject)}</h2>\n${item.html}`).join('\n');
  return {
    subject: around.subject,
    text: around.text.replace(place, () => text),
    html: around.html.replace(`<p>${place}</p>`, () => html),
  };
}

/** For where links are shown apart: the words without the addresses. */
export const noticeWords = (body: string, variables: NoticeVariables): string =>
  plainText(body, variables, ({ label }) => label);

/** The first address a reader can follow. */
export function firstLinkOf(body: string, variables: NoticeVariables): string | null {
  for (const token of flat(parser.lexer(marking(body))))
    if (token.type === 'link') {
      const href = unmarking(token['href'] as string, variables);
      if (isWebAddress(href)) return href;
    }
  return null;
}

/** Where the links of a body lead, variables as `{{name}}`. */
export const linksIn = (body: string): string[] =>
  [...flat(parser.lexer(marking(body)))].flatMap((token) =>
    token.type === 'link' ? [(token['href'] as string).replace(mark, '{{$1}}')] : [],
  );

export const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text);

/** A name may not break out of its line, nor turn the direction of the text. */
const oneLine = (value: string): string =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();

/*
 * Values are put in after the Markdown has been read: whatever a name contains, it stays a name. Until then each variable is
 * a word between two characters that no text may contain.
 */
const open = '\ue000';
const close = '\ue001';
const mark = new RegExp(`${open}(\\w+)(?:\\.(\\d+))?${close}`, 'g');
const point = new RegExp(`^- ${open}(\\w+)${close}$`, 'gm');

const marking = (text: string): string =>
  text.replaceAll(/[\ue000\ue001]/g, '').replace(variable, (_, name: string) => `${open}${name}${close}`);

const linesOf = (value: string | undefined): string[] => (value ?? '').split('\n').filter((line) => line.trim() !== '');

/** A point that is nothing but a variable becomes one for each line of its value. */
const markingPoints = (body: string, variables: NoticeVariables): string =>
  marking(body).replace(point, (whole, name: string) => {
    const lines = linesOf(variables[name]);
    return lines.length > 1 ? lines.map((_, i) => `- ${open}${name}.${i}${close}`).join('\n') : whole;
  });

const valueOf = (variables: NoticeVariables, name: string, line: string | undefined): string =>
  oneLine(line === undefined ? (variables[name] ?? '') : linesOf(variables[name])[Number(line)]!);

const unmarking = (text: string, variables: NoticeVariables): string =>
  text.replace(mark, (_, name: string, line?: string) => valueOf(variables, name, line));

const parser = new Marked({ gfm: true });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function htmlOf(body: string, variables: NoticeVariables): string {
  const renderer = new Marked({
    gfm: true,
    renderer: {
      html: ({ text }) => escaped(text),
      image: ({ text }) => escaped(text),
      link({ href, tokens }: Tokens.Link) {
        const address = unmarking(href, variables);
        const label = this.parser.parseInline(tokens);
        return isWebAddress(address) ? `<a href="${escaped(address)}">${label}</a>` : label;
      },
    },
  });
  const html = renderer.parse(markingPoints(body, variables), { async: false });
  return html.replace(mark, (_, name: string, line?: string) => escaped(valueOf(variables, name, line))).trim();
}

interface LinkWords {
  label: string;
  href: string;
  /** A full stop, or something like it, follows: mail programs would take it for a part of the address. */
  isPunctuated: boolean;
}

/** In angle brackets where punctuation follows (RFC 3986, appendix C). */
function spelledOut({ label, href, isPunctuated }: LinkWords): string {
  const address = isPunctuated ? `<${href}>` : href;
  return label === href ? address : `${label}: ${address}`;
}

function plainText(body: string, variables: NoticeVariables, link: (words: LinkWords) => string): string {
  const words = (tokens: readonly Token[] = []): string =>
    tokens.map((token, i) => inline(token, tokens[i + 1])).join('');
  const inline = (token: Token, next?: Token): string => {
    switch (token.type) {
      case 'br':
        return '\n';
      case 'link': {
        const label = words(inner(token));
        const href = unmarking(token['href'] as string, variables);
        return isWebAddress(href) ? link({ label, href, isPunctuated: /^[.,;:!?)]/.test(next?.raw ?? '') }) : label;
      }
      default:
        return inner(token) ? words(inner(token)) : unmarking('text' in token ? String(token.text) : '', variables);
    }
  };
  const block = (token: Token): string => {
    switch (token.type) {
      case 'space':
      case 'def':
        return '';
      case 'hr':
        return '---';
      case 'list': {
        const { items, ordered, start } = token as Tokens.List;
        const bullet = (i: number): string => (ordered ? `${(start || 1) + i}.` : '-');
        return items.map((item, i) => `${bullet(i)} ${blocks(item.tokens).replaceAll('\n', '\n  ')}`).join('\n');
      }
      case 'blockquote':
        return blocks(inner(token) ?? []).replaceAll(/^/gm, '> ');
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        return [header, ...rows].map((row) => row.map((cell) => words(cell.tokens)).join(' | ')).join('\n');
      }
      default:
        return inline(token).trim();
    }
  };
  const blocks = (tokens: readonly Token[]): string =>
    tokens
      .map(block)
      .filter((text) => text !== '')
      .join('\n\n');
  return blocks(parser.lexer(markingPoints(body, variables)));
}

const inner = (token: Token): Token[] | undefined => ('tokens' in token ? token.tokens : undefined);

function* flat(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    yield* flat(inner(token) ?? []);
    if (token.type === 'list') yield* flat((token as Tokens.List).items);
  }
}
