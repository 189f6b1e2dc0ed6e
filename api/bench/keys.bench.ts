import { randomBytes } from 'node:crypto';
import { startStage } from '../test/stage.ts';
import type { Figure } from './measure.ts';
import { seedAccounts } from './seed.ts';

const people = 20_000;
const goal = 1_000;

/** A master key is replaced: everything sealed anew, names and addresses with their indexes. */
export async function keys(): Promise<Figure[]> {
  const stage = await startStage({ withWorker: false });
  try {
    await seedAccounts(stage, people);
    const began = performance.now();
    const said = await stage.run('keys.js', ['rotate'], {
      MASTER_KEYS: `${stage.masterKeys},2:${randomBytes(32).toString('base64')}`,
    });
    const seconds = (performance.now() - began) / 1000;
    const sealed = Number(/^\d+/.exec(said)?.[0]);
    if (!(sealed >= 2 * people) || !said.includes('Key 1: 0 values')) throw new Error(said);
    const perSecond = sealed / seconds;
    return [
      {
        name: `master key replaced, ${sealed.toLocaleString('en')} values`,
        product: `${perSecond.toFixed(0)} values/s`,
        floor: '–',
        ratio: perSecond / goal,
        goal: `≥ ${goal.toLocaleString('en')}/s`,
        met: perSecond >= goal,
      },
    ];
  } finally {
    await stage.stop();
  }
}
