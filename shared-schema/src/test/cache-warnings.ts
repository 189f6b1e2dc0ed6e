import { afterEach } from 'vitest';

/** Of what Apollo only warns: an answer that replaced what another query had read. Such a test fails. */
const replaced: string[] = [];
const warn = console.warn;
console.warn = (...said: unknown[]): void => {
  const [message, field, type] = said;
  if (String(message).startsWith('Cache data may be lost')) replaced.push(`${String(type)}.${String(field)}`);
  else warn(...said);
};

afterEach(() => {
  const fields = replaced.splice(0);
  if (fields.length > 0) throw new Error(`without a merge policy in create-client.ts: ${fields.join(', ')}`);
});
