import type { Format } from '@influencegen/shared-schema/format/format';
import links from '@influencegen/shared-schema/ui/link-list.module.css';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import {
  IconBell,
  IconCalendarDue,
  IconChevronRight,
  IconFileText,
  IconHourglass,
  IconPencil,
  IconRefreshAlert,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { decisionDueText } from '../features/onboarding/decision-due.ts';
import { pathOf } from '../features/onboarding/sections.ts';
import { stopsText } from '../features/terms/stops-text.ts';
import classes from './home-page.module.css';
import type { NextItem } from './what-is-next.ts';

export function WhatIsNext({ items }: { items: readonly NextItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={classes.part} aria-labelledby="next-title">
      <h2 id="next-title" className={classes.heading}>
        {t('home.next')}
      </h2>
      {items.length === 0 && <p className={classes.none}>{t('home.nothing')}</p>}
      {items.length > 0 && (
        <ul className={links.list}>
          {items.map((item) => {
            const { to, title, text } = shown(item, t, format);
            const Icon = icons[item.what];
            return (
              <li key={to}>
                <Link to={to} className={`${links.row} ${classes.next}`} data-urgent={urgent.includes(item.what)}>
                  <Icon size={22} stroke={1.6} aria-hidden />
                  <span className={links.about}>
                    <strong>{title}</strong>
                    {text && <span className={classes.muted}>{text}</span>}
                  </span>
                  <IconChevronRight size={18} aria-hidden />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

const icons = {
  returned: IconRefreshAlert,
  due: IconCalendarDue,
  unsent: IconPencil,
  terms: IconFileText,
  expiring: IconCalendarDue,
  withUs: IconHourglass,
  unread: IconBell,
};
const urgent: readonly NextItem['what'][] = ['returned', 'terms', 'due', 'expiring'];

interface Shown {
  to: string;
  title: string;
  text: string | null;
}

function shown(item: NextItem, t: TFunction, format: Format): Shown {
  switch (item.what) {
    case 'returned':
      return {
        to: pathOf(item.kind),
        title: t('onboarding.putRight', { section: t(`onboarding.sections.${item.kind}.title`) }),
        text: item.reason ?? t('onboarding.returnedPlain'),
      };
    case 'due':
      return {
        to: pathOf(item.kind),
        title: t(item.again ? 'home.again' : 'home.fillIn', { section: t(`onboarding.sections.${item.kind}.title`) }),
        text: t(item.again ? 'home.againBy' : 'home.fillInBy', { date: format.date(item.handInBy) }),
      };
    case 'unsent':
      return {
        to: pathOf(item.kind),
        title: t('onboarding.goOn', { section: t(`onboarding.sections.${item.kind}.title`) }),
        text: t('home.unsent'),
      };
    case 'terms':
      return {
        to: '/terms',
        title: t('terms.readAndAccept'),
        text: [format.list(item.titles), stopsText(item.stops, t, format)].filter(Boolean).join('. '),
      };
    case 'expiring':
      return {
        to: pathOf(item.kind),
        title: t('home.renew', { section: t(`onboarding.sections.${item.kind}.title`) }),
        text: t('home.renewBy', { date: format.date(item.expiresAt) }),
      };
    case 'withUs':
      return {
        to: '/onboarding',
        title: t('home.withUs'),
        text: item.dueAt === null ? t('onboarding.acts.us') : decisionDueText(item.dueAt, t, format),
      };
    case 'unread':
      return { to: '/inbox', title: t('home.unread', { count: item.count }), text: null };
  }
}
