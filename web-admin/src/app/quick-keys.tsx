import { IconSearch } from '@tabler/icons-react';
import { createContext, lazy, Suspense, useContext, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../ui/use-shortcuts';

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }));
const ShortcutsPanel = lazy(async () => ({ default: (await import('./shortcuts-panel')).ShortcutsPanel }));

type Opened = 'palette' | 'shortcuts' | null;
const OpenContext = createContext<(what: Opened) => void>(() => {});

/** Ctrl-K or Cmd-K for the palette, ? for the list of shortcuts: on every page of the desk. */
export function QuickKeys({ children }: { children: ReactNode }) {
  const [opened, open] = useState<Opened>(null);
  // A dialog reports its end a moment later, when the other may already have been asked for.
  const close = (what: Opened) => (): void => open((now) => (now === what ? null : now));

  useShortcuts({ '?': () => open('shortcuts') });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      open((before) => (before === 'palette' ? null : 'palette'));
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  return (
    <OpenContext value={open}>
      {children}
      <Suspense>
        {opened === 'palette' && <Palette onClose={close('palette')} onShortcuts={() => open('shortcuts')} />}
        {opened === 'shortcuts' && <ShortcutsPanel onClose={close('shortcuts')} />}
      </Suspense>
    </OpenContext>
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function PaletteButton({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const open = useContext(OpenContext);
  return (
    <button type="button" className={className} onClick={() => open('palette')}>
      <IconSearch size={15} stroke={1.75} aria-hidden />
      <span>{t('palette.open')}</span>
      <kbd>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
    </button>
  );
}
