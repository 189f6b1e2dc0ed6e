import dns, { type LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo, type LookupFunction } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { aWorld, type World } from '../../../test/world.ts';

/**
 * The internet, as far as this needs it: what names mean, and a machine behind every public address. All that the product does
 * itself, from the job to the connection, is its own: nothing of it is replaced.
 */
class Internet {
  readonly names = new Map<string, string>();
  /** By host and path: a page, or where it sends whoever asks. */
  readonly pages = new Map<string, { html: string } | { location: string }>();
  /** Addresses to which somebody has connected. */
  readonly reached: string[] = [];
  readonly #lookup = dns.lookup;
  readonly #connect = tls.connect;
  readonly #server = createServer(({ headers, url }, res) => {
    const page = this.pages.get(`${headers.host}${url}`);
    if (page && 'location' in page) return void res.writeHead(302, { location: page.location }).end();
    res.writeHead(page ? 200 : 404, { 'content-type': 'text/html' }).end(page?.html);
  });

  async begin(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { names } = this;
    const known = this.#lookup;
    const lookup = ((host: string, options: object, callback: (error: null, all: LookupAddress[]) => void) => {
      const address = names.get(host);
      if (address === undefined) known(host, options, callback as never);
      else callback(null, [{ address, family: 4 }]);
    }) as typeof dns.lookup;
    Object.assign(dns, { lookup });
    Object.assign(tls, { connect: (options: ConnectionOptions) => this.#reach(options) });
    syncBuiltinESMExports();
  }

  end(): void {
    Object.assign(dns, { lookup: this.#lookup });
    Object.assign(tls, { connect: this.#connect });
    syncBuiltinESMExports();
    this.#server.close();
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Whoever asks has decided which address it is. */
  #reach({ host = '', lookup }: ConnectionOptions & { lookup?: LookupFunction }): net.Socket {
    const asked = net.isIP(host) ? host : '';
    if (asked) this.reached.push(asked);
    else lookup!(host, {}, (_error, address) => this.reached.push(address as string));
    return net.connect(this.port, '127.0.0.1');
  }
}

const internet = new Internet();
let world: World;
let ana: TestAccount;
let handles = 0;
let handle: string;
beforeAll(async () => {
  world = await aWorld({ worker: true });
  await letEverybodyKnock(world);
  await internet.begin();
});
afterAll(async () => {
  internet.end();
  await world.stop();
});
beforeEach(async () => {
  internet.names.clear();
  internet.pages.clear();
  internet.reached.length = 0;
  internet.names.set('www.youtube.com', '142.250.0.1');
  handle = `kitchen${handles++}`;
  ana = await anAccount(world, 'APPLICANT');
});

const path = (): string => `/@${handle}`;
interface Profile {
  id: string;
  status: string;
  code: string;
  problem: string | null;
}
async function add(): Promise<Profile> {
  const { data, errors } = await world
    .as(ana)
    .run(
      `mutation ($profile: String!) { addSocialProfile(platform: YOUTUBE, profile: $profile) { ... on SocialProfile { id status code problem } } }`,
      { profile: handle },
    );
  expect(errors).toEqual([]);
  return data['addSocialProfile'] as Profile;
}
/** As the worker found it. */
async function checked({ id }: Profile): Promise<Profile> {
  await world.as(ana).run('mutation ($id: ID!) { checkSocialProfile(id: $id) { __typename } }', { id });
  return vi.waitFor(async () => {
    const { data } = await world.as(ana).run('{ socialProfiles { id status code problem } }');
    const [profile] = data['socialProfiles'] as Profile[];
    expect(profile!.status).not.toBe('CHECKING');
    return profile!;
  }, 10_000);
}
const channel = '<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv">';
const withCode = (code: string): { html: string } => ({
  html: `${channel}<meta name="description" content="I cook. ${code}">`,
});

test('the public page of a profile is read where the platform has it, also after a redirect to another of its hosts', async () => {
  const profile = await add();
  internet.names.set('m.youtube.com', '142.250.0.2');
  internet.pages.set(`www.youtube.com${path()}`, { location: `https://m.youtube.com${path()}` });
  internet.pages.set(`m.youtube.com${path()}`, withCode(profile.code));
  expect(await checked(profile)).toMatchObject({ status: 'VERIFIED', problem: null });
  expect(internet.reached).toEqual(['142.250.0.1', '142.250.0.2']);
});

test.for<[string, (port: number) => string, string?]>([
  ['this machine', (port) => `http://127.0.0.1:${port}/inside`],
  ['this machine, over TLS', (port) => `https://127.0.0.1:${port}/inside`],
  ['our own network', () => 'https://10.0.0.7/inside'],
  ['the metadata of the machine', () => 'https://169.254.169.254/inside'],
  ['a name that is none of the platform’s', () => 'https://inside.example/inside', '10.0.0.7'],
  ['a name of the platform that means an address of ours', () => 'https://m.youtube.com/inside', '10.0.0.7'],
  ['the same in the words of IPv6', () => 'https://[::ffff:10.0.0.7]/inside'],
])('a page that redirects to %s is refused, and nothing there is asked', async ([, location, means]) => {
  const profile = await add();
  const target = location(internet.port);
  const { host } = new URL(target);
  if (means !== undefined) internet.names.set(host, means);
  // What lies there would prove the profile if anybody went and looked.
  internet.pages.set(`${host}/inside`, withCode(profile.code));
  internet.pages.set(`www.youtube.com${path()}`, { location: target });
  expect(await checked(profile)).toMatchObject({ status: 'UNPROVEN', problem: 'PAGE_UNREACHABLE' });
  expect(internet.reached).toEqual(['142.250.0.1']);
});

test('a platform whose own name means an address of ours is not asked at all', async () => {
  const profile = await add();
  internet.names.set('www.youtube.com', '10.0.0.7');
  internet.pages.set(`www.youtube.com${path()}`, withCode(profile.code));
  expect(await checked(profile)).toMatchObject({ status: 'UNPROVEN', problem: 'PAGE_UNREACHABLE' });
  expect(internet.reached).toEqual([]);
});
