import type { Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import { answerTo } from '@influencegen/shared-schema/contract/onboarding-questions';
import { numbersOf } from '@influencegen/shared-schema/contract/audience';
import type { Db } from '../platform/db.ts';
import { openAnswers, type SectionRow } from './application.rows.ts';
import { SectionKind } from './section.lifecycle.ts';

/** What a creator says about themselves that campaigns ask for. */
export interface CreatorFacts {
  niches: readonly string[];
  /** With a profile, proven or not, or with followers that they have named. */
  platforms: readonly string[];
  /** Of the address. Null: not answered. */
  country: string | null;
  followers: ReadonlyMap<string, number>;
}

const told = [SectionKind.NICHES, SectionKind.AUDIENCE, SectionKind.ADDRESS];

/** Whoever calls has checked that the reader may know. */
export async function readCreatorFacts({ pool, keyring }: Db, accountId: string): Promise<CreatorFacts> {
  const [sections, profiles] = await Promise.all([
    pool.query<Pick<SectionRow, 'id' | 'answersSealed'>>({
      name: 'creator-facts-answers',
      text: `select id, answers_sealed as "answersSealed" from onboarding_section where account_id = $1 and kind = any($2)`,
      values: [accountId, told],
    }),
    pool.query<{ platform: string }>({
      name: 'creator-facts-profiles',
      text: 'select distinct platform from social_profile where account_id = $1 and removed_at is null',
      values: [accountId],
    }),
  ]);
  const answers: Answers = Object.fromEntries(
    sections.rows.flatMap((section) =>
      Object.entries(openAnswers(keyring, section)).map(([field, { values }]) => [field, values]),
    ),
  );
  const followers = numbersOf(answers['audienceFollowers'] ?? []);
  return {
    niches: answers['niches'] ?? [],
    platforms: [...profiles.rows.map(({ platform }) => platform), ...followers.keys()],
    country: answerTo(answers, 'country') ?? null,
    followers,
  };
}
