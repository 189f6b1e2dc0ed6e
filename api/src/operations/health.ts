import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MailProblem } from '../inbox/mail-problem.ts';

export enum HealthStatus {
  UP = 'UP',
  DOWN = 'DOWN',
  OFF = 'OFF',
}
registerEnumType(HealthStatus, {
  name: 'HealthStatus',
  description: 'How something is.',
  valuesConfig: {
    UP: { description: 'Works.' },
    DOWN: { description: 'Does not work; what is wrong stands beside it.' },
    OFF: { description: 'Not part of this installation.' },
  },
});

/** What the apps have words for. */
export enum HealthFinding {
  KEY = 'KEY',
  SEALING_ANEW = 'SEALING_ANEW',
  KEY_MISSING = 'KEY_MISSING',
  KEY_FOREIGN = 'KEY_FOREIGN',
  WORKERS = 'WORKERS',
  NO_WORKER = 'NO_WORKER',
  AUDIT_WAITS = 'AUDIT_WAITS',
  AUDIT_HEADS_STAY = 'AUDIT_HEADS_STAY',
  AUDIT_JOURNAL_STAYS = 'AUDIT_JOURNAL_STAYS',
  AUDIT_JOURNALS_STAY = 'AUDIT_JOURNALS_STAY',
  AUDIT_MISSING = 'AUDIT_MISSING',
  STORE_FULL = 'STORE_FULL',
  STORE_UNREACHABLE = 'STORE_UNREACHABLE',
  MAIL_STAYS = 'MAIL_STAYS',
  MAIL_WAITS = 'MAIL_WAITS',
  MAIL_WOULD_WAIT = 'MAIL_WOULD_WAIT',
  PREVIEWS = 'PREVIEWS',
  ENGINE = 'ENGINE',
  ENGINE_ANSWERS = 'ENGINE_ANSWERS',
  NO_ANSWER = 'NO_ANSWER',
}
registerEnumType(HealthFinding, {
  name: 'HealthFinding',
  description: 'What is to be said of a part; a value belongs to most.',
  valuesConfig: {
    KEY: { description: 'Everything is sealed with this master key.' },
    SEALING_ANEW: { description: 'What lies there is being sealed anew under this master key.' },
    KEY_MISSING: {
      description: 'What was sealed with the master key of this number cannot be opened: the key is missing.',
    },
    KEY_FOREIGN: {
      description: 'The master key of this number is not the one that sealed what lies there: it cannot be opened.',
    },
    WORKERS: { description: 'So many job workers run.' },
    NO_WORKER: { description: 'No job worker runs: what people ask for waits.' },
    AUDIT_WAITS: { description: 'An event has waited so many seconds for its place in the audit chain.' },
    AUDIT_HEADS_STAY: {
      description:
        'The folder that audit heads are taken to cannot be written, with this error: they stay in the database.',
    },
    AUDIT_JOURNAL_STAYS: {
      description: 'This process cannot note outside of the database what it records, with this error.',
    },
    AUDIT_JOURNALS_STAY: {
      description: 'So many processes could not note outside of the database what they recorded, within the last hour.',
    },
    AUDIT_MISSING: {
      description:
        'So many events that were noted outside of the database are missing in it: somebody has removed them.',
    },
    STORE_FULL: { description: 'The file store takes nothing more.' },
    STORE_UNREACHABLE: { description: 'The file store cannot be written.' },
    MAIL_STAYS: { description: 'There is no mail server: mail stays in the outbox.' },
    MAIL_WAITS: {
      description: 'The mail server does not take mail: this is what it answered, or what went wrong on the way.',
    },
    MAIL_WOULD_WAIT: {
      description:
        'The mail server cannot be used, as was found before any mail had to leave: this is what it answered, or what went wrong on the way.',
    },
    PREVIEWS: { description: 'The embedded engine draws previews without an AI model.' },
    ENGINE: { description: 'Which engine draws.' },
    ENGINE_ANSWERS: { description: 'The engine answers with this, which is not how it answers when it works.' },
    NO_ANSWER: { description: 'Nothing came within so many seconds.' },
  },
});

@ObjectType({ description: 'How one part is.' })
export class HealthCheck {
  @Field(() => ID, { description: 'Which part.' })
  name!: string;

  @Field(() => HealthStatus, { description: 'OFF: not part of this installation.' })
  status!: HealthStatus;

  @Field(() => String, {
    nullable: true,
    description: 'What is to be said of it, in English, for staff. Null: nothing.',
  })
  detail!: string | null;

  @Field(() => HealthFinding, {
    nullable: true,
    description: 'The same as something to translate. Null: nothing, or only what the part itself said in `detail`.',
  })
  finding!: HealthFinding | null;

  @Field(() => String, {
    nullable: true,
    description: 'What belongs into the words of `finding`, such as a number. Null: nothing does.',
  })
  value!: string | null;

  @Field(() => MailProblem, {
    nullable: true,
    description: 'What the `value` of MAIL_WAITS and MAIL_WOULD_WAIT means. Null: of any other finding.',
  })
  mailProblem!: MailProblem | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds. Null: not measured.' })
  latency!: number | null;
}

@ObjectType({ description: 'Whether the product works, part by part.' })
export class Health {
  @Field(() => HealthStatus, { description: 'DOWN when anything that requests need is.' })
  status!: HealthStatus;

  @Field(() => ID, { description: 'Changes with every start.' })
  processId!: string;

  @Field(() => String, { description: 'Of the product.' })
  version!: string;

  @Field(() => Date, { description: 'Of this process.' })
  startedAt!: Date;

  @Field(() => [HealthCheck], { description: 'One for each part.' })
  checks!: HealthCheck[];
}
