using System.Text.Json;
using System.Threading.Channels;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Agents;

/// <summary>One turn of an agent: its answer goes out as it comes, or with <c>--json</c> each event.</summary>
internal sealed class AgentTurn(SessionInfo session, bool json) : SessionView
{
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Ask> _asks = Channel.CreateUnbounded<Ask>();
    private bool _wrote, _over;
    private string _lineEnd = "";

    /// <summary>Completes when it can be prompted, and fails when it can't.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Why the turn failed; null when it didn't.</summary>
    public string? Failure { get; private set; }

    /// <summary>The next thing that it asks; null at the turn's end.</summary>
    public async Task<Ask?> NextAskAsync() => await _asks.Reader.WaitToReadAsync() && _asks.Reader.TryRead(out var ask) ? ask : null;

    public override void OnEvent(EventMessage happened, CancellationToken cancellation)
    {
        if (json && happened.Type.StartsWith("agent.", StringComparison.Ordinal))
        {
            Streams.Out.WriteLine(JsonSerializer.Serialize(happened, Wire.Default.SessionMessage));
        }

        switch (happened.Type)
        {
            case AgentEvents.Ready:
                _ready.TrySetResult(true);
                break;
            case AgentEvents.Failed when Read(happened, Wire.Default.AgentFailed) is { } failed:
                _ready.TrySetException(new Failure(Unready(SafeText.Lines(failed.Message.Trim()))));
                break;
            case AgentEvents.Said when !json && Read(happened, Wire.Default.AgentUpdated) is { } said:
                Say(said.Update);
                break;
            case AgentEvents.Asked when Read(happened, Wire.Default.AgentAsked) is { Verdict: { Decision: not AgentDecision.Ask } verdict } decided:
                Streams.Error.WriteLine(
                    $"{(verdict.Decision == AgentDecision.Allow ? "Allowed" : "Denied")}{(verdict.Rule is { } rule ? $" by rule {rule.Id}" : "")}: {SafeText.Line(Text(decided.Call, "title") ?? "a tool call")}");
                break;
            case AgentEvents.Asked when Read(happened, Wire.Default.AgentAsked) is { } asked:
                _asks.Writer.TryWrite(new Ask(asked.Ask, Text(asked.Call, "title") ?? "may it go on?"));
                break;
            case AgentEvents.TurnFailed when Read(happened, Wire.Default.AgentTurnFailed) is { } failed:
                End($"The agent failed: {SafeText.Lines(failed.Message.Trim())}");
                break;
            case AgentEvents.TurnEnded when Read(happened, Wire.Default.AgentTurnEnded) is { } ended:
                End(ended.StopReason == "end_turn" ? null : $"The agent stopped before it was done: {SafeText.Line(ended.StopReason)}");
                break;
            case EventTypes.SessionExited or EventTypes.SessionLost or EventTypes.SessionFailed:
                _ready.TrySetException(new Failure($"The agent ended before it was ready. Start it in a terminal to see why: {string.Join(' ', session.Command)}"));
                End("The agent ended before it had answered.");
                break;
        }
    }

    // What it said before it ended may be many lines, and what to do stands on one of its own then.
    private string Unready(string why)
    {
        var hidden = session.Sandbox is null ? "" : " (or, if it lacks a file that the sandbox hides, try --no-sandbox)";
        return $"The agent can't be prompted: {why}{(why.Contains('\n') ? "\n" : why.EndsWith('.') ? " " : ". ")}See what it needs with: dispatch agents{hidden}";
    }

    private void Say(JsonElement update)
    {
        if (update.TryGetProperty("content", out var content) && Text(content, "text") is { Length: > 0 } text)
        {
            // Line by line: what an agent says may come from anywhere, and goes into a terminal. The end of a line may come in two pieces.
            text = _lineEnd + text;
            _lineEnd = text.EndsWith('\r') ? "\r" : "";
            Streams.Out.Write(SafeText.Lines(text[..^_lineEnd.Length]));
            _wrote = true;
        }
    }

    private void End(string? failure)
    {
        // That the session is ended after the turn is no failure of it.
        if (_over)
        {
            return;
        }

        _over = true;
        Failure = failure;
        if (_wrote)
        {
            Streams.Out.WriteLine();
            _wrote = false;
        }

        _asks.Writer.TryComplete();
    }

    private static T? Read<T>(EventMessage happened, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => happened.Data?.Deserialize(type);

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    internal sealed record Ask(string Id, string Title);
}
