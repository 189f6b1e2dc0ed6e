/*
 * Lets the installed app open without a network: the page itself and the files it is made of. Never what belongs to a person:
 * answers of the API, pictures and documents always come from the network, or not at all.
 */
const pages = 'pages';
const files = 'files';
const shell = '/';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(pages).then((cache) => cache.add(shell)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  // Another app lives below /admin/.
  if (request.mode === 'navigate' && !/^\/(admin|graphql|media|documents|callbacks)(\/|$)/.test(pathname))
    event.respondWith(openPage(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(openFile(request));
});

/** As it is now; as it was last, when nobody answers. */
async function openPage(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    const kept = await caches.match(shell, { cacheName: pages });
    if (kept) return kept;
    throw error;
  }
  if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html')) await orNot(keep(answer.clone()));
  return answer;
}

/** A page that is new is made of new files: those of the former are dropped. */
async function keep(answer) {
  const cache = await caches.open(pages);
  const former = await cache.match(shell);
  const text = await answer.clone().text();
  if (former && (await former.text()) === text) return;
  if (former) await caches.delete(files);
  await cache.put(shell, answer);
}

/** The name of a file tells what is in it, so what is kept is never out of date. */
async function openFile(request) {
  const kept = await orNot(caches.match(request, { cacheName: files }));
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await orNot(keepFile(request, answer.clone()));
  return answer;
}

async function keepFile(request, answer) {
  const cache = await caches.open(files);
  await cache.put(request, answer);
}

/** A device that has no room for it still gets what the network answers. */
const orNot = (work) => work.catch(() => undefined);
