import type { Actor } from '../platform/actor.ts';
import type { Transaction } from '../platform/db.ts';

/** Something that a creator stated where it is not a question of the application, as a reviewer reads it. */
export interface EvidenceFact {
  /** Stable: texts `fact.<field>`. */
  field: string;
  /** In full; the desk masks them for who does not hold the case. */
  values: string[];
  /** When they said it, where that matters. */
  at?: Date;
  /** Somebody's name: compared with the one they gave. */
  isName?: true;
  /** Not what they typed: the desk is told to look twice. */
  isUnlike?: true;
}

/** What the desk asks and tells the sub-room in which the rows of a section lie. */
export interface SectionEvidence {
  facts(tx: Transaction, accountId: string): Promise<EvidenceFact[]>;
  /** How values that we have words for are said in a language, where it is not as they are kept. */
  saidIn?(tx: Transaction, values: readonly string[], language: string): Promise<ReadonlyMap<string, string>>;
  /** When what is accepted now has to be renewed. */
  expiresAt?(tx: Transaction, accountId: string): Promise<Date | null>;
  /** In the transaction of the decision. */
  decided?(tx: Transaction, actor: Actor, accountId: string, accepted: boolean): Promise<void>;
}
