import { declaredSealedColumns } from './sealed-columns.ts';

/** Besides what is declared as personal: what somebody asked for, what would let a stranger in. */
const secret = /(fullname|address|prompt|password(hash)?|token|secret|signature|authorization|cookie|apikey)$/;

const plainName = (key: string): string => key.toLowerCase().replaceAll(/[-_]/g, '');

/** Names under which sealed values go about. `contactEmail` is one when `email` is. */
const personalNames = (): string[] =>
  declaredSealedColumns().flatMap(({ column, names = [] }) => [column, ...names].map(plainName));

const judged = new Map<string, boolean>();
/** Lines share a handful of keys; what strangers name may not fill the memory. */
const mostJudged = 1_000;

/** Whether what stands under this key says who somebody is, or would let a stranger in. */
export function isPersonal(key: string): boolean {
  let verdict = judged.get(key);
  if (verdict !== undefined) return verdict;
  const name = plainName(key);
  verdict = secret.test(name) || personalNames().some((personal) => name.endsWith(personal));
  if (judged.size < mostJudged) judged.set(key, verdict);
  return verdict;
}

const deepest = 6;

/** For log lines and audit events: never written, whoever hands it over by mistake. */
export const withoutPersonalData = (value: unknown, depth = 0): unknown => {
  if (value instanceof Error) return describeError(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => withoutPersonalData(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isPersonal(key) ? '[removed]' : withoutPersonalData(item, depth + 1),
    ]),
  );
};

/** Not the whole error: those of a database carry the statement, its values and the row they met. */
function describeError(error: Error): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
