import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum AuditExportFormat {
  CSV = 'CSV',
  JSON = 'JSON',
}
registerEnumType(AuditExportFormat, { name: 'AuditExportFormat' });

export enum AuditExportStatus {
  WAITING = 'WAITING',
  RUNNING = 'RUNNING',
  READY = 'READY',
  FAILED = 'FAILED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(AuditExportStatus, { name: 'AuditExportStatus' });

@ObjectType({ description: "One's own export of the audit trail." })
export class AuditExport {
  @Field(() => ID)
  id!: string;

  @Field(() => AuditExportFormat)
  format!: AuditExportFormat;

  @Field(() => AuditExportStatus)
  status!: AuditExportStatus;

  @Field(() => Int, { nullable: true, description: 'Null until they are counted.' })
  eventsTotal!: number | null;

  @Field(() => Int)
  eventsDone!: number;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'While it is ready: opens for the person who asked for it.' })
  downloadUrl!: string | null;
}
