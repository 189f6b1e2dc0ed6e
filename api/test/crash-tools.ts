import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';

export const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
let state = Number(options.seed) || 1;

/** Small seeded generator (mulberry32), so that a failing run can be repeated. */
export function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
export const between = (low: number, high: number): number => low + random() * (high - low);
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What was found, and whether the run has failed. */
export function conclude(problems: readonly string[]): void {
  for (const problem of problems) console.log(`  ✗ ${problem}`);
  console.log(problems.length === 0 ? 'Nothing was lost, nothing was doubled.' : `${problems.length} problems.`);
  if (problems.length > 0) process.exitCode = 1;
}
