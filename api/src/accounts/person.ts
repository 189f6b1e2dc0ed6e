import type { Keyring } from '../platform/keyring.ts';
import { openPersonal } from '../platform/personal-data.ts';
import { Account, type Person } from './account.entity.ts';

/** A person as a statement gives them. */
export interface PersonRow {
  id: string;
  /** In base64 when it comes in JSON. */
  nameSealed: Buffer | string;
}

/** SQL: of the account `a`, as JSON. */
export const personJson = (a: string): string =>
  `json_build_object('id', ${a}.id, 'nameSealed', encode(${a}.name_sealed, 'base64'))`;

export const personOf = (keyring: Keyring, { id, nameSealed }: PersonRow): Person => ({
  id,
  displayName: namesOf(keyring).open(id, nameSealed),
});

const generationMilliseconds = 60_000;
const largestGeneration = 2_000;

/**
 * Names stand on every list, of the same few people, and opening one costs as much as fetching it. So they are kept for a
 * minute or two, by what lies in the row: who may see a row, and what it says, the database tells each time.
 */
class OpenedNames {
  #recent = new Map<string, string>();
  #older = new Map<string, string>();
  #ageing = false;

  constructor(private readonly keyring: Keyring) {}

  open(id: string, sealed: Buffer | string): string {
    const place = `${id}:${typeof sealed === 'string' ? sealed : sealed.toString('base64')}`;
    const known = this.#recent.get(place);
    if (known !== undefined) return known;
    const name = this.#older.get(place) ?? openPersonal(this.keyring, Account, 'displayName', id, sealed);
    if (this.#recent.size === largestGeneration) this.#beginGeneration();
    this.#recent.set(place, name);
    this.#age();
    return name;
  }

  #beginGeneration(): void {
    this.#older = this.#recent;
    this.#recent = new Map();
  }

  #age(): void {
    if (this.#ageing) return;
    this.#ageing = true;
    setTimeout(() => {
      this.#ageing = false;
      this.#beginGeneration();
      if (this.#older.size > 0) this.#age();
    }, generationMilliseconds).unref();
  }
}

const opened = new WeakMap<Keyring, OpenedNames>();

function namesOf(keyring: Keyring): OpenedNames {
  const names = opened.get(keyring) ?? new OpenedNames(keyring);
  opened.set(keyring, names);
  return names;
}
