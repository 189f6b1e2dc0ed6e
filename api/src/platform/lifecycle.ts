import { AppError } from './errors.ts';

export interface Move<Status> {
  from: readonly Status[];
  to: Status;
}

/** `defineLifecycle<Status>()({ verb: { from, to } })` keeps the verbs as literal types. */
export const defineLifecycle =
  <Status>() =>
  <Verb extends string>(moves: Record<Verb, Move<Status>>): Record<Verb, Move<Status>> =>
    moves;

export function nextStatus<Status>(current: Status, move: Move<Status>, verb: string): Status {
  if (!move.from.includes(current))
    throw new AppError('CONFLICT', `Cannot ${verb}: it is ${String(current).toLowerCase().replace('_', ' ')}`);
  return move.to;
}
