import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum AuditExportFormat {
  CSV = 'CSV',
  JSON = 'JSON',
}
registerEnumType(AuditExportFormat, {
  name: 'AuditExportFormat',
  description: 'Kind of file.',
  valuesConfig: {
    CSV: { description: 'A table for spreadsheets, one line an event.' },
    JSON: { description: 'One array with an object for each event.' },
  },
});

export enum AuditExportStatus {
  WAITING = 'WAITING',
  RUNNING = 'RUNNING',
  READY = 'READY',
  FAILED = 'FAILED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(AuditExportStatus, {
  name: 'AuditExportStatus',
  description: 'How far an export came.',
  valuesConfig: {
    WAITING: { description: 'Nobody has begun to write it.' },
    RUNNING: { description: 'Being written.' },
    READY: { description: 'The file can be downloaded.' },
    FAILED: { description: 'It came to nothing; it can be asked for again.' },
    EXPIRED: { description: 'The file was deleted.' },
  },
});

@ObjectType({ description: "One's own export of the audit trail." })
export class AuditExport {
  @Field(() => ID)
  id!: string;

  @Field(() => AuditExportFormat, { description: 'As it was asked for.' })
  format!: AuditExportFormat;

  @Field(() => AuditExportStatus, { description: 'Only READY ones can be downloaded.' })
  status!: AuditExportStatus;

  @Field(() => Int, { nullable: true, description: 'Null until they are counted.' })
  eventsTotal!: number | null;

  @Field(() => Int, { description: 'Events written so far.' })
  eventsDone!: number;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'The file is deleted then. Null: there is no file.' })
  expiresAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'While it is ready: opens for the person who asked for it. Null: it is not ready, or no longer there.',
  })
  downloadUrl!: string | null;
}
