import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

export enum CampaignStatus {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  PUBLISHED = 'PUBLISHED',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETED = 'COMPLETED',
  ARCHIVED = 'ARCHIVED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(CampaignStatus, {
  name: 'CampaignStatus',
  description: 'Where a campaign stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Somebody looks through it before creators see it; it can still be changed.' },
    PUBLISHED: { description: 'Creators see it, until the last day on which they can say that they are interested.' },
    IN_PROGRESS: { description: 'It runs.' },
    COMPLETED: { description: 'It has come to its end.' },
    ARCHIVED: { description: 'Put away.' },
    CANCELLED: { description: 'It will not take place.' },
  },
});

export enum CampaignMove {
  SUBMIT = 'SUBMIT',
  RETURN = 'RETURN',
  PUBLISH = 'PUBLISH',
  START = 'START',
  COMPLETE = 'COMPLETE',
  ARCHIVE = 'ARCHIVE',
  CANCEL = 'CANCEL',
}
registerEnumType(CampaignMove, {
  name: 'CampaignMove',
  description: 'What can be done with a campaign.',
  valuesConfig: {
    SUBMIT: { description: 'Hand it to whoever looks through it.' },
    RETURN: { description: 'Make it a draft again.' },
    PUBLISH: { description: 'Show it to creators. From then on it can no longer be changed.' },
    START: { description: 'Let it begin; nobody finds it any more.' },
    COMPLETE: { description: 'Say that it has come to its end.' },
    ARCHIVE: { description: 'Put it away.' },
    CANCEL: { description: 'Call it off. Final.' },
  },
});

const { DRAFT, IN_REVIEW, PUBLISHED, IN_PROGRESS, COMPLETED, ARCHIVED, CANCELLED } = CampaignStatus;

export const campaignMoves = defineLifecycle<CampaignStatus>()<CampaignMove>({
  SUBMIT: { from: [DRAFT], to: IN_REVIEW },
  RETURN: { from: [IN_REVIEW], to: DRAFT },
  PUBLISH: { from: [IN_REVIEW], to: PUBLISHED },
  START: { from: [PUBLISHED], to: IN_PROGRESS },
  COMPLETE: { from: [IN_PROGRESS], to: COMPLETED },
  ARCHIVE: { from: [COMPLETED, CANCELLED], to: ARCHIVED },
  CANCEL: { from: [DRAFT, IN_REVIEW, PUBLISHED, IN_PROGRESS], to: CANCELLED },
});

/** Afterwards creators have read it. */
export const editableStatuses: readonly CampaignStatus[] = [DRAFT, IN_REVIEW];
