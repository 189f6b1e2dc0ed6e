import { IconArrowUp } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { News } from '../client/steady-rows.ts';
import { Button } from './button.tsx';
import classes from './new-rows.module.css';

/** Above a list: offers what would have moved its rows. It takes no room, so that it moves none itself. */
export function NewRows({ of: { arrived, gone = 0, changed, taking = false, take } }: { of: News }) {
  const { t } = useTranslation('ui');
  const place = useRef<HTMLDivElement>(null);
  const words = [arrived > 0 && t('news.rows', { count: arrived }), gone > 0 && t('news.gone', { count: gone })]
    .filter((part) => part !== false)
    .join(' · ');
  return (
    <div ref={place} role="status" tabIndex={-1} className={classes.place}>
      {changed && (
        <Button
          size="compact-sm"
          variant="primary"
          loading={taking}
          className={classes.offer}
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={() => {
            // The button goes; the focus stays at the list, and in none of its rows, which would hold new ones back.
            place.current?.focus({ preventScroll: true });
            window.scrollTo({ top: 0 });
            take();
          }}
        >
          {words || t('news.order')}
        </Button>
      )}
    </div>
  );
}
