import { describe, expect, test } from 'vitest';
import { firstLinkOf, noticeWords, parseNoticeText, renderNotice, variablesIn } from './notice-text.ts';

const link = 'https://studio.example/reset#a_b*c*-d';
const rendered = (body: string, variables: Record<string, string> = {}) =>
  renderNotice({ subject: 'About {{name}}', body }, { name: 'Lena', link, ...variables });

test('the first line of a file is the subject', () => {
  expect(parseNoticeText('Reset your password\n\nSomebody **asked**.\n\nBye\n')).toEqual({
    subject: 'Reset your password',
    body: 'Somebody **asked**.\n\nBye',
  });
  expect(variablesIn('{{name}} and {{ link }}, not { other }')).toEqual(['name', 'link']);
});

test('Markdown becomes text for one reader and simple HTML for the other', () => {
  const body = 'Hello **{{name}}**,\n\n- one\n- [two]({{link}})\n\n1. first\n\n> quoted & told\n\n---\n\n<{{link}}>';
  expect(rendered(body)).toEqual({
    subject: 'About Lena',
    text: `Hello Lena,\n\n- one\n- two: ${link}\n\n1. first\n\n> quoted & told\n\n---\n\n<${link}>`,
    html: [
      '<p>Hello <strong>Lena</strong>,</p>',
      `<ul>\n<li>one</li>\n<li><a href="${link}">two</a></li>\n</ul>`,
      '<ol>\n<li>first</li>\n</ol>',
      '<blockquote>\n<p>quoted &amp; told</p>\n</blockquote>',
      `<hr>\n<p>&lt;${link}&gt;</p>`,
    ].join('\n'),
  });
});

test('a point that is a variable is one for each line of its value; elsewhere a value stays one line', () => {
  const what = 'Address: **Please** send it.\n\nTax: <b>\n- not: a point of its own';
  const { text, html } = rendered('Change this:\n\n- {{what}}\n\nOr: {{what}}', { what });
  expect(text).toBe(
    `Change this:\n\n- Address: **Please** send it.\n- Tax: <b>\n- - not: a point of its own\n\nOr: ${what.replaceAll(/\n+/g, ' ')}`,
  );
  expect(html).toContain(
    '<ul>\n<li>Address: **Please** send it.</li>\n<li>Tax: &lt;b&gt;</li>\n<li>- not: a point of its own</li>\n</ul>',
  );
  expect(rendered('- {{name}}').html).toBe('<ul>\n<li>Lena</li>\n</ul>');
});

test('punctuation behind an address is no part of it, also for a mail program that reads the text', () => {
  expect(rendered('[Look]({{link}}). Or [ask](https://help.example), <https://a.example>!').text).toBe(
    `Look: <${link}>. Or ask: <https://help.example>, <https://a.example>!`,
  );
  expect(rendered('[Look]({{link}}) now').text).toBe(`Look: ${link} now`);
});

describe('a name stays a name', () => {
  test.for([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['[click](https://evil.example)', '[click](https://evil.example)'],
    ['**bold** `code`', '**bold** `code`'],
    ['{{link}}', '{{link}}'],
    ['"quoted" & <b>', '&quot;quoted&quot; &amp; &lt;b&gt;'],
    ['two\r\nBcc: lines', 'two Bcc: lines'],
    ['turned \u202egnuh', 'turned gnuh'],
    ['$& $1', '$&amp; $1'],
  ] as const)('%j', ([name, html]) => {
    const mail = rendered('Hello {{name}}!', { name });
    expect(mail.html).toBe(`<p>Hello ${html}!</p>`);
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.text.split('\n')).toHaveLength(1);
  });

  test('and one that imitates a mark for a variable is no such mark', () => {
    expect(rendered('Hello {{name}}!', { name: '\ue000link\ue001' }).html).not.toContain(link);
  });
});

test.for([
  '[x](javascript:alert(1))',
  '[x](data:text/html,hi)',
  '<img src=x onerror=alert(1)>',
  '![x](https://tracker.example/pixel.png)',
  '<a href="https://studio.example" onclick="x()">x</a>',
  '[x](https://studio.example" onclick="x)',
  '<style>*{}</style>',
])('%s brings nothing that runs, loads or styles', (body) => {
  const { html } = rendered(body);
  expect(html.replaceAll(/<a href="https?:[^"]*">|<\/?(?:a|p)>/g, '')).not.toMatch(/<[a-z!/]/i);
});

test('the inbox shows the words, and the first address apart', () => {
  const body = '{{name}}, please [choose a new one]({{link}}) or [ask](https://help.example).';
  expect(noticeWords(body, { name: 'Lena', link })).toBe('Lena, please choose a new one or ask.');
  expect(firstLinkOf(body, { link })).toBe(link);
  expect(firstLinkOf('Nothing to follow, [not](javascript:x) this.', {})).toBeNull();
});
