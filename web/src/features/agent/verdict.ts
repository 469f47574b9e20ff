import { m } from '$lib/messages';
import { facts, line, toolKinds, type ToolKind } from './contract';
import { kindLooks } from './tool-look';

/** A standing answer, as a fact names it or the server lists it. */
export interface RuleFacts {
  readonly agent?: string | null;
  readonly tool?: string | null;
  readonly pattern?: string | null;
}

/** What was decided without a person, or why one is to decide. */
export interface Verdict {
  readonly decision: 'allow' | 'deny' | 'ask';
  readonly why: string;
  readonly rule: RuleFacts | undefined;
}

const decisions = ['allow', 'deny', 'ask'] as const;

export function verdictOf(value: unknown): Verdict | undefined {
  const { decision, why, rule } = facts(value);
  const known = decisions.find((one) => one === decision);
  if (!known) return undefined;
  const { agent, tool, pattern } = facts(rule);
  const named = { agent: line(agent) || null, tool: line(tool) || null, pattern: line(pattern, 500) || null };
  return { decision: known, why: line(why), rule: rule === undefined || rule === null ? undefined : named };
}

/** What a rule is of. */
export function ruleWords({ agent, tool, pattern }: RuleFacts): string {
  const kind = toolKinds.find((one) => one === tool) satisfies ToolKind | undefined;
  const what = [kind ? kindLooks[kind].word() : m.agent_rule_any(), pattern].filter(Boolean).join(' ');
  return agent ? m.agent_rule_of_agent({ rule: what, agent }) : what;
}

export function verdictWords({ decision, why, rule }: Verdict): string {
  if (rule) {
    const words = { rule: ruleWords(rule) };
    if (decision === 'allow') return m.agent_rule_allowed(words);
    return decision === 'deny' ? m.agent_rule_denied(words) : m.agent_ask_rule(words);
  }
  if (decision === 'ask') return why === 'outside' ? m.agent_ask_outside() : why === 'plan' ? m.agent_ask_plan() : '';
  switch (why) {
    case 'keys':
      return m.agent_denied_keys();
    case 'repository':
      return m.agent_denied_repository();
    case 'plan':
      return m.agent_denied_plan();
    default:
      return m.agent_denied_outside();
  }
}
