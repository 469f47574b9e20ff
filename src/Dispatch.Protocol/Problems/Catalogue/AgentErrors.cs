namespace Dispatch.Protocol.Problems.Catalogue;

internal static class AgentErrors
{
    public static readonly ErrorGroup Group = new("Agents", "An agent session's runner, as the result of a command.",
    [
        new("agent-rule.bad-agent", "A rule's agent has no name, or one that none can have.", "Name an agent as `dispatch agents` lists it, or leave it out for any."),
        new("agent-rule.bad-pattern", "The pattern can't be a rule's, for the reason that is named.", "Give a glob of paths in the workspace (`src/**`), or a command (`npm test *`)."),
        new("agent-rule.bad-tool", "There is no such sort of tool.", "Name one of those that the message lists, or leave it out for any."),
        new("agent-rule.not-found", "The workspace has no such rule for agents.", "List them: `dispatch agents rules`."),
        new("agent-rule.too-many", "The workspace has as many rules for agents as may be.", "Remove one, or make one that stands for several."),
        new("agent.answered-already", "Nothing waits for this answer: it was given already, or the turn is over.", "Look what was answered, and by whom."),
        new("agent.busy", "The agent still answers the prompt before.", "Wait until it has, or stop it.", Retry: true),
        new("agent.idle", "The agent does nothing that could be stopped.", "Nothing."),
        new("agent.not-ready", "The agent has not said yet that it can be prompted, or said why it can't.", "Wait until it is ready; see its session for what it lacks, such as a sign-in."),
        new("agent.option-unknown", "What was answered is none of the options.", "Answer with one of those that the question has."),
        new("agent.prompt-empty", "The prompt has no text.", "Give it one."),
        new("agent.prompt-too-long", "The prompt is too long for one message.", "Put it into a file, and name that."),
        new("agent.unknown", "There is no such agent, and no command was named.", "Name one of `GET …/agents`, or a command that speaks the Agent Client Protocol on its pipes."),
    ]);
}
