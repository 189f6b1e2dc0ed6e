import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { MailPreview, MailTemplate, MailTemplateVersion, MailTextInput } from './mail-template.entity.ts';
import type { MailTemplateService } from './mail-template.service.ts';
import { fallbackLanguage } from './notice-texts.ts';

@Resolver()
export class MailTemplateResolver {
  constructor(private readonly templates: MailTemplateService) {}

  @Query(() => [MailTemplate], { description: '`language`: of the descriptions.' })
  mailTemplates(
    @Ctx() { actor }: Context,
    @Arg('language', () => String, {
      defaultValue: fallbackLanguage,
      description: 'Language code in which the notices are described.',
    })
    language: string,
  ): Promise<MailTemplate[]> {
    return this.templates.templates(actor, language);
  }

  @Query(() => MailTemplate, { description: 'The text of a notice in one language, as shipped and as changed.' })
  mailTemplate(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID, { description: 'Key of a notice, such as `accounts.invitation`.' }) notice: string,
    @Arg('language', () => String, { defaultValue: fallbackLanguage, description: 'Language code of the text.' })
    language: string,
  ): Promise<MailTemplate> {
    return this.templates.template(actor, notice, language);
  }

  @Query(() => [MailTemplateVersion], { description: 'The newest 50, newest first.' })
  mailTemplateVersions(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID, { description: 'Key of a notice, such as `accounts.invitation`.' }) notice: string,
    @Arg('language', () => String, { description: 'Language code of the text.' }) language: string,
  ): Promise<MailTemplateVersion[]> {
    return this.templates.versions(actor, notice, language);
  }

  @Query(() => MailPreview, { description: 'A template filled with example values, as it would arrive.' })
  mailPreview(
    @Ctx() { actor }: Context,
    @Arg('input', () => MailTextInput) input: MailTextInput,
  ): Promise<MailPreview> {
    return this.templates.preview(actor, input);
  }

  @Mutation(() => MailTemplate, {
    description: 'A new version of the text. CONFLICT when somebody else saved since `revision` was read.',
  })
  saveMailTemplate(
    @Ctx() { actor }: Context,
    @Arg('input', () => MailTextInput) input: MailTextInput,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<MailTemplate> {
    return this.templates.save(actor, input, revision);
  }

  @Mutation(() => MailTemplate, { description: 'Back to the text of the release.' })
  resetMailTemplate(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID, { description: 'Key of a notice, such as `accounts.invitation`.' }) notice: string,
    @Arg('language', () => String, { description: 'Language code of the text.' }) language: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
  ): Promise<MailTemplate> {
    return this.templates.reset(actor, notice, language, revision);
  }

  @Mutation(() => ID, { description: 'Sends it to the viewer, with examples for the variables; gives the mail’s id.' })
  sendTestMail(@Ctx() { actor }: Context, @Arg('input', () => MailTextInput) input: MailTextInput): Promise<string> {
    return this.templates.sendTest(actor, input);
  }
}
