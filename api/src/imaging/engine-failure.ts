const longestMessage = 300;
/** What is looked through for secrets: some of them take long to find in a long text. */
const longestReport = 2_000;
const blot = '…';

/** What leaks when an engine passes on the error of a service behind it: headers, keys, addresses with passwords. */
const secrets: RegExp[] = [
  /\b(bearer|basic)\s+[\w+/=.~-]+/gi,
  /\b[\w-]*(authorization|api[_-]?key|token|secret|password|passwd|cookie|signature)["']?\s*[:=]\s*["']?[^\s"',;}]+/gi,
  /\b(https?:\/\/)[^\s"'<>]+/gi,
  /\b[\w+/-]{32,}={0,2}/g,
];

/** Capitals, as engines and we name what went wrong. */
export const isFailureCode = (text: string): boolean => /^[A-Z][A-Z0-9_]{0,63}$/.test(text);

/** Its beginning. Half a secret would not be known for one. */
function wholeWords(text: string): string {
  if (text.length <= longestReport) return text;
  return text.slice(0, text.slice(0, longestReport).search(/\S*$/));
}

/** An engine's reason as one may show it to the person who asked. */
export function engineFailure(reported: { code?: string; message?: string }): { code: string; message: string } {
  const code = isFailureCode(reported.code ?? '') ? reported.code! : 'AI_ERROR';
  let message = wholeWords(reported.message ?? '')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  for (const secret of secrets) message = message.replaceAll(secret, blot);
  if (message.length > longestMessage) message = `${message.slice(0, longestMessage - 1).trimEnd()}${blot}`;
  return { code, message: message === '' ? 'The image engine gave no reason.' : message };
}
