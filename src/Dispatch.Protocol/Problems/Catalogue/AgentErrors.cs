namespace Dispatch.Protocol.Problems.Catalogue;

internal static class AgentErrors
{
    public static readonly ErrorGroup Group = new("Agents", "An agent session's runner, as the result of a command.",
    [
        new("agent.answered-already", "Nothing waits for this answer: it was given already, or the turn is over.", "Look what was answered, and by whom."),
        new("agent.bad-stretch", "The stretch of a conversation that was asked for is none.", "Ask for 1 to 200 turns, before a position that an answer named."),
        new("agent.busy", "The agent still answers the prompt before.", "Wait until it has, or stop it.", Retry: true),
        new("agent.heard", "The agent has the prompt, so there is nothing to decide about it.", "Wait for its answer, or stop it."),
        new("agent.idle", "The agent does nothing that could be stopped.", "Nothing."),
        new("agent.no-agent", "The session is no agent, and has no conversation.", "Name one that is."),
        new("agent.no-images", "The agent takes no pictures.", "Put the picture into a file, and name that."),
        new("agent.not-queued", "No such prompt waits: it was sent, or taken back.", "Look at what is queued now."),
        new("agent.not-ready", "The agent has not said yet that it can be prompted, or said why it can't.", "Wait until it is ready; see its session for what it lacks, such as a sign-in."),
        new("agent.option-unknown", "What was answered is none of the options.", "Answer with one of those that the question has."),
        new("agent.prompt-empty", "The prompt has no text.", "Give it one."),
        new("agent.prompt-too-long", "The prompt is too long for one message.", "Put it into a file, and name that."),
        new("agent.prompt-unknown", "A part of the prompt is of no type that can be sent.", "Send text, a picture, a link to a file, or a text with its address."),
        new("agent.queue-full", "As many prompts wait as may.", "Wait until some were answered, or take some back.", Retry: true),
        new("agent.refused", "The agent refused what it was asked for, such as another mode or a sign-in.", "See its reason in the message."),
        new("agent.signed-in", "The agent waits for no sign-in now.", "Prompt it, or restart it first."),
        new("agent.turn-unknown", "The conversation has no such turn, it has not ended, or the conversation was rolled back from it.", "Name one of those that it has."),
        new("agent.unknown", "There is no such agent, and no command was named.", "Name one of `GET …/agents`, or a command that speaks the Agent Client Protocol on its pipes."),
    ]);
}
