import type { Keyring } from '../platform/keyring.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import type { RenderedNotice } from './notice-text.ts';

const mailRecipient = sealedColumn({
  table: 'mail_message',
  column: 'recipient_sealed',
  id: 'id',
  kind: 'contact',
  retention: 'message',
  description: 'The address a mail goes to',
});
const mailContent = sealedColumn({
  table: 'mail_message',
  column: 'content_sealed',
  id: 'id',
  kind: 'message',
  retention: 'message',
  description: 'Subject and text of a mail, with names and one-time links',
});
const digestItemContent = sealedColumn({
  table: 'mail_digest_item',
  column: 'content_sealed',
  id: 'id',
  kind: 'message',
  retention: 'use',
  description: 'What waits to be told to a person in one mail with other things',
});
const notificationContent = sealedColumn({
  table: 'notification',
  column: 'content_sealed',
  id: 'id',
  kind: 'message',
  retention: 'message',
  description: 'What a notification in the inbox of a person says',
});

export interface InboxContent {
  title: string;
  text: string;
  link: string | null;
}

export const sealMail = (
  keyring: Keyring,
  id: string,
  { to, content }: { to: string; content: RenderedNotice },
): { recipient: Buffer; content: Buffer } => ({
  recipient: sealRecipient(keyring, id, to),
  content: keyring.seal(mailContent.at(id), JSON.stringify(content)),
});

export const sealRecipient = (keyring: Keyring, id: string, to: string): Buffer =>
  keyring.seal(mailRecipient.at(id), to);

export const openRecipient = (keyring: Keyring, id: string, sealed: Buffer): string =>
  keyring.openText(mailRecipient.at(id), sealed);

export const openMail = (keyring: Keyring, id: string, sealed: Buffer): RenderedNotice =>
  JSON.parse(keyring.openText(mailContent.at(id), sealed)) as RenderedNotice;

export const sealNotification = (keyring: Keyring, id: string, content: InboxContent): Buffer =>
  keyring.seal(notificationContent.at(id), JSON.stringify(content));

export const openNotification = (keyring: Keyring, id: string, sealed: Buffer): InboxContent =>
  JSON.parse(keyring.openText(notificationContent.at(id), sealed)) as InboxContent;

export const sealDigestItem = (keyring: Keyring, id: string, content: RenderedNotice): Buffer =>
  keyring.seal(digestItemContent.at(id), JSON.stringify(content));

export const openDigestItem = (keyring: Keyring, id: string, sealed: Buffer): RenderedNotice =>
  JSON.parse(keyring.openText(digestItemContent.at(id), sealed)) as RenderedNotice;
