import { permission } from '../platform/permission.ts';

export const seeHealth = permission('operations.health', 'See the health of the platform and its job queues');
export const settleDeadLetters = permission('operations.deadLetters', 'See, retry and discard jobs that were given up');
