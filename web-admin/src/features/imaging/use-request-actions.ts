import { useMutation } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { RequestActions_requestFragmentDoc } from './request-actions.generated';
import { CancelRequestDocument } from './cancel-request.generated';
import { RetryRequestDocument, type RetryRequestMutation } from './retry-request.generated';

export type RequestActionRefusal =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'quota'; limit: number; resetsAt: string };

/** Cancel and retry of one request, and why the last of them was refused. What they changed is in the request itself. */
export function useRequestActions(id: string) {
  const [cancel, cancelling] = useMutation(CancelRequestDocument, { variables: { id }, onError: () => undefined });
  const [retry, retrying] = useMutation(RetryRequestDocument, {
    variables: { id },
    onError: () => undefined,
    update(cache, { data }) {
      const outcome = data?.retryImageRequest;
      if (outcome?.__typename !== 'ImageRequest') return;
      cache.updateFragment(
        { fragment: RequestActions_requestFragmentDoc, from: { __typename: 'ImageRequest', id } },
        (old) =>
          old && { ...old, retriedById: outcome.id, viewerMoves: old.viewerMoves.filter((move) => move !== 'RETRY') },
      );
    },
  });

  return {
    busy: cancelling.loading ? ('cancel' as const) : retrying.loading ? ('retry' as const) : null,
    refusal: refusalOf(cancelling.error ?? retrying.error, retrying.data?.retryImageRequest),
    cancel: (): void => {
      retrying.reset();
      void cancel();
    },
    retry: (): void => {
      cancelling.reset();
      void retry();
    },
  };
}

export type RequestActionsState = ReturnType<typeof useRequestActions>;

function refusalOf(
  error: unknown,
  answer: RetryRequestMutation['retryImageRequest'] | undefined,
): RequestActionRefusal | null {
  if (error) return { kind: 'problem', problem: problemOf(error) };
  return answer?.__typename === 'ImageQuotaExceeded' ? { kind: 'quota', ...answer.quota } : null;
}
