import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from '../accounts/account.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';
import { ImageRequestMove } from './image-request.policy.ts';
import { Image } from './image.entity.ts';

export enum ImageAspectRatio {
  SQUARE = 'SQUARE',
  PORTRAIT = 'PORTRAIT',
  STORY = 'STORY',
  PHOTO = 'PHOTO',
  LANDSCAPE = 'LANDSCAPE',
}
export enum ImageResolution {
  DRAFT = 'DRAFT',
  STANDARD = 'STANDARD',
  HIGH = 'HIGH',
}
export enum ImageStyle {
  NATURAL = 'NATURAL',
  EDITORIAL = 'EDITORIAL',
  FILM = 'FILM',
  ILLUSTRATION = 'ILLUSTRATION',
  PASTEL = 'PASTEL',
  NEON = 'NEON',
}
export enum ImagePurpose {
  PERSONAL = 'PERSONAL',
  CAMPAIGN = 'CAMPAIGN',
}
/** No name: members of staff are not told to creators. */
export enum ImageRequestCanceller {
  CREATOR = 'CREATOR',
  AGENCY = 'AGENCY',
}
export enum ImageEngine {
  EMBEDDED = 'EMBEDDED',
  N8N = 'N8N',
}
registerEnumType(ImageRequestStatus, {
  name: 'ImageRequestStatus',
  description: 'How far a request came. PENDING, QUEUED and PROCESSING are open; every other one is final.',
  valuesConfig: {
    CANCELLED: { description: 'Stopped by a person.' },
    COMPLETED: { description: 'At least one picture was made.' },
    FAILED: { description: 'Nothing was made; why stands with it.' },
    PENDING: { description: 'Stored, and not yet handed to the engine.' },
    PROCESSING: { description: 'Being made.' },
    QUEUED: { description: 'With the engine, which has not begun.' },
    TIMED_OUT: { description: 'The engine was not heard of for too long.' },
  },
});
registerEnumType(ImageAspectRatio, {
  name: 'ImageAspectRatio',
  description: 'Shape of a picture, width to height.',
  valuesConfig: {
    SQUARE: { description: '1:1.' },
    PORTRAIT: { description: '4:5, upright.' },
    STORY: { description: '9:16, a phone’s whole screen.' },
    PHOTO: { description: '3:2, as cameras do.' },
    LANDSCAPE: { description: '16:9, wide.' },
  },
});
registerEnumType(ImageResolution, {
  name: 'ImageResolution',
  description: 'How large a picture is.',
  valuesConfig: {
    DRAFT: { description: 'Small, for trying.' },
    STANDARD: { description: 'For feeds and the web.' },
    HIGH: { description: 'For print and large screens.' },
  },
});
registerEnumType(ImageStyle, {
  name: 'ImageStyle',
  description: 'In what manner a picture is made.',
  valuesConfig: {
    NATURAL: { description: 'As a plain photo.' },
    EDITORIAL: { description: 'As in a magazine.' },
    FILM: { description: 'As from a cinema film: grain and muted colours.' },
    ILLUSTRATION: { description: 'Drawn, with flat shapes.' },
    PASTEL: { description: 'Light and soft colours.' },
    NEON: { description: 'Night and glowing lines.' },
  },
});
registerEnumType(ImagePurpose, {
  name: 'ImagePurpose',
  description: 'What pictures are made for.',
  valuesConfig: {
    PERSONAL: { description: 'For the creator’s own use.' },
    CAMPAIGN: { description: 'For a campaign. Refused for as long as no campaign can be named.' },
  },
});
registerEnumType(ImageRequestCanceller, {
  name: 'ImageRequestCanceller',
  description: 'On whose side somebody cancelled a request.',
  valuesConfig: {
    CREATOR: { description: 'Whoever had asked.' },
    AGENCY: { description: 'The staff of the agency, also while they act in the account of whoever had asked.' },
  },
});
registerEnumType(ImageEngine, {
  name: 'ImageEngine',
  description: 'What makes the pictures.',
  valuesConfig: {
    EMBEDDED: { description: 'A preview drawn without an AI model.' },
    N8N: { description: 'Workflows in n8n, which ask an AI service.' },
  },
});

@ObjectType({ description: 'A style model laid over the main one.' })
export class ImageLora {
  @Field(() => ID, { description: 'Id of the model.' })
  model!: string;

  @Field(() => Float, { description: 'How strongly it counts.' })
  weight!: number;
}

@ObjectType({ description: 'Why a request came to nothing.' })
export class ImageFailure {
  @Field(() => String, { description: 'Stable code, such as `AI_ERROR` or `DISPATCH_GAVE_UP`.' })
  code!: string;

  @Field(() => String, { description: 'One English sentence for the person who asked.' })
  message!: string;
}

@ObjectType({ description: 'One step in the life of an image request.' })
export class ImageRequestEvent {
  @Field(() => ID, { description: 'In the order of what happened.' })
  id!: string;

  @Field(() => String, {
    description: 'The verb: `request`, `accept`, `start`, `complete`, `fail`, `cancel`, `timeOut`, `late`, `retry`.',
  })
  move!: string;

  @Field(() => ImageRequestStatus, { description: 'How the request stood afterwards.' })
  status!: ImageRequestStatus;

  @Field(() => Date, { description: 'When it happened.' })
  at!: Date;

  @Field(() => Person, {
    nullable: true,
    description:
      'Who did it. Null: the system did; or somebody of the agency, where the viewer sees own requests only.',
  })
  actor!: Person | null;

  @Field(() => String, {
    nullable: true,
    description: 'For staff: what else was known. Null: nothing, or nothing for the viewer.',
  })
  note!: string | null;
}

/** One request, one row: what was asked, by whom, and how far it came. */
@ObjectType({ description: 'Pictures that somebody asked for: the parameters, how far it came, and what was made.' })
@Entity('image_request')
export class ImageRequest {
  @Field(() => ID, { description: 'UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Field(() => ImageRequestStatus, {
    description: 'PENDING, QUEUED and PROCESSING are open; every other one is final.',
  })
  @Column('text')
  status!: ImageRequestStatus;

  @Field(() => ImagePurpose, { description: 'Whether for oneself or for a campaign.' })
  @Column('text')
  purpose!: ImagePurpose;

  @Field(() => String, { description: 'What is to be seen.' })
  @Column('text')
  prompt!: string;

  @Field(() => String, { description: 'What is to be kept out; empty when nothing was said.' })
  @Column('text', { name: 'negative_prompt' })
  negativePrompt!: string;

  @Field(() => ImageAspectRatio, { description: 'Shape of the picture.' })
  @Column('text', { name: 'aspect_ratio' })
  aspectRatio!: ImageAspectRatio;

  @Field(() => ImageResolution, { description: 'How large; with the shape it gives width and height in pixels.' })
  @Column('text')
  resolution!: ImageResolution;

  @Field(() => Int, { description: 'Pixels.' })
  @Column('int')
  width!: number;

  @Field(() => Int, { description: 'Pixels.' })
  @Column('int')
  height!: number;

  @Field(() => Int, {
    description: 'Equal parameters with an equal seed give an equal picture, as far as the engine keeps to it.',
  })
  @Column('int')
  seed!: number;

  @Field(() => Int, { description: 'Steps of the sampler.' })
  @Column('int')
  steps!: number;

  @Field(() => Float, { description: 'How closely the engine keeps to the prompt.' })
  @Column('real', { name: 'cfg_scale' })
  cfgScale!: number;

  @Field(() => ImageStyle, { description: 'Manner in which it is to be made.' })
  @Column('text')
  style!: ImageStyle;

  @Field(() => [ImageLora], { description: 'LoRA models with their weights.' })
  @Column('jsonb')
  loras!: ImageLora[];

  @Field(() => Int, { description: 'How many pictures were asked for.' })
  @Column('int')
  count!: number;

  @Field(() => ImageEngine, { description: 'Who makes the pictures.' })
  @Column('text')
  engine!: ImageEngine;

  /** The engine's own id of the run: n8n's error workflow knows nothing else. */
  @Column('text', { name: 'execution_id', nullable: true })
  executionId!: string | null;

  /** W3C trace context of whoever asked. */
  @Column('text')
  traceparent!: string;

  @Field(() => Int, { description: 'Percent, 0 to 100.' })
  @Column('int')
  progress!: number;

  @Field(() => Int, { description: 'How often the platform tried to hand the request to the engine.' })
  @Column('int', { name: 'dispatch_attempts' })
  dispatchAttempts!: number;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode!: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage!: string | null;

  @Field(() => ImageRequestCanceller, {
    nullable: true,
    description: 'Who cancelled it. Null in every other state, and where nobody noted it.',
  })
  @Column('text', { name: 'cancelled_by', nullable: true })
  cancelledBy!: ImageRequestCanceller | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  @Field(() => ID, { nullable: true, description: 'The request that this one repeats. Null: it repeats none.' })
  @Column('uuid', { name: 'retry_of_id', nullable: true })
  retryOfId!: string | null;

  /** First day of the month whose quota this request was counted in. */
  @Column('date', { name: 'quota_period' })
  quotaPeriod!: string;

  @Field(() => Date, { description: 'When it was asked for.' })
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the engine began. Null: it has not.' })
  @Column({ type: 'timestamptz', name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it came to a final state. Null: it has not.' })
  @Column({ type: 'timestamptz', name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;

  /** The patience of the setting when it was asked for; every sign of life starts it again. */
  @Column('int', { name: 'timeout_seconds' })
  timeoutSeconds!: number;

  /** When the watchdog gives up on it: `timeoutSeconds` after the last sign of life. Null when final. */
  @Column({ type: 'timestamptz', name: 'deadline_at', precision: 3, nullable: true })
  deadlineAt!: Date | null;

  // Below: no columns. The reads fill what an operation selects; commands do not know them.

  @Field(() => Person, { description: 'Who asked.' })
  person?: Person;

  @Field(() => [Image], { description: 'What came so far and was not deleted, by position.' })
  images?: Image[];

  @Field(() => [ImageRequestEvent], { description: 'Everything that happened to it, oldest first.' })
  history?: ImageRequestEvent[];

  @Field(() => ImageFailure, { nullable: true, description: 'Why it failed; null in every other state.' })
  failure?: ImageFailure | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The request that repeats this one. Null: nobody has asked for a retry.',
  })
  retriedById?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: '1 = next. Null once an engine works on it or it is final. Counted up to 500.',
  })
  queuePosition?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds still to wait, from recent history. Null when final or unknown.',
  })
  expectedSeconds?: number | null;

  @Field(() => Boolean, { description: 'Longer than most of the recent ones of this engine.' })
  takingLongerThanUsual?: boolean;

  @Field(() => [ImageRequestMove], { description: 'What the viewer may do with it now.' })
  viewerMoves?: ImageRequestMove[];
}
