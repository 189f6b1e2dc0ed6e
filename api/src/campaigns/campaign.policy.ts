import type { Actor, SignedInActor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may, permission } from '../platform/permission.ts';
import { mayReach, reachOf } from '../platform/reach.ts';
import { campaignMoves, CampaignMove, type CampaignStatus } from './campaign.lifecycle.ts';

export const discoverCampaigns = permission(
  'campaigns.discover',
  'Find campaigns and say which ones one is interested in',
  ['OWN'],
);
export const readCampaigns = permission('campaigns.read', 'See campaigns in every state', ['ORGANISATION', 'ALL']);
export const manageCampaigns = permission(
  'campaigns.manage',
  'Write, publish and end campaigns, and see who is interested',
);

/** Interest is a word to the agency: nobody gives it or takes it back for somebody else. */
export function demandInterestInPerson(actor: Actor): SignedInActor {
  const person = demand(actor, discoverCampaigns);
  if (person.impersonatorId !== null) throw new AppError('FORBIDDEN', 'Only the creator can do this');
  return person;
}

/** Whoever writes campaigns sees them. */
export const seesAtDesk = (actor: Actor): boolean => may(actor, manageCampaigns) || mayReach(actor, readCampaigns);

/** The organisation whose campaigns are seen; null: those of all. */
export const deskReach = (actor: Actor): string | null =>
  may(actor, manageCampaigns) ? null : reachOf(actor, readCampaigns);

/** Allowed to this person and possible now. */
export const campaignMovesOpenTo = (actor: Actor, status: CampaignStatus): CampaignMove[] =>
  may(actor, manageCampaigns)
    ? Object.values(CampaignMove).filter((move) => campaignMoves[move].from.includes(status))
    : [];
