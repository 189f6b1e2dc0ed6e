import { CombinedGraphQLErrors, ServerError } from '@apollo/client';

export type ApiErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'INTERNAL_SERVER_ERROR';

/** What a screen can say about a failure: one of the API's codes, that the API was not reached, or that proof was not given. */
export type Problem = ApiErrorCode | 'UNREACHABLE' | 'UNPROVEN';

export interface FieldProblem {
  /** Dotted path below the operation's input, such as `steps` or `loras.0.weight`. */
  path: string;
  code: 'REQUIRED' | 'TOO_SHORT' | 'TOO_LONG' | 'TOO_SMALL' | 'TOO_LARGE' | 'NOT_ALLOWED' | 'MALFORMED';
  message: string;
  /** The bound that was missed, for `TOO_…`. */
  bound?: number;
}

/** The API would do it, once the person has shown again who they are. */
export const needsStepUp = (error: unknown): boolean =>
  CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.stepUp === true);

const codes: readonly string[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
] satisfies ApiErrorCode[];
const isCode = (code: unknown): code is ApiErrorCode => typeof code === 'string' && codes.includes(code);

/** A proxy answered in place of a server that is restarting. */
const gatewayAlone: readonly number[] = [502, 503, 504];

export function problemOf(error: unknown): Problem {
  if (needsStepUp(error)) return 'UNPROVEN';
  if (CombinedGraphQLErrors.is(error)) {
    return error.errors.map(({ extensions }) => extensions?.code).find(isCode) ?? 'INTERNAL_SERVER_ERROR';
  }
  if (ServerError.is(error)) {
    if (error.statusCode === 429) return 'RATE_LIMITED';
    return gatewayAlone.includes(error.statusCode) ? 'UNREACHABLE' : 'INTERNAL_SERVER_ERROR';
  }
  return error instanceof TypeError ? 'UNREACHABLE' : 'INTERNAL_SERVER_ERROR';
}

export const hasCode = (error: unknown, code: ApiErrorCode): boolean => problemOf(error) === code;

/** Seconds until it may be tried again, where the API says so. */
export function retryAfterOf(error: unknown): number | null {
  if (!CombinedGraphQLErrors.is(error)) return null;
  const seconds = error.errors
    .map(({ extensions }) => extensions?.retryAfter)
    .find((value) => typeof value === 'number');
  return typeof seconds === 'number' ? seconds : null;
}

/** The field problems of a `BAD_USER_INPUT`; empty for every other error. */
export function fieldProblems(error: unknown): FieldProblem[] {
  if (!CombinedGraphQLErrors.is(error)) return [];
  return error.errors.flatMap(({ extensions }) => {
    const fields = extensions?.fields;
    return Array.isArray(fields) ? fields.filter(isFieldProblem) : [];
  });
}

const isFieldProblem = (value: unknown): value is FieldProblem =>
  typeof value === 'object' && value !== null && 'path' in value && 'code' in value;
