import { declaredSettings, describeShape, groupOf, type Setting, unitOf } from '../platform/setting.ts';

/** What of JSON Schema the shapes of settings use. */
export interface ShapeDescription {
  type?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  enum?: string[];
  items?: ShapeDescription;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, ShapeDescription>;
}

/** The register of the business rules that can be changed without a release, as docs/business-rules.md. */
export function businessRules(settings: readonly Setting<unknown>[] = declaredSettings()): string {
  const groups = [...new Set(settings.map(groupOf))];
  return [
    '# Business rules',
    '',
    'Every rule that staff can change while the product runs, as it holds until somebody changes it. Staff change them under',
    '_Settings_ in web-admin, an operator with `npm run settings`; both are recorded. Printed by `npm run business-rules` from',
    'the declarations in the code: change those, not this page.',
    ...groups.flatMap((group) => [
      '',
      `## \`${group}\``,
      '',
      '| rule | decides | may be | is | may differ by |',
      '| --- | --- | --- | --- | --- |',
      ...settings.filter((each) => groupOf(each) === group).map(lineOf),
    ]),
    '',
  ].join('\n');
}

function lineOf(setting: Setting<unknown>): string {
  const { key, description, initial, secret, levels } = setting;
  const unit = unitOf(setting);
  const shape = inWords(describeShape(setting));
  const cells = [
    `\`${key}\``,
    description,
    secret ? `a secret: ${shape}` : unit ? `${shape} (${unit})` : shape,
    secret ? 'not set' : `\`${JSON.stringify(initial)}\``,
    levels.map((level) => (level === 'account' ? 'person' : level)).join(', '),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function inWords(shape: ShapeDescription): string {
  switch (shape.type) {
    case 'integer':
      return `whole number${between(shape.minimum, shape.maximum)}`;
    case 'number':
      return `number${between(shape.minimum, shape.maximum)}`;
    case 'boolean':
      return 'yes or no';
    case 'array':
      return `list of ${inWords(shape.items ?? {})}${sized(shape.minItems, shape.maxItems, 'entries')}`;
    case 'object':
      return Object.entries(shape.properties ?? {})
        .map(([name, property]) => `${name}: ${inWords(property)}`)
        .join('; ');
    case 'string':
    case undefined:
    default:
      if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(', ');
      return `text${shape.pattern ? ` like \`${shape.pattern}\`` : ''}${sized(shape.minLength, shape.maxLength, 'characters')}`;
  }
}

/** Zod names the bounds of what JavaScript counts exactly; nobody set those. */
const meant = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

function between(least: number | undefined, most: number | undefined): string {
  if (meant(least)) return meant(most) ? ` from ${least} to ${most}` : ` of at least ${least}`;
  return meant(most) ? ` of at most ${most}` : '';
}

const sized = (least: number | undefined, most: number | undefined, what: string): string =>
  least === undefined && most === undefined ? '' : `,${between(least, most)} ${what}`;
