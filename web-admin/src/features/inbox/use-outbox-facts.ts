import { useQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { OutboxFactsDocument, type OutboxFactsQuery } from './outbox-facts.generated';

/** Undefined until they have come. */
export function useOutboxFacts(): OutboxFactsQuery['outboxFacts'] | undefined {
  const [language] = useLanguage();
  return useQuery(OutboxFactsDocument, { variables: { language } }).data?.outboxFacts;
}

/** What a mail is about, in the words of the mail texts; its key for a notice that a former release sent. */
export function useNoticeName(): (key: string) => string {
  const facts = useOutboxFacts();
  return (key) => facts?.notices.find((notice) => notice.key === key)?.description ?? key;
}
