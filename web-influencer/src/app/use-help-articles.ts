import { useSuspenseQuery, skipToken } from '@apollo/client/react';
import type { Format } from '@influencegen/shared-schema/format/format';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { typeNames } from '../features/documents/type-names.ts';
import { helpArticles, withFacts, type HelpArticle } from './help-articles.ts';
import { StudioHelpFactsDocument, type StudioHelpFactsQuery } from './help.generated';

/** All of them, with the figures that hold now: staff change the rules while the product runs. */
export function useHelpArticles(): HelpArticle[] {
  const [language] = useLanguage();
  const format = useFormat();
  const { data: session } = useSuspenseQuery(StudioSessionDocument);
  const permissions = session.viewer?.permissions ?? [];
  const joins = permissions.includes('onboarding.own') && permissions.includes('documents.own');
  const { data } = useSuspenseQuery(StudioHelpFactsDocument, joins ? {} : skipToken);
  return withFacts(helpArticles(language), data ? factsOf(data, format) : {});
}

function factsOf({ joiningRules: rules, documentRules }: StudioHelpFactsQuery, format: Format): Record<string, string> {
  return {
    minimumAge: format.inWords(rules.minimumAge, 'year'),
    reviewTime: format.inWords(rules.reviewHours, 'hour'),
    reminders: format.list(rules.reminderDays.map((days) => format.inWords(days, 'day'))),
    codeForPhone: format.inWords(rules.handOffMinutes, 'minute'),
    phoneTime: format.inWords(rules.handOffHours, 'hour'),
    codeTime: format.inWords(rules.socialCodeHours, 'hour'),
    staffTime: format.inWords(rules.socialStaffDays, 'day'),
    depositTries: format.number(rules.depositTries),
    depositTime: format.inWords(rules.depositDays, 'day'),
    types: format.oneOf(typeNames(documentRules.types)),
    maxSize: format.fileSize(documentRules.maxBytes),
    maxPages: format.number(documentRules.maxPages),
  };
}
