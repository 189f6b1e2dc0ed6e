/** What an event says beyond who, what and when. */
export interface AuditDetails {
  changes: { field: string; before: string; after: string }[];
  others: [name: string, value: string][];
}

type Members = Record<string, unknown>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** `before` and `after` side by side: field by field where both are records, else as they are. */
export function readDetails(json: string): AuditDetails {
  const parsed: unknown = JSON.parse(json);
  if (!isMembers(parsed)) return { changes: [], others: parsed === null ? [] : [['', textOf(parsed)]] };
  const { before, after, ...rest } = parsed;
  const others = Object.entries(rest).map(([name, value]): [string, string] => [name, textOf(value)]);
  if (!('before' in parsed) && !('after' in parsed)) return { changes: [], others };
  if (!isMembers(before ?? {}) || !isMembers(after ?? {}))
    return { changes: [{ field: '', before: textOf(before), after: textOf(after) }], others };
  const [old, now] = [(before ?? {}) as Members, (after ?? {}) as Members];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return {
    changes: fields.map((field) => ({ field, before: textOf(old[field]), after: textOf(now[field]) })),
    others,
  };
}
