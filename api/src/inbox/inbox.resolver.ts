import {
  Arg,
  Ctx,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import type { Page } from '../platform/pagination.ts';
import type { InboxLive } from './inbox.live.ts';
import type { InboxService } from './inbox.service.ts';
import { inboxOwner } from './inbox.policy.ts';
import { fallbackLanguage } from './notice-texts.ts';
import {
  InboxChange,
  NoticeChannel,
  Notification,
  NotificationConnection,
  NotificationPreference,
} from './notification.entity.ts';

@Resolver()
export class InboxResolver {
  constructor(
    private readonly inbox: InboxService,
    private readonly live: InboxLive,
  ) {}

  @Query(() => NotificationConnection, { description: 'The viewer’s inbox, newest first.' })
  notifications(
    @Ctx() { actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<Notification>> {
    return this.inbox.notifications(actor, { first, after });
  }

  @Query(() => Int, { description: 'Number of unread notifications.' })
  unreadNotifications(@Ctx() { actor }: Context): Promise<number> {
    return this.inbox.unread(actor);
  }

  @Mutation(() => Notification, { description: 'Safe to repeat.' })
  markNotificationRead(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<Notification> {
    return this.inbox.markRead(actor, id);
  }

  @Mutation(() => Int, { description: 'How many were unread.' })
  markAllNotificationsRead(@Ctx() { actor }: Context): Promise<number> {
    return this.inbox.markAllRead(actor);
  }

  @Query(() => [NotificationPreference], {
    description: 'Which notices come by which channel, and which of that can be chosen.',
  })
  notificationPreferences(
    @Ctx() { actor }: Context,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code in which the notices are described.',
    })
    language: string,
  ): Promise<NotificationPreference[]> {
    return this.inbox.preferences(actor, language);
  }

  @Mutation(() => NotificationPreference, {
    description: 'Which notices come by which channel. Not for those that always come.',
  })
  setNotificationPreference(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID, { description: 'Key of a notice, such as `accounts.invitation`.' }) notice: string,
    @Arg('channel', () => NoticeChannel, { description: 'Where it is said.' }) channel: NoticeChannel,
    @Arg('wanted', () => Boolean, { description: 'False switches it off.' }) wanted: boolean,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code in which the notices are described.',
    })
    language: string,
  ): Promise<NotificationPreference> {
    return this.inbox.prefer(actor, { key: notice, channel, wanted }, language);
  }

  @Subscription(() => InboxChange, {
    description: 'Tells that something about the own inbox changed, with the number of unread.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) =>
      resolverOf(info, InboxResolver).live.subscribe(inboxOwner(context.actor).accountId),
  })
  inboxChanged(@Root() change: InboxChange): InboxChange {
    return change;
  }
}
