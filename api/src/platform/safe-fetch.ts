import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { HttpProblem } from './http.ts';
import { StorageError, type StagedFile } from './object-storage.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import type { StagingFile } from './staging.ts';

export interface LinkRules {
  /** When not empty, links may only lead to these hosts; `*.example.com` stands for all below. */
  hosts: readonly string[];
  /** For engines on this very machine. Loopback links may also be http. */
  allowLoopback: boolean;
  milliseconds: number;
  /** Replaced by tests. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
}

const maxRedirects = 3;

const refused = (why: string): HttpProblem => new HttpProblem(422, 'LINK_REFUSED', `The link was refused: ${why}`);
const failed = (why: string): HttpProblem =>
  new HttpProblem(422, 'LINK_FAILED', `The link could not be fetched: ${why}`);

/** A picture behind somebody else's link. */
export const fetchLink = (link: string, rules: LinkRules, file: StagingFile): Promise<StagedFile> =>
  follow(link, rules, 'image/png, image/jpeg, image/webp', (answer) => receive(answer, file));

/** The beginning of a page of somebody else, as text. */
export const fetchPage = (link: string, rules: LinkRules, mostBytes: number): Promise<string> =>
  follow(link, rules, 'text/html', (answer) => beginningOf(answer, mostBytes));

/**
 * Every step is judged by the addresses that it really connects to: a name is resolved once, all its answers must be allowed,
 * and the connection goes to one of them.
 */
async function follow<Taken>(
  link: string,
  rules: LinkRules,
  accept: string,
  take: (answer: IncomingMessage) => Promise<Taken>,
): Promise<Taken> {
  const signal = AbortSignal.timeout(rules.milliseconds);
  try {
    let url = parse(link);
    for (let redirects = 0; ; redirects++) {
      const answer = await ask(url, rules, { accept, signal });
      const location = redirectOf(answer);
      if (location === null) return await take(answer);
      answer.destroy();
      if (redirects === maxRedirects) throw refused('it is redirected too often');
      url = parse(location, url);
    }
  } catch (error) {
    if (signal.aborted) throw failed(`it took longer than ${rules.milliseconds} ms`);
    throw error;
  }
}

function parse(link: string, base?: URL): URL {
  const url = URL.parse(link, base?.href);
  if (!url) throw refused('it is no address');
  return url;
}

async function ask(
  url: URL,
  rules: LinkRules,
  { accept, signal }: { accept: string; signal: AbortSignal },
): Promise<IncomingMessage> {
  const addresses = await allowedAddresses(url, rules);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      agent: false,
      signal,
      lookup: pinned(addresses),
      headers: { accept, 'accept-encoding': 'identity' },
    });
    request.on('response', resolve);
    request.on('error', (error) => reject(failed(reasonOf(error))));
    request.end();
  });
}

async function allowedAddresses(url: URL, rules: LinkRules): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowLoopback)) throw refused('it is not https');
  if (url.username !== '' || url.password !== '') throw refused('it carries a password');
  if (rules.hosts.length > 0 && !rules.hosts.some((pattern) => matches(host, pattern)))
    throw refused('its host is not on the list');

  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host, rules) : [{ address: host, family }];
  const loopback = ({ address }: LookupAddress): boolean => rules.allowLoopback && isLoopbackAddress(address);
  const allowed = ({ address }: LookupAddress): boolean => isPublicAddress(address) && url.protocol === 'https:';
  if (addresses.length === 0 || !addresses.every((each) => allowed(each) || loopback(each)))
    throw refused('it does not lead to a public address');
  return addresses;
}

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1).toLowerCase()) : host === pattern.toLowerCase();

async function resolve(host: string, { resolve: replaced }: LinkRules): Promise<LookupAddress[]> {
  try {
    return await (replaced ?? resolveBySystem)(host);
  } catch {
    throw failed('its host has no address');
  }
}

const resolveBySystem = (host: string): Promise<LookupAddress[]> =>
  new Promise((done, fail) =>
    systemLookup(host, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses))),
  );

/** Answers with what was judged, so that the name cannot mean something else a moment later. */
const pinned =
  (addresses: LookupAddress[]): LookupFunction =>
  (_host, options, callback) => {
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };

function redirectOf({ statusCode, headers }: IncomingMessage): string | null {
  return [301, 302, 303, 307, 308].includes(statusCode ?? 0) ? (headers.location ?? null) : null;
}

function demandPlain({ statusCode, headers }: IncomingMessage): void {
  if (statusCode !== 200) throw failed(`it answered ${statusCode}`);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw failed('it is compressed');
}

async function beginningOf(answer: IncomingMessage, mostBytes: number): Promise<string> {
  try {
    demandPlain(answer);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= mostBytes) break;
    }
    return Buffer.concat(chunks).toString('utf8', 0, mostBytes);
  } catch (error) {
    throw error instanceof HttpProblem ? error : failed(reasonOf(error));
  } finally {
    answer.destroy();
  }
}

async function receive(answer: IncomingMessage, file: StagingFile): Promise<StagedFile> {
  try {
    demandPlain(answer);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      file.write(chunk);
      await file.keepUp();
    }
    return await file.finish();
  } catch (error) {
    if (error instanceof StorageError || (error instanceof HttpProblem && error.status === 422)) throw error;
    // Too large: not the callback's own body, so no 413.
    throw failed(error instanceof HttpProblem ? error.message : reasonOf(error));
  } finally {
    answer.destroy();
  }
}

/** A word of Node's own, such as ECONNREFUSED; never what the other side wrote. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'it broke off';
