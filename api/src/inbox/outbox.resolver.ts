import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import type { Page } from '../platform/pagination.ts';
import { MailMessage, MailMessageConnection, MailMessageFilter, OutboxFacts } from './mail-message.entity.ts';
import { fallbackLanguage } from './notice-texts.ts';
import type { OutboxService } from './outbox.service.ts';

@Resolver()
export class OutboxResolver {
  constructor(private readonly outbox: OutboxService) {}

  @Query(() => OutboxFacts, {
    description: 'Whether mail leaves at all, through which server, and what is sent as mail.',
  })
  outboxFacts(
    @Ctx() { actor }: Context,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code in which the notices are described.',
    })
    language: string,
  ): OutboxFacts {
    return this.outbox.facts(actor, language);
  }

  @Query(() => MailMessageConnection, { description: 'Newest first.' })
  mailMessages(
    @Ctx() { actor }: Context,
    @Arg('filter', () => MailMessageFilter, { nullable: true }) filter: MailMessageFilter | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<MailMessage>> {
    return this.outbox.messages(actor, { filter, first, after });
  }

  @Query(() => MailMessage, { description: 'One mail of the outbox with its text.' })
  mailMessage(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which mail.' }) id: string,
  ): Promise<MailMessage> {
    return this.outbox.message(actor, id);
  }

  @Mutation(() => MailMessage, { description: 'To the viewer, to see whether mail arrives.' })
  tryMailServer(@Ctx() { actor }: Context): Promise<MailMessage> {
    return this.outbox.tryServer(actor);
  }

  @Mutation(() => MailMessage, { description: 'Sends a mail that was given up once more.' })
  retryMail(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which mail.' }) id: string,
  ): Promise<MailMessage> {
    return this.outbox.retry(actor, id);
  }
}
