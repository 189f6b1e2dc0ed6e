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
    @Arg('language', () => String, { defaultValue: fallbackLanguage }) language: string,
  ): Promise<MailTemplate[]> {
    return this.templates.templates(actor, language);
  }

  @Query(() => MailTemplate)
  mailTemplate(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID) notice: string,
    @Arg('language', () => String, { defaultValue: fallbackLanguage }) language: string,
  ): Promise<MailTemplate> {
    return this.templates.template(actor, notice, language);
  }

  @Query(() => [MailTemplateVersion], { description: 'The newest 50, newest first.' })
  mailTemplateVersions(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID) notice: string,
    @Arg('language', () => String) language: string,
  ): Promise<MailTemplateVersion[]> {
    return this.templates.versions(actor, notice, language);
  }

  @Query(() => MailPreview)
  mailPreview(
    @Ctx() { actor }: Context,
    @Arg('input', () => MailTextInput) input: MailTextInput,
  ): Promise<MailPreview> {
    return this.templates.preview(actor, input);
  }

  @Mutation(() => MailTemplate)
  saveMailTemplate(
    @Ctx() { actor }: Context,
    @Arg('input', () => MailTextInput) input: MailTextInput,
    @Arg('basedOn', () => Int) basedOn: number,
  ): Promise<MailTemplate> {
    return this.templates.save(actor, input, basedOn);
  }

  @Mutation(() => MailTemplate, { description: 'Back to the text of the release.' })
  resetMailTemplate(
    @Ctx() { actor }: Context,
    @Arg('notice', () => ID) notice: string,
    @Arg('language', () => String) language: string,
    @Arg('basedOn', () => Int) basedOn: number,
  ): Promise<MailTemplate> {
    return this.templates.reset(actor, notice, language, basedOn);
  }

  @Mutation(() => ID, { description: 'Sends it to the viewer, with examples for the variables; gives the mail’s id.' })
  sendTestMail(@Ctx() { actor }: Context, @Arg('input', () => MailTextInput) input: MailTextInput): Promise<string> {
    return this.templates.sendTest(actor, input);
  }
}
