import type { Keyring, Place } from './keyring.ts';

/** What kind of data a sealed column holds. */
export const personalKinds = {
  name: 'What somebody is called',
  contact: 'How somebody is reached',
  identity: 'Who somebody is: what they say about themselves, and what proves it',
  bank: 'Where somebody is paid',
  device: 'From where, and with what, somebody signs in',
  credential: 'What would let a stranger in: keys and secrets',
  message: 'What was written to somebody',
  document: 'What somebody handed in',
  configuration: 'A secret of the workspace, of nobody in particular',
} as const;
export type PersonalKind = keyof typeof personalKinds;

/** How long it is kept. */
export const retentions = {
  account: 'As long as the account exists',
  kyc: 'As long as the law asks for after the account ended, then not a day longer',
  message: 'As long as the message is kept',
  use: 'Until it is replaced or no longer used',
  document: 'As long as the document is kept, by its retention class',
} as const;
export type Retention = keyof typeof retentions;

/** A digest beside the sealed value, so that equal values are found without opening any. */
export interface BlindIndexColumn {
  column: string;
  of(keyring: Keyring, text: string): Buffer | Buffer[];
}

export interface SealedColumnDeclaration {
  table: string;
  column: string;
  /** The column whose value, as text, binds the sealed value to its row: the primary key, alone. */
  id: string;
  kind: PersonalKind;
  retention: Retention;
  /** For the data dictionary. */
  description: string;
  indexes?: readonly BlindIndexColumn[];
  /** Where a former release kept it readable. What still lies there is sealed at the next start. */
  plain?: string;
  /** Names under which the opened value goes about in code and in GraphQL: a log line never shows them. */
  names?: readonly string[];
  /** What those see who may not see all of it. */
  mask?: (text: string) => string;
}

export interface SealedColumn extends SealedColumnDeclaration {
  /** Where the value of one row lies: `keyring.seal(totpSecret.at(id), text)`. */
  at(row: string): Place;
}

const declared = new Map<string, SealedColumn>();

/**
 * Declared once, beside the table's entity: key rotation, the data dictionary and the redaction of log lines are derived
 * from the list. Columns of an entity are declared with `@Personal`, which calls this.
 */
export function sealedColumn(declaration: SealedColumnDeclaration): SealedColumn {
  const { table, column } = declaration;
  const name = `${table}.${column}`;
  if (declared.has(name)) throw new Error(`sealed column ${name} is declared twice`);
  const made: SealedColumn = { ...declaration, at: (row) => ({ table, column, row }) };
  declared.set(name, made);
  return made;
}

/** In the order of their names. */
export const declaredSealedColumns = (): SealedColumn[] =>
  [...declared.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column);
