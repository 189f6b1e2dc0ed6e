import { useFragment, useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { StudioOffer } from './draft.ts';
import { FirstPicture } from './first-picture.tsx';
import { HistoryStrip } from './history-strip.tsx';
import { onStage } from './on-stage.ts';
import { RequestCard } from './request-card.tsx';
import { SpokenNews } from './spoken-news.tsx';
import { Stage } from './stage.tsx';
import { StudioForm_studioFragmentDoc } from './studio-form.generated';
import { StudioForm } from './studio-form.tsx';
import { StudioPageDocument, type StudioPageQuery } from './studio-page.generated';
import classes from './studio-page.module.css';
import { StudioSkeleton } from './studio-skeleton.tsx';
import { useAsk, type Outcome } from './use-ask.ts';
import { useDraft } from './use-draft.ts';
import { useKeptFocus } from './use-kept-focus.ts';

export function StudioPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('studio.title')} hidden />
      <PageBoundary skeleton={<StudioSkeleton />}>
        <Studio />
      </PageBoundary>
    </>
  );
}

function Studio() {
  const { data } = useSuspenseQuery(StudioPageDocument);
  const { data: offer, complete } = useFragment({ fragment: StudioForm_studioFragmentDoc, from: data.studio });
  if (!complete) return null;
  return <Workplace data={data} offer={offer} />;
}

function Workplace({ data, offer }: { data: StudioPageQuery; offer: StudioOffer }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [draft, changeDraft] = useDraft(data.viewer?.id ?? '', offer);
  const { ask, sending } = useAsk(offer);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const requests = data.imageRequests.nodes;
  const chosenId = search.get('request');
  const { seen, told } = onStage(requests, chosenId);
  const card = useRef<HTMLElement>(null);
  const { onFocus, onBlur } = useKeptFocus(card, told?.id);
  const newest = (): void => setSearch({}, { replace: true });

  const askAndFollow = async (): Promise<Outcome> => {
    const outcome = await ask(draft);
    if (outcome === 'asked') newest();
    return outcome;
  };
  const suggest = (example: string): void => {
    changeDraft({ prompt: example });
    prompt.current?.focus();
  };

  return (
    <div className={classes.studio}>
      <SpokenNews requests={requests} />
      <section className={classes.composer} aria-label={t('studio.composer')}>
        <StudioForm
          offer={offer}
          preview={data.studio.engine === 'EMBEDDED'}
          draft={draft}
          onChange={changeDraft}
          ask={askAndFollow}
          promptRef={prompt}
        />
      </section>
      {seen && told ? (
        <>
          <section className={classes.stage} aria-label={t('studio.title')}>
            <Stage request={seen} />
          </section>
          <section className={classes.rail} aria-label={t('request.history')}>
            <div className={classes.told} onFocus={onFocus} onBlur={onBlur}>
              <RequestCard key={told.id} request={told} ref={card} />
              {chosenId !== null && (
                <Button variant="quiet" size="sm" onClick={newest}>
                  {t('request.showNewest')}
                </Button>
              )}
            </div>
            <HistoryStrip
              requests={requests}
              sending={sending}
              currentId={seen.id}
              onShow={(request) => setSearch({ request }, { replace: true })}
            />
          </section>
        </>
      ) : (
        <section className={classes.stage}>
          <FirstPicture developing={sending > 0} onSuggest={suggest} />
        </section>
      )}
    </div>
  );
}
