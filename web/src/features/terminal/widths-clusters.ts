import { GraphemeClass as C } from './widths.g';
import { classOf, properties, widens, widthOf } from './widths-table';

/**
 * What the rules must know of the code points before, in 14 bits: properties of the last one (0 to 7), whether it is the odd one of
 * regional indicators (8), how much of "pictographic Extend* ZWJ" (9, 10) and of a conjunct (11, 12) came last; 13 is always set.
 * 0 is the start of a text.
 */
export type ClusterState = number;

export interface Step {
  state: ClusterState;
  /** A new cluster begins. */
  begins: boolean;
  /** Columns of the cluster so far; 0 while only marks came. */
  width: number;
}

const odd = 1 << 8;
const base = 1 << 9;
const joined = 1 << 10;
const consonant = 1 << 11;
const linked = 1 << 12;
const started = 1 << 13;

/** The twin of GraphemeCluster.Joins in src/Dispatch.Terminal/Unicode: UAX #29, and how wide a cluster is. */
export function step(state: ClusterState, before: number, codePoint: number): Step {
  const value = properties(codePoint);
  const next = classOf(value);
  const last = classOf(state);
  const boundary = state === 0 || isBoundary(state, last, next);
  const width = widthOf(value);
  // After marks alone there is no cell that something of width could join.
  const begins = boundary || before === 0;
  const doubles =
    (codePoint === 0xfe0f && widens(state)) || (next === C.RegionalIndicator && last === C.RegionalIndicator);

  return {
    state: started | value | indicators(boundary, last, next) | pictographic(state, next) | conjunct(state, next),
    begins,
    width: begins ? width || before : doubles ? 2 : Math.max(before, width),
  };
}

function isBoundary(state: ClusterState, last: number, next: number): boolean {
  if (last === C.CarriageReturn && next === C.LineFeed) return false; // GB3
  if (isControl(last) || isControl(next)) return true; // GB4, GB5
  if (last === C.HangulL && [C.HangulL, C.HangulV, C.HangulLV, C.HangulLVT].some((kind) => kind === next)) return false; // GB6
  if ((last === C.HangulLV || last === C.HangulV) && (next === C.HangulV || next === C.HangulT)) return false; // GB7
  if ((last === C.HangulLVT || last === C.HangulT) && next === C.HangulT) return false; // GB8
  if (isExtend(next) || next === C.Joiner) return false; // GB9
  if (next === C.SpacingMark || last === C.Prepend) return false; // GB9a, GB9b
  if (next === C.Consonant) return (state & linked) === 0; // GB9c
  if (next === C.Pictographic) return (state & joined) === 0; // GB11
  if (next === C.RegionalIndicator && last === C.RegionalIndicator) return (state & odd) === 0; // GB12, GB13
  return true; // GB999
}

function isControl(kind: number): boolean {
  return kind === C.Control || kind === C.CarriageReturn || kind === C.LineFeed;
}

function isExtend(kind: number): boolean {
  return kind === C.Extend || kind === C.ConjunctExtend || kind === C.ConjunctLinker;
}

function indicators(boundary: boolean, last: number, next: number): number {
  return next === C.RegionalIndicator && (boundary || last !== C.RegionalIndicator) ? odd : 0;
}

function pictographic(state: ClusterState, next: number): number {
  if (next === C.Pictographic) return base;
  if ((state & base) === 0) return 0;
  return isExtend(next) ? base : next === C.Joiner ? joined : 0;
}

function conjunct(state: ClusterState, next: number): number {
  const run = state & (consonant | linked);
  if (next === C.Consonant) return consonant;
  if (next === C.ConjunctLinker) return run === 0 ? 0 : linked;
  return next === C.ConjunctExtend || next === C.Joiner ? run : 0;
}
