import { send } from './measure.ts';

/** What `withBystander` asks of this process. */
export interface BystanderTask {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** What stands in every right answer. */
  expected: string;
}

/** What this process tells in the end. */
export interface BystanderReport {
  /** Milliseconds. */
  each: number[];
  /** What the first wrong answer was. */
  wrong: string | null;
}

const { url, headers, body, expected } = JSON.parse(process.argv[2]!) as BystanderTask;
const report: BystanderReport = { each: [], wrong: null };
const pending = new Set<Promise<void>>();

// The first requests of a process compile its code and connect: they tell of the asker, not of who answers.
for (let turn = 0; turn < 50; turn += 1) await send(url, body === undefined ? 'GET' : 'POST', headers, body);

const timer = setInterval(() => {
  const start = performance.now();
  const asked = send(url, body === undefined ? 'GET' : 'POST', headers, body)
    .then((answer) => {
      report.each.push(performance.now() - start);
      if (answer.status !== 200 || !answer.body.includes(expected)) report.wrong ??= `${answer.status} ${answer.body}`;
    })
    .catch((error: unknown) => {
      report.wrong ??= String(error);
    })
    .finally(() => pending.delete(asked));
  pending.add(asked);
}, 20);
process.send?.('asking');
// Also when whoever asked for this has died without a word.
process.once('disconnect', () => clearInterval(timer));

process.once('message', () => {
  clearInterval(timer);
  void Promise.all(pending).then(() => {
    process.send?.(report);
    process.disconnect();
  });
});
