import { useTranslation } from 'react-i18next';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useShortcutsOn } from '../ui/use-shortcuts';
import classes from './shortcuts-panel.module.css';

const groups = [
  {
    name: 'list',
    keys: [
      ['next', ['J', '↓']],
      ['previous', ['K', '↑']],
      ['open', ['Enter']],
      ['filter', ['/']],
    ],
  },
  {
    name: 'requests',
    keys: [
      ['cancel', ['C']],
      ['retry', ['R']],
    ],
  },
  {
    name: 'review',
    keys: [
      ['takeNext', ['N']],
      ['select', ['X']],
      ['assign', ['G']],
      ['take', ['C']],
      ['sections', ['J', 'K']],
      ['look', ['V']],
      ['accept', ['A']],
      ['return', ['R']],
      ['reasons', ['1', '…', '9']],
      ['reopen', ['O']],
      ['askDocument', ['M']],
      ['note', ['N']],
      ['send', ['Ctrl Enter', '⌘ Enter']],
      ['decide', ['D']],
      ['giveBack', ['U']],
    ],
  },
  {
    name: 'document',
    keys: [
      ['zoom', ['+', '-', '0', 'T']],
      ['pages', ['→', '←']],
      ['move', ['→', '←', '↑', '↓']],
      ['tickOff', ['L', 'I', 'G']],
      ['leave', ['Esc']],
    ],
  },
  {
    name: 'everywhere',
    keys: [
      ['palette', ['Ctrl K', '⌘ K']],
      ['help', ['?']],
    ],
  },
] as const;

export function ShortcutsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [on, setOn] = useShortcutsOn();
  return (
    <Panel title={t('shortcuts.title')} onClose={onClose}>
      {groups.map(({ name, keys }) => (
        <section key={name} className={classes.group}>
          <h3>{t(`shortcuts.${name}`)}</h3>
          <dl>
            {keys.map(([action, strokes]) => (
              <div key={action}>
                <dt>{t(`shortcuts.${action}`)}</dt>
                <dd>
                  {strokes.map((stroke) => (
                    <kbd key={stroke}>{stroke}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className={classes.switch}>
        <input type="checkbox" checked={on} onChange={({ currentTarget }) => setOn(currentTarget.checked)} />
        {t('shortcuts.on')}
      </label>
    </Panel>
  );
}
