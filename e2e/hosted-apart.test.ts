import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { createClient } from 'graphql-ws';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../api/test/free-port.ts';
import { eventually } from '../api/test/stage.ts';
import { lena, mateo, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

// Two hosts of one site. Every browser takes names under localhost for this machine.
const [apiPort, appPort, workerPort] = [await freePort(), await freePort(), await freePort()];
const apiAddress = `http://api.studio.localhost:${apiPort}`;
const appAddress = `http://app.studio.localhost:${appPort}`;
const workerAddress = `http://127.0.0.1:${workerPort}`;
const { stage, openPage } = onStage({
  env: { PORT: String(apiPort), PUBLIC_URL: apiAddress, WEB_ORIGINS: appAddress, WORKER_PORT: String(workerPort) },
});

let folder: string;
beforeAll(() => {
  // It goes with the stage.
  folder = mkdtempSync(join(stage.storageFolder, 'app-'));
  const host = createServer(({ url = '/' }, response) => {
    const path = /^\/[\w-]+(\/[\w.-]+)*$/.test(url) && extname(url) !== '' ? url : '/index.html';
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.end(readFileSync(join(folder, path)));
  }).listen(appPort, '127.0.0.1');
  return () => void host.close();
});

const ask = async <Data>(address: string, token: string | null, query: string, variables = {}): Promise<Data> => {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return ((await answer.json()) as { data: Data }).data;
};

test('an app that is hosted elsewhere signs in, stays signed in, and shows pictures as they arrive', async () => {
  process.env['VITE_API_URL'] = apiAddress;
  await build({
    root: join(import.meta.dirname, '../web-influencer'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, minify: false },
  });
  const page = await openPage(appAddress);
  await signIn(page, lena);
  await page.getByRole('link', { name: 'Studio', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
  await page.reload();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A lighthouse seen from the other shore');
  await page.getByRole('button', { name: /^Generate/ }).click();
  const picture = page.getByRole('img', { name: /lighthouse seen from the other shore/ }).first();
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((element: HTMLImageElement) => element.currentSrc))
    .toContain(`${apiAddress}/media/`);
  await page.context().close();
});

test('two processes of the API: what one is asked the other tells of, and whom one signs out the other hears no more', async () => {
  const { url: other } = await stage.anotherApi();
  const { signIn: session } = await ask<{ signIn: { accessToken: string } }>(
    stage.url,
    null,
    `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { accessToken } } }`,
    mateo,
  );
  const token = session.accessToken;
  const closed = Promise.withResolvers<number>();
  const client = createClient({
    url: `${other.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { token },
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: { closed: () => closed.resolve(performance.now()) },
  });
  const heard: string[] = [];
  client.subscribe<{ imageRequestUpdated: { status: string } }>(
    { query: 'subscription { imageRequestUpdated { status } }' },
    {
      next: ({ data }) => data && heard.push(data.imageRequestUpdated.status),
      error: () => {},
      complete: () => {},
    },
  );
  await ask(
    stage.url,
    token,
    `mutation { requestImages(input: { prompt: "Asked stage.url, told there" }) { ... on ImageRequest { id } } }`,
  );
  await eventually('the other process tells of the picture', async () => heard.includes('COMPLETED') || undefined);

  const signedOut = performance.now();
  await ask(stage.url, token, 'mutation { signOut }');
  expect((await closed.promise) - signedOut).toBeLessThan(1000);
});

test('a worker tells of its health and of its jobs', async () => {
  const ready = await fetch(`${workerAddress}/readyz`);
  expect(ready.status).toBe(200);
  const figures = await (await fetch(`${workerAddress}/metrics`)).text();
  expect(figures).toMatch(/^job_seconds_count\{queue="image-dispatch",outcome="completed"\} [1-9]/m);
  expect(figures).toMatch(/^job_wait_seconds_count\{queue="image-dispatch"\} [1-9]/m);
  expect((await fetch(`${workerAddress}/graphql`)).status).toBe(404);
});
