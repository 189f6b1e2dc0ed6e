import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { MailDigestService } from './mail-digest.service.ts';

export const sendDigestsJob = defineJob<Record<string, never>>({
  name: 'send-digests',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 600,
  concurrency: 1,
});

export const handleSendDigests =
  (digests: MailDigestService): JobHandler<Record<string, never>> =>
  (_, job) =>
    digests.sendDue(job);
