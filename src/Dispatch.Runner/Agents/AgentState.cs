using System.Collections.Immutable;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>How far an agent and its runner have come with each other, folded from the session's facts: the same after a restart of either.</summary>
internal sealed partial record AgentState
{
    // More than an agent asks at once while a runner dies.
    private const int MostRecent = 8;

    public static AgentState None { get; } = new();

    /// <summary>What the present process said of itself; null until it did.</summary>
    public AgentInitialized? Initialized { get; init; }

    /// <summary>Whether the present process can be prompted.</summary>
    public bool Ready { get; init; }

    /// <summary>The agent's name of the conversation, also of one that a process before had.</summary>
    public string? AgentSession { get; init; }

    /// <summary>How many turns there were.</summary>
    public int Turns { get; init; }

    /// <summary>The turn that goes on.</summary>
    public int? Turn { get; init; }

    /// <summary>What waits for an answer, with the options that there are.</summary>
    public ImmutableDictionary<string, ImmutableArray<AskOption>> Asks { get; init; } = ImmutableDictionary<string, ImmutableArray<AskOption>>.Empty;

    /// <summary>What was answered in the turn that goes on.</summary>
    public ImmutableDictionary<string, string?> Given { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What the agent told of its tool calls in the turn that goes on.</summary>
    public ImmutableDictionary<string, CallSubject> Calls { get; init; } = ImmutableDictionary<string, CallSubject>.Empty;

    /// <summary>What each of the agent's own questions in the turn was about, by the keys of <see cref="CallSubject"/>.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Subjects { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What it asked before it came to us, and may do once in the turn that goes on, by the same keys.</summary>
    public ImmutableHashSet<string> Allowed { get; init; } = [];

    /// <summary>The changes that the agent's own questions in the turn showed, by the question; and those that were allowed.</summary>
    public ImmutableDictionary<string, ImmutableArray<ShownChange>> Shown { get; init; } = ImmutableDictionary<string, ImmutableArray<ShownChange>>.Empty;

    public ImmutableArray<ShownChange> AllowedChanges { get; init; } = [];

    /// <summary>The mode that the agent says it is in.</summary>
    public string? Mode { get; init; }

    /// <summary>It is to make a plan, and to change nothing.</summary>
    public bool Plan => Mode == "plan";

    /// <summary>What the present process asked of us and has no answer to yet.</summary>
    public ImmutableDictionary<string, PendingRequest> Pending { get; init; } = ImmutableDictionary<string, PendingRequest>.Empty;

    /// <summary>What it was answered last: it may not have heard that when the runner died.</summary>
    public ImmutableList<(PendingRequest Request, AgentServed Served)> Recent { get; init; } = [];

    /// <summary>What was written through us in the turn that goes on.</summary>
    public ImmutableList<AgentWriting> Written { get; init; } = [];

    /// <summary>How many bytes of output it wants of a terminal, by the session's id.</summary>
    public ImmutableDictionary<string, int> OutputLimits { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Whether the agent can go on with a conversation that another process of it had.</summary>
    public bool CanLoad => JsonRpc.Of(Initialized?.Capabilities, "loadSession") is { ValueKind: JsonValueKind.True };

    /// <summary>It brings up the conversation before, which is in the log already.</summary>
    public bool Loading => Initialized is not null && !Ready && AgentSession is not null && CanLoad;

    /// <summary>A fact that can't be read changes nothing: what else there is of the conversation stays.</summary>
    public AgentState After(string type, ReadOnlySpan<byte> payload) => Remember(type, payload).Converse(type, payload).Fold(type, payload);

    private AgentState Fold(string type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case EventTypes.SessionRestarted or EventTypes.SessionExited or EventTypes.SessionLost or EventTypes.SessionFailed:
                return TurnOver() with { Initialized = null, Ready = false, Mode = null, Pending = Pending.Clear(), OutputLimits = OutputLimits.Clear() };
            case AgentEvents.Initialized:
                return this with { Initialized = Fact.TryRead(payload, Wire.Default.AgentInitialized), Ready = false };
            case AgentEvents.Ready when Fact.TryRead(payload, Wire.Default.AgentReady) is { } ready:
                return this with { Ready = true, AgentSession = ready.AgentSession, Mode = JsonRpc.Text(ready.Modes, "currentModeId") };
            case AgentEvents.ModeChanged when Fact.TryRead(payload, Wire.Default.AgentUpdated) is { } changed:
                return this with { Mode = JsonRpc.Text(changed.Update, "currentModeId") ?? Mode };
            case AgentEvents.ToolCalled or AgentEvents.ToolUpdated when Fact.TryRead(payload, Wire.Default.AgentUpdated) is { } told && CallSubject.Id(told.Update) is { } call:
                return this with { Calls = Calls.SetItem(call, Calls.GetValueOrDefault(call, CallSubject.None).With(told.Update)) };
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { } prompted:
                return this with { Turns = prompted.Turn, Turn = prompted.Earlier is true ? Turn : prompted.Turn };
            case AgentEvents.TurnEnded or AgentEvents.TurnFailed:
                return TurnOver();
            case AgentEvents.Asked when Fact.TryRead(payload, Wire.Default.AgentAsked) is { } asked:
                var subject = Calls.GetValueOrDefault(CallSubject.Id(asked.Call) ?? "", CallSubject.None).With(asked.Call);
                return this with
                {
                    Asks = asked.Verdict is { Decision: not AgentDecision.Ask } ? Asks : Asks.SetItem(asked.Ask, Options(asked.Options)),
                    Subjects = PendingRequest.IsOwnAsk(asked.Ask) ? Subjects : Subjects.SetItem(asked.Ask, [.. subject.Keys]),
                    Shown = PendingRequest.IsOwnAsk(asked.Ask) ? Shown : Shown.SetItem(asked.Ask, subject.Shown),
                };
            case AgentEvents.Answered when Fact.TryRead(payload, Wire.Default.AgentAnswered) is { } answered:
                return After(answered);
            case AgentEvents.Requested when Fact.TryRead(payload, Wire.Default.AgentRequested) is { } requested:
                return this with { Pending = Pending.SetItem(requested.Request, new PendingRequest(requested.Turn, requested.Request, requested.Method, requested.Params)) };
            case AgentEvents.Writing when Fact.TryRead(payload, Wire.Default.AgentWriting) is { } writing && Pending.TryGetValue(writing.Request, out var pending):
                // What was allowed once is used up by the first that wants it, however many come at once.
                var granted = pending.Key is { } wanted && Allowed.Contains(wanted);
                return this with
                {
                    Pending = Pending.SetItem(writing.Request, pending with { Writing = writing, Granted = granted }),
                    Allowed = granted ? Allowed.Remove(pending.Key!) : Allowed,
                };
            case AgentEvents.Served when Fact.TryRead(payload, Wire.Default.AgentServed) is { } served && Pending.TryGetValue(served.Request, out var done):
                return After(served, done);
            default:
                return this;
        }
    }

    private AgentState TurnOver() => this with
    {
        Turn = null,
        Asks = Asks.Clear(),
        Given = Given.Clear(),
        Calls = Calls.Clear(),
        Subjects = Subjects.Clear(),
        Allowed = Allowed.Clear(),
        Shown = Shown.Clear(),
        AllowedChanges = [],
        Written = [],
        Recent = [],
    };

    private AgentState After(AgentAnswered answered)
    {
        var allowed = answered.Verdict is { } verdict
            ? verdict.Decision == AgentDecision.Allow
            : Asks.GetValueOrDefault(answered.Ask, []).Any(option => option.Id == answered.Option && option.Kind.StartsWith("allow_", StringComparison.Ordinal));
        return this with
        {
            Asks = Asks.Remove(answered.Ask),
            Given = Given.SetItem(answered.Ask, answered.Option),
            Allowed = allowed ? Allowed.Union(Subjects.GetValueOrDefault(answered.Ask, [])) : Allowed,
            AllowedChanges = allowed ? AllowedChanges.AddRange(Shown.GetValueOrDefault(answered.Ask, [])) : AllowedChanges,
        };
    }

    private AgentState After(AgentServed served, PendingRequest done) => this with
    {
        Pending = Pending.Remove(served.Request),
        Written = done.Writing is { } writing && served.Error is null ? Written.Add(writing) : Written,
        Allowed = served.Error is null && done.Key is { } key ? Allowed.Remove(key) : Allowed,
        Recent = Turn is null ? [] : [.. Recent.Skip(Math.Max(0, Recent.Count - MostRecent + 1)), (done, served)],
        OutputLimits = served.Terminal is { } terminal && done.Number("outputByteLimit") is { } limit ? OutputLimits.SetItem(terminal, limit) : OutputLimits,
    };

    private static ImmutableArray<AskOption> Options(JsonElement options) =>
        [.. options.EnumerateArray().Select(option => new AskOption(JsonRpc.Text(option, "optionId") ?? "", JsonRpc.Text(option, "kind") ?? ""))];
}

/// <summary>One of the answers that an agent offers.</summary>
/// <param name="Kind"><c>allow_once</c>, <c>allow_always</c>, <c>reject_once</c> or <c>reject_always</c>.</param>
internal sealed record AskOption(string Id, string Kind);
