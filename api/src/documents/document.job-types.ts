import { defineJob } from '../platform/jobs.ts';

/** Looks through a document that has arrived. Tries for hours: a virus scanner may be down. */
export const checkJob = defineJob<{ documentId: string }>({
  name: 'document-check',
  retry: { limit: 40, delay: 2, delayMax: 600 },
  expireIn: 900,
  concurrency: 1,
});

/** Removes the bytes of a document. */
export const forgetJob = defineJob<{ documentId: string }>({
  name: 'document-forget',
  retry: { limit: 20, delay: 2, delayMax: 600 },
  expireIn: 120,
  concurrency: 1,
});

/** Every hour: what was superseded, and need not be kept any more. */
export const purgeSupersededJob = defineJob<Record<string, never>>({
  name: 'document-purge-superseded',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 600,
  concurrency: 1,
});

/** Ends an upload of which nothing was heard for a while. */
export const unfinishedJob = defineJob<{ documentId: string }>({
  name: 'document-unfinished',
  retry: { limit: 20, delay: 2, delayMax: 600 },
  expireIn: 60,
  concurrency: 1,
});
