import type { FieldProblem } from '@influencegen/shared-schema/client/errors';

/** What may be set: what of JSON Schema the API uses to describe it. */
export interface Shape {
  type?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  enum?: string[];
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Shape>;
}

/** What stands in the fields of an editor: numbers as they were typed, everything else as it is. */
export type Draft = string | boolean | Draft[] | { [name: string]: Draft };

export type Problem = Pick<FieldProblem, 'path' | 'code' | 'bound'>;

export const readShape = (json: string): Shape => JSON.parse(json) as Shape;

export const isNumeric = ({ type }: Shape): boolean => type === 'integer' || type === 'number';

/** The bounds that somebody set: a whole number without any is described by what JavaScript counts exactly. */
export const boundsOf = ({ minimum, maximum }: Shape): { least: number | undefined; most: number | undefined } => {
  const meant = (bound: number | undefined): number | undefined =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
  return { least: meant(minimum), most: meant(maximum) };
};

export function draftOf(shape: Shape, value: unknown): Draft {
  if (isNumeric(shape)) return typeof value === 'number' ? String(value) : '';
  if (shape.type === 'boolean') return value === true;
  if (shape.type === 'array')
    return (Array.isArray(value) ? value : []).map((item) => draftOf(shape.items ?? {}, item));
  if (shape.type === 'object') {
    const members = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([name, part]) => [name, draftOf(part, members[name])]),
    );
  }
  return typeof value === 'string' ? value : '';
}

/** Of a single field. */
export const textOf = (draft: Draft): string => (typeof draft === 'string' ? draft : '');

/** The value that a draft stands for, and what is wrong with it so far as can be said here; the API has the last word. */
export function readDraft(shape: Shape, draft: Draft, path = 'value'): { value: unknown; problems: Problem[] } {
  if (isNumeric(shape)) return readNumber(shape, textOf(draft), path);
  if (shape.type === 'array' && Array.isArray(draft)) {
    const items = draft.map((item, index) => readDraft(shape.items ?? {}, item, `${path}.${index}`));
    const problems = items.flatMap((item) => item.problems);
    if (draft.length < (shape.minItems ?? 0)) problems.unshift({ path, code: 'REQUIRED' });
    return { value: items.map(({ value }) => value), problems };
  }
  if (shape.type === 'object' && typeof draft === 'object' && !Array.isArray(draft)) {
    const parts = Object.entries(shape.properties ?? {}).map(
      ([name, part]) => [name, readDraft(part, draft[name] ?? '', `${path}.${name}`)] as const,
    );
    return {
      value: Object.fromEntries(parts.map(([name, { value }]) => [name, value])),
      problems: parts.flatMap(([, { problems }]) => problems),
    };
  }
  if (shape.type === 'boolean') return { value: draft === true, problems: [] };
  return readText(shape, textOf(draft), path);
}

function readNumber(shape: Shape, typed: string, path: string): { value: unknown; problems: Problem[] } {
  const text = typed.trim().replace(',', '.');
  const value = Number(text);
  const { least, most } = boundsOf(shape);
  const problem: Problem | false =
    text === ''
      ? { path, code: 'REQUIRED' }
      : Number.isNaN(value) || (shape.type === 'integer' && !Number.isInteger(value))
        ? { path, code: 'MALFORMED' }
        : least !== undefined && value < least
          ? { path, code: 'TOO_SMALL', bound: least }
          : most !== undefined && value > most && { path, code: 'TOO_LARGE', bound: most };
  return { value, problems: problem ? [problem] : [] };
}

function readText(shape: Shape, text: string, path: string): { value: unknown; problems: Problem[] } {
  const { minLength = 0, maxLength = Infinity, pattern } = shape;
  const problem: Problem | false =
    text.length < minLength
      ? text === ''
        ? { path, code: 'REQUIRED' }
        : { path, code: 'TOO_SHORT', bound: minLength }
      : text.length > maxLength
        ? { path, code: 'TOO_LONG', bound: maxLength }
        : pattern !== undefined && !new RegExp(pattern, 'u').test(text) && { path, code: 'MALFORMED' };
  return { value: text, problems: problem ? [problem] : [] };
}
