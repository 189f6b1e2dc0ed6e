import {
  coerceInputValue,
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  isInputObjectType,
  isInputType,
  isNonNullType,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
  type ValidationRule,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Actor } from './actor.ts';
import type { Context } from './context.ts';
import { AppError, OutOfReach, type FieldProblem } from './errors.ts';
import { badInput, publicDocumentError, publicExecutionError, PublicError } from './graphql-errors.ts';
import {
  costOf,
  graphqlLimits,
  limitsRule,
  oncePerOperationRule,
  unconditionalSubscriptionRule,
  unstorablePath,
} from './graphql-limits.ts';
import { isUuid } from './uuid.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface Operation {
  document: DocumentNode;
  operationName: string | null | undefined;
  variables: Variables | null | undefined;
  context: Context;
}

interface Compiled {
  query: CompiledQuery['query'];
  number: number;
  /** What variables without a value stand for. The compiled check ignores it where the type is non-null. */
  defaults: Variables | null;
}

/** The windows in which one person follows the same subscription. Never two people, nor a key or support: what they may see differs. */
interface Audience {
  key: string;
  windows: number;
  results: WeakMap<object, ExecutionResult | Promise<ExecutionResult>>;
}

/** How much text of documents is kept, checked and compiled. What hangs on a document takes hundreds of times its text. */
const knownCharacters = 250_000;

export interface AttemptOutOfReach {
  /** Of the operation, that was asked. */
  field: string;
  /** Null: the room does not say of what. */
  record: OutOfReach['record'] | null;
  /** The ids that were given as variables. */
  asked: string[];
}

export interface GraphqlEngineOptions {
  introspection: boolean;
  /** Asked before each operation, with its estimated cost. What it answers is the only answer. */
  admit?: (context: Context, cost: number) => PublicError | null | Promise<PublicError | null>;
  /**
   * Told of every attempt to look beyond one's organisation, before it is answered: what cannot be recorded is not answered
   * either. Whether there is something where it was looked makes no difference.
   */
  noteOutOfReach?: (actor: Actor, attempt: AttemptOutOfReach) => Promise<void>;
}

const mostAsked = 10;

/** Runs operations, the same way for HTTP and WebSocket: one set of rules, one form of errors, compiled documents. */
export class GraphqlEngine {
  readonly parseOptions: ParseOptions = { maxTokens: graphqlLimits.tokens };
  private readonly rules: readonly ValidationRule[];
  /** Checked documents by their text. A known text gets the same tree again, on which everything compiled hangs. */
  readonly documents = new KnownDocuments();
  private readonly compiled = new WeakMap<DocumentNode, Map<string, Compiled>>();
  private readonly audiences = new Map<string, Audience>();
  private compiledSoFar = 0;

  constructor(
    readonly schema: GraphQLSchema,
    readonly options: GraphqlEngineOptions,
  ) {
    checkInputs(schema);
    this.rules = [
      limitsRule,
      oncePerOperationRule,
      ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ];
  }

  /** A document that may be executed, or why not. */
  prepare(source: string): DocumentNode | GraphQLError[] {
    const known = this.documents.get(source);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(source, this.parseOptions);
    } catch (error) {
      if (error instanceof GraphQLError) return [this.documentError(error)];
      throw error;
    }
    const problems = this.problemsOf(source, document);
    return problems.length > 0 ? problems : document;
  }

  /** Why a document may not be executed. One without problems is known from then on. */
  problemsOf(source: string, document: DocumentNode): GraphQLError[] {
    if (this.documents.get(source) === document) return [];
    for (const rules of [[unconditionalSubscriptionRule], [...specifiedRules, ...this.rules]]) {
      const problems = validate(this.schema, document, rules, { maxErrors: 20 });
      if (problems.length > 0) return problems.map((problem) => this.documentError(problem));
    }
    this.documents.set(source, document);
    return [];
  }

  private documentError(error: GraphQLError): GraphQLError {
    return publicDocumentError(error, { suggest: this.options.introspection });
  }

  async execute(operation: Operation, root?: unknown): Promise<ExecutionResult> {
    const refused = this.refuseVariables(operation) ?? (await this.refuseAdmission(operation));
    if (refused) return refused;
    const query = this.compile(operation);
    if (!('query' in query)) return { errors: query.errors!.map((error) => this.documentError(error)) };
    return this.run(query, operation, root);
  }

  /** The stream of results; or the one result that says why there is no stream. */
  async subscribe(operation: Operation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const { document, operationName, variables, context } = operation;
    const refused = this.refuseVariables(operation) ?? (await this.refuseAdmission(operation));
    if (refused) return refused;
    const query = this.compile(operation);
    if (!('query' in query)) return { errors: query.errors!.map((error) => this.documentError(error)) };

    const source = await createSourceEventStream({
      schema: this.schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: context,
    });
    if (!(Symbol.asyncIterator in source))
      return {
        errors:
          this.variableErrors(operation) ?? source.errors!.map((error) => publicExecutionError(error, about(context))),
      };
    const { accountId, impersonatorId, apiKeyId } = context.actor;
    const whose = `${accountId} ${impersonatorId} ${apiKeyId}`;
    const audience = this.join(`${query.number} ${whose} ${JSON.stringify(variables ?? null)}`);
    return new Results(
      source[Symbol.asyncIterator](),
      (event) => this.resultFor(event, audience, query, operation),
      () => this.leave(audience),
    );
  }

  private join(key: string): Audience {
    const audience = this.audiences.get(key) ?? { key, windows: 0, results: new WeakMap() };
    this.audiences.set(key, audience);
    audience.windows++;
    return audience;
  }

  private leave(audience: Audience): void {
    if (--audience.windows === 0) this.audiences.delete(audience.key);
  }

  /** Worked out once for all windows of an audience, when the source hands the same object to each of them. */
  private resultFor(
    event: unknown,
    { windows, results }: Audience,
    query: Compiled,
    operation: Operation,
  ): ExecutionResult | Promise<ExecutionResult> {
    if (windows === 1 || typeof event !== 'object' || event === null) return this.run(query, operation, event);
    const known = results.get(event);
    if (known) return known;
    const result = this.run(query, operation, event);
    results.set(event, result);
    return result;
  }

  private run(query: Compiled, operation: Operation, root: unknown): ExecutionResult | Promise<ExecutionResult> {
    const { defaults } = query;
    const variables = defaults ? { ...defaults, ...operation.variables } : operation.variables;
    const result = query.query(root, operation.context, variables);
    return result instanceof Promise
      ? result.then((settled) => this.published(settled, operation))
      : this.published(result, operation);
  }

  private published(result: ExecutionResult, operation: Operation): ExecutionResult | Promise<ExecutionResult> {
    if (!result.errors) return result;
    if (result.data === undefined) {
      const errors = this.variableErrors(operation);
      if (errors) return { errors };
    }
    const { context } = operation;
    const published = { ...result, errors: result.errors.map((error) => publicExecutionError(error, about(context))) };
    const attempts = this.attemptsOutOfReach(result.errors, operation);
    const { noteOutOfReach } = this.options;
    if (attempts.length === 0 || !noteOutOfReach) return published;
    return Promise.all(attempts.map((attempt) => noteOutOfReach(context.actor, attempt))).then(
      () => published,
      (cause: unknown) => {
        const originalError = cause instanceof Error ? cause : new Error(String(cause));
        return { errors: [publicExecutionError(new GraphQLError('', { originalError }), about(context))] };
      },
    );
  }

  /** What is not found by somebody whose view ends at an organisation may be another one's, in whatever room. */
  private attemptsOutOfReach(errors: readonly GraphQLError[], { context, variables }: Operation): AttemptOutOfReach[] {
    return errors.flatMap(({ originalError, path }) => {
      if (!(originalError instanceof AppError) || originalError.code !== 'NOT_FOUND') return [];
      const record = originalError instanceof OutOfReach ? originalError.record : null;
      if (!record && context.actor.organisationId === null) return [];
      const asked = Object.values(variables ?? {}).filter((value) => typeof value === 'string' && isUuid(value));
      return [{ field: String(path?.[0]), record, asked: asked.slice(0, mostAsked) as string[] }];
    });
  }

  private refuseVariables({ variables }: Operation): ExecutionResult | null {
    const path = unstorablePath(variables);
    if (path === null) return null;
    const message = 'Holds characters that cannot be stored, or is nested too deep';
    return {
      errors: [
        badInput('The variables cannot be used', [{ path: fieldPath(path.split('.')), code: 'MALFORMED', message }]),
      ],
    };
  }

  private async refuseAdmission({ document, operationName, context }: Operation): Promise<ExecutionResult | null> {
    const definition = getOperationAST(document, operationName);
    if (!definition) return null;
    if (context.actor.readOnly && definition.operation === 'mutation' && !this.leavesAllAsItIs(definition)) {
      const message = 'You are looking at this account and cannot change anything in it';
      return { errors: [new PublicError(message, { extensions: { code: 'FORBIDDEN' } })] };
    }
    const error = await this.options.admit?.(context, costOf(definition));
    return error ? { errors: [error] } : null;
  }

  /** Fields with `extensions: { whileLooking: true }` concern nothing but the session itself. */
  private leavesAllAsItIs({ selectionSet }: OperationDefinitionNode): boolean {
    const fields = this.schema.getMutationType()?.getFields() ?? {};
    return selectionSet.selections.every(
      (selection) => selection.kind === 'Field' && fields[selection.name.value]?.extensions.whileLooking === true,
    );
  }

  /**
   * What is wrong with the variables, by field. Worked out a second time, on the way to a refusal only: the messages of
   * the compiled check repeat the values, which may be secrets.
   */
  private variableErrors({ document, operationName, variables }: Operation): GraphQLError[] | null {
    const fields: FieldProblem[] = [];
    for (const { variable, type: typeNode, defaultValue } of getOperationAST(document, operationName)
      ?.variableDefinitions ?? []) {
      const type = typeFromAST(this.schema, typeNode);
      if (!isInputType(type)) continue;
      const name = variable.name.value;
      const value = variables?.[name];
      if (value === undefined || value === null) {
        if (isNonNullType(type) && (value === null || !defaultValue))
          fields.push({ path: fieldPath([name]), code: 'REQUIRED', message: 'Is required' });
        continue;
      }
      coerceInputValue(value, type, (path, _value, { message }) => {
        const missing = /^Field "(\w+)" of required type .* was not provided/.exec(message)?.[1];
        fields.push(
          missing === undefined
            ? { path: fieldPath([name, ...path]), code: 'MALFORMED', message: withoutValue(message) }
            : { path: fieldPath([name, ...path, missing]), code: 'REQUIRED', message: 'Is required' },
        );
      });
    }
    return fields.length === 0 ? null : [badInput('The variables do not fit the operation', fields)];
  }

  private compile({ document, operationName }: Operation): Compiled | ExecutionResult {
    let byName = this.compiled.get(document);
    if (!byName) this.compiled.set(document, (byName = new Map<string, Compiled>()));
    const name = operationName ?? '';
    const known = byName.get(name);
    if (known) return known;
    const query = compileQuery(this.schema, document, operationName ?? undefined, {
      disablingCapturingStackErrors: true,
      useExperimentalPathBasedSkipInclude: true,
    });
    if (!isCompiledQuery(query)) return query;
    const compiled = {
      query: query.query,
      number: ++this.compiledSoFar,
      defaults: defaultsOf(getOperationAST(document, operationName)),
    };
    byName.set(name, compiled);
    return compiled;
  }
}

/** As a client would send them. */
function defaultsOf(operation: OperationDefinitionNode | null | undefined): Variables | null {
  const defaults = (operation?.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return defaults.length === 0 ? null : Object.fromEntries(defaults);
}

/** The compiled check would refuse inputs that leave such a field out. */
function checkInputs(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()))
    for (const field of isInputObjectType(type) ? Object.values(type.getFields()) : [])
      if (isNonNullType(field.type) && field.defaultValue !== undefined)
        throw new Error(`${type.name}.${field.name} has a default: let it be nullable`);
}

const about = ({ log, actor }: Context) => ({ log, requestId: actor.requestId });

/** Below the operation's input: `input.steps` reads `steps`, a variable that is itself the value keeps its name. */
const fieldPath = (path: readonly (string | number)[]): string => (path.length > 1 ? path.slice(1) : path).join('.');

const withoutValue = (message: string): string =>
  message
    .replace(/ Did you mean [\s\S]*$/, '')
    .replace(/^Value "[\s\S]*" does not exist/, 'This value does not exist')
    .replace(/(cannot represent [^:]*?)(?: "[\s\S]*")?:[\s\S]*$/, '$1');

/** Documents by any key. Forgets the one that was not used for longest when their texts together become too long. */
export class KnownDocuments {
  private readonly entries = new Map<string, DocumentNode>();
  private characters = 0;

  get(key: string): DocumentNode | undefined {
    const document = this.entries.get(key);
    if (document !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, document);
    }
    return document;
  }

  set(key: string, document: DocumentNode): void {
    this.delete(key);
    // One that would push out many others is not worth it.
    if (lengthOf(document) > knownCharacters / 10) return;
    this.entries.set(key, document);
    this.characters += lengthOf(document);
    while (this.characters > knownCharacters) this.delete(this.entries.keys().next().value!);
  }

  delete(key: string): boolean {
    this.characters -= lengthOf(this.entries.get(key));
    return this.entries.delete(key);
  }
}

const lengthOf = (document: DocumentNode | undefined): number => document?.loc?.source.body.length ?? 0;

/** The results of a stream of events, one at a time: the next event is taken when the last result is on its way. */
class Results implements AsyncIterableIterator<ExecutionResult> {
  private open = true;

  constructor(
    private readonly events: AsyncIterator<unknown>,
    private readonly resultFor: (event: unknown) => ExecutionResult | Promise<ExecutionResult>,
    private readonly onEnd: () => void,
  ) {}

  async next(): Promise<IteratorResult<ExecutionResult>> {
    try {
      const event = await this.events.next();
      if (!event.done) return { done: false, value: await this.resultFor(event.value) };
    } catch (error) {
      this.end();
      throw error;
    }
    this.end();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.end();
    await this.events.return?.();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<ExecutionResult>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private end(): void {
    if (this.open) this.onEnd();
    this.open = false;
  }
}
