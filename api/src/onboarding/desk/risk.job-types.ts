import { defineJob } from '../../platform/jobs.ts';

/** Something was handed in that nobody else should have: what does it mean for this creator, and for whoever has the same? */
export const judgeRiskJob = defineJob<{ accountId: string }>({
  name: 'onboarding-judge-risk',
  retry: { limit: 5, delay: 5, delayMax: 300 },
  expireIn: 120,
  concurrency: 2,
});
