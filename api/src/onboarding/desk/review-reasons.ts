import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { FieldProblems } from '../../accounts/account.rules.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { refuse } from '../../platform/errors.ts';
import { demand } from '../../platform/permission.ts';
import { editReviewReasons, reviewApplications } from '../onboarding.policy.ts';
import type { SectionKind } from '../section.lifecycle.ts';
import { ReasonUse, ReviewReason, ReviewReasonConflict, type SaveReviewReasonInput } from './review-reason.ts';

const longestText = 500;
const fallbackLanguage = 'en';

const columns = `r.code, r.use, r.sections, r.retired_at is not null as retired, r.version as revision,
  (select coalesce(json_agg(json_build_object('language', t.language, 'text', t.text) order by t.language), '[]')
   from review_reason_text t where t.code = r.code) as texts`;

/** By code, what a creator is told; in English where their language has no text. */
export async function reasonTexts(
  tx: Transaction,
  codes: readonly string[],
  language: string,
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const found = await rows<{ code: string; text: string }>(
    tx,
    `select distinct on (code) code, text from review_reason_text
     where code = any($1) and language in ($2, $3) order by code, language = $2 desc`,
    [codes, language, fallbackLanguage],
  );
  return new Map(found.map(({ code, text }) => [code, text]));
}

/** Those of the codes that a reviewer cannot give here. */
export async function unknownReasons(
  tx: Transaction,
  codes: readonly string[],
  use: ReasonUse,
  section: SectionKind | null = null,
): Promise<string[]> {
  if (codes.length === 0) return [];
  const known = await rows<{ code: string }>(
    tx,
    `select code from review_reason where code = any($1) and use = $2 and retired_at is null
       and ($3::text is null or sections = '{}' or $3 = any(sections))`,
    [codes, use, section],
  );
  return codes.filter((code) => !known.some((reason) => reason.code === code));
}

/** Why something is returned or refused: data, so that staff find better words without a release. */
export class ReviewReasons {
  constructor(
    private readonly db: Db,
    private readonly now: () => Date,
  ) {}

  async list(actor: Actor): Promise<ReviewReason[]> {
    demand(actor, reviewApplications);
    const { rows: found } = await this.db.pool.query<ReviewReason>(
      `select ${columns} from review_reason r order by r.position, r.code`,
    );
    return found;
  }

  async save(actor: Actor, input: SaveReviewReasonInput): Promise<ReviewReason> {
    demand(actor, editReviewReasons);
    const { code, use, revision } = input;
    const retired = input.retired ?? false;
    const texts = readTexts(input);
    const sections = use === ReasonUse.REJECT ? [] : [...new Set(input.sections ?? [])];
    return transaction(this.db, async (tx) => {
      const stored = await rows<{ code: string }>(
        tx,
        revision === 0
          ? `insert into review_reason (code, use, sections, position, retired_at)
             select $1, $2, $3, coalesce(max(position), 0) + 1, case when $4 then $5::timestamptz end from review_reason
             on conflict do nothing returning code`
          : `update review_reason set use = $2, sections = $3, version = version + 1,
               retired_at = case when $4 then coalesce(retired_at, $5) end
             where code = $1 and version = $6 returning code`,
        [code, use, sections, retired, this.now(), ...(revision === 0 ? [] : [revision])],
      );
      const [reason] =
        stored.length === 0
          ? await this.#read(tx, code)
          : await this.#write(tx, code, texts).then(() => this.#read(tx, code));
      if (stored.length === 0 || !reason) return refuseUnknown(reason);
      await recordAudit(
        tx,
        actor,
        'onboarding.saveReason',
        { type: 'review_reason', id: code },
        { use, sections, retired, version: reason.revision },
      );
      return reason;
    });
  }

  async #write(tx: Transaction, code: string, texts: ReadonlyMap<string, string>): Promise<void> {
    for (const [language, text] of texts)
      await tx.query(
        `insert into review_reason_text (code, language, text) values ($1, $2, $3)
         on conflict (code, language) do update set text = excluded.text`,
        [code, language, text],
      );
  }

  async #read(tx: Transaction, code: string): Promise<ReviewReason[]> {
    const found = await rows<ReviewReason>(tx, `select ${columns} from review_reason r where r.code = $1`, [code]);
    return found.map((reason) => Object.assign(new ReviewReason(), reason));
  }
}

function refuseUnknown(reason: ReviewReason | undefined): never {
  if (reason) return refuse(new ReviewReasonConflict(reason));
  const problems = new FieldProblems();
  problems.add('code', 'NOT_ALLOWED', 'There is no such reason');
  problems.demandNone('This reason cannot be saved');
  throw new Error('unreachable');
}

/** By language. */
function readTexts({ code, texts, revision }: SaveReviewReasonInput): Map<string, string> {
  const problems = new FieldProblems();
  problems.between('revision', revision, 0, 1_000_000);
  if (!/^[A-Z][A-Z0-9_]{1,39}$/.test(code))
    problems.add('code', 'MALFORMED', 'Capital letters, digits and underscores');
  const read = new Map<string, string>();
  texts.slice(0, spokenLanguages.length + 1).forEach(({ language, text }, i) => {
    read.set(problems.language(`texts.${i}.language`, language), problems.text(`texts.${i}.text`, text, longestText));
  });
  for (const language of spokenLanguages)
    if (!read.has(language)) problems.add('texts', 'REQUIRED', `The text in ${language} is missing`);
  problems.demandNone('This reason cannot be saved');
  return read;
}
