import { Column, type EntitySubscriberInterface, type LoadEvent, type ObjectLiteral } from 'typeorm';
import type { Keyring } from './keyring.ts';
import { sealedColumn, type SealedColumn, type SealedColumnDeclaration } from './sealed-columns.ts';

const declared = new Map<NewableFunction, Map<string, SealedColumn>>();

/**
 * On a property of an entity: what it says about a person lies sealed in a column. TypeORM gives it opened and never writes
 * it: `sealedValues` makes what a statement has to write.
 */
export const Personal =
  (declaration: Omit<SealedColumnDeclaration, 'id'>): PropertyDecorator =>
  (prototype, key) => {
    const property = String(key);
    const column = sealedColumn({ ...declaration, id: 'id', names: [property, ...(declaration.names ?? [])] });
    Column({ type: 'bytea', name: column.column, nullable: true, insert: false, update: false })(prototype, key);
    const entity = prototype.constructor;
    declared.set(entity, (declared.get(entity) ?? new Map<string, SealedColumn>()).set(property, column));
  };

export function personalColumn<Entity>(
  entity: abstract new () => Entity,
  property: keyof Entity & string,
): SealedColumn {
  const column = declared.get(entity)?.get(property);
  if (!column) throw new Error(`${entity.name}.${property} is not declared with @Personal`);
  return column;
}

/** By name of the database's column, what to write for one value: sealed, with its indexes. Null leaves nothing. */
export function sealedValues(
  keyring: Keyring,
  column: SealedColumn,
  row: string,
  text: string | null,
): Record<string, Buffer | Buffer[] | null> {
  return {
    [column.column]: text === null ? null : keyring.seal(column.at(row), text),
    ...Object.fromEntries(
      (column.indexes ?? []).map((index) => [index.column, text === null ? null : index.of(keyring, text)]),
    ),
  };
}

/** Of a row that was read by hand. In JSON a sealed value travels as base64: `encode(name_sealed, 'base64')`. */
export const openPersonal = <Entity>(
  keyring: Keyring,
  entity: abstract new () => Entity,
  property: keyof Entity & string,
  row: string,
  sealed: Buffer | string,
): string =>
  keyring.openText(
    personalColumn(entity, property).at(row),
    typeof sealed === 'string' ? Buffer.from(sealed, 'base64') : sealed,
  );

/** Opens the personal properties of what TypeORM loads. */
export class PersonalDataOpener implements EntitySubscriberInterface<ObjectLiteral> {
  constructor(private readonly keyring: Keyring) {}

  afterLoad(entity: ObjectLiteral, event?: LoadEvent<ObjectLiteral>): void {
    const columns = event && declared.get(event.metadata.target as NewableFunction);
    if (!columns) return;
    for (const [property, column] of columns) {
      const sealed: unknown = entity[property];
      if (Buffer.isBuffer(sealed)) entity[property] = this.keyring.openText(column.at(entity['id'] as string), sealed);
    }
  }
}
