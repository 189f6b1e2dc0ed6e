import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import {
  ChangedSetting,
  ChangeSettingInput,
  SettingChangeConnection,
  SettingOverrideConnection,
  SettingView,
} from './setting.types.ts';
import type { SettingsService } from './settings.service.ts';

@Resolver()
export class SettingsResolver {
  constructor(private readonly service: SettingsService) {}

  @Query(() => [SettingView], { description: 'All of them, in the order of their keys.' })
  settings(@Ctx() { actor }: Context): Promise<SettingView[]> {
    return this.service.list(actor);
  }

  @Query(() => SettingView, { description: 'One rule with its value, range and description.' })
  setting(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Which setting, such as `accounts.lockAfter`.' }) key: string,
  ): Promise<SettingView> {
    return this.service.one(actor, key);
  }

  @Query(() => SettingChangeConnection, { description: 'Newest first; of one setting, or of all.' })
  settingChanges(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { nullable: true, description: 'Only of this setting. Null: of all.' }) key: string | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<SettingChangeConnection> {
    return this.service.changes(actor, key, { first, after });
  }

  @Query(() => SettingOverrideConnection, { description: 'Newest first.' })
  settingOverrides(
    @Ctx() { actor }: Context,
    @Arg('key', () => ID, { description: 'Which setting, such as `accounts.lockAfter`.' }) key: string,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<SettingOverrideConnection> {
    return this.service.overrides(actor, key, { first, after });
  }

  @Mutation(() => ChangedSetting, { description: 'Holds in every process within seconds.' })
  changeSetting(
    @Ctx() { actor }: Context,
    @Arg('input', () => ChangeSettingInput) input: ChangeSettingInput,
  ): Promise<ChangedSetting> {
    return this.service.change(actor, input);
  }

  @Mutation(() => ChangedSetting, { description: 'What held before a change holds again.' })
  revertSetting(
    @Ctx() { actor }: Context,
    @Arg('changeId', () => ID, { description: 'The change whose former value shall hold again.' }) changeId: string,
    @Arg('revision', () => Int, {
      nullable: true,
      description:
        'Revision of that setting and scope that was seen; a newer one is answered as a conflict. Null: whatever it is by now is replaced.',
    })
    revision: number | null,
  ): Promise<ChangedSetting> {
    return this.service.revert(actor, changeId, revision);
  }
}
