using System.Collections.Immutable;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>How far an agent and its runner have come with each other, folded from the session's facts: the same after a restart of either.</summary>
internal sealed record AgentState
{
    public static AgentState None { get; } = new();

    /// <summary>What the present process said of itself; null until it did.</summary>
    public AgentInitialized? Initialized { get; init; }

    /// <summary>Whether the present process can be prompted.</summary>
    public bool Ready { get; init; }

    /// <summary>The agent's name of the conversation, also of one that a process before had.</summary>
    public string? AgentSession { get; init; }

    /// <summary>How many turns there were.</summary>
    public int Turns { get; init; }

    /// <summary>The prompt of the turn that goes on.</summary>
    public AgentPrompted? Open { get; init; }

    /// <summary>The turn that goes on.</summary>
    public int? Turn => Open?.Turn;

    /// <summary>The turns that are the conversation now.</summary>
    public TurnLine Line { get; init; } = TurnLine.Empty;

    /// <summary>The agent's own conversation lacks the turns of before: they are handed back to it with the next prompt.</summary>
    public bool Missing { get; init; }

    /// <summary>Whether it is known that the agent has the prompt of the turn that goes on.</summary>
    public bool Heard { get; init; }

    /// <summary>A person is asked whether that prompt is to be sent again.</summary>
    public bool Unsure { get; init; }

    /// <summary>Where a conversation that was forked goes on from, by the agent's own name.</summary>
    public string? Origin { get; init; }

    /// <summary>What is to be prompted once the turn that goes on has ended well, in order.</summary>
    public ImmutableList<AgentQueued> Queue { get; init; } = [];

    /// <summary>The number of the last prompt that was queued.</summary>
    public int LastQueued { get; init; }

    /// <summary>The turn before didn't end well: what is queued waits for a person.</summary>
    public bool Held { get; init; }

    /// <summary>What waits for an answer, with the options that there are.</summary>
    public ImmutableDictionary<string, ImmutableArray<AskOption>> Asks { get; init; } = ImmutableDictionary<string, ImmutableArray<AskOption>>.Empty;

    /// <summary>What was answered in the turn that goes on.</summary>
    public ImmutableDictionary<string, string?> Given { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Whether the agent can go on with a conversation that another process of it had.</summary>
    public bool CanLoad => JsonRpc.Of(Initialized?.Capabilities, "loadSession") is { ValueKind: JsonValueKind.True };

    /// <summary>Whether a prompt may have something besides text, such as <c>image</c> or <c>embeddedContext</c>.</summary>
    public bool Takes(string what) => JsonRpc.Of(JsonRpc.Of(Initialized?.Capabilities, "promptCapabilities"), what) is { ValueKind: JsonValueKind.True };

    /// <summary>Whether the agent can take a conversation of its own as the beginning of another.</summary>
    public bool CanFork => Session("fork");

    /// <summary>Whether the agent can go on with a conversation without bringing it up again.</summary>
    public bool CanResume => Session("resume");

    /// <summary>It brings up the conversation before, which is in the log already.</summary>
    public bool Loading => Initialized is not null && !Ready && AgentSession is not null && CanLoad;

    /// <summary>The last of each fact that holds until the next of its type.</summary>
    public ImmutableDictionary<string, byte[]> Latest { get; init; } = ImmutableDictionary<string, byte[]>.Empty;

    /// <summary>A fact that can't be read changes nothing: what else there is of the conversation stays.</summary>
    public AgentState After(string type, ReadOnlySpan<byte> payload)
    {
        var after = Fold(type, payload);
        return type switch
        {
            // With another process, or another conversation, what the one before said of itself is over.
            AgentEvents.Ready => after with { Latest = Keep(after.Latest.RemoveRange(Lasting), type, payload) },
            AgentEvents.Failed => after with { Latest = Keep(after.Latest, type, payload) },
            EventTypes.SessionRestarted => after with { Latest = after.Latest.Remove(AgentEvents.Failed) },
            AgentEvents.Forked or AgentEvents.Metered => after with { Latest = Keep(after.Latest, type, payload) },
            _ when Lasting.Contains(type) => after with { Latest = Keep(after.Latest, type, payload) },
            _ => after,
        };
    }

    private static readonly string[] Lasting =
        [AgentEvents.Failed, AgentEvents.ModeChanged, AgentEvents.ModelChanged, AgentEvents.OptionsChanged, AgentEvents.CommandsOffered];

    private static ImmutableDictionary<string, byte[]> Keep(ImmutableDictionary<string, byte[]> latest, string type, ReadOnlySpan<byte> payload) =>
        Fact.IsJson(payload) ? latest.SetItem(type, payload.ToArray()) : latest;

    private AgentState Fold(string type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case EventTypes.SessionRestarted or EventTypes.SessionExited or EventTypes.SessionLost or EventTypes.SessionFailed:
                return this with { Initialized = null, Ready = false, Open = null, Heard = false, Unsure = false, Held = Held || Turn is not null, Asks = Asks.Clear(), Given = Given.Clear() };
            case AgentEvents.Initialized:
                return this with { Initialized = Fact.TryRead(payload, Wire.Default.AgentInitialized), Ready = false };
            case AgentEvents.Ready when Fact.TryRead(payload, Wire.Default.AgentReady) is { } ready:
                return this with { Ready = true, AgentSession = ready.AgentSession, Origin = null, Missing = ready.Loaded ? Missing : !Line.IsEmpty };
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { } prompted:
                return this with
                {
                    Turns = prompted.Turn,
                    Open = prompted,
                    Line = Line.With(prompted.Turn),
                    Missing = false,
                    Heard = false,
                    Held = false,
                    Queue = Queue.RemoveAll(queued => queued.Queued == prompted.Queued),
                };
            case AgentEvents.Told or AgentEvents.Said or AgentEvents.Thought or AgentEvents.ToolCalled or AgentEvents.Planned when Turn is not null && !Heard:
                return this with { Heard = true, Unsure = false };
            case AgentEvents.Unsure:
                return this with { Unsure = true };
            case AgentEvents.Queued when Fact.TryRead(payload, Wire.Default.AgentQueued) is { } queued:
                return this with { Queue = Put(queued), LastQueued = Math.Max(LastQueued, queued.Queued) };
            case AgentEvents.Unqueued when Fact.TryRead(payload, Wire.Default.AgentUnqueued) is { } unqueued:
                return this with { Queue = Queue.RemoveAll(queued => queued.Queued == unqueued.Queued) };
            case AgentEvents.QueueContinued:
                return this with { Held = false };
            case AgentEvents.Rewound when Fact.TryRead(payload, Wire.Default.AgentRewound) is { } rewound:
                return this with { Line = Line.Through(rewound.Turn), AgentSession = null, Ready = false };
            case AgentEvents.Forked when Fact.TryRead(payload, Wire.Default.AgentForked) is { } forked:
                return this with { Origin = forked.AgentSession };
            case AgentEvents.TurnEnded:
                var well = Fact.TryRead(payload, Wire.Default.AgentTurnEnded)?.StopReason == "end_turn";
                return this with { Open = null, Heard = false, Unsure = false, Held = !well, Asks = Asks.Clear(), Given = Given.Clear() };
            case AgentEvents.TurnFailed:
                return this with { Open = null, Heard = false, Unsure = false, Held = true, Asks = Asks.Clear(), Given = Given.Clear() };
            case AgentEvents.Asked when Fact.TryRead(payload, Wire.Default.AgentAsked) is { } asked:
                return this with { Heard = true, Unsure = false, Asks = Asks.SetItem(asked.Ask, Options(asked.Options)) };
            case AgentEvents.Answered when Fact.TryRead(payload, Wire.Default.AgentAnswered) is { } answered:
                return this with { Asks = Asks.Remove(answered.Ask), Given = Given.SetItem(answered.Ask, answered.Option) };
            default:
                return this;
        }
    }

    private bool Session(string capability) =>
        JsonRpc.Of(JsonRpc.Of(Initialized?.Capabilities, "sessionCapabilities"), capability) is { ValueKind: JsonValueKind.Object or JsonValueKind.True };

    // The same number again is the same prompt, changed.
    private ImmutableList<AgentQueued> Put(AgentQueued queued) =>
        Queue.FindIndex(one => one.Queued == queued.Queued) is >= 0 and var at ? Queue.SetItem(at, queued) : Queue.Add(queued);

    private static ImmutableArray<AskOption> Options(JsonElement options) =>
        [.. options.EnumerateArray().Select(option => new AskOption(JsonRpc.Text(option, "optionId") ?? "", JsonRpc.Text(option, "kind") ?? ""))];
}

/// <summary>One of the answers that an agent offers.</summary>
/// <param name="Kind"><c>allow_once</c>, <c>allow_always</c>, <c>reject_once</c> or <c>reject_always</c>.</param>
internal sealed record AskOption(string Id, string Kind);
