import type { Keyring } from '../platform/keyring.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';

const consentIp = sealedColumn({
  table: 'consent_origin',
  column: 'ip_sealed',
  id: 'consent_id',
  kind: 'contact',
  retention: 'account',
  description: 'The network address from which somebody agreed to terms',
});

export const sealConsentIp = (keyring: Keyring, consentId: string, ip: string): Buffer =>
  keyring.seal(consentIp.at(consentId), ip);

export const openConsentIp = (keyring: Keyring, consentId: string, sealed: Buffer): string =>
  keyring.openText(consentIp.at(consentId), sealed);
