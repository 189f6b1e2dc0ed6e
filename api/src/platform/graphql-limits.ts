import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { badInput } from './graphql-errors.ts';

/** What one document may ask for, over HTTP and WebSocket alike. Our own screens stay below a quarter of each. */
export const graphqlLimits = {
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 50,
  /** Fields and fragments, once every fragment stands wherever it is spread: that is how they are compiled. */
  selections: 2_000,
  /** Objects that may come back, estimated from `first`. */
  cost: 20_000,
  /** Assumed for a `first` that comes in a variable without a default. */
  pageSize: 100,
  /** Assumed length of a list that has no `first`. */
  listLength: 10,
  /** Nesting of lists and objects in the variables. */
  variableDepth: 16,
};

const costs = new WeakMap<OperationDefinitionNode, number>();

/** Objects that a checked operation may bring back, estimated when it was checked. */
export const costOf = (operation: OperationDefinitionNode): number => costs.get(operation) ?? graphqlLimits.cost;

interface Weight {
  depth: number;
  cost: number;
}

/** A validation rule. Linear in the size of the document: each fragment is weighed once, whatever it is spread into. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  let directives = 0;
  const refuse = (what: string, limit: number): void =>
    context.reportError(badInput(`The document has too many ${what}: at most ${limit} are allowed`));

  return {
    Field(node) {
      if (!node.alias) return;
      if (++aliases === graphqlLimits.aliases + 1) refuse('aliases', graphqlLimits.aliases);
      // The compiler would take it for what every object inherits.
      if (node.alias.value in Object.prototype) context.reportError(badInput('This name cannot be an alias'));
    },
    Directive() {
      if (++directives === graphqlLimits.directives + 1) refuse('directives', graphqlLimits.directives);
    },
    StringValue(node) {
      if (!isStorable(node.value)) context.reportError(badInput('A text holds characters that cannot be stored'));
    },
    OperationDefinition(operation) {
      if (writtenOut(operation.selectionSet, context) > graphqlLimits.selections)
        refuse('selections', graphqlLimits.selections);
      const { depth, cost } = new Scales(context, operation).weigh();
      costs.set(operation, cost);
      if (depth > graphqlLimits.depth)
        context.reportError(badInput(`The document is nested too deep: at most ${graphqlLimits.depth} levels`));
      if (cost > graphqlLimits.cost)
        context.reportError(
          badInput(`The document asks for too much: its cost is ${cost}, at most ${graphqlLimits.cost} is allowed`),
        );
    },
  };
}

/** Counts, without writing it out: each fragment once, though it may be spread a billion times. */
function writtenOut(set: SelectionSetNode, context: ValidationContext, known = new Map<string, number>()): number {
  let size = set.selections.length;
  for (const selection of set.selections) {
    if (selection.kind !== 'FragmentSpread') {
      if (selection.selectionSet) size += writtenOut(selection.selectionSet, context, known);
      continue;
    }
    const name = selection.name.value;
    if (!known.has(name)) {
      // Stands while the fragment itself is counted: one that contains itself is another rule's refusal.
      known.set(name, 0);
      const fragment = context.getFragment(name);
      if (fragment) known.set(name, writtenOut(fragment.selectionSet, context, known));
    }
    size += known.get(name)!;
  }
  return size;
}

class Scales {
  private readonly fragments = new Map<string, Weight>();

  constructor(
    private readonly context: ValidationContext,
    private readonly operation: OperationDefinitionNode,
  ) {}

  weigh(): Weight {
    const root = this.context.getSchema().getRootType(this.operation.operation);
    return root ? this.selections(this.operation.selectionSet, root, false) : { depth: 0, cost: 0 };
  }

  /** `paged`: the lists directly below were already counted by the `first` of the field above. */
  private selections(set: SelectionSetNode, type: GraphQLNamedType, paged: boolean): Weight {
    let depth = 0;
    let cost = 0;
    for (const selection of set.selections) {
      const part =
        selection.kind === 'Field'
          ? this.field(selection, type, paged)
          : selection.kind === 'InlineFragment'
            ? this.selections(
                selection.selectionSet,
                this.typeNamed(selection.typeCondition?.name.value) ?? type,
                paged,
              )
            : this.fragment(this.context.getFragment(selection.name.value), paged);
      depth = Math.max(depth, part.depth);
      cost += part.cost;
    }
    return { depth, cost };
  }

  private fragment(fragment: FragmentDefinitionNode | null | undefined, paged: boolean): Weight {
    const type = this.typeNamed(fragment?.typeCondition.name.value);
    if (!fragment || !type) return { depth: 0, cost: 0 };
    const key = `${paged} ${fragment.name.value}`;
    const known = this.fragments.get(key);
    if (known) return known;
    // Stands while the fragment itself is weighed: one that contains itself is another rule's refusal.
    this.fragments.set(key, { depth: 0, cost: 0 });
    const weight = this.selections(fragment.selectionSet, type, paged);
    this.fragments.set(key, weight);
    return weight;
  }

  private field(node: FieldNode, parent: GraphQLNamedType, paged: boolean): Weight {
    // Introspection is bounded by graphql's own rule on nested lists.
    if (node.name.value.startsWith('__')) return { depth: 1, cost: 0 };
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const named = field && getNamedType(field.type);
    if (!field || !named || !isCompositeType(named) || !node.selectionSet) return { depth: 1, cost: 0 };

    const isList = isListType(getNullableType(field.type));
    const takesFirst = field.args.some((arg) => arg.name === 'first');
    const times = takesFirst ? this.first(node) : isList && !paged ? graphqlLimits.listLength : 1;
    const below = this.selections(node.selectionSet, named, takesFirst && !isList);
    return { depth: below.depth + 1, cost: times * (1 + below.cost) };
  }

  private first(node: FieldNode): number {
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    if (value === undefined) return graphqlLimits.listLength;
    if (value.kind === 'IntValue') return Math.max(1, Number(value.value));
    return graphqlLimits.pageSize;
  }

  private typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.context.getSchema().getType(name);
  }
}

/** Fields with `extensions: { oncePerOperation: true }`, such as a guess at a password, cannot be multiplied by aliases. */
export function oncePerOperationRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const fields = context.getSchema().getRootType(operation.operation)?.getFields() ?? {};
      const seen = new Map<string, Set<string>>();
      for (const selection of rootSelections(operation.selectionSet, context)) {
        if (selection.kind !== 'Field') continue;
        const name = selection.name.value;
        if (fields[name]?.extensions.oncePerOperation !== true) continue;
        const keys = seen.get(name) ?? new Set();
        seen.set(name, keys.add(selection.alias?.value ?? name));
      }
      for (const [name, keys] of seen)
        if (keys.size > 1) context.reportError(badInput(`${name} may stand only once in an operation`));
    },
  };
}

/**
 * What a subscription listens to does not depend on its variables. Checked before the other rules: one of graphql's own
 * looks at it without the variables and throws, and so does its executor when nothing is left to listen to.
 */
export function unconditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== 'subscription') return;
      for (const { directives } of rootSelections(operation.selectionSet, context))
        if (directives?.some(({ name }) => name.value === 'skip' || name.value === 'include'))
          context.reportError(badInput('What a subscription listens to cannot be skipped or included'));
    },
  };
}

/** What stands at the root of an operation, also within fragments; each fragment is looked into once. */
function* rootSelections(
  set: SelectionSetNode,
  context: ValidationContext,
  visited = new Set<string>(),
): Generator<SelectionNode> {
  for (const selection of set.selections) {
    yield selection;
    if (selection.kind === 'InlineFragment') yield* rootSelections(selection.selectionSet, context, visited);
    if (selection.kind !== 'FragmentSpread' || visited.has(selection.name.value)) continue;
    visited.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    if (fragment) yield* rootSelections(fragment.selectionSet, context, visited);
  }
}

/** Postgres stores neither a null character nor half a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** The dotted path of the first value in the variables that nothing should be asked to store; null when all is well. */
export function unstorablePath(value: unknown, path = '', depth = 0): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > graphqlLimits.variableDepth) return path;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorablePath(inner, path === '' ? key : `${path}.${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
