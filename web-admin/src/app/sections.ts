import {
  IconActivity,
  IconBell,
  IconBuildingBank,
  IconClipboardCheck,
  IconFileText,
  IconHistory,
  IconKey,
  IconLockAccess,
  IconMailCog,
  IconPhoto,
  IconSend,
  IconSettings,
  IconSpeakerphone,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react';
import { matchPath } from 'react-router';

/** The pages of the desk, and the permission that each is for. */
export const sections = [
  { name: 'imaging', pages: [{ to: '/requests', name: 'requests', Icon: IconPhoto, needs: 'imaging.monitor' }] },
  {
    name: 'marketing',
    pages: [{ to: '/campaigns', name: 'campaigns', Icon: IconSpeakerphone, needs: 'campaigns.read' }],
  },
  {
    name: 'onboarding',
    pages: [
      { to: '/reviews', name: 'reviews', Icon: IconClipboardCheck, needs: 'onboarding.review' },
      { to: '/deposits', name: 'deposits', Icon: IconBuildingBank, needs: 'payoutAccounts.instruct' },
    ],
  },
  {
    name: 'access',
    pages: [
      { to: '/people', name: 'people', Icon: IconUsers, needs: 'accounts.read' },
      { to: '/roles', name: 'roles', Icon: IconLockAccess, needs: 'accounts.readRoles' },
      { to: '/api-keys', name: 'apiKeys', Icon: IconKey, needs: 'accounts.apiKeys' },
    ],
  },
  {
    name: 'communication',
    pages: [
      { to: '/inbox', name: 'inbox', Icon: IconBell, needs: 'notices.own' },
      { to: '/mail-texts', name: 'mailTexts', Icon: IconMailCog, needs: 'notices.templates' },
      { to: '/terms', name: 'terms', Icon: IconFileText, needs: 'terms.read' },
      { to: '/outbox', name: 'outbox', Icon: IconSend, needs: 'notices.outbox' },
    ],
  },
  {
    name: 'operations',
    pages: [
      { to: '/audit', name: 'audit', Icon: IconHistory, needs: 'audit.read' },
      { to: '/settings', name: 'settings', Icon: IconSettings, needs: 'settings.read' },
      { to: '/queues', name: 'queues', Icon: IconStack2, needs: 'operations.deadLetters' },
      { to: '/health', name: 'health', Icon: IconActivity, needs: 'operations.health' },
    ],
  },
] as const;

const pages = sections.flatMap((section) =>
  section.pages.map(({ to, name, needs }) => ({ path: `${to}/*`, page: name, needs })),
);

/** Those below them that are for fewer people. */
const narrower = [
  { path: '/campaigns/new', page: 'campaigns', needs: 'campaigns.manage' },
  { path: '/campaigns/:id/edit', page: 'campaigns', needs: 'campaigns.manage' },
  { path: '/people/invite', page: 'people', needs: 'accounts.invite' },
] as const;

/** What keeps somebody with these permissions from the page at an address. */
export const barrierAt = (pathname: string, permissions: readonly string[]) =>
  [...pages, ...narrower].find(({ path, needs }) => !permissions.includes(needs) && matchPath(path, pathname));
