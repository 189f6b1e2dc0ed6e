import type { Transaction } from './db.ts';
import type { Permission } from './permission.ts';

/** Something that a person is told. Declared once, beside what causes it. */
export interface Notice<Variable extends string> {
  key: string;
  description: string;
  /** What the text may contain, each with an example for the preview. */
  variables: Readonly<Record<Variable, string>>;
  channels: readonly ('MAIL' | 'INBOX')[];
  /** False: about the security of the account or asked for just now, so it cannot be turned off. */
  optional: boolean;
  /** Whom it can reach: who holds this. Left out: everybody. Others do not find it among their preferences. */
  reaches?: Permission;
  /** False: an answer to what somebody asked for just now. Nothing to choose, so nobody finds it among their preferences. */
  listed?: false;
}

const declared = new Map<string, Notice<string>>();

/** Texts lie in api/notices/<key>.<language>.md: the first line is the subject. */
export function notice<Variable extends string, More extends Partial<Notice<Variable>>>(
  key: string,
  rest: Omit<Notice<Variable>, 'key'> & More,
): Notice<Variable> & More {
  if (declared.has(key)) throw new Error(`notice ${key} is declared twice`);
  const made = { key, ...rest };
  declared.set(key, made);
  return made;
}

export const declaredNotices = (): Notice<string>[] => [...declared.values()];

export interface Notification<Variable extends string> {
  accountId: string;
  /** Ends in the mail only, sealed there. A link is an absolute address. */
  variables: Readonly<Record<Variable, string>>;
  /** Instead of the account's address: the former one, after a change. */
  to?: string;
}

export interface Notifier {
  /** Part of the transaction: rolled back, nobody is told. */
  notify<Variable extends string>(
    tx: Transaction,
    what: Notice<Variable>,
    notification: Notification<Variable>,
  ): Promise<void>;
  /** What these told somebody holds no longer: what was not read of it counts as read. */
  takeBack(tx: Transaction, what: readonly Notice<string>[], accountId: string): Promise<void>;
  /** Everybody whom the notice reaches, which it has to say, but for `except`. */
  notifyAll<Variable extends string>(
    tx: Transaction,
    what: Notice<Variable> & { reaches: Permission },
    notification: { variables: Readonly<Record<Variable, string>>; except?: string },
  ): Promise<void>;
}
