using System.Globalization;
using System.Text;
using Dispatch.Runner.Feed;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Runner.Terminals.Storage;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>Makes the screens of sessions: the live one of each, and those of the past.</summary>
internal sealed class SessionScreens(TimeProvider time, ILogger<SessionScreens> logger)
{
    /// <summary>How long a runner that stops goes on keeping screens: they are a cache, and whoever stops it waits.</summary>
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(5);

    private static readonly string Name = $"Dispatch {RunnerState.Version}";

    public SessionScreen Make(Session session) => new(session, time, logger);

    /// <summary>An emulator that has seen nothing yet.</summary>
    public static ScreenWriter Fresh(Session session, (int Cols, int Rows) size, ScreenListener? listener, DefaultColors? colors = null)
    {
        var options = new EmulatorOptions { Cols = size.Cols, Rows = size.Rows, Version = Name, Colors = colors ?? DefaultColors.Dark };
        return new ScreenWriter(new Emulator(options, listener), listener, session.Events.Names);
    }

    /// <summary>
    /// An emulator at the last kept screen at or before a position, or else at the beginning of what the log has: from there the log is
    /// replayed. What was dropped is missing in it.
    /// </summary>
    public static async ValueTask<ScreenWriter> NearAsync(
        Session session, long through, ScreenListener? listener, DefaultColors? colors, CancellationToken cancellation)
    {
        var pruned = Math.Min(session.Log.PrunedThrough, through);
        if (session.Workspace.Screens.Newest(session.Id, through) is { } kept)
        {
            var writer = Fresh(session, (kept.Cols, kept.Rows), listener, colors);
            writer.Emulator.Restore(kept.Bytes.Span);
            writer.Written = kept.Written;
            writer.Position = writer.Drawn = kept.Seq;
            return writer;
        }

        var fresh = Fresh(session, session.Sizes.At(pruned), listener, colors);
        if (pruned > 0)
        {
            var before = (await CommandHistory.ReadAsync(session, cancellation)).Spans.LastOrDefault(span => span.Started.At.Seq <= pruned);
            fresh.Emulator.Restore(NumberOf(before?.Started.Number ?? 0, running: before?.Ended is not { } ended || ended.At.Seq > pruned));
            fresh.Position = fresh.Drawn = pruned;
        }

        return fresh;
    }

    /// <summary>The screen as it was after a position.</summary>
    public static async Task<ScreenWriter> AtAsync(Session session, long seq, CancellationToken cancellation)
    {
        var writer = await NearAsync(session, seq, null, null, cancellation);
        var replay = new ScreenReplay(writer, seq);
        var kept = writer.Written;
        while (await replay.NextAsync(session, cancellation))
        {
            // None lies near when the session was imported or its screens are lost: whoever asks next finds those of this replay.
            if (writer.Written - kept >= ScreenCache.Distance)
            {
                session.Screen?.Keep(ScreenShot.Of(writer, int.MaxValue));
                kept = writer.Written;
            }
        }

        return writer;
    }

    /// <summary>Keeps the screens of all that run, before the runner stops: the next one goes on from there. Nothing is recorded any more.</summary>
    public static Task CloseAsync(SessionRegistry sessions, TimeProvider time) =>
        CloseAllAsync(sessions).WaitAsync(LongestClosing, time).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task CloseAllAsync(SessionRegistry sessions)
    {
        foreach (var session in sessions.All)
        {
            if (session.Screen is { } screen)
            {
                await screen.CloseAsync();
            }
        }
    }

    /// <summary>What makes an emulator that knows nothing go on counting commands after this one.</summary>
    public static byte[] NumberOf(int command, bool running) =>
        command == 0 ? [] : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\e]133;{(running ? "C" : "D;")};n={command}\e\\"));
}
