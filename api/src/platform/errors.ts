/** The closed list of codes that a program may branch on. */
export type ErrorCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'CONFLICT' | 'RATE_LIMITED';

/** What is wrong with one input field. `code` is for programs and translations, `message` for people reading English. */
export interface FieldProblem {
  /** Dotted path below the operation's input, such as `steps` or `loras.0.weight`. */
  path: string;
  code: 'REQUIRED' | 'TOO_SHORT' | 'TOO_LONG' | 'TOO_SMALL' | 'TOO_LARGE' | 'NOT_ALLOWED' | 'MALFORMED';
  message: string;
  /** The bound that was missed, for `TOO_…`. */
  bound?: number;
}

/** A start cannot go on, for a reason that whoever started it can put right: the message is for them. */
export class CannotStart extends Error {}

/** A standard "no": arrives as `errors[].extensions.code`. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields?: FieldProblem[],
  ) {
    super(message);
  }
}

/**
 * Somebody whose view ends at their organisation asked for what lies beyond it, or nowhere: they are told that it does not
 * exist, and the attempt is recorded.
 */
export class OutOfReach extends AppError {
  constructor(
    message: string,
    readonly record: { type: string; id: string },
  ) {
    super('NOT_FOUND', message);
  }
}

/**
 * Too often. Arrives with `extensions.retryAfter`, and over HTTP with the status 429, the header `Retry-After` and those that
 * tell of the limit that refused.
 */
export class RateLimited extends AppError {
  constructor(
    /** Seconds. */
    readonly retryAfter: number,
    /** How many there may be, and how many are left: less than what was asked for. */
    readonly bucket: { limit: number; remaining: number },
  ) {
    super('RATE_LIMITED', `Too many attempts: try again in ${retryAfter} s`);
  }
}

/** Allowed, once the person has shown again who they are. Arrives as FORBIDDEN with `extensions.stepUp: true`. */
export class StepUpNeeded extends AppError {
  constructor() {
    super('FORBIDDEN', 'Confirm that it is you, then try again');
  }
}

/** A "no" that a screen explains: a member of the mutation's result union. Subclasses are GraphQL object types. */
export interface Refusal {
  message: string;
}

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Thrown, so that the transaction rolls back; `orRefusal` turns it into data at the edge. */
export const refuse = (refusal: Refusal): never => {
  throw new Refused(refusal);
};

type RefusalType = new (...args: never[]) => Refusal;

export async function orRefusal<T, E extends RefusalType[]>(
  work: Promise<T>,
  ...expected: E
): Promise<T | InstanceType<E[number]>> {
  try {
    return await work;
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusal : undefined;
    if (expected.some((type) => refusal instanceof type)) return refusal as InstanceType<E[number]>;
    throw error;
  }
}
