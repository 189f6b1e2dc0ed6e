import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import type { Refusal } from '../../platform/errors.ts';
import { PageInfo } from '../../platform/pagination.ts';
import { CaseDecision, CaseStatus } from '../case.lifecycle.ts';
import { SectionKind } from '../section.lifecycle.ts';

/** What the viewer may do with a case now. */
export enum ReviewMove {
  CLAIM = 'CLAIM',
  RELEASE = 'RELEASE',
  DECIDE = 'DECIDE',
  ASSIGN = 'ASSIGN',
}
registerEnumType(ReviewMove, {
  name: 'ReviewMove',
  description: 'What the viewer may do with a case now.',
  valuesConfig: {
    CLAIM: { description: 'Take it, so that nobody else can decide.' },
    RELEASE: { description: 'Give it back to the queue.' },
    DECIDE: { description: 'Also to save verdicts: the viewer holds it.' },
    ASSIGN: { description: 'Give it to somebody.' },
  },
});

@ObjectType({ description: 'One look of staff at what a creator handed in.' })
export class ReviewCase {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'What people call it.' })
  number!: string;

  @Field(() => Person, { description: 'Who applies.' })
  creator!: Person;

  @Field(() => CaseStatus, { description: 'Where it stands.' })
  status!: CaseStatus;

  @Field(() => Date, { description: 'When it was handed in.' })
  openedAt!: Date;

  @Field(() => Date, { description: 'By when it is to be decided, in hours of business.' })
  dueAt!: Date;

  @Field(() => Boolean, { description: 'Too late, and not decided.' })
  overdue!: boolean;

  @Field(() => Boolean, { description: 'A hint says to look twice; a setting may then ask for two reviewers.' })
  highRisk!: boolean;

  @Field(() => Boolean, { description: 'The creator was approved before: something is renewed.' })
  renewal!: boolean;

  @Field(() => Date, {
    nullable: true,
    description:
      'The creator is in, and had to hand something in by this day: it was changed after it was verified, or is newly asked. Null: nothing had to be.',
  })
  handInBy!: Date | null;

  @Field(() => Boolean, {
    description:
      'Open, and something in it was due only since the creator had handed it in, or since they were let in.',
  })
  newlyAsked!: boolean;

  @Field(() => Person, { nullable: true, description: 'To whom it was given; null: anybody may take it.' })
  assignee!: Person | null;

  @Field(() => Person, { nullable: true, description: 'Who has it before them right now. Null: nobody.' })
  reviewer!: Person | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it goes back to the queue unless they do something. Null: nobody has it.',
  })
  claimExpiresAt!: Date | null;

  @Field(() => Person, { nullable: true, description: 'Four eyes: who decided first. Null: nobody has.' })
  proposer!: Person | null;

  @Field(() => CaseDecision, { nullable: true, description: 'Null until it is decided.' })
  decision!: CaseDecision | null;

  @Field(() => Person, { nullable: true, description: 'Null until it is decided.' })
  decider!: Person | null;

  @Field(() => Date, { nullable: true, description: 'Null until it is decided.' })
  decidedAt!: Date | null;

  @Field(() => [ReviewMove])
  viewerMoves!: ReviewMove[];
}

@ObjectType()
export class ReviewCaseConnection {
  @Field(() => [ReviewCase])
  nodes!: ReviewCase[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

export enum CaseAssignee {
  ME = 'ME',
  NONE = 'NONE',
  OTHER = 'OTHER',
}
registerEnumType(CaseAssignee, {
  name: 'CaseAssignee',
  description: 'Seen from the viewer.',
  valuesConfig: {
    ME: { description: 'Given to the viewer.' },
    NONE: { description: 'Given to nobody.' },
    OTHER: { description: 'Given to somebody else.' },
  },
});

export enum CaseOrder {
  DUE = 'DUE',
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
  DECIDED = 'DECIDED',
}
registerEnumType(CaseOrder, {
  name: 'CaseOrder',
  description: 'What the queue begins with.',
  valuesConfig: {
    DUE: { description: 'What has to be decided first.' },
    DECIDED: { description: 'Those that are decided, the last one first.' },
  },
});

/** What the queue shows of a case beside its number and its creator. */
export enum CaseColumn {
  STATE = 'STATE',
  DUE = 'DUE',
  MARKS = 'MARKS',
  ASSIGNEE = 'ASSIGNEE',
  OPENED = 'OPENED',
}
registerEnumType(CaseColumn, {
  name: 'CaseColumn',
  description: 'What the queue shows of a case beside its number and its creator.',
  valuesConfig: {
    STATE: { description: 'Where it stands.' },
    DUE: { description: 'By when it is to be decided.' },
    MARKS: { description: 'High risk, renewal, overdue.' },
    ASSIGNEE: { description: 'To whom it is given.' },
    OPENED: { description: 'When it was handed in.' },
  },
});

/** What a saved view keeps of a filter: names of creators are not part of it. */
@ObjectType('SavedCaseFilter', {
  description: 'What a saved view keeps of a filter; names of creators are not part of it.',
})
@InputType('SavedCaseFilterInput', { description: 'What a saved view shall show; the same as it is read.' })
export class SavedCaseFilter {
  @Field(() => [CaseStatus], { nullable: true, description: 'Null: those that are open.' })
  status?: CaseStatus[] | null;

  @Field(() => CaseAssignee, { nullable: true, description: 'Null: whoever has it.' })
  assignee?: CaseAssignee | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those of high risk; false: only others; null: both.',
  })
  highRisk?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those too late; false: only others; null: both.' })
  overdue?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only of creators approved before; false: only first ones; null: both.',
  })
  renewal?: boolean | null;

  @Field(() => CaseOrder, { nullable: true, description: 'Null: what is due first comes first.' })
  order?: CaseOrder | null;

  @Field(() => [CaseColumn], { nullable: true, description: 'Null: all of them.' })
  columns?: CaseColumn[] | null;
}

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class CaseFilter {
  @Field(() => [CaseStatus], { nullable: true, description: 'Null: those that are open.' })
  status?: CaseStatus[] | null;

  @Field(() => CaseAssignee, { nullable: true, description: 'Null: whoever has it.' })
  assignee?: CaseAssignee | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those of high risk; false: only others; null: both.',
  })
  highRisk?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those too late; false: only others; null: both.' })
  overdue?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only of creators approved before; false: only first ones; null: both.',
  })
  renewal?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The number of a case, or the beginning of a name.' })
  search?: string | null;
}

@ObjectType({ description: 'How many cases stand where. Of those that the viewer sees.' })
export class ReviewQueueFacts {
  @Field(() => Int, { description: 'Nobody has begun.' })
  waiting!: number;

  @Field(() => Int, { description: 'A reviewer has them before them.' })
  claimed!: number;

  @Field(() => Int, { description: 'Wait for a second reviewer.' })
  proposed!: number;

  @Field(() => Int, { description: 'Among those that are open.' })
  overdue!: number;

  @Field(() => Int, { description: 'Among those that are open.' })
  highRisk!: number;

  @Field(() => Int, { description: 'Open ones of the viewer.' })
  mine!: number;
}

@ObjectType({ description: 'A filter that a reviewer keeps.' })
export class ReviewView {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'What its owner calls it.' })
  name!: string;

  @Field(() => SavedCaseFilter, { description: 'What it shows.' })
  filter!: SavedCaseFilter;
}

@ObjectType({ description: 'What is gone, so that clients can forget it.' })
export class DeletedReviewView {
  @Field(() => ID)
  id!: string;
}

export enum VerdictOutcome {
  ACCEPT = 'ACCEPT',
  RETURN = 'RETURN',
}
registerEnumType(VerdictOutcome, {
  name: 'VerdictOutcome',
  description: 'What shall become of a section.',
  valuesConfig: {
    ACCEPT: { description: 'It is all right.' },
    RETURN: { description: 'The creator has to put something right.' },
  },
});

@ObjectType({ description: 'What a reviewer thinks of a section.' })
export class SectionVerdict {
  @Field(() => ID)
  id!: string;

  @Field(() => SectionKind, { description: 'Which part of the application.' })
  section!: SectionKind;

  @Field(() => VerdictOutcome, { nullable: true, description: 'Null: taken back.' })
  outcome!: VerdictOutcome | null;

  @Field(() => [String], { description: 'Codes.' })
  reasons!: string[];

  @Field(() => String, { nullable: true, description: 'To the creator. Null: nothing is said.' })
  note!: string | null;

  @Field(() => Int, { description: 'Grows with each change. Sent back when saving.' })
  revision!: number;
}

@ObjectType({ description: 'What a reviewer ticked off on a document. Null: not looked at.' })
export class DocumentCheck {
  @Field(() => ID, { description: 'A document of the case.' })
  documentId!: string;

  @Field(() => Boolean, { nullable: true, description: 'Can be read as a whole. Null: not looked at.' })
  legible!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Neither expired nor too old. Null: not looked at.' })
  inDate!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Looks like what such documents look like. Null: not looked at.',
  })
  genuine!: boolean | null;
}

@InputType({ description: 'What a reviewer thinks of a section.' })
export class SaveVerdictInput {
  @Field(() => ID, { description: 'A case that the viewer holds.' })
  caseId!: string;

  @Field(() => SectionKind, { description: 'Which part of the application.' })
  section!: SectionKind;

  @Field(() => VerdictOutcome, { nullable: true, description: 'Null takes it back.' })
  outcome?: VerdictOutcome | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes; at least one to return, unless a document is asked for. Null: none.',
  })
  reasons?: string[] | null;

  @Field(() => String, { nullable: true, description: 'To the creator. Null: nothing is said.' })
  note?: string | null;

  @Field(() => Int, { description: 'The one that was seen; 0 where there is none yet.' })
  revision!: number;
}

@InputType({ description: 'A document that a reviewer wants of one creator.' })
export class AskForDocumentInput {
  @Field(() => ID, { description: 'A case that the viewer holds.' })
  caseId!: string;

  @Field(() => SectionKind, { description: 'With which it is handed in; one that was accepted is reopened.' })
  section!: SectionKind;

  @Field(() => String, { description: 'What is wanted, in one line of at most 120 characters.' })
  title!: string;

  @Field(() => String, { description: 'Why, and what it should look like; at most 2,000 characters.' })
  explanation!: string;
}

@InputType({ description: 'What a reviewer ticks off on a document. What is left out counts as not looked at.' })
export class SaveDocumentCheckInput {
  @Field(() => ID, { description: 'A case that the viewer holds.' })
  caseId!: string;

  @Field(() => ID, { description: 'A document of the case.' })
  documentId!: string;

  @Field(() => Boolean, { nullable: true, description: 'Can be read as a whole. Null: not looked at.' })
  legible?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Neither expired nor too old. Null: not looked at.' })
  inDate?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Looks like what such documents look like. Null: not looked at.',
  })
  genuine?: boolean | null;
}

@InputType({ description: 'How a reviewer closes a case, or what they propose where two have to agree.' })
export class DecideCaseInput {
  @Field(() => ID, { description: 'A case that the viewer holds.' })
  caseId!: string;

  @Field(() => CaseDecision, { description: 'Has to fit the verdicts on the sections.' })
  decision!: CaseDecision;

  @Field(() => [String], { nullable: true, description: 'Codes; at least one to reject. Null: none.' })
  reasons?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'To a creator who is rejected: what they can do. Null: nothing is said.',
  })
  note?: string | null;

  @Field(() => Date, { nullable: true, description: 'From when a rejected creator may apply again. Null: never.' })
  reapplyAt?: Date | null;
}

@ObjectType({ description: 'Somebody else has it, the claim ran out, or it is decided.' })
export class CaseNotHeld implements Refusal {
  @Field(() => String)
  message = 'You do not hold this case';

  @Field(() => ID, { description: 'The case that was meant.' })
  caseId: string;

  @Field(() => CaseStatus, { description: 'Where it stands.' })
  status: CaseStatus;

  constructor(caseId: string, status: CaseStatus) {
    this.caseId = caseId;
    this.status = status;
  }
}

@ObjectType({ description: 'There is nothing for the viewer to take.' })
export class QueueEmpty implements Refusal {
  @Field(() => String)
  message = 'No case waits';
}

@ObjectType({ description: 'Another tab saved something else meanwhile. Nothing was saved.' })
export class VerdictConflict implements Refusal {
  @Field(() => String)
  message = 'This verdict was changed meanwhile';

  @Field(() => SectionVerdict, { description: 'What is stored.' })
  verdict: SectionVerdict;

  constructor(verdict: SectionVerdict) {
    this.verdict = verdict;
  }
}

@ObjectType({ description: 'It cannot be decided like that yet.' })
export class CaseUndecided implements Refusal {
  @Field(() => String)
  message = 'It cannot be decided like that yet';

  @Field(() => [SectionKind], { description: 'Without a verdict.' })
  withoutVerdict: SectionKind[];

  @Field(() => [SectionKind], { description: 'Returned, though the whole is to be approved.' })
  returned: SectionKind[];

  @Field(() => [SectionKind], { description: 'With the creator, though the whole is to be approved.' })
  withCreator: SectionKind[];

  @Field(() => [SectionKind], { description: 'Accepted, though a document of it was not ticked off.' })
  unchecked: SectionKind[];

  @Field(() => [SectionKind], { description: 'Accepted, though a document that was asked for in it is not there.' })
  unanswered: SectionKind[];

  @Field(() => Boolean, { description: 'To be returned, though nothing in it is.' })
  nothingReturned: boolean;

  @Field(() => Boolean, { description: 'A hint of high risk that was found just now is to be looked at first.' })
  riskFound: boolean;

  constructor(why: Partial<Omit<CaseUndecided, 'message'>>) {
    this.withoutVerdict = why.withoutVerdict ?? [];
    this.returned = why.returned ?? [];
    this.withCreator = why.withCreator ?? [];
    this.unchecked = why.unchecked ?? [];
    this.unanswered = why.unanswered ?? [];
    this.nothingReturned = why.nothingReturned ?? false;
    this.riskFound = why.riskFound ?? false;
  }
}
