import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { Component, createRef, Suspense, useContext, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { focusBackTo } from './focus-back.tsx';
import { OwnListContext, type OwnList } from './not-found.tsx';

interface CatchProps {
  children: ReactNode;
  outermost: boolean;
  wholePage: boolean;
  /** Reads again whatever failed; the children are drawn anew when it is done. */
  readAgain: () => Promise<unknown>;
}

interface CatchState {
  error?: unknown;
  failed: boolean;
  reading: boolean;
}

class Catch extends Component<CatchProps, CatchState> {
  override state: CatchState = { failed: false, reading: false };

  readonly button = createRef<HTMLButtonElement>();

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  readonly retry = (): void => {
    if (this.state.reading) return;
    this.setState({ reading: true });
    const drawAnew = (): void => this.setState({ error: undefined, failed: false, reading: false });
    // A second failure shows itself when the children read their data.
    void this.props.readAgain().then(drawAnew, drawAnew);
  };

  override componentDidUpdate(_props: CatchProps, { reading }: CatchState): void {
    // The button that was pressed is gone: something is there to read, or another one after the next failure.
    const isDone = reading && !this.state.reading;
    if (isDone && document.activeElement === document.body) focusBackTo(this.button.current);
  }

  override render(): ReactNode {
    const { outermost, wholePage, children } = this.props;
    if (!this.state.failed) return children;
    const { error, reading } = this.state;
    const said = (
      <ErrorState button={this.button} error={error} busy={reading} onRetry={this.retry} wholePage={wholePage} />
    );
    return outermost ? <main>{said}</main> : said;
  }
}

const readFailedAgain = (client: ApolloClient): Promise<unknown> =>
  Promise.all(
    [...client.getObservableQueries('active')]
      .filter((query) => query.getCurrentResult().error)
      .map((query) => query.refetch()),
  );

interface PageBoundaryProps {
  skeleton: ReactNode;
  /** Of a page about one of many. */
  list?: OwnList;
  /** No layout is around it. */
  outermost?: boolean;
  children: ReactNode;
}

/** Around what a page reads: its skeleton while reading, what to do when it failed. */
export function PageBoundary({ skeleton, list, outermost = false, children }: PageBoundaryProps) {
  const client = useApolloClient();
  const outerList = useContext(OwnListContext);
  return (
    <OwnListContext value={list ?? outerList}>
      <Catch
        readAgain={() => readFailedAgain(client)}
        outermost={outermost}
        // Their heading is of what is read.
        wholePage={outermost || list !== undefined}
      >
        <Suspense fallback={skeleton}>{children}</Suspense>
      </Catch>
    </OwnListContext>
  );
}
