import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import type { ApiKeyService } from './api-key.service.ts';
import { ApiKey, ApiKeyConnection, CreateApiKeyInput, IssuedApiKey } from './api-key.ts';

@Resolver()
export class ApiKeyResolver {
  constructor(private readonly service: ApiKeyService) {}

  @Query(() => ApiKeyConnection, { description: 'Newest first: the own ones, or those of everybody.' })
  apiKeys(
    @Ctx() { actor }: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<ApiKeyConnection> {
    return this.service.list(actor, { first, after });
  }

  @Mutation(() => IssuedApiKey, { description: 'The secret is answered this once.' })
  createApiKey(
    @Ctx() { actor }: Context,
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
  ): Promise<IssuedApiKey> {
    return this.service.create(actor, input);
  }

  @Mutation(() => IssuedApiKey, { description: 'A new secret. The former one works on for the hours of the setting.' })
  rotateApiKey(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<IssuedApiKey> {
    return this.service.rotate(actor, id);
  }

  @Mutation(() => ApiKey, { description: 'At once and for good.' })
  revokeApiKey(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<ApiKey> {
    return this.service.revoke(actor, id);
  }
}
