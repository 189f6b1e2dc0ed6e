import { FieldProblems } from '../accounts/account.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import { demand } from '../platform/permission.ts';
import { reach } from '../platform/reach.ts';
import { isUuid } from '../platform/uuid.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignInput } from './campaign.inputs.ts';
import { CampaignMove, type CampaignStatus, editableStatuses } from './campaign.lifecycle.ts';
import { demandInterestInPerson, manageCampaigns } from './campaign.policy.ts';
import { noSuchCampaign, type CampaignReads } from './campaign.reads.ts';
import { CampaignClosed, CampaignConflict, CampaignDatePassed } from './campaign.refusals.ts';
import { applyCampaignMove, insertCampaignOnce, saveCampaign } from './campaign.rows.ts';
import { isOpen, readCampaign } from './campaign.rules.ts';

export interface CampaignServiceParts {
  db: Db;
  reads: CampaignReads;
  now: () => Date;
}

interface LockedCampaign {
  id: string;
  status: CampaignStatus;
  revision: number;
  interestUntil: string;
  publishedAt: Date | null;
}

/** How campaigns are written and led, and how creators answer them. */
export class CampaignService {
  constructor(private readonly parts: CampaignServiceParts) {}

  /** With a key, safe to repeat: what was made stays as it is by now. */
  async create(actor: Actor, input: CampaignInput, key: string | null): Promise<Campaign> {
    const staff = demand(actor, manageCampaigns);
    const content = readCampaign(input);
    const asked = { authorId: staff.accountId, idempotencyKey: readKey(key) };
    const { db, reads, now } = this.parts;
    return transaction(db, async (tx) => {
      await reach(tx, staff, manageCampaigns);
      await demandBrand(tx, content.organisationId);
      const id = await insertCampaignOnce(tx, content, asked, now());
      if (id === null) return reads.changed(tx, staff, await madeBefore(tx, asked));
      await recordAudit(tx, staff, 'campaigns.create', { type: 'campaign', id });
      return reads.changed(tx, staff, id);
    });
  }

  /** `revision`: the one that was changed; another one in between is a conflict. */
  async update(actor: Actor, id: string, revision: number, input: CampaignInput): Promise<Campaign> {
    const staff = demand(actor, manageCampaigns);
    const content = readCampaign(input);
    const { db, reads, now } = this.parts;
    return transaction(db, async (tx) => {
      await reach(tx, staff, manageCampaigns);
      const campaign = await locked(tx, id, 'for update');
      if (!editableStatuses.includes(campaign.status))
        throw new AppError('CONFLICT', 'What creators have seen can no longer be changed');
      if (campaign.revision !== revision) refuse(new CampaignConflict(await reads.changed(tx, staff, id)));
      await demandBrand(tx, content.organisationId);
      await saveCampaign(tx, id, content, now());
      await recordAudit(tx, staff, 'campaigns.update', { type: 'campaign', id }, { revision: revision + 1 });
      return reads.changed(tx, staff, id);
    });
  }

  /** `revision`: the one that was looked at; whatever was changed or done in between is a conflict. */
  async move(actor: Actor, id: string, revision: number, move: CampaignMove): Promise<Campaign> {
    const staff = demand(actor, manageCampaigns);
    const { db, reads, now } = this.parts;
    return transaction(db, async (tx) => {
      await reach(tx, staff, manageCampaigns);
      const campaign = await locked(tx, id, 'for update');
      if (campaign.revision !== revision) refuse(new CampaignConflict(await reads.changed(tx, staff, id)));
      const to = await applyCampaignMove(tx, campaign, move, now());
      if (move === CampaignMove.PUBLISH && campaign.interestUntil < reads.today()) refuse(new CampaignDatePassed());
      await recordAudit(tx, staff, 'campaigns.move', { type: 'campaign', id }, { move, from: campaign.status, to });
      return reads.changed(tx, staff, id);
    });
  }

  /** Safe to repeat. */
  async showInterest(actor: Actor, id: string): Promise<Campaign> {
    const person = demandInterestInPerson(actor);
    const { db, reads, now } = this.parts;
    return transaction(db, async (tx) => {
      // It cannot end meanwhile; others may say so at the same time.
      const campaign = await locked(tx, id, 'for share');
      const noted = await rows(
        tx,
        `insert into campaign_interest (campaign_id, account_id, created_at) values ($1, $2, $3)
         on conflict do nothing returning account_id`,
        [id, person.accountId, now()],
      );
      if (noted.length > 0) {
        demandOpen(campaign, reads.today());
        await recordAudit(tx, person, 'campaigns.showInterest', { type: 'campaign', id });
      }
      return reads.changed(tx, person, id);
    });
  }

  /** Safe to repeat, and possible at any time. */
  async withdrawInterest(actor: Actor, id: string): Promise<Campaign> {
    const person = demandInterestInPerson(actor);
    const { db, reads } = this.parts;
    return transaction(db, async (tx) => {
      await locked(tx, id, 'for share');
      const gone = await rows(
        tx,
        'delete from campaign_interest where campaign_id = $1 and account_id = $2 returning account_id',
        [id, person.accountId],
      );
      if (gone.length > 0) await recordAudit(tx, person, 'campaigns.withdrawInterest', { type: 'campaign', id });
      return reads.changed(tx, person, id);
    });
  }
}

const longestKey = 200;

function readKey(key: string | null): string | null {
  const problems = new FieldProblems();
  const read = key === null ? null : problems.text('idempotencyKey', key, longestKey);
  problems.demandNone('This campaign cannot be saved');
  return read;
}

async function madeBefore(
  tx: Transaction,
  { authorId, idempotencyKey }: { authorId: string; idempotencyKey: string | null },
): Promise<string> {
  const [made] = await rows<{ id: string }>(
    tx,
    'select id from campaign where author_id = $1 and idempotency_key = $2',
    [authorId, idempotencyKey],
  );
  if (!made) throw noSuchCampaign();
  return made.id;
}

/** Not found also for creators where it was never published: the database shows them none. */
async function locked(tx: Transaction, id: string, lock: 'for update' | 'for share'): Promise<LockedCampaign> {
  const [found] = isUuid(id)
    ? await rows<LockedCampaign>(
        tx,
        `select id, status, revision, interest_until::text as "interestUntil", published_at as "publishedAt"
           from campaign where id = $1 ${lock}`,
        [id],
      )
    : [];
  if (!found) throw noSuchCampaign();
  return found;
}

function demandOpen(campaign: LockedCampaign, today: string): void {
  if (!isOpen(campaign, today)) refuse(new CampaignClosed());
}

async function demandBrand(tx: Transaction, id: string): Promise<void> {
  const found = await rows(tx, `select from organisation where id = $1 and kind = 'BRAND'`, [id]);
  if (found.length === 0)
    throw new AppError('BAD_USER_INPUT', 'This campaign cannot be kept', [
      { path: 'organisationId', code: 'NOT_ALLOWED', message: 'There is no such brand' },
    ]);
}
