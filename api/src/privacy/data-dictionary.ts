import { declaredSealedColumns, personalKinds, retentions, type SealedColumn } from '../platform/sealed-columns.ts';

const titles = {
  name: 'Names',
  contact: 'Contact details',
  identity: 'Identity',
  bank: 'Bank details',
  device: 'Devices',
  credential: 'Credentials',
  message: 'Messages',
  document: 'Documents',
  configuration: 'Configuration',
} as const satisfies Record<keyof typeof personalKinds, string>;

const foundBy = ({ indexes = [] }: SealedColumn): string =>
  indexes.length === 0 ? 'never searched' : indexes.map(({ column }) => `blind index \`${column}\``).join(', ');

const row = (column: SealedColumn): string =>
  `| \`${column.table}.${column.column}\` | ${column.description} | ${retentions[column.retention]} | ${foundBy(column)} | ${
    column.mask ? 'masked' : 'hidden'
  } |`;

/** Markdown, printed from the declarations: what we know about people, why, for how long, and who can read it. */
export function dataDictionary(): string {
  const sections = Object.entries(titles).map(([kind, title]) => {
    const columns = declaredSealedColumns().filter((column) => column.kind === kind);
    return columns.length === 0
      ? []
      : [
          `## ${title}`,
          `${personalKinds[kind as keyof typeof personalKinds]}.`,
          [
            '| column | what it holds | kept | found by | without permission |',
            '| --- | --- | --- | --- | --- |',
            ...columns.map(row),
          ].join('\n'),
        ];
  });
  return `${[
    '# Data dictionary',
    'Printed by `npm run data-dictionary` from the declarations beside the tables; do not edit it. Everything here is sealed at ' +
      'rest with AES-256-GCM: a data key for each value, wrapped by the master key, bound to table, column and row. A log line ' +
      'or an audit event never contains it.',
    ...sections.flat(),
  ].join('\n\n')}\n`;
}
