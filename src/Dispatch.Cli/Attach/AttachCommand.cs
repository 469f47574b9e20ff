using System.CommandLine;
using System.Runtime.InteropServices;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Attach;

internal static class AttachCommand
{
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
            session, readOnly,
        }.Runs(async (parsed, cancellation) =>
        {
            if (!Descriptors.IsTerminal(LibC.StandardInput) || !Descriptors.IsTerminal(LibC.StandardOutput))
            {
                throw Failure.Usage("attach needs a terminal for its input and its output. In a script: dispatch output --follow, dispatch send");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed.GetRequiredValue(session), cancellation);
            await AttachAsync(connection, found.Id, SafeText.Line(found.Name), parsed.GetValue(readOnly), cancellation);
        });
    }

    private static async Task AttachAsync(ServerConnection connection, string id, string name, bool readOnly, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var size = LibC.WindowSize(LibC.StandardOutput);
        var view = new AttachView();
        var stream = new SessionStream(
            connection,
            id,
            SessionApi.Path(id),
            new AttachRequest { ReadOnly = readOnly, Cols = size?.Cols, Rows = size?.Rows },
            view);

        Streams.Out.WriteLine($@"Attached to {name} ({id}){(readOnly ? ", read-only" : "")}. Ctrl+\ d detaches.");
        var last = $"[the attached view of {name} broke off]";
        using var raw = RawMode.Enter();
        try
        {
            using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resize(stream, ending.Token));
            var keyboard = new Keyboard(stream, readOnly);
            var detached = keyboard.RunAsync(ending.Token);
            var ended = stream.RunAsync(ending.Token);
            if (await Task.WhenAny(detached, ended) == detached)
            {
                await detached;
                last = $"[detached from {name}; back with: dispatch attach {id}]";
            }
            else if (await ended is { } end)
            {
                last = $"[{name} {SafeText.Line(end.Describe())}]";
            }

            await ending.CancelAsync();
            await Task.WhenAll(detached, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            view.Leave(last);
        }
    }

    private static void Resize(SessionStream stream, CancellationToken cancellation)
    {
        if (LibC.WindowSize(LibC.StandardOutput) is var (cols, rows))
        {
            _ = stream.ResizeAsync(cols, rows, cancellation).AsTask();
        }
    }
}
