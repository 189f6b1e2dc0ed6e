export interface StoredAnswer {
  field: string;
  values: readonly string[];
  revision: number;
}

/** What came of one try to save. */
export type SaveOutcome =
  | { kind: 'saved'; answers: readonly StoredAnswer[] }
  /** Nothing was saved; another device changed these meanwhile. */
  | { kind: 'conflict'; answers: readonly StoredAnswer[] }
  /** It cannot be changed now: under review, or rejected. */
  | { kind: 'locked' }
  /** The server will not take these, however often they are sent. Those it asks for no longer are out of date, as this page is. */
  | { kind: 'refused'; fields: Readonly<Record<string, 'refused' | 'outdated'>> }
  /** Not reached, or not able: to be tried again. */
  | { kind: 'failed' }
  /** Somebody else uses this browser now. */
  | { kind: 'gone' };

export type FieldState = 'calm' | 'changed' | 'saved' | 'conflict' | 'refused' | 'outdated';

export interface FieldView {
  values: readonly string[];
  state: FieldState;
  /** What another device saved, while a choice is due. */
  theirs?: readonly string[];
}

export interface QueueView {
  fields: Readonly<Record<string, FieldView>>;
  /** `waiting`: could not be sent, and will be sent again. */
  state: 'calm' | 'saving' | 'saved' | 'waiting' | 'locked';
}

interface Field {
  values: readonly string[];
  /** Of the stored answer that the values began with. */
  revision: number;
  state: FieldState;
  theirs?: StoredAnswer;
}

export interface AnswerQueueParts {
  save: (answers: StoredAnswer[]) => Promise<SaveOutcome>;
  /** What was not saved yet, so that reloading the page does not lose it. Null: all is saved. */
  keep: (unsaved: StoredAnswer[] | null) => void;
  /** Where a moment is waited: replaced by tests. */
  wait?: (run: () => void, milliseconds: number) => () => void;
}

const pause = 1200;
const firstRetry = 2000;
const longestRetry = 30_000;

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i]);

const later = (run: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * The answers of one section on their way to the server: sent when a field is left or the person pauses, one request after the
 * other, again and again while the network is away. It outlives the page that shows it.
 */
export class AnswerQueue {
  readonly #parts: AnswerQueueParts;
  readonly #fields = new Map<string, Field>();
  readonly #watchers = new Set<() => void>();
  #sending: Promise<void> | null = null;
  #stopWaiting: (() => void) | null = null;
  #retry = firstRetry;
  #state: QueueView['state'] = 'calm';
  #view: QueueView = { fields: {}, state: 'calm' };

  constructor(parts: AnswerQueueParts, stored: readonly StoredAnswer[], unsaved: readonly StoredAnswer[]) {
    this.#parts = parts;
    for (const { field, values, revision } of stored) this.#fields.set(field, { values, revision, state: 'calm' });
    for (const { field, values, revision } of unsaved) this.#fields.set(field, { values, revision, state: 'changed' });
    this.#show();
    if (unsaved.length > 0) this.#sendIn(0);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly view = (): QueueView => this.#view;

  /** Something is typed that the server does not know. */
  get isUnsaved(): boolean {
    return this.#unsaved().length > 0;
  }

  /** What the server has, of another device as well. What is being typed here stays; saving it will tell. */
  offer(stored: readonly StoredAnswer[]): void {
    let news = false;
    for (const answer of stored) {
      const field = this.#fields.get(answer.field);
      if (field && (isOpen(field) || answer.revision <= field.revision)) continue;
      this.#fields.set(answer.field, { values: answer.values, revision: answer.revision, state: 'calm' });
      news = true;
    }
    if (this.#state === 'locked') this.#state = 'calm';
    if (news) this.#show();
  }

  change(name: string, values: readonly string[]): void {
    const field = this.#fields.get(name) ?? { values: [], revision: 0, state: 'calm' };
    if (same(field.values, values)) return;
    const { theirs, ...rest } = field;
    this.#fields.set(name, { ...rest, values, state: theirs ? 'conflict' : 'changed', ...(theirs && { theirs }) });
    this.#show();
    this.#sendIn(pause);
  }

  /** Of a conflict: the own answer replaces the other one, or gives way to it. */
  choose(name: string, whose: 'mine' | 'theirs'): void {
    const field = this.#fields.get(name);
    if (!field?.theirs) return;
    const { values, revision } = field.theirs;
    this.#fields.set(
      name,
      whose === 'mine' ? { values: field.values, revision, state: 'changed' } : { values, revision, state: 'saved' },
    );
    this.#show();
    if (whose === 'mine') void this.send();
  }

  /** Now, and until nothing is left to send. True: everything is saved. */
  async send(): Promise<boolean> {
    while (true) {
      while (this.#sending) await this.#sending;
      if (this.#sendable().length === 0) return !this.isUnsaved;
      this.#sending = this.#sendOnce().finally(() => (this.#sending = null));
      await this.#sending;
      if (this.#state === 'waiting' || this.#state === 'locked') return false;
    }
  }

  #unsaved(): StoredAnswer[] {
    return [...this.#fields].flatMap(([field, { values, revision, state }]) =>
      state === 'changed' || state === 'conflict' ? [{ field, values, revision }] : [],
    );
  }

  #sendable(): StoredAnswer[] {
    return [...this.#fields].flatMap(([field, { values, revision, state }]) =>
      state === 'changed' ? [{ field, values, revision }] : [],
    );
  }

  async #sendOnce(): Promise<void> {
    this.#stopWaiting?.();
    const sent = this.#sendable();
    this.#state = 'saving';
    this.#show();
    const outcome = await this.#parts.save(sent);
    if (outcome.kind === 'saved') this.#saved(sent, outcome.answers);
    else if (outcome.kind === 'conflict') this.#noteConflicts(outcome.answers);
    else if (outcome.kind === 'refused') this.#refused(sent, outcome.fields);
    else if (outcome.kind === 'locked') this.#state = 'locked';
    else if (outcome.kind === 'failed') {
      this.#state = 'waiting';
      this.#sendIn(this.#retry);
      this.#retry = Math.min(longestRetry, this.#retry * 2);
    } else this.#fields.clear();
    this.#show();
  }

  #saved(sent: readonly StoredAnswer[], stored: readonly StoredAnswer[]): void {
    const wasSent = new Map(sent.map((answer) => [answer.field, answer.values]));
    this.#state = 'saved';
    this.#retry = firstRetry;
    for (const { field: name, values, revision } of stored) {
      const field = this.#fields.get(name);
      const ours = wasSent.get(name);
      // It was not sent yet: saving it will tell whether another device changed it.
      if (field && isOpen(field) && !ours) continue;
      if (field && isOpen(field) && !same(field.values, ours!)) this.#fields.set(name, { ...field, revision });
      else this.#fields.set(name, { values, revision, state: ours ? 'saved' : (field?.state ?? 'calm') });
    }
    // Taken back before anything was stored: the server does not name it.
    for (const { field: name, values } of sent) {
      const field = this.#fields.get(name)!;
      if (field.state === 'changed' && same(field.values, values) && !stored.some((answer) => answer.field === name))
        this.#fields.set(name, { ...field, state: 'saved' });
    }
  }

  #noteConflicts(stored: readonly StoredAnswer[]): void {
    this.#state = 'calm';
    for (const theirs of stored) {
      const field = this.#fields.get(theirs.field);
      if (field) this.#fields.set(theirs.field, { ...field, state: 'conflict', theirs });
    }
  }

  /** What was sent beside them is sent again. */
  #refused(sent: readonly StoredAnswer[], refused: Readonly<Record<string, 'refused' | 'outdated'>>): void {
    this.#state = 'calm';
    for (const { field: name, values } of sent) {
      const field = this.#fields.get(name)!;
      const state = refused[name];
      if (state && same(field.values, values)) this.#fields.set(name, { ...field, state });
    }
  }

  #sendIn(milliseconds: number): void {
    this.#stopWaiting?.();
    this.#stopWaiting = (this.#parts.wait ?? later)(() => void this.send(), milliseconds);
  }

  #show(): void {
    const unsaved = this.#unsaved();
    this.#parts.keep(unsaved.length > 0 ? unsaved : null);
    this.#view = {
      state: this.#state,
      fields: Object.fromEntries(
        [...this.#fields].map(([name, { values, state, theirs }]): [string, FieldView] => [
          name,
          { values, state, ...(theirs && { theirs: theirs.values }) },
        ]),
      ),
    };
    for (const watcher of this.#watchers) watcher();
  }
}

/** It holds something that the server does not. */
const isOpen = ({ state }: Field): boolean => state !== 'calm' && state !== 'saved';
