using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents;

/// <summary>Folds an agent session's facts from the log.</summary>
internal sealed class AgentPast(LogNames names) : IEventSink
{
    public AgentState State { get; private set; } = AgentState.None;

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        State = State.After(names.Name(stored.Type), payload);
        return true;
    }
}
