import { Arg, Ctx, ID, Mutation, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import type { AccountLive } from '../platform/account-live.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import { Document, DocumentRules } from './document.entity.ts';
import type { DocumentsChanged } from './document.change.ts';
import { documentOwner } from './document.policy.ts';
import type { DocumentService } from './document.service.ts';

@Resolver()
export class DocumentResolver {
  constructor(
    private readonly documents: DocumentService,
    private readonly live: AccountLive<DocumentsChanged, Document>,
  ) {}

  @Query(() => [Document], { name: 'documents', description: 'The viewer’s own, the newest first.' })
  own(@Ctx() { actor }: Context): Promise<Document[]> {
    return this.documents.own(actor);
  }

  @Query(() => DocumentRules)
  documentRules(@Ctx() { actor }: Context): DocumentRules {
    return this.documents.rules(actor);
  }

  @Mutation(() => Document, { description: 'Takes it back: its bytes are removed.' })
  removeDocument(@Ctx() { actor }: Context, @Arg('id', () => ID) id: string): Promise<Document> {
    return this.documents.remove(actor, id);
  }

  @Subscription(() => Document, {
    description: 'One of the viewer’s own that is another now.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) =>
      resolverOf(info, DocumentResolver).live.subscribe(documentOwner(context.actor).accountId),
  })
  documentChanged(@Root() document: Document): Document {
    return document;
  }
}
