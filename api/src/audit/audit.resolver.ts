import { Arg, createUnionType, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { AuditExport, AuditExportFormat } from './audit-export.ts';
import type { AuditExports } from './audit.exports.ts';
import {
  AuditChain,
  AuditEvent,
  AuditEventConnection,
  AuditEventFilter,
  AuditProofFile,
  AuditProofNotReady,
  AuditVerification,
} from './audit-event.ts';
import type { AuditService } from './audit.service.ts';

const AuditProofResult = createUnionType({
  name: 'AuditProofResult',
  types: () => [AuditProofFile, AuditProofNotReady] as const,
});

@Resolver()
export class AuditResolver {
  constructor(
    private readonly service: AuditService,
    private readonly exports: AuditExports,
  ) {}

  @Query(() => AuditEventConnection, { description: 'Newest first.' })
  auditEvents(
    @Ctx() { actor }: Context,
    @Arg('filter', () => AuditEventFilter, { nullable: true }) filter: AuditEventFilter | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<AuditEventConnection> {
    return this.service.events(actor, filter ?? {}, { first, after });
  }

  @Query(() => AuditEvent, { description: 'One event of the trail.' })
  auditEvent(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which event.' }) id: string,
  ): Promise<AuditEvent> {
    return this.service.event(actor, id);
  }

  @Query(() => [String], { description: 'Every action that was ever recorded.' })
  auditActions(@Ctx() { actor }: Context): Promise<string[]> {
    return this.service.actions(actor);
  }

  @Query(() => AuditChain, { description: 'How the chain of the audit trail stands: sealed, signed, last verified.' })
  auditChain(@Ctx() { actor }: Context): Promise<AuditChain> {
    return this.service.chain(actor);
  }

  @Query(() => AuditProofResult, {
    description:
      'The file that proves, offline, that one event stands in the signed chain; or why it cannot be had yet.',
  })
  auditProof(
    @Ctx() { actor }: Context,
    @Arg('eventId', () => ID, { description: 'Which event.' }) eventId: string,
  ): Promise<AuditProofFile | AuditProofNotReady> {
    return this.service.proof(actor, eventId);
  }

  @Mutation(() => AuditVerification, {
    description: 'Looks through the whole trail, or shows the look that is running.',
  })
  verifyAuditTrail(@Ctx() { actor }: Context): Promise<AuditVerification> {
    return this.service.verify(actor);
  }

  @Query(() => [AuditExport], { description: "One's own, newest first." })
  auditExports(@Ctx() { actor }: Context): Promise<AuditExport[]> {
    return this.exports.list(actor);
  }

  @Mutation(() => AuditExport, { description: 'Writes the matching events to a file, as a job.' })
  exportAuditTrail(
    @Ctx() { actor }: Context,
    @Arg('format', () => AuditExportFormat, { description: 'Kind of file.' }) format: AuditExportFormat,
    @Arg('filter', () => AuditEventFilter, { nullable: true }) filter: AuditEventFilter | null,
  ): Promise<AuditExport> {
    return this.exports.request(actor, filter ?? {}, format);
  }
}
