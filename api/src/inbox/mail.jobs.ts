import { defineJob } from '../platform/jobs.ts';

export const sendMailJob = defineJob<{ messageId: string }>({
  name: 'send-mail',
  // Of the database; a mail server that fails is asked again as the settings say.
  retry: { limit: 5, delay: 5, delayMax: 300 },
  expireIn: 120,
  concurrency: 4,
});
