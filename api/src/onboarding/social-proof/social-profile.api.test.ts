import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { transaction } from '../../platform/db.ts';
import { fetchPage } from '../../platform/safe-fetch.ts';
import { lockApplication, moveSection } from '../application.rows.ts';
import { SectionKind, type SectionVerb } from '../section.lifecycle.ts';
import { pageRules } from './profile-page.ts';

/** As stable as the channel itself, whatever name it goes by. */
const channelId = (name: string): string => `UC${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;

/** A platform: public pages, and a sign-in of its own. */
class Platform {
  /** By path. */
  readonly pages = new Map<string, string>();
  redirectTo: string | null = null;
  /** By grant code: the challenge it was given for, and whose channel it is. */
  readonly grants = new Map<string, { challenge: string; handle: string }>();
  url = '';
  readonly #server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => this.#answer(req, res, Buffer.concat(chunks).toString()));
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
  }

  #answer({ url = '', headers }: IncomingMessage, res: ServerResponse, body: string): void {
    if (url === '/token') {
      const form = new URLSearchParams(body);
      const grant = this.grants.get(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      this.grants.delete(form.get('code') ?? '');
      if (grant?.challenge !== challenge) return void res.writeHead(400).end('{"error":"invalid_grant"}');
      return void res.writeHead(200).end(JSON.stringify({ access_token: grant.handle, token_type: 'bearer' }));
    }
    if (url === '/me') {
      const handle = headers.authorization?.replace('Bearer ', '');
      const channel = { id: channelId(handle ?? ''), snippet: { customUrl: handle } };
      return void res.writeHead(200).end(JSON.stringify({ items: [channel] }));
    }
    if (this.redirectTo !== null) return void res.writeHead(302, { location: this.redirectTo }).end();
    const page = this.pages.get(url);
    res.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page ?? '');
  }
}

let platform: Platform;
let world: World;
let clock = 0;
let ana: TestAccount;
beforeAll(async () => {
  platform = new Platform();
  await platform.listen();
  world = await aWorld({
    worker: true,
    config: {
      socialSignIn: {
        YOUTUBE: {
          clientId: 'us',
          clientSecret: 'a secret between the platform and us',
          endpoints: {
            authorize: `${platform.url}/authorize`,
            token: `${platform.url}/token`,
            whoAmI: `${platform.url}/me`,
          },
        },
      },
    },
    parts: {
      now: () => new Date(Date.now() + clock),
      readPage: (url, on) =>
        fetchPage(
          `${platform.url}${new URL(url).pathname}`,
          { ...pageRules(on), hosts: ['127.0.0.1'], allowLoopback: true },
          100_000,
        ),
    },
  });
  await letEverybodyKnock(world);
});
afterAll(async () => {
  await world.stop();
  platform.stop();
});
let handles = 0;
let handle: string;
beforeEach(async () => {
  clock = 0;
  platform.redirectTo = null;
  handle = `kitchen${handles++}`;
  ana = await anAccount(world, 'APPLICANT');
});

const fields = `__typename ... on SocialProfile { id platform handle url status methods code problem }
  ... on SocialProfileInvalid { reason }`;
interface Profile {
  __typename: string;
  id: string;
  status: string;
  code: string;
  problem: string | null;
  methods: string[];
}
const add = async (profile: string, { as = ana, on = 'YOUTUBE' } = {}): Promise<Profile> =>
  (
    await world
      .as(as)
      .run(
        `mutation ($on: SocialPlatform!, $profile: String!) { addSocialProfile(platform: $on, profile: $profile) { ${fields} } }`,
        {
          on,
          profile,
        },
      )
  ).data['addSocialProfile'] as Profile;
const change = (mutation: string, id: string, as = ana) =>
  world
    .as(as)
    .run(
      `mutation ($id: ID!) { ${mutation}(id: $id) { __typename ... on SocialProfile { id status code problem } } }`,
      { id },
    );
const remove = async (id: string): Promise<unknown> => {
  const { data } = await world
    .as(ana)
    .run('mutation ($id: ID!) { removeSocialProfile(id: $id) { __typename } }', { id });
  return (data['removeSocialProfile'] as Profile).__typename;
};
const own = async (as = ana): Promise<Profile[]> =>
  (await world.as(as).run(`{ socialProfiles { id status code problem methods } }`)).data['socialProfiles'] as Profile[];
const settled = (as = ana): Promise<Profile> =>
  vi.waitFor(async () => {
    const [profile] = await own(as);
    expect(profile!.status).not.toBe('CHECKING');
    return profile!;
  }, 10_000);
const bio = (text: string, name = handle, { path = `/@${name}`, id = channelId(name) } = {}): void => {
  const canonical = `<link rel="canonical" href="https://www.youtube.com/channel/${id}">`;
  platform.pages.set(path, `<html><head>${canonical}<meta name="description" content="${text}"></head></html>`);
};
const outcome = async (mutation = 'checkSocialProfile', as = ana): Promise<Profile> => {
  const [profile] = await own(as);
  await change(mutation, profile!.id, as);
  return settled(as);
};
const problemsOfSection = async (): Promise<string> => {
  const { data } = await world.as(ana).run(`{ onboarding { sections { kind problems { code } } } }`);
  const { sections } = data['onboarding'] as { sections: { kind: string; problems: { code: string }[] }[] };
  return sections
    .find(({ kind }) => kind === 'SOCIAL_PROFILES')!
    .problems.map(({ code }) => code)
    .join();
};
/** Hands the section in; a reviewer may have taken it already. */
const handIn = (...more: SectionVerb[]): Promise<void> =>
  transaction(world.db, async (tx) => {
    for (const verb of ['submit', ...more] as const)
      await moveSection(tx, world.db.keyring, await lockApplication(tx, ana.id, new Date()), {
        kind: SectionKind.SOCIAL_PROFILES,
        verb,
        at: new Date(),
      });
  });

describe('naming a profile', () => {
  test('however it is spelled it is one', async () => {
    const one = await add(`@${handle.toUpperCase()}`);
    const other = await add(`https://m.youtube.com/@${handle}?si=x`);
    expect(one).toMatchObject({ __typename: 'SocialProfile', status: 'UNPROVEN' });
    expect(other.id).toBe(one.id);
    expect(one.methods).toEqual(['OAUTH', 'PAGE', 'STAFF']);
  });

  test('what is no profile is refused with what is wrong', async () => {
    expect(await add('https://youtu.be.evil.example/@me')).toMatchObject({
      __typename: 'SocialProfileInvalid',
      reason: expect.any(String) as string,
    });
    expect(await own()).toEqual([]);
  });

  test('nobody else sees it, or does anything about it', async () => {
    const { id } = await add(handle);
    const mia = await anAccount(world, 'APPLICANT');
    expect(await own(mia)).toEqual([]);
    for (const mutation of ['checkSocialProfile', 'renewSocialCode', 'askStaffAboutSocialProfile']) {
      const { errors } = await change(mutation, id, mia);
      expect(errors[0]!.extensions.code).toBe('NOT_FOUND');
    }
  });

  test('taken away it is gone', async () => {
    const { id } = await add(handle);
    expect(await remove(id)).toBe('SocialProfileRemoved');
    expect(await own()).toEqual([]);
    expect(await problemsOfSection()).toBe('NO_PROFILE');
  });

  test('under review nothing is added, taken away or looked at anew', async () => {
    const { id } = await add(handle, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    await handIn('review');
    expect(await add('another', { on: 'INSTAGRAM' })).toEqual({ __typename: 'SectionInReview' });
    expect((await change('renewSocialCode', id)).data['renewSocialCode']).toEqual({ __typename: 'SectionInReview' });
    expect(await remove(id)).toBe('SectionInReview');
    expect(await own()).toMatchObject([{ id, status: 'WITH_STAFF' }]);
  });

  test('named again, what was handed in stays so', async () => {
    const { id } = await add(handle, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    await handIn();
    await add(`@${handle}`, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    const { data } = await world.as(ana).run('{ onboarding { sections { kind status } } }');
    expect(data['onboarding']).toMatchObject({
      sections: expect.arrayContaining([{ kind: 'SOCIAL_PROFILES', status: 'SUBMITTED' }]) as object[],
    });
  });
});

describe('the code on the public page', () => {
  test('shows whose it is', async () => {
    const { code } = await add(handle);
    bio(`I cook. ${code}`);
    expect(await problemsOfSection()).toBe('PROFILE_UNPROVEN');
    expect(await outcome()).toMatchObject({ status: 'VERIFIED', problem: null });
    expect(await problemsOfSection()).toBe('');
  });

  test.each([
    ['is not there', () => bio('I cook.'), 'CODE_NOT_FOUND'],
    ['is on a page that does not exist', () => {}, 'PAGE_UNREACHABLE'],
    [
      'is behind a way into our own network',
      () => {
        platform.redirectTo = 'http://10.0.0.1/@kitchen';
      },
      'PAGE_UNREACHABLE',
    ],
    [
      'is behind a redirect to somebody else’s site',
      () => {
        platform.redirectTo = `${platform.url.replace('127.0.0.1', 'localhost')}/elsewhere`;
        platform.pages.set('/elsewhere', '');
      },
      'PAGE_UNREACHABLE',
    ],
    [
      'is behind a redirect to the metadata of the machine',
      () => {
        platform.redirectTo = 'http://169.254.169.254/latest/meta-data';
      },
      'PAGE_UNREACHABLE',
    ],
  ])('that %s shows nothing', async (_how, prepare, problem) => {
    await add(handle);
    prepare();
    expect(await outcome()).toMatchObject({ status: 'UNPROVEN', problem });
  });

  test('of another profile shows nothing', async () => {
    const { code } = await add(handle);
    const mia = await anAccount(world, 'APPLICANT');
    const other = `${handle}b`;
    await add(other, { as: mia });
    bio(`mine too ${code}`, other);
    expect(await outcome('checkSocialProfile', mia)).toMatchObject({ status: 'UNPROVEN', problem: 'CODE_NOT_FOUND' });
  });

  test('that is too old is refused until there is another one', async () => {
    const { id, code } = await add(handle);
    bio(code);
    clock = 73 * 3_600_000;
    const { errors } = await change('checkSocialProfile', id);
    expect(errors[0]!.extensions.code).toBe('CONFLICT');
    const { data } = await change('renewSocialCode', id);
    const renewed = (data['renewSocialCode'] as Profile).code;
    expect(renewed).not.toBe(code);
    expect(await outcome()).toMatchObject({ problem: 'CODE_NOT_FOUND' });
    bio(renewed);
    expect(await outcome()).toMatchObject({ status: 'VERIFIED' });
  });

  test('proves a profile for one account only', async () => {
    const { code } = await add(handle);
    const mia = await anAccount(world, 'APPLICANT');
    const hers = await add(handle, { as: mia });
    bio(`${code} ${hers.code}`);
    const [first, second] = await Promise.all([outcome(), outcome('checkSocialProfile', mia)]);
    expect([first.status, second.status].sort()).toEqual(['UNPROVEN', 'VERIFIED']);
    expect([first.problem, second.problem]).toContain('PROFILE_TAKEN');
  });

  test('of a channel under another of its names proves it for one account only', async () => {
    const { code } = await add(handle);
    const mia = await anAccount(world, 'APPLICANT');
    const id = channelId(handle);
    const hers = await add(`youtube.com/channel/${id}`, { as: mia });
    bio(`${code} ${hers.code}`);
    bio(`${code} ${hers.code}`, handle, { path: `/channel/${id}` });
    const both = await Promise.all([outcome(), outcome('checkSocialProfile', mia)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['UNPROVEN', 'VERIFIED']);
    expect(both.map(({ problem }) => problem)).toContain('PROFILE_TAKEN');
  });

  test('of a channel that took another handle since is still that of the first account', async () => {
    const { code } = await add(handle);
    bio(code);
    await outcome();
    const mia = await anAccount(world, 'APPLICANT');
    const renamed = `${handle}new`;
    const hers = await add(renamed, { as: mia });
    bio(hers.code, renamed, { id: channelId(handle) });
    expect(await outcome('checkSocialProfile', mia)).toMatchObject({ problem: 'PROFILE_TAKEN' });
  });

  test('of one channel named twice by the same creator proves it once', async () => {
    const { code } = await add(handle);
    bio(code);
    await outcome();
    const id = channelId(handle);
    const again = await add(`youtube.com/channel/${id}`);
    bio(again.code, handle, { path: `/channel/${id}` });
    await change('checkSocialProfile', again.id);
    await vi.waitFor(async () => expect((await own())[1]).toMatchObject({ problem: 'PROFILE_TWICE' }), 10_000);
  });

  test('on a page that does not say which channel it is of proves nothing', async () => {
    const { code } = await add(handle);
    platform.pages.set(`/@${handle}`, `<meta name="description" content="${code}">`);
    expect(await outcome()).toMatchObject({ status: 'UNPROVEN', problem: 'CHANNEL_UNKNOWN' });
  });

  test('is looked for only so often', async () => {
    const { id } = await add(handle);
    bio('nothing');
    for (let look = 0; look < 20; look++) await outcome();
    const { errors } = await change('checkSocialProfile', id);
    expect(errors[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED' });
  });

  test('is looked for no more often by taking the profile away and naming it again', async () => {
    const { id, code } = await add(handle);
    bio('nothing');
    for (let look = 0; look < 19; look++) await outcome();
    await remove(id);
    const again = await add(handle);
    expect(again).toMatchObject({ id, status: 'UNPROVEN', problem: null });
    expect(again.code).not.toBe(code);
    bio(code);
    expect(await outcome()).toMatchObject({ problem: 'CODE_NOT_FOUND' });
    for (const name of [handle, `${handle}b`]) {
      await remove((await own())[0]!.id);
      const { errors } = await change('checkSocialProfile', (await add(name)).id);
      expect(errors[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED' });
    }
  });

  test('leaves evidence that stays when the profile is taken away, and that keeps nobody else from proving it', async () => {
    const { id, code } = await add(handle);
    bio(code);
    expect(await outcome()).toMatchObject({ status: 'VERIFIED' });
    await remove(id);
    expect(await own()).toEqual([]);
    expect((await change('renewSocialCode', id)).errors[0]!.extensions.code).toBe('NOT_FOUND');
    const { rows } = await world.db.pool.query<{ outcome: string; kept: boolean }>(
      `select outcome, evidence_sealed is not null as kept from social_proof s join social_profile p on p.id = s.profile_id
       where account_id = $1`,
      [ana.id],
    );
    expect(rows).toEqual([{ outcome: 'VERIFIED', kept: true }]);
    const mia = await anAccount(world, 'APPLICANT');
    bio((await add(handle, { as: mia })).code);
    expect(await outcome('checkSocialProfile', mia)).toMatchObject({ status: 'VERIFIED' });
    bio((await add(handle)).code);
    expect(await outcome()).toMatchObject({ status: 'UNPROVEN', problem: 'PROFILE_TAKEN' });
  });

  test('leaves evidence that nobody reads in the database', async () => {
    const { code } = await add(handle);
    bio(`seen here ${code}`);
    await outcome();
    const { rows } = await world.db.pool.query<{ method: string; outcome: string; evidence: string }>(
      `select method, outcome, encode(evidence_sealed, 'escape') as evidence from social_proof s
       join social_profile p on p.id = s.profile_id where account_id = $1`,
      [ana.id],
    );
    expect(rows).toEqual([
      { method: 'PAGE', outcome: 'VERIFIED', evidence: expect.not.stringContaining('seen here') as string },
    ]);
  });
});

describe('the platform’s own sign-in', () => {
  const begin = async (as = ana): Promise<{ state: string; challenge: string; id: string }> => {
    const [{ id }] = (await own(as)) as [Profile];
    const { data } = await world
      .as(as)
      .run(`mutation ($id: ID!) { startSocialSignIn(id: $id) { ... on SocialSignIn { url } } }`, { id });
    const { searchParams } = new URL((data['startSocialSignIn'] as { url: string }).url);
    expect(searchParams.get('redirect_uri')).toBe('http://localhost/onboarding/social-profiles');
    return { state: searchParams.get('state')!, challenge: searchParams.get('code_challenge')!, id };
  };
  const finish = (state: string, code: string, as = ana) =>
    world
      .as(as)
      .run(
        `mutation ($state: String!, $code: String!) { finishSocialSignIn(state: $state, code: $code) { ... on SocialProfile { status } } }`,
        {
          state,
          code,
        },
      );

  test('shows whose it is', async () => {
    await add(handle);
    const { state, challenge } = await begin();
    platform.grants.set('grant-1', { challenge, handle: `@${handle}` });
    await finish(state, 'grant-1');
    expect(await settled()).toMatchObject({ status: 'VERIFIED' });
  });

  test.each([
    ['of somebody with another profile', `@somebodyelse`, 'OTHER_PROFILE'],
    ['that the platform does not know', null, 'SIGN_IN_FAILED'],
  ])('%s shows nothing', async (_whose, whose, problem) => {
    await add(handle);
    const { state, challenge } = await begin();
    if (whose !== null) platform.grants.set('grant-2', { challenge, handle: whose });
    await finish(state, 'grant-2');
    expect(await settled()).toMatchObject({ status: 'UNPROVEN', problem });
  });

  test('is finished once, by whoever began it, in time', async () => {
    await add(handle);
    const mia = await anAccount(world, 'APPLICANT');
    const { state, challenge } = await begin();
    platform.grants.set('grant-3', { challenge, handle: `@${handle}` });
    expect((await finish(state, 'grant-3', mia)).errors[0]!.extensions.code).toBe('NOT_FOUND');
    expect((await finish('forged', 'grant-3')).errors[0]!.extensions.code).toBe('NOT_FOUND');
    clock = 601_000;
    expect((await finish(state, 'grant-3')).errors[0]!.extensions.code).toBe('NOT_FOUND');
    clock = 0;
    const outcomes = await Promise.all([finish(state, 'grant-3'), finish(state, 'grant-3')]);
    expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await settled()).toMatchObject({ status: 'VERIFIED' });
  });

  test('is not offered where none is connected', async () => {
    const [profile] = [await add(`${handle}x`, { on: 'PINTEREST' })];
    const { errors } = await change('startSocialSignIn', profile.id).then(() =>
      world.as(ana).run(`mutation ($id: ID!) { startSocialSignIn(id: $id) { __typename } }`, { id: profile.id }),
    );
    expect(errors[0]!.extensions.code).toBe('CONFLICT');
  });
});

describe('a reviewer', () => {
  const day = 86_400_000;
  const sectionStatus = async (): Promise<string> => {
    const { data } = await world.as(ana).run('{ onboarding { sections { kind status } } }');
    const { sections } = data['onboarding'] as { sections: { kind: string; status: string }[] };
    return sections.find(({ kind }) => kind === 'SOCIAL_PROFILES')!.status;
  };
  const facts = async () =>
    (await transaction(world.db, (tx) => world.app.socialEvidence.facts(tx, ana.id)))[0]!.values.slice(2);
  const lapse = () => world.app.socialEvidence.lapse(operator, new AbortController().signal);

  const decide = (accepted: boolean, whose = ana) =>
    transaction(world.db, (tx) => world.app.socialEvidence.decided(tx, operator, whose.id, accepted));

  test('looks where pages cannot be read, and decides with the section', async () => {
    const profile = await add(handle, { on: 'INSTAGRAM' });
    expect(profile.methods).toEqual(['STAFF']);
    await change('askStaffAboutSocialProfile', profile.id);
    expect(await problemsOfSection()).toBe('');
    const facts = await transaction(world.db, (tx) => world.app.socialEvidence.facts(tx, ana.id));
    expect(facts).toEqual([
      {
        field: 'socialProfile',
        values: ['INSTAGRAM', `https://www.instagram.com/${handle}/`, 'WITH_STAFF', profile.code],
      },
    ]);
    await decide(false);
    expect(await own()).toMatchObject([{ status: 'UNPROVEN', problem: 'STAFF_DID_NOT_FIND' }]);
    const [mail] = await mailsTo(world, ana);
    expect(mail).toMatchObject({
      subject: `We did not find your code: Instagram (${handle})`,
      link: 'http://localhost/onboarding/social-profiles',
    });
    await change('askStaffAboutSocialProfile', profile.id);
    await decide(true);
    expect(await own()).toMatchObject([{ status: 'VERIFIED', problem: null }]);
  });

  test('accepts a code that was good when staff were asked, for some days and no longer', async () => {
    const { id, code } = await add(handle, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    clock = 13 * day;
    expect(await facts()).toEqual(['WITH_STAFF', code]);
    clock = 14 * day + 1;
    expect(await facts()).toEqual(['LAPSED']);
    await expect(decide(true)).rejects.toMatchObject({ refusal: { lapsed: [`Instagram (${handle})`] } });
    expect(await own()).toMatchObject([{ status: 'WITH_STAFF' }]);
    clock = 13 * day;
    await decide(true);
    expect(await own()).toMatchObject([{ status: 'VERIFIED' }]);
  });

  test('who did not look in time leaves the creator with a mail and the way to another code', async () => {
    const { id, code } = await add(handle, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    await handIn();
    clock = 13 * day;
    await lapse();
    expect(await sectionStatus()).toBe('SUBMITTED');
    clock = 14 * day + 1;
    await Promise.all([lapse(), lapse()]);
    expect(await sectionStatus()).toBe('DRAFT');
    expect(await own()).toMatchObject([{ status: 'UNPROVEN', problem: 'STAFF_DID_NOT_LOOK' }]);
    const mails = await mailsTo(world, ana);
    expect(mails.map(({ subject }) => subject)).toEqual([`Your code is no longer good: Instagram (${handle})`]);
    expect((await change('askStaffAboutSocialProfile', id)).errors[0]!.extensions.code).toBe('CONFLICT');
    expect((await change('renewSocialCode', id)).data['renewSocialCode']).not.toMatchObject({ code });
    await change('askStaffAboutSocialProfile', id);
    expect(await own()).toMatchObject([{ status: 'WITH_STAFF', problem: null }]);
  });

  test('who has it open decides about it: it does not lapse under their hands', async () => {
    const { id } = await add(handle, { on: 'INSTAGRAM' });
    await change('askStaffAboutSocialProfile', id);
    await handIn('review');
    clock = 15 * day;
    await lapse();
    expect(await own()).toMatchObject([{ status: 'WITH_STAFF' }]);
    await decide(false);
    expect(await own()).toMatchObject([{ status: 'UNPROVEN', problem: 'STAFF_DID_NOT_LOOK' }]);
  });

  test('accepts no profile that nobody proved', async () => {
    await add(handle, { on: 'INSTAGRAM' });
    await expect(decide(true)).rejects.toMatchObject({ refusal: { lapsed: [`Instagram (${handle})`] } });
  });

  test('learns which channel a name is of, so that it is not accepted twice', async () => {
    const id = channelId(handle);
    const { code } = await add(`youtube.com/channel/${id}`);
    bio(code, handle, { path: `/channel/${id}` });
    await outcome();
    const mia = await anAccount(world, 'APPLICANT');
    const hers = await add(handle, { as: mia });
    bio('nothing yet');
    await change('askStaffAboutSocialProfile', hers.id, mia);
    await vi.waitFor(async () => {
      const { rows } = await world.db.pool.query(
        'select from social_profile a join social_profile b using (permanent_index) where a.id = $1 and b.id <> $1',
        [hers.id],
      );
      expect(rows).toHaveLength(1);
    }, 10_000);
    await expect(decide(true, mia)).rejects.toMatchObject({ refusal: { taken: [`YouTube (${handle})`] } });
  });

  test('and another one accept the same profiles at once, in whatever order they were named: one of them gets them', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    const names = Array.from({ length: 8 }, (_, i) => `${handle}_${i}`);
    for (const [as, order] of [
      [ana, names],
      [mia, names.toReversed()],
    ] as const)
      for (const name of order)
        await change('askStaffAboutSocialProfile', (await add(name, { as, on: 'INSTAGRAM' })).id, as);
    const outcomes = await Promise.allSettled([decide(true), decide(true, mia)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { refusal: { taken: expect.arrayContaining([`Instagram (${names[0]})`]) as string[] } },
    });
  });
});
