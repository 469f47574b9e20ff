using System.Collections.Immutable;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What is of the conversation itself: which turns it has, what waits to be prompted, and what the agent knows of it.</summary>
internal sealed partial record AgentState
{
    // With another process, or another conversation, what the one before said of itself is over.
    private static readonly string[] OfProcess =
        [AgentEvents.Failed, AgentEvents.ModeChanged, AgentEvents.ModelChanged, AgentEvents.OptionsChanged, AgentEvents.CommandsOffered];

    /// <summary>The turns that are the conversation now.</summary>
    public TurnLine Line { get; init; } = TurnLine.Empty;

    /// <summary>The agent's own conversation lacks the turns of before: they are handed back to it with the next prompt.</summary>
    public bool Missing { get; init; }

    /// <summary>The prompt of the turn that goes on.</summary>
    public AgentPrompted? Open { get; init; }

    /// <summary>Whether it is known that the agent has that prompt.</summary>
    public bool Heard { get; init; }

    /// <summary>A person is asked whether that prompt is to be sent again.</summary>
    public bool Unsure { get; init; }

    /// <summary>Where a conversation that was forked goes on from, by the agent's own name.</summary>
    public string? Origin { get; init; }

    /// <summary>A conversation of its own that the agent is to go on with; null when it does, or there is none.</summary>
    public TakingUp? Taking { get; init; }

    /// <summary>What is to be prompted once the turn that goes on has ended well, in order.</summary>
    public ImmutableList<AgentQueued> Queue { get; init; } = [];

    /// <summary>The number of the last prompt that was queued.</summary>
    public int LastQueued { get; init; }

    /// <summary>The turn before didn't end well: what is queued waits for a person.</summary>
    public bool Held { get; init; }

    /// <summary>The last of each fact that holds until the next of its type: its payload by its type.</summary>
    public ImmutableDictionary<string, byte[]> Latest { get; init; } = ImmutableDictionary<string, byte[]>.Empty;

    /// <summary>Whether the agent can take a conversation of its own as the beginning of another.</summary>
    public bool CanFork => Has("fork");

    /// <summary>Whether the agent can go on with a conversation without bringing it up again.</summary>
    public bool CanResume => Has("resume");

    /// <summary>Whether it lists conversations that it had before, and can go on with one.</summary>
    public bool Lists => Has("list") && (CanLoad || CanResume);

    /// <summary>Whether a prompt may have something besides text, such as <c>image</c> or <c>embeddedContext</c>.</summary>
    public bool Takes(string what) => JsonRpc.Of(JsonRpc.Of(Initialized?.Capabilities, "promptCapabilities"), what) is { ValueKind: System.Text.Json.JsonValueKind.True };

    private AgentState Converse(string type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case EventTypes.SessionRestarted or EventTypes.SessionExited or EventTypes.SessionLost or EventTypes.SessionFailed:
                // What couldn't be taken up may be what it ended of: it isn't tried again by itself.
                return (Taking is null ? this : GivenUp()).Closed(held: Held || Open is not null);
            case AgentEvents.Ready when Fact.TryRead(payload, Wire.Default.AgentReady) is { } ready:
                return this with { Origin = null, Taking = null, Missing = ready.Loaded ? Missing : !Line.IsEmpty };
            case AgentEvents.TakenUp when Fact.TryRead(payload, Wire.Default.AgentTakenUp) is { } taken:
                return this with { AgentSession = taken.AgentSession, Ready = false, Taking = new TakingUp(Turns, Told: false) };
            case AgentEvents.NotTakenUp:
                return GivenUp();
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { Earlier: true } earlier:
                return this with { Line = Line.With(earlier.Turn), Taking = Taking is null ? null : Taking with { Told = true } };
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { } prompted:
                return Closed(held: false) with
                {
                    Open = prompted,
                    Line = Line.With(prompted.Turn),
                    Queue = Queue.RemoveAll(queued => queued.Queued == prompted.Queued),
                };
            case AgentEvents.Told when Taking is not null:
                return this with { Taking = Taking with { Told = true } };
            case AgentEvents.Told or AgentEvents.Said or AgentEvents.Thought or AgentEvents.ToolCalled or AgentEvents.Planned or AgentEvents.Asked or AgentEvents.Requested
                when Open is not null && !Heard:
                return this with { Heard = true, Unsure = false, Missing = false };
            case AgentEvents.Unsure:
                return this with { Unsure = true };
            case AgentEvents.Queued when Fact.TryRead(payload, Wire.Default.AgentQueued) is { } queued:
                return this with { Queue = Put(queued), LastQueued = Math.Max(LastQueued, queued.Queued) };
            case AgentEvents.Unqueued when Fact.TryRead(payload, Wire.Default.AgentUnqueued) is { } unqueued:
                return this with { Queue = Queue.RemoveAll(queued => queued.Queued == unqueued.Queued) };
            case AgentEvents.QueueContinued:
                return this with { Held = false };
            case AgentEvents.Rewound when Fact.TryRead(payload, Wire.Default.AgentRewound) is { } rewound:
                return this with { Line = Line.Through(rewound.Turn), AgentSession = null, Ready = false, Held = false };
            case AgentEvents.Forked when Fact.TryRead(payload, Wire.Default.AgentForked) is { } forked:
                return this with { Origin = forked.AgentSession };
            case AgentEvents.TurnEnded:
                var reason = Fact.TryRead(payload, Wire.Default.AgentTurnEnded)?.StopReason;
                return Closed(held: reason != "end_turn") with { Missing = Missing && reason is null or "unknown" or "interrupted" };
            case AgentEvents.TurnFailed:
                return Closed(held: true);
            default:
                return this;
        }
    }

    private AgentState GivenUp() => this with { AgentSession = null, Taking = null, Line = TurnLine.Empty };

    private AgentState Closed(bool held) => this with { Open = null, Heard = false, Unsure = false, Held = held };

    private AgentState Remember(string type, ReadOnlySpan<byte> payload) => type switch
    {
        AgentEvents.Ready => Keep(Latest.RemoveRange(OfProcess), type, payload),
        AgentEvents.Forked or AgentEvents.TakenUp or AgentEvents.Metered => Keep(Latest, type, payload),
        EventTypes.SessionExited or EventTypes.SessionLost or EventTypes.SessionFailed when Taking is not null => this with { Latest = Latest.Remove(AgentEvents.TakenUp) },
        AgentEvents.NotTakenUp => this with { Latest = Latest.Remove(AgentEvents.TakenUp) },
        EventTypes.SessionRestarted => this with { Latest = Latest.Remove(AgentEvents.Failed) },
        _ when OfProcess.Contains(type) => Keep(Latest, type, payload),
        _ => this,
    };

    private AgentState Keep(ImmutableDictionary<string, byte[]> latest, string type, ReadOnlySpan<byte> payload) =>
        Fact.IsJson(payload) ? this with { Latest = latest.SetItem(type, payload.ToArray()) } : this;

    private bool Has(string capability) =>
        JsonRpc.Of(JsonRpc.Of(Initialized?.Capabilities, "sessionCapabilities"), capability) is { ValueKind: System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.True };

    // The same number again is the same prompt, changed.
    private ImmutableList<AgentQueued> Put(AgentQueued queued) =>
        Queue.FindIndex(one => one.Queued == queued.Queued) is >= 0 and var at ? Queue.SetItem(at, queued) : Queue.Add(queued);
}

/// <param name="Before">How many turns there were before it tells of those that the conversation has.</param>
/// <param name="Told">Whether it is known that the agent was asked: it isn't asked twice.</param>
internal sealed record TakingUp(int Before, bool Told);
