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
        new("agent.denied", "A rule of the workspace denies what the agent wanted done.", "See the rules: `dispatch agents rules`. Remove the one, or do it yourself."),
        new("agent.git-folder", "An agent asked for something in a .git folder to be written.", "Use git for it."),
        new("agent.idle", "The agent does nothing that could be stopped.", "Nothing."),
        new("agent.keys", "An agent asked for a file where keys and sign-ins lie, or Dispatch's own data.", "No agent is given those, whatever rules say."),
        new("agent.not-ready", "The agent has not said yet that it can be prompted, or said why it can't.", "Wait until it is ready; see its session for what it lacks, such as a sign-in."),
        new("agent.option-unknown", "What was answered is none of the options.", "Answer with one of those that the question has."),
        new("agent.plan-mode", "An agent in plan mode wanted something changed.", "It finishes its plan; leave that mode to have it carried out."),
        new("agent.prompt-empty", "The prompt has no text.", "Give it one."),
        new("agent.prompt-too-long", "The prompt is too long for one message.", "Put it into a file, and name that."),
        new("agent.rejected", "A person said no to what the agent wanted done.", "Prompt it to do something else."),
        new("agent.service-failed", "A file or terminal service failed in a way that has no code of its own.", "Read the message; the runner's log has more."),
        new("agent.too-large", "What the agent asked for is too long for one answer.", "It asks for a part of it."),
        new("agent.too-many-terminals", "The agent has as many terminals running as it may.", "It waits for one, or ends it."),
        new("agent.unknown", "There is no such agent, and no command was named.", "Name one of `GET …/agents`, or a command that speaks the Agent Client Protocol on its pipes."),
        new("agent.write-lost", "The runner was started anew before it had what was to be written.", "The agent writes it again."),
    ]);
}
