import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import {
  IconArrowAutofitWidth,
  IconChevronLeft,
  IconChevronRight,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type UIEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import classes from './document-viewer.module.css';
import { type PagePicture, useDownload, usePage } from './use-pages.ts';

export interface ViewedDocument {
  pageUrls: readonly string[];
  originalUrl: string | null;
}

const leastZoom = 1;
const mostZoom = 8;
const zoomStep = 1.5;

/**
 * Shows the pages of a document one by one, larger and turned as the viewer likes: by buttons, or, once it has the focus, by
 * + - 0 t, the arrow and the page keys, which mean nothing else on a page with keys of its own. Each page that is looked at is noted in the audit trail, so none is fetched before it is asked
 * for, and none twice.
 */
export function DocumentViewer({ document, title }: { document: ViewedDocument; title: string }) {
  const { t } = useTranslation();
  const pages = document.pageUrls.length;
  const [index, setIndex] = useState(0);
  const [zoom, setZoom] = useState(leastZoom);
  const [turn, setTurn] = useState(0);

  const [refused, setRefused] = useState(false);

  const { picture, again } = usePage(document.pageUrls[index]);

  const desk = useRef<HTMLDivElement>(null);
  /** What is in the middle, in shares of the whole: it stays there while the page grows or turns. */
  const middle = useRef({ x: 0.5, y: 0.5 });
  const size = useRef({ x: 0, y: 0 });
  useLayoutEffect(() => {
    const at = desk.current;
    if (!at) return;
    const { scrollWidth: x, scrollHeight: y } = at;
    // Otherwise it would stop a page that is moving under the reader's hands.
    if (x === size.current.x && y === size.current.y) return;
    size.current = { x, y };
    at.scrollLeft = middle.current.x * x - at.clientWidth / 2;
    at.scrollTop = middle.current.y * y - at.clientHeight / 2;
  });
  const keepMiddle = ({ currentTarget: at }: UIEvent<HTMLDivElement>): void => {
    middle.current = {
      x: (at.scrollLeft + at.clientWidth / 2) / at.scrollWidth,
      y: (at.scrollTop + at.clientHeight / 2) / at.scrollHeight,
    };
  };

  const download = useDownload();

  const go = (to: number): void => setIndex(Math.min(pages - 1, Math.max(0, to)));
  const scale = (by: number): void => setZoom((now) => Math.min(mostZoom, Math.max(leastZoom, now * by)));
  const fit = (): void => {
    setZoom(leastZoom);
    setTurn(0);
  };
  const rotate = (): void => setTurn((now) => (now + 90) % 360);
  const moves: Record<string, () => void> = {
    '+': () => scale(zoomStep),
    '=': () => scale(zoomStep),
    '-': () => scale(1 / zoomStep),
    '0': fit,
    t: rotate,
    PageDown: () => go(index + 1),
    PageUp: () => go(index - 1),
    // Of what is larger than the room it has, they show the rest, as everywhere.
    ...(zoom === leastZoom && { ArrowRight: () => go(index + 1), ArrowLeft: () => go(index - 1) }),
    Home: () => go(0),
    End: () => go(pages - 1),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    // The desk has keys of its own.
    event.stopPropagation();
    move();
  };

  return (
    <section className={classes.viewer} aria-label={title}>
      <div className={classes.tools} role="toolbar" aria-label={t('documents.tools')}>
        {pages > 1 && (
          <>
            <Tool label={t('documents.previous')} disabled={index === 0} onClick={() => go(index - 1)}>
              <IconChevronLeft size={18} aria-hidden />
            </Tool>
            <span className={classes.place} role="status">
              {t('documents.page', { page: index + 1, pages })}
            </span>
            <Tool label={t('documents.next')} disabled={index === pages - 1} onClick={() => go(index + 1)}>
              <IconChevronRight size={18} aria-hidden />
            </Tool>
          </>
        )}
        <Tool label={t('documents.smaller')} disabled={zoom === leastZoom} onClick={() => scale(1 / zoomStep)}>
          <IconZoomOut size={18} aria-hidden />
        </Tool>
        <Tool label={t('documents.larger')} disabled={zoom === mostZoom} onClick={() => scale(zoomStep)}>
          <IconZoomIn size={18} aria-hidden />
        </Tool>
        <Tool label={t('documents.fit')} disabled={zoom === leastZoom && turn === 0} onClick={fit}>
          <IconArrowAutofitWidth size={18} aria-hidden />
        </Tool>
        <Tool label={t('documents.rotate')} onClick={rotate}>
          <IconRotateClockwise size={18} aria-hidden />
        </Tool>
        {document.originalUrl !== null && (
          <Button
            component="a"
            variant="quiet"
            className={classes.download}
            href={document.originalUrl}
            download
            onClick={(event: MouseEvent) => {
              event.preventDefault();
              void download(document.originalUrl!).then((given) => setRefused(!given));
            }}
          >
            {t('documents.download')}
          </Button>
        )}
      </div>
      {refused && <FormAlert>{t('documents.notDownloaded')}</FormAlert>}
      {/* A place that scrolls has to be reached by keys, and holds nothing else that could take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={desk}
        className={classes.desk}
        role="group"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('documents.keys')}
        onKeyDown={onKeyDown}
        onScroll={keepMiddle}
      >
        <Page
          picture={picture}
          label={t('documents.pageOf', { title, page: index + 1, pages })}
          zoom={zoom}
          turn={turn}
          onAgain={again}
        />
      </div>
    </section>
  );
}

function Page(props: { picture: PagePicture; label: string; zoom: number; turn: number; onAgain: () => void }) {
  const { picture, label, zoom, turn, onAgain } = props;
  const { t } = useTranslation(['app', 'ui']);
  if (picture.state === 'failed')
    return (
      <div className={classes.failed}>
        <FormAlert>{picture.unreachable ? t('ui:problem.UNREACHABLE') : t('documents.failed')}</FormAlert>
        <Button onClick={onAgain}>{t('documents.again')}</Button>
      </div>
    );
  if (picture.state === 'coming')
    return (
      <Skeleton className={classes.coming}>
        <Block className={classes.sheet} />
      </Skeleton>
    );
  return (
    <div className={classes.sheet} style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}>
      <img src={picture.address} alt={label} className={classes.page} data-turn={turn} draggable={false} />
    </div>
  );
}

function Tool(props: { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }) {
  const { label, disabled = false, onClick, children } = props;
  return (
    <IconButton aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </IconButton>
  );
}
