import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** Each connection keeps what it has prepared, so what clients can vary must not grow it without end. */
const mostStatements = 300;

/** Statements that are written for what an operation selects: parsed and planned once for each connection, then only run. */
export class PreparedStatements {
  readonly #names = new Map<string, string>();

  constructor(private readonly pool: Pool) {}

  async rows<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const name = this.#nameOf(text);
    const { rows } = await this.pool.query<Row>(name === null ? { text, values } : { name, text, values });
    return rows;
  }

  #nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known) return known;
    if (this.#names.size >= mostStatements) return null;
    const name = createHash('sha256').update(text).digest('base64url');
    this.#names.set(text, name);
    return name;
  }
}
