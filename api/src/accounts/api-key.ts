import { createHash, randomBytes } from 'node:crypto';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';
import { Person } from './account.entity.ts';

export enum ApiKeyStatus {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
}
registerEnumType(ApiKeyStatus, {
  name: 'ApiKeyStatus',
  description: 'Whether a key still opens something.',
  valuesConfig: {
    ACTIVE: { description: 'Accepted.' },
    EXPIRED: { description: 'Past the day that was chosen for it.' },
    REVOKED: { description: 'Taken back by a person, for good.' },
  },
});

@ObjectType({ description: 'Lets a program act for a person, with some of their permissions.' })
export class ApiKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'What its owner calls it.' })
  name!: string;

  @Field(() => String, { description: 'How the key begins. The rest was shown once, when it was made.' })
  prefix!: string;

  @Field(() => ApiKeyStatus, { description: 'Only ACTIVE ones open something.' })
  status!: ApiKeyStatus;

  @Field(() => [String], { description: 'What it may do at most; never more than its owner may at that moment.' })
  permissions!: string[];

  @Field(() => [String], {
    description: 'Addresses and ranges such as `10.0.0.0/8` from which it is accepted. Empty: from everywhere.',
  })
  addresses!: string[];

  @Field(() => Person, { description: 'For whom it acts.' })
  owner!: Person;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { description: 'Opens nothing afterwards.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'To the minute. Null: never.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when the secret before the last rotation still works. Null: it does not.',
  })
  previousValidUntil!: Date | null;
}

@ObjectType({ description: 'A key and its secret, which is never shown again.' })
export class IssuedApiKey {
  @Field(() => ApiKey, { description: 'The key, as lists show it.' })
  apiKey!: ApiKey;

  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`.' })
  secret!: string;
}

@ObjectType()
export class ApiKeyConnection {
  @Field(() => [ApiKey])
  nodes!: ApiKey[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'What a program shall be allowed, and for how long.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'Something by which its owner knows it again.' })
  name!: string;

  @Field(() => [String], { description: 'Names of permissions that the viewer holds.' })
  permissions!: string[];

  @Field(() => [String], { nullable: true, description: 'Addresses and ranges; null or none: from everywhere.' })
  addresses?: string[] | null;

  @Field(() => Date, { description: 'In the future, and no later than the setting allows.' })
  expiresAt!: Date;
}

/** Marks a bearer token as a key; also lets scanners for leaked secrets find one. */
const mark = 'igk';
const shape = new RegExp(`^${mark}_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$`);

export const newPrefix = (): string => `${mark}_${randomBytes(6).toString('hex')}`;
export const newSecretFor = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** The prefix of what looks like a key of ours; null for any other token. */
export function prefixOf(token: string): string | null {
  const found = shape.exec(token);
  return found ? `${mark}_${found[1]}` : null;
}
