using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Gateway;
using Dispatch.Server.Presence;
using Dispatch.Server.Secrets;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Feed;

/// <summary>Reads the runner's feed from where the database is, for as long as it lasts.</summary>
internal sealed partial class FeedFollower(
    RunnerClient runner, RunnerState state, FeedIngest ingest, PresenceBoard presence, WorkspaceBoard workspaces, SecretDelivery secrets, GatewayDelivery gateway, IndexAudit audit, SessionIndexStore index,
    Foundation foundation, TimeProvider time,
    ILogger<FeedFollower> logger)
{
    // The runner beats every 5 seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private const int LongestLine = 1024 * 1024;

    public async Task<FeedEnd> FollowAsync(CancellationToken cancellation)
    {
        var end = await FollowAsync(mayRebuild: true, cancellation);
        return end.Rebuild ? await FollowAsync(mayRebuild: false, cancellation) : end;
    }

    private async Task<FeedEnd> FollowAsync(bool mayRebuild, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        var (connected, hasSecrets, hasGateway) = (false, false, false);
        FeedHello? unaudited = null;
        try
        {
            var cursor = await index.CursorAsync(foundation.Environment, either.Token);
            using var response = await runner.GetAsync(Address(cursor), null, either.Token);
            var lines = PipeReader.Create(await response.Content.ReadAsStreamAsync(either.Token));
            while (await ReadAsync(lines, either.Token) is { } messages)
            {
                silence.CancelAfter(LongestSilence);

                // Before anybody is told that it is there; and again at the next word of it where it didn't take them.
                hasSecrets = hasSecrets || await secrets.SendAsync(either.Token);
                hasGateway = hasGateway || await gateway.SendAsync(either.Token);
                if (!connected && messages.OfType<FeedHello>().FirstOrDefault() is { } hello)
                {
                    connected = true;
                    unaudited = hello;
                    state.Set(RunnerState.Connected, null);
                    state.SetTroubles(hello.Runner.Troubles ?? []);
                }

                if (messages.OfType<FeedBeat>().LastOrDefault()?.Troubles is { } troubles)
                {
                    state.SetTroubles(troubles);
                }

                await ingest.TakeAsync(messages, either.Token);
                if (ListOf(messages) is { } list)
                {
                    await workspaces.TakeAsync(list, either.Token);
                }

                foreach (var present in messages.OfType<FeedPresence>())
                {
                    await presence.TakeAsync(present, either.Token);
                }

                if (unaudited is not null && messages.Exists(static message => message is FeedCaughtUp))
                {
                    if (mayRebuild && await audit.ForgetWhatDiffersAsync(unaudited.Runner, either.Token))
                    {
                        return new FeedEnd(connected, "the index is not of this log and is being made anew", Rebuild: true);
                    }

                    unaudited = null;
                }
            }

            return new FeedEnd(connected, "it closed the feed");
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new FeedEnd(connected, $"nothing came for {LongestSilence.TotalSeconds} s", Hung: true);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            return new FeedEnd(connected, "it doesn't take this server's tokens", Refused: true);
        }
        catch (DbException e) when (!cancellation.IsCancellationRequested)
        {
            return new FeedEnd(connected, $"the server's database doesn't take what it told: {e.Message}", Unkept: true);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new FeedEnd(connected, e.Message);
        }
        finally
        {
            presence.Clear();
        }
    }

    private static IReadOnlyList<WorkspaceInfo>? ListOf(List<FeedMessage> messages) =>
        messages.OfType<FeedWorkspaces>().LastOrDefault()?.Workspaces ?? messages.OfType<FeedHello>().LastOrDefault()?.Runner.Workspaces;

    private static string Address(IReadOnlyList<FeedPosition> cursor) => cursor.Count == 0
        ? "/runner/feed?presence=true"
        : "/runner/feed?presence=true&cursor=" + Uri.EscapeDataString(
            string.Join(',', cursor.Select(at => string.Create(CultureInfo.InvariantCulture, $"{at.Workspace}:{at.Position}"))));

    /// <summary>Everything that is whole of what came; null at the end.</summary>
    private async Task<List<FeedMessage>?> ReadAsync(PipeReader lines, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await lines.ReadAsync(cancellation);
            var buffer = read.Buffer;
            var messages = new List<FeedMessage>();
            while (TryTakeLine(ref buffer, out var line))
            {
                if (Parse(line) is { } message)
                {
                    messages.Add(message);
                }
            }

            if (buffer.Length > LongestLine)
            {
                throw new InvalidDataException($"A line of the runner's feed is longer than {LongestLine} bytes.");
            }

            lines.AdvanceTo(buffer.Start, buffer.End);
            if (messages.Count > 0 || read.IsCompleted)
            {
                return messages.Count > 0 ? messages : null;
            }
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    // A runner of another version may say what this server doesn't know.
    private FeedMessage? Parse(in ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize(ref reader, Wire.Default.FeedMessage);
        }
        catch (JsonException e)
        {
            LogNotUnderstood(logger, e.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Passed over a line of the runner's feed: {Reason}")]
    private static partial void LogNotUnderstood(ILogger logger, string reason);
}

/// <param name="WasConnected">Whether the runner said hello before it ended.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Rebuild">The index was found to be of another log; reading again from the start makes it anew.</param>
/// <param name="Unkept">The runner is well; what it told could not be kept here, and is read again.</param>
/// <param name="Refused">The runner answers, and refuses the server's tokens: it was started for another database.</param>
/// <param name="Hung">The connection stands, and the runner doesn't even beat.</param>
internal sealed record FeedEnd(bool WasConnected, string Reason, bool Rebuild = false, bool Refused = false, bool Hung = false, bool Unkept = false);
