import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isShowable } from './on-stage.ts';
import { useShortfallText } from './request-shortfall.ts';
import { isOpen } from './request-status.ts';
import type { StudioPageQuery } from './studio-page.generated';

type Request = StudioPageQuery['imageRequests']['nodes'][number];

/** Tells screen readers what became of a request that the page saw running. Of one they cancelled themselves, nothing. */
export function SpokenNews({ requests }: { requests: readonly Request[] }) {
  const { t } = useTranslation();
  const shortfallText = useShortfallText();
  const awaited = useRef(new Set<string>());
  const [news, setNews] = useState<Request[]>([]);

  useEffect(() => {
    const settled = requests.filter((request) => awaited.current.has(request.id) && isNews(request));
    for (const { id } of settled) awaited.current.delete(id);
    for (const { id, status } of requests) if (isOpen(status)) awaited.current.add(id);
    if (settled.length > 0) setNews(settled);
  }, [requests]);

  return (
    <VisuallyHidden>
      <div role="status">
        {/* By its key the same words again are new ones, and said again. */}
        {news.map((request) => (
          <p key={request.id}>
            {request.status === 'COMPLETED'
              ? t('request.arrived', { count: request.images.length })
              : shortfallText(request)}
          </p>
        ))}
      </div>
    </VisuallyHidden>
  );
}

const isNews = (request: Request): boolean =>
  isShowable(request) ||
  request.status === 'FAILED' ||
  request.status === 'TIMED_OUT' ||
  request.cancelledBy === 'AGENCY';
