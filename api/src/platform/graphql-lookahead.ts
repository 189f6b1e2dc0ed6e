import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Documents are parsed once and kept, so the same field node comes back with every request for the same document. */
const known = new WeakMap<FieldNode, ReadonlySet<string>>();

/**
 * Does the operation select this dotted path below the current field, such as `nodes.images.displayUrl`?
 * Field names, not aliases. `@skip` and `@include` count as selected: the plan is kept for all variables.
 */
export const selects = (info: GraphQLResolveInfo, path: string): boolean => selectedPaths(info).has(path);

export function selectedPaths(info: GraphQLResolveInfo): ReadonlySet<string> {
  const first = info.fieldNodes[0]!;
  let paths = known.get(first);
  if (!paths) {
    const found = new Set<string>();
    for (const node of info.fieldNodes) collect(node.selectionSet, '', info.fragments, found);
    known.set(first, (paths = found));
  }
  return paths;
}

function collect(set: SelectionSetNode | undefined, prefix: string, fragments: Fragments, found: Set<string>): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === 'Field') {
      const path = prefix + selection.name.value;
      found.add(path);
      collect(selection.selectionSet, `${path}.`, fragments, found);
    } else {
      const inner = selection.kind === 'InlineFragment' ? selection : fragments[selection.name.value];
      collect(inner?.selectionSet, prefix, fragments, found);
    }
  }
}
