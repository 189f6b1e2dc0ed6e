import type { FieldPolicy, Reference } from '@apollo/client';

interface Page {
  nodes: readonly Reference[];
  pageInfo?: { endCursor: string | null; hasNextPage: boolean };
}

/**
 * Keeps the pages read so far of a list of `nodes` and `pageInfo` as one list. `keys` are the arguments that make it
 * another list, such as a filter.
 */
export function cursorPages(keys: string[] = []): FieldPolicy<Page> {
  return {
    keyArgs: keys.length > 0 ? keys : false,
    merge(existing, incoming, { args }) {
      if (!existing) return incoming;
      return typeof args?.after === 'string' ? append(existing, incoming) : refresh(existing, incoming);
    },
  };
}

function append(existing: Page, incoming: Page): Page {
  const known = new Set(existing.nodes.map((node) => node.__ref));
  return { ...incoming, nodes: [...existing.nodes, ...incoming.nodes.filter((node) => !known.has(node.__ref))] };
}

/** A first page read again, after a reconnect for instance, must not fold away the pages a person has scrolled through. */
function refresh(existing: Page, incoming: Page): Page {
  const lastOfFirstPage = incoming.nodes.at(-1)?.__ref;
  const seam = existing.nodes.findIndex((node) => node.__ref === lastOfFirstPage);
  const rest = seam < 0 ? [] : existing.nodes.slice(seam + 1);
  if (rest.length === 0 || incoming.pageInfo?.hasNextPage === false) return incoming;
  const renewed = new Set(incoming.nodes.map((node) => node.__ref));
  return { ...existing, nodes: [...incoming.nodes, ...rest.filter((node) => !renewed.has(node.__ref))] };
}
