import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { Component, Suspense, useContext, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { OwnListContext, type OwnList } from './not-found.tsx';

interface CatchProps {
  children: ReactNode;
  /** Reads again whatever failed; the children are drawn anew when it is done. */
  readAgain: () => Promise<unknown>;
}

class Catch extends Component<CatchProps, { error?: unknown; failed: boolean }> {
  override state: { error?: unknown; failed: boolean } = { failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  readonly retry = (): void => {
    const drawAnew = (): void => this.setState({ error: undefined, failed: false });
    // A second failure shows itself when the children read their data.
    void this.props.readAgain().then(drawAnew, drawAnew);
  };

  override render(): ReactNode {
    return this.state.failed ? <ErrorState error={this.state.error} onRetry={this.retry} /> : this.props.children;
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
  children: ReactNode;
}

/** Around what a page reads: its skeleton while reading, what to do when it failed. */
export function PageBoundary({ skeleton, list, children }: PageBoundaryProps) {
  const client = useApolloClient();
  const outerList = useContext(OwnListContext);
  return (
    <OwnListContext value={list ?? outerList}>
      <Catch readAgain={() => readFailedAgain(client)}>
        <Suspense fallback={skeleton}>{children}</Suspense>
      </Catch>
    </OwnListContext>
  );
}
