import { Marked, type Token, type Tokens } from 'marked';
import { Fragment, useMemo, type ReactNode } from 'react';
import classes from './markdown.module.css';

const parser = new Marked({ gfm: true });

/** What a reader may be led to. Anything else stays words. */
const isSafeLink = (href: string): boolean => /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(href) && URL.canParse(href);

const inner = (token: Token): Token[] | undefined => ('tokens' in token ? token.tokens : undefined);
const textOf = (token: Token): string => ('text' in token ? String(token.text) : '');

interface MarkdownProps {
  children: string;
  /** Of the largest heading in the text. */
  level?: 2 | 3 | 4;
}

/** Paragraphs, headings, lists, tables, quotes, emphasis and links. Raw HTML and pictures are shown as what was typed. */
export function Markdown({ children, level = 2 }: MarkdownProps) {
  const tokens = useMemo(() => parser.lexer(children), [children]);
  const largest = Math.min(6, ...tokens.flatMap((token) => (token.type === 'heading' ? [Number(token['depth'])] : [])));
  return (
    <div className={classes.text}>
      <Blocks tokens={tokens} shift={level - largest} />
    </div>
  );
}

function Blocks({ tokens, shift }: { tokens: readonly Token[]; shift: number }) {
  return tokens.map((token, i) => <Fragment key={i}>{block(token, shift)}</Fragment>);
}

function block(token: Token, shift: number): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr />;
    case 'heading': {
      const Heading = `h${Math.min(6, Number(token['depth']) + shift)}` as 'h2';
      return <Heading>{inline(token)}</Heading>;
    }
    case 'code':
      return (
        <pre>
          <code>{textOf(token)}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={inner(token) ?? []} shift={shift} />
        </blockquote>
      );
    case 'list': {
      const { items, ordered, start } = token as Tokens.List;
      const rows = items.map((item, i) => (
        <li key={i}>
          <Blocks tokens={item.tokens} shift={shift} />
        </li>
      ));
      return ordered ? <ol start={start === '' ? undefined : start}>{rows}</ol> : <ul>{rows}</ul>;
    }
    case 'table':
      return <Table table={token as Tokens.Table} />;
    // Of a list whose items stand close together: no paragraph.
    case 'text':
      return inline(token);
    case 'paragraph':
      return <p>{inline(token)}</p>;
    default:
      return <p>{textOf(token)}</p>;
  }
}

/** Wider than a phone, so it scrolls by itself and takes the focus for that. */
function Table({ table: { header, rows } }: { table: Tokens.Table }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- whoever has no mouse scrolls it with the arrow keys
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={header.map(({ text }) => text).join(', ')}>
      <table>
        <thead>
          <tr>
            {header.map((cell, i) => (
              <th key={i} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, y) => (
            <tr key={y}>
              {row.map((cell, x) => (
                <td key={x}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(parent: Token | Tokens.TableCell): ReactNode {
  const tokens = 'tokens' in parent ? parent.tokens : undefined;
  if (!tokens) return textOf(parent as Token);
  return tokens.map((token, i) => <Fragment key={i}>{phrase(token)}</Fragment>);
}

function phrase(token: Token): ReactNode {
  switch (token.type) {
    case 'br':
      return <br />;
    case 'strong':
      return <strong>{inline(token)}</strong>;
    case 'em':
      return <em>{inline(token)}</em>;
    case 'del':
      return <s>{inline(token)}</s>;
    case 'codespan':
      return <code>{textOf(token)}</code>;
    case 'link': {
      const href = String(token['href']);
      return isSafeLink(href) ? (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {inline(token)}
        </a>
      ) : (
        inline(token)
      );
    }
    default:
      return inline(token);
  }
}

/** The words alone, a line for each paragraph, heading, item and row: for comparing two texts. */
export function markdownLines(text: string): string[] {
  const words = (token: Token): string =>
    token.type === 'br' ? ' ' : (inner(token)?.map(words).join('') ?? textOf(token));
  const lines = (token: Token): string[] => {
    switch (token.type) {
      case 'space':
      case 'def':
      case 'hr':
        return [];
      case 'list':
        return (token as Tokens.List).items.flatMap((item) => item.tokens.flatMap(lines).map((line) => `• ${line}`));
      case 'blockquote':
        return (inner(token) ?? []).flatMap(lines);
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        return [header, ...rows].map((row) => row.map((cell) => cell.tokens.map(words).join('')).join(' | '));
      }
      default:
        return [words(token).replaceAll(/\s+/g, ' ').trim()];
    }
  };
  return parser.lexer(text).flatMap(lines);
}
