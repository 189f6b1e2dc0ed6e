/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One text for one value (RFC 8785): names in the order of their UTF-16 code units, no spaces. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`;
  const object = value as { readonly [name: string]: Json };
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name]!)}`);
  return `{${members.join(',')}}`;
}

/** The value as it comes back from a jsonb column, and text that Postgres takes: no null bytes, no half characters. */
export function storableJson(value: unknown): Json {
  const text = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  );
  return text === undefined ? null : (JSON.parse(text) as Json);
}

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\u{FFFD}');
