import { randomUUID } from 'node:crypto';
import { checkSocialProfile, type SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { emailIndexes } from '../accounts/account.personal.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { lockApplication, moveSection, type StoredAnswers } from './application.rows.ts';
import { SectionKind, sectionKinds, type SectionVerb } from './section.lifecycle.ts';
import { SocialProfileStatus } from './social-proof/social-profile.lifecycle.ts';
import { insertProfile, moveProfile } from './social-proof/social-profile.rows.ts';

export type Fields = Readonly<Record<string, readonly string[]>>;

interface DemoApplication {
  email: string;
  answers: Partial<Record<SectionKind, Fields>>;
  /** What was done with which sections, one after the other. */
  moves: (kind: SectionKind) => readonly SectionVerb[];
  profiles: readonly DemoProfile[];
}

interface DemoProfile {
  platform: SocialPlatform;
  handle: string;
  proved: boolean;
}

/** So that whoever tries it out later still meets a code that holds. */
const demoCodeMilliseconds = 365 * 86_400_000;

const accepted: readonly SectionVerb[] = ['change', 'submit', 'review', 'accept'];

const demoApplications: readonly DemoApplication[] = [
  {
    email: 'noa@demo.example',
    answers: {
      PERSON: {
        givenName: ['Noa'],
        familyName: ['Lindgren'],
        dateOfBirth: ['1998-03-21'],
        nationality: ['SE'],
        phone: ['+46701740605'],
      },
      ADDRESS: { country: ['SE'], line1: ['Storgatan 12'], city: ['Malmö'] },
      NICHES: { niches: ['TRAVEL', 'FOOD'] },
    },
    moves: (kind) =>
      kind === SectionKind.PERSON || kind === SectionKind.NICHES
        ? ['change', 'submit']
        : kind === SectionKind.ADDRESS || kind === SectionKind.SOCIAL_PROFILES
          ? ['change']
          : [],
    profiles: [
      { platform: 'YOUTUBE', handle: 'noa.demo.travels', proved: true },
      { platform: 'INSTAGRAM', handle: 'noa.demo.travels', proved: false },
    ],
  },
  {
    email: 'lena@demo.example',
    answers: {
      PERSON: {
        givenName: ['Lena'],
        familyName: ['Okafor'],
        dateOfBirth: ['1996-07-02'],
        nationality: ['DE'],
        phone: ['+4915123456789'],
      },
      ADDRESS: { country: ['DE'], line1: ['Kastanienallee 7'], postalCode: ['10435'], city: ['Berlin'] },
      NICHES: { niches: ['FOOD', 'LIFESTYLE', 'PHOTOGRAPHY'] },
      AUDIENCE: {
        audienceAges: ['18_24:35', '25_34:45', '35_44:20'],
        audienceGenders: ['FEMALE:62', 'MALE:35', 'OTHER:3'],
        audienceCountries: ['DE:70', 'AT:15', 'CH:10'],
        audienceLanguages: ['de', 'en'],
        audienceFollowers: ['INSTAGRAM:48200', 'TIKTOK:12600'],
      },
      IDENTITY_DOCUMENT: {
        documentType: ['NATIONAL_ID'],
        documentCountry: ['DE'],
        documentNumber: ['L22X00T86'],
        documentExpiresOn: ['2034-03-14'],
      },
      TAX: {
        taxCountry: ['DE'],
        taxAsBusiness: ['NO'],
        usPerson: ['NO'],
        taxIdKind: ['STEUER_ID'],
        taxId: ['86095742719'],
        placeOfBirth: ['Berlin'],
      },
    },
    moves: () => accepted,
    profiles: [{ platform: 'INSTAGRAM', handle: 'lena.demo.okafor', proved: true }],
  },
  {
    email: 'mateo@demo.example',
    answers: {
      PERSON: {
        givenName: ['Mateo'],
        familyName: ['Ruiz'],
        dateOfBirth: ['1993-11-30'],
        nationality: ['ES'],
        phone: ['+34612345678'],
      },
      ADDRESS: { country: ['ES'], line1: ['Calle Mayor 4'], postalCode: ['28013'], city: ['Madrid'] },
      NICHES: { niches: ['NATURE_OUTDOORS', 'SPORTS'] },
      AUDIENCE: {
        audienceAges: ['18_24:55', '25_34:45'],
        audienceGenders: ['FEMALE:40', 'MALE:58', 'OTHER:2'],
        audienceCountries: ['ES:80', 'MX:12'],
        audienceLanguages: ['es'],
        audienceFollowers: ['TIKTOK:19300'],
      },
      IDENTITY_DOCUMENT: {
        documentType: ['PASSPORT'],
        documentCountry: ['ES'],
        documentNumber: ['XDD204418'],
        documentExpiresOn: ['2032-10-09'],
      },
      TAX: {
        taxCountry: ['ES'],
        taxAsBusiness: ['NO'],
        usPerson: ['NO'],
        taxIdKind: ['NIF'],
        taxId: ['99999999R'],
        placeOfBirth: ['Madrid'],
      },
    },
    moves: () => accepted,
    profiles: [{ platform: 'TIKTOK', handle: 'mateo.demo.ruiz', proved: true }],
  },
];

/** How far the fictional creators are with joining; who has an application already keeps it. Never in production. */
export async function seedDemoApplications(db: Db, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    for (const demo of demoApplications) {
      const [account] = await rows<{ id: string }>(
        tx,
        `select id from account where email_index = any($1)
           and not exists (select from onboarding_application where account_id = account.id)`,
        [emailIndexes(db.keyring, demo.email)],
      );
      if (account) await seed(tx, db, account.id, demo, now);
    }
  });
}

async function seed(tx: Transaction, { keyring }: Db, accountId: string, demo: DemoApplication, at: Date) {
  for (const kind of sectionKinds)
    for (const verb of demo.moves(kind)) {
      const fields = verb === 'change' ? demo.answers[kind] : undefined;
      await moveSection(tx, keyring, await lockApplication(tx, accountId, at), {
        kind,
        verb,
        at,
        ...(fields && { answers: asStored(fields) }),
      });
    }
  for (const profile of demo.profiles) await keepDemoProfile(tx, keyring, accountId, profile, at);
  if (sectionKinds.every((kind) => demo.moves(kind).includes('accept')))
    await tx.query('update onboarding_application set activated_at = $2 where account_id = $1', [accountId, at]);
}

export async function keepDemoProfile(
  tx: Transaction,
  keyring: Keyring,
  accountId: string,
  { platform, handle, proved }: DemoProfile,
  at: Date,
): Promise<void> {
  const checked = checkSocialProfile(platform, handle);
  if ('problem' in checked) throw new Error(`${platform} ${handle}: ${checked.problem}`);
  const id = randomUUID();
  const codeExpiresAt = new Date(at.getTime() + demoCodeMilliseconds);
  await insertProfile(tx, keyring, { id, accountId, facts: checked.value, codeExpiresAt, now: at });
  if (!proved) return;
  await moveProfile(tx, { id, status: SocialProfileStatus.UNPROVEN }, 'check', { at });
  await moveProfile(tx, { id, status: SocialProfileStatus.CHECKING }, 'verify', { at });
}

export const asStored = (fields: Fields): StoredAnswers =>
  Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, { values: [...values], revision: 1 }]));
