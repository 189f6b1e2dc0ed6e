const longestMessage = 300;
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

/** An engine's reason as one may show it to the person who asked. */
export function engineFailure(reported: { code?: string; message?: string }): { code: string; message: string } {
  const code = isFailureCode(reported.code ?? '') ? reported.code! : 'AI_ERROR';
  let message = (reported.message ?? '').replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  for (const secret of secrets) message = message.replaceAll(secret, blot);
  if (message.length > longestMessage) message = `${message.slice(0, longestMessage - 1).trimEnd()}${blot}`;
  return { code, message: message === '' ? 'The image engine gave no reason.' : message };
}
