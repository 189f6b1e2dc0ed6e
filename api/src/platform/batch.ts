/** Gathers what the fields of one answer ask for, and reads it with one statement. */
export class Batch<Value> {
  #wanted = new Set<string>();
  #reading: Promise<Map<string, Value>> | undefined;

  constructor(private readonly read: (ids: string[]) => Promise<Map<string, Value>>) {}

  async load(id: string): Promise<Value | null> {
    this.#wanted.add(id);
    this.#reading ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const ids = [...this.#wanted];
      this.#wanted = new Set();
      this.#reading = undefined;
      return this.read(ids);
    });
    return (await this.#reading).get(id) ?? null;
  }
}
