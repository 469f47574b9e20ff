using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Attach;

internal static class AttachCommand
{
    /// <summary>Lines kept above the screen: as many as come back when it grows.</summary>
    public const int Scrollback = 200;

    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var readOnly = new Option<bool>("--read-only") { Description = "Only watch: nothing that is typed reaches the session." };
        return new DispatchCommand(
            "attach",
            @"Bring a session onto this terminal. Ctrl+\ then d detaches and leaves it running; Ctrl+\ twice types one.",
            "dispatch attach build",
            "dispatch attach 7k2 --read-only")
        {
            session, WorkspaceOption.Instance, readOnly,
        }.Runs(async (parsed, cancellation) =>
        {
            if (!Descriptors.IsTerminal(LibC.StandardInput) || !Descriptors.IsTerminal(LibC.StandardOutput))
            {
                throw Failure.Usage("attach needs a terminal for its input and its output. In a script: dispatch output --follow, dispatch send");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            await AttachAsync(connection, found, parsed.GetValue(readOnly), cancellation);
        });
    }

    private static async Task AttachAsync(ServerConnection connection, SessionInfo session, bool readOnly, CancellationToken cancellation)
    {
        var (id, name) = (session.Id, SafeText.Line(session.Name));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var size = LibC.WindowSize(LibC.StandardOutput);
        var depth = ColorDepths.Of(Environment.GetEnvironmentVariable("TERM"), Environment.GetEnvironmentVariable("COLORTERM"));
        using var view = new ScreenView(TimeProvider.System, depth, readOnly, ending.Token);
        var request = new AttachRequest
        {
            ReadOnly = readOnly,
            Cols = size?.Cols,
            Rows = size?.Rows,
            Features = [AttachProtocol.SnapshotFeature],
            Scrollback = Scrollback,
        };
        var stream = new SessionStream(connection, id, SessionApi.Path(session), request, view);

        // Of one that ended the screen is all that is shown: there is nothing to get away from.
        if (SessionEnd.Of(session) is null)
        {
            Streams.Out.WriteLine($@"Attached to {name} ({id}){(readOnly ? ", read-only" : "")}. Ctrl+\ d detaches.");
        }

        var last = $"[the attached view of {name} broke off]";
        using var raw = RawMode.Enter();
        try
        {
            using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resize(stream, view, ending.Token));
            using var suspension = new Suspension(view, raw);
            var detached = new Keyboard(stream, view, readOnly).RunAsync(ending.Token);
            var ended = stream.RunAsync(ending.Token);
            var first = await Task.WhenAny(detached, ended, view.Broken);
            if (first == ended && await ended is { } end)
            {
                last = $"[{name} {SafeText.Line(end.Describe())}; its last screen: dispatch screen {id}]";
            }
            else if (first == detached)
            {
                last = $"[detached from {name}; back with: dispatch attach {id}]";
            }

            await first;
            await ending.CancelAsync();
            await Task.WhenAll(detached, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            view.Suspend();
            Descriptors.Write(Encoding.UTF8.GetBytes($"{last}\r\n"), CancellationToken.None);
        }
    }

    private static void Resize(SessionStream stream, ScreenView view, CancellationToken cancellation)
    {
        if (LibC.WindowSize(LibC.StandardOutput) is var (cols, rows))
        {
            _ = stream.ResizeAsync(cols, rows, cancellation).AsTask();
            view.Refresh();
        }
    }
}
