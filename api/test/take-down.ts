/** What would outlive this program. */
const standing = new Set<() => Promise<void>>();

/** The same, to be called as often as one likes; until then it is something that `takeDownOnSignals` stops. */
export function takenDownBy(stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const takeDown = (): Promise<void> => (stopping ??= stop().finally(() => standing.delete(takeDown)));
  standing.add(takeDown);
  return takeDown;
}

/** For programs that are ended from outside, by Ctrl-C or `kill`: nothing that they have started stays behind. */
export function takeDownOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void Promise.allSettled([...standing].map((stop) => stop())).then(() => process.exit(1)));
}
