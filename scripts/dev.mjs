import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { api, buildWhenNeeded } from './parts.mjs';
import { root } from './install.mjs';
import { nextFree } from './ports.mjs';

/**
 * Both apps by Vite, which passes what is for the API on to it, and that for influencers what is for the other app too: what people
 * open, in mails as well, has one address, as without reload.
 */
export async function startWebApps({ launch, apiPort }) {
  const influencerPort = await nextFree(5173);
  const adminPort = await nextFree(influencerPort + 1);
  for (const [name, port] of [
    ['web-influencer', influencerPort],
    ['web-admin', adminPort],
  ])
    launch({
      name,
      cwd: path.join(root, name),
      args: [
        `--import=${pathToFileURL(path.join(root, 'scripts/end-with-parent.mjs')).href}`,
        path.join(root, 'node_modules/vite/bin/vite.js'),
        `--port=${port}`,
        '--strictPort',
        '--host=127.0.0.1',
        '--logLevel=warn',
      ],
      env: { API_URL: `http://127.0.0.1:${apiPort}`, ADMIN_URL: `http://127.0.0.1:${adminPort}` },
    });
  return `http://localhost:${influencerPort}/`;
}

/** Builds and restarts API and worker after each change; a change that does not compile leaves them as they are. */
export function watchApi({ node, say, restart }) {
  let timer;
  let turn = Promise.resolve();
  const rebuild = async () => {
    try {
      // One change may be told twice, and a file may be touched without another word in it.
      if (await buildWhenNeeded({ node, say, parts: [api] })) await restart();
    } catch (error) {
      say(error.message);
    }
  };
  const folders = api.sources
    .map((source) => path.join(root, source))
    .filter((place) => fs.statSync(place).isDirectory());
  const watchers = folders.map((folder) =>
    fs.watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => (turn = turn.then(rebuild)), 150);
    }),
  );
  return async () => {
    for (const watcher of watchers) watcher.close();
    clearTimeout(timer);
    await turn;
  };
}
