/**
 * States and moves as a table, from which come the code, the diagram, the database check and the buttons.
 *
 * @param table.moves for each state that is left, the verbs that leave it and where they lead
 * @param table.ends the states that are never left
 * @param table.mayEnd states that can be left, yet where nothing need ever happen: goods that are not sent back
 */
export function lifecycle<const M extends Moves, const E extends string>(table: {
  readonly start: keyof M & string;
  readonly moves: M;
  readonly ends: readonly E[];
  readonly mayEnd?: readonly (keyof M & string)[];
}): Lifecycle<StateOf<M> | E, VerbOf<M>> {
  type State = StateOf<M> | E;
  type Verb = VerbOf<M>;
  const { start, ends, mayEnd = [] } = table;
  // Own maps, because a plain object would find "constructor" among the verbs of every state.
  const moves = new Map(Object.entries(table.moves).map(([state, verbs]) => [state, new Map(Object.entries(verbs))]));
  const states = [...new Set([start, ...moves.keys(), ...ends])] as State[];
  const verbs = [...new Set([...moves.values()].flatMap((leaving) => [...leaving.keys()]))] as Verb[];
  const endSet = new Set<string>(ends);

  return {
    start: start as State,
    states,
    ends,
    mayEnd,
    verbs,
    move: (state, verb) => moves.get(state)?.get(verb) as State | undefined,
    can: (state, verb) => moves.get(state)?.has(verb) ?? false,
    movesFrom: (state) =>
      [...(moves.get(state) ?? [])].map(([verb, to]) => ({ verb, to }) as { verb: Verb; to: State }),
    isEnd: (state) => endSet.has(state),
    flaws: () => flawsOf(start, moves, endSet, mayEnd),
    diagram: (title) => diagramOf(start, moves, ends, mayEnd, title),
    check: (column) => `${column} in (${states.map((state) => `'${state.replaceAll("'", "''")}'`).join(", ")})`,
  };
}

export type Lifecycle<State extends string, Verb extends string> = {
  readonly start: State;
  readonly states: readonly State[];
  readonly ends: readonly State[];
  readonly mayEnd: readonly State[];
  readonly verbs: readonly Verb[];
  /** Where the verb leads, undefined when it does not leave this state. */
  move(state: State, verb: Verb): State | undefined;
  can(state: State, verb: Verb): boolean;
  movesFrom(state: State): readonly { readonly verb: Verb; readonly to: State }[];
  /** Whether the state is never left; a state that merely may end is not one. */
  isEnd(state: State): boolean;
  /** What is wrong with the table, one sentence each; a test expects none. */
  flaws(): readonly string[];
  /** A Mermaid stateDiagram-v2. */
  diagram(title?: string): string;
  /** The SQL of a check constraint: `state in ('open', 'closed')`. */
  check(column: string): string;
};

type Moves = Readonly<Record<string, Readonly<Record<string, string>>>>;
type StateOf<M extends Moves> = keyof M & string;
type VerbOf<M extends Moves> = { [S in keyof M]: keyof M[S] }[keyof M] & string;
type MoveMap = ReadonlyMap<string, ReadonlyMap<string, string>>;

function flawsOf(start: string, moves: MoveMap, ends: ReadonlySet<string>, mayEnd: readonly string[]): string[] {
  const known = new Set([start, ...moves.keys(), ...ends]);
  const reached = reachedFrom([start], (state) => [...(moves.get(state)?.values() ?? [])]);
  const finishing = reachedFrom([...ends, ...mayEnd], (state) => sourcesOf(state, moves));
  const flaws: string[] = [];
  if (ends.size === 0) flaws.push("there is no end");
  for (const state of mayEnd)
    if (!moves.has(state)) flaws.push(`${state} may end, yet no move leaves it: it is an end`);
  for (const state of known) {
    const leaving = moves.get(state) ?? new Map<string, string>();
    for (const [verb, to] of leaving) {
      if (!known.has(to)) flaws.push(`${verb} leads from ${state} to ${to}, which is no state of the table`);
    }
    if (!reached.has(state)) flaws.push(`${state} is unreachable`);
    if (ends.has(state)) {
      if (leaving.size > 0) flaws.push(`${state} is an end, yet ${[...leaving.keys()].join(", ")} leaves it`);
    } else if (leaving.size === 0) flaws.push(`${state} is a dead end`);
    else if (!finishing.has(state)) flaws.push(`${state} never comes to an end`);
  }
  return flaws;
}

function reachedFrom(from: Iterable<string>, next: (state: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  // A set is walked in the order of insertion, states added on the way included.
  for (const state of reached) for (const one of next(state)) reached.add(one);
  return reached;
}

function sourcesOf(target: string, moves: MoveMap): string[] {
  return [...moves].filter(([, leaving]) => [...leaving.values()].includes(target)).map(([state]) => state);
}

function diagramOf(
  start: string,
  moves: MoveMap,
  ends: readonly string[],
  mayEnd: readonly string[],
  title?: string,
): string {
  // Mermaid reads a hyphen in a state's name as part of an arrow, so states get plain names and keep their own as label.
  const plain = (state: string) => state.replace(/[^A-Za-z0-9]/g, "_");
  const states = [...new Set([start, ...moves.keys(), ...ends])];
  return [
    ...(title === undefined ? [] : ["---", `title: ${title}`, "---"]),
    "stateDiagram-v2",
    ...states.filter((state) => plain(state) !== state).map((state) => `  state "${state}" as ${plain(state)}`),
    `  [*] --> ${plain(start)}`,
    ...[...moves].flatMap(([state, leaving]) =>
      [...leaving].map(([verb, to]) => `  ${plain(state)} --> ${plain(to)}: ${verb}`),
    ),
    ...[...ends, ...mayEnd].map((state) => `  ${plain(state)} --> [*]`),
  ].join("\n");
}
