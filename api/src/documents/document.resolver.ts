import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import {
  Arg,
  createUnionType,
  Ctx,
  Extensions,
  ID,
  type MiddlewareFn,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
  UseMiddleware,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import type { AccountLive } from '../platform/account-live.ts';
import { orRefusal } from '../platform/errors.ts';
import type { UploadedFile } from '../platform/graphql-multipart.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import { Document, DocumentPurpose, DocumentRules } from './document.entity.ts';
import { receiveForm } from './document-form-upload.ts';
import type { IntakeParts } from './document-intake.ts';
import type { DocumentsChanged } from './document.change.ts';
import { documentOwner } from './document.policy.ts';
import { DocumentRelied } from './document.refusals.ts';
import type { DocumentService } from './document.service.ts';

const RemoveDocumentResult = createUnionType({
  name: 'RemoveDocumentResult',
  types: () => [Document, DocumentRelied] as const,
});

/** Methods are called when all their arguments are there: who may not hand in documents is told so before the file comes. */
const demandOwner: MiddlewareFn<Context> = ({ context: { actor } }, next) => {
  documentOwner(actor);
  return next();
};

@Resolver()
export class DocumentResolver {
  constructor(
    private readonly documents: DocumentService,
    private readonly intake: IntakeParts,
    private readonly live: AccountLive<DocumentsChanged, Document>,
  ) {}

  @Query(() => [Document], { name: 'documents', description: 'The viewer’s own, the newest first.' })
  own(@Ctx() { actor }: Context): Promise<Document[]> {
    return this.documents.own(actor);
  }

  @Query(() => DocumentRules, { description: 'What a document may be: types, size, pages. From the settings.' })
  documentRules(@Ctx() { actor }: Context): DocumentRules {
    return this.documents.rules(actor);
  }

  /** The file is live: it is read once, and as fast as it is stored. */
  @Mutation(() => Document, {
    description:
      'Hands in a document with one request, as in the GraphQL multipart request specification. It is looked through afterwards. ' +
      'What should survive a broken line is sent to /documents/uploads (tus) instead.',
  })
  @Extensions({ oncePerOperation: true })
  @UseMiddleware(demandOwner)
  async uploadDocument(
    @Ctx() { actor }: Context,
    @Arg('purpose', () => DocumentPurpose, { description: 'What it is meant to prove.' }) purpose: DocumentPurpose,
    @Arg('file', () => GraphQLUpload, {
      description: 'One file, last in the form (GraphQL multipart request specification).',
    })
    file: UploadedFile,
    @Arg('requestId', () => ID, {
      nullable: true,
      description: 'Which request it answers; only of a REQUESTED one. Null: for any other purpose.',
    })
    requestId: string | null | undefined,
  ): Promise<Document> {
    const id = await receiveForm(this.intake, actor, { purpose, requestId: requestId ?? null, file });
    return (await this.documents.find(id))!;
  }

  @Mutation(() => RemoveDocumentResult, { description: 'Takes it back: its bytes are removed.' })
  removeDocument(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<typeof RemoveDocumentResult> {
    return orRefusal(this.documents.remove(actor, id), DocumentRelied);
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
