import { HeaderMap } from '@apollo/server';
import { GraphQLError, isValueNode, type GraphQLFormattedError, type SourceLocation } from 'graphql';
import { AppError, RateLimited, StepUpNeeded, type ErrorCode, type FieldProblem } from './errors.ts';
import type { Log } from './log.ts';

/** `INTERNAL_SERVER_ERROR` joins the closed list where something broke; every other code is a decision of ours. */
export type PublicCode = ErrorCode | 'INTERNAL_SERVER_ERROR';

interface PublicParts {
  locations?: readonly SourceLocation[] | undefined;
  path?: readonly (string | number)[] | undefined;
  extensions: {
    code: PublicCode;
    fields?: FieldProblem[];
    stepUp?: true;
    /** Seconds. */
    retryAfter?: number;
    requestId?: string;
    /** About the answer as a whole; taken off before the error leaves. */
    http?: { status: number; headers?: HeaderMap };
  };
}

/** An error as a client may see it. The only kind that leaves the server. */
export class PublicError extends GraphQLError {
  private readonly where: readonly SourceLocation[] | undefined;

  constructor(message: string, parts: PublicParts) {
    super(message, { path: parts.path ?? null, extensions: parts.extensions });
    this.where = parts.locations;
  }

  override toJSON(): GraphQLFormattedError {
    const { http: _http, ...extensions } = this.extensions;
    return {
      message: this.message,
      ...(this.where !== undefined && { locations: this.where }),
      ...(this.path !== undefined && { path: this.path }),
      extensions,
    };
  }
}

export const badInput = (message: string, fields: FieldProblem[] = [], status?: number): PublicError =>
  new PublicError(message, {
    extensions: { code: 'BAD_USER_INPUT', fields, ...(status !== undefined && { http: { status } }) },
  });

/** Header names as in draft-ietf-httpapi-ratelimit-headers (03), which clients know. */
export const rateHeaders = (bucket: { limit: number; remaining: number }, reset: number): [string, string][] => [
  ['ratelimit-limit', String(bucket.limit)],
  ['ratelimit-remaining', String(bucket.remaining)],
  ['ratelimit-reset', String(reset)],
];

/** `Retry-After` as in RFC 9110, 10.2.3, and the state of the bucket that refused. */
export const tooMany = (
  seconds: number,
  bucket: { limit: number; remaining: number },
): Pick<PublicParts['extensions'], 'retryAfter' | 'http'> => ({
  retryAfter: seconds,
  http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)], ...rateHeaders(bucket, seconds)]) },
});

const wrongArgument = /^Argument ".*" of (?:required|non-null) type /;

/** What a resolver threw. Anything that nobody decided on is masked, and logged under the request's id. */
export function publicExecutionError(error: GraphQLError, about: { requestId: string; log: Log }): PublicError {
  if (error instanceof PublicError) return error;
  const { locations, path, originalError } = error;
  if (originalError instanceof AppError)
    return new PublicError(originalError.message, {
      locations,
      path,
      extensions: {
        code: originalError.code,
        ...(originalError.code === 'BAD_USER_INPUT' && { fields: originalError.fields ?? [] }),
        ...(originalError instanceof StepUpNeeded && { stepUp: true }),
        ...(originalError instanceof RateLimited && tooMany(originalError.retryAfter, originalError.bucket)),
      },
    });
  if (originalError === undefined && wrongArgument.test(error.message))
    return new PublicError(error.message, { locations, path, extensions: { code: 'BAD_USER_INPUT', fields: [] } });

  about.log.error({ err: originalError ?? error, path: path?.join('.') }, 'resolver failed');
  return new PublicError('Something went wrong on our side', {
    locations,
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: about.requestId },
  });
}

/**
 * A document that cannot be parsed, is not valid, asks too much, or a request that is none. Clients branch on one code
 * for all of them. Literals of the document may be secrets and are not repeated.
 */
export function publicDocumentError(error: GraphQLError, options: { suggest: boolean }): PublicError {
  if (error instanceof PublicError) return error;
  return new PublicError(withoutLiterals(error, options), {
    locations: error.locations,
    extensions: { code: 'BAD_USER_INPUT', fields: [] },
  });
}

function withoutLiterals(error: GraphQLError, { suggest }: { suggest: boolean }): string {
  const node = error.nodes?.[0];
  if (node && isValueNode(node) && node.kind !== 'Variable') {
    const type = /(?:type |in )"([\w[\]!]+)"|^(\w+) cannot represent/.exec(error.message);
    return type ? `This is not a value of type ${type[1] ?? type[2]}` : 'This value is not allowed here';
  }
  const message = error.message.replace(/((?:Block)?String|Int|Float) "[\s\S]*"/, '$1');
  return suggest ? message : message.replace(/ Did you mean [\s\S]*$/, '');
}
