import { useTranslation } from 'react-i18next';

const known = [
  'address-request',
  'audit-deliver-head',
  'audit-expire-exports',
  'audit-export',
  'audit-sign-head',
  'audit-verify',
  'audit-verify-nightly',
  'expire-grants',
  'forget-full-buckets',
  'forget-notices',
  'forget-sign-in-counts',
  'image-cancel',
  'image-derive',
  'image-dispatch',
  'image-purge',
  'image-render',
  'image-watchdog',
  'remove-unverified',
  'rotate-keys',
  'rotate-signing-key',
  'send-mail',
  'tell-locked',
] as const;
const isKnown = (name: string): name is (typeof known)[number] => known.some((each) => each === name);

/** What a queue is for; its own name when this desk does not know it yet. */
export function useQueueName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (isKnown(name) ? t(`queues.name.${name}`) : name);
}
