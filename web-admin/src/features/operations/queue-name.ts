import { useTranslation } from 'react-i18next';

/** What a queue is for; its own name when this desk does not know it yet. */
export function useQueueName(): (name: string) => string {
  const { i18n } = useTranslation();
  return (name) => i18n.t(`queues.name.${name}`, { defaultValue: name });
}
