import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { type Db, rows, transaction } from '../platform/db.ts';
import { insertTexts } from './terms-desk.service.ts';
import { TermsBlock } from './terms.entity.ts';

interface ShippedTerms {
  blocks: TermsBlock[];
  graceDays: number;
}

/** What an agency begins with, to be reviewed by its lawyers: api/terms/<key>.<language>.md, the title in the first line. */
const shipped: Readonly<Record<string, ShippedTerms>> = {
  TERMS_OF_SERVICE: { blocks: [TermsBlock.SUBMIT_APPLICATION], graceDays: 30 },
  PRIVACY_POLICY: { blocks: [TermsBlock.SUBMIT_APPLICATION], graceDays: 30 },
  AI_CONTENT: { blocks: [TermsBlock.REQUEST_IMAGES], graceDays: 30 },
};

/** Beside the sources, from where they run and from where they are built to. */
const folder = ['../../terms', '../../../terms'].map((up) => join(import.meta.dirname, up)).find(existsSync);

function textsOf(key: string) {
  if (folder === undefined) throw new Error('the folder api/terms is missing');
  return spokenLanguages.map((language) => {
    const [title = '', ...body] = readFileSync(join(folder, `${key}.${language}.md`), 'utf8').split('\n');
    return { language, title: title.trim(), body: body.join('\n').trim() };
  });
}

/** The documents that the workspace does not have yet, in force from now on. What staff made of them stays as it is. */
export async function installShippedTerms(db: Db): Promise<void> {
  for (const [key, { blocks, graceDays }] of Object.entries(shipped))
    await transaction(db, async (tx) => {
      const [fresh] = await rows(
        tx,
        'insert into terms_document (key, created_at) values ($1, clock_timestamp()) on conflict do nothing returning key',
        [key],
      );
      if (!fresh) return;
      const [version] = await rows<{ id: string }>(
        tx,
        `insert into terms_version (document_key, number, required, blocks, grace_days) values ($1, 1, true, $2, $3) returning id`,
        [key, blocks, graceDays],
      );
      await insertTexts(tx, version!.id, textsOf(key));
      await tx.query(
        `update terms_version set publish_at = date_trunc('milliseconds', clock_timestamp()) where id = $1`,
        [version!.id],
      );
    });
}
