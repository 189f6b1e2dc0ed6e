import { send } from './measure.ts';

/** What `withBystander` asks of this process. */
export interface BystanderTask {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const { url, headers, body } = JSON.parse(process.argv[2]!) as BystanderTask;
const each: number[] = [];
const pending = new Set<Promise<void>>();
const timer = setInterval(() => {
  const start = performance.now();
  const asked = send(url, body === undefined ? 'GET' : 'POST', headers, body).then(() => {
    each.push(performance.now() - start);
    pending.delete(asked);
  });
  pending.add(asked);
}, 20);
process.send?.('asking');

process.once('message', () => {
  clearInterval(timer);
  void Promise.all(pending).then(() => {
    process.send?.(each);
    process.disconnect();
  });
});
