import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installN8n, isInstalled } from './test/n8n-host.ts';

/** `--is-installed` only answers by its exit code whether a run would have to install n8n first. */
async function main(args: string[]): Promise<number> {
  if (args.includes('--is-installed')) return isInstalled() ? 0 : 1;
  await installN8n((sentence) => console.log(sentence));
  const config = new URL('./test/vitest.config.ts', import.meta.url).pathname;
  const vitest = new URL('../../node_modules/vitest/vitest.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [vitest, 'run', '--config', config, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
