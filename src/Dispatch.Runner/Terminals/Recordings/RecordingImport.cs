using System.Buffers;
using System.IO.Pipelines;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>Makes an ended session of a recording, its events at the times that the recording tells. None, when anything is wrong with it.</summary>
internal sealed class RecordingImport(SessionRegistry sessions, SessionCreation creation, SessionKinds kinds, DiskRoom room, Limits limits, TimeProvider time)
{
    private const int LongestLine = 1024 * 1024;

    /// <summary>Characters of the command line, which every list shows.</summary>
    private const int LongestCommand = 1000;

    public async Task<(Session? Session, Error? Error)> RunAsync(
        Workspace workspace, PipeReader body, string? name, string principal, CancellationToken cancellation)
    {
        if (sessions.Count >= limits.Sessions)
        {
            return (null, SessionRules.TooMany(limits.Sessions));
        }

        if (room.Refuse() is { } noRoom)
        {
            return (null, noRoom);
        }

        ImportedSession? session = null;
        try
        {
            var number = 0;
            Asciicast? cast = null;
            await foreach (var line in LinesAsync(body, cancellation))
            {
                number++;
                if (cast is null)
                {
                    cast = Asciicast.Read(line.Span);
                    if (cast is null)
                    {
                        return (null, NoRecording);
                    }

                    var refusal = SessionRules.Size(cast.Cols, cast.Rows) ?? SessionRules.Name(NameOf(name, cast), limits.NameLength);
                    if (refusal is not null)
                    {
                        return (null, refusal);
                    }

                    session = new ImportedSession(workspace, kinds, room, Created(cast, NameOf(name, cast)), cast.RecordedAt ?? time.GetUtcNow(), principal);
                }
                else if (cast.Next(line.Span) is not { } next || !session!.Add(next))
                {
                    session!.Undo(principal);
                    return (null, BadLine(number));
                }
                else if (room.Refuse() is { } filled)
                {
                    session.Undo(principal);
                    return (null, filled);
                }
            }

            if (session is null)
            {
                return (null, NoRecording);
            }

            var (made, full) = await FinishAsync(session, cancellation);
            if (made is null)
            {
                session.Undo(principal);
                return (null, full);
            }

            session = null;
            await Confirmation.AwaitAsync(workspace, "The recording was imported.", cancellation);
            return (made, null);
        }
        catch
        {
            session?.Undo(principal);
            throw;
        }
    }

    // Others may have been made while this one was read.
    private async Task<(Session? Made, Error? Error)> FinishAsync(ImportedSession session, CancellationToken cancellation)
    {
        Session? made = null;
        await creation.AloneAsync(
            () =>
            {
                made = sessions.Count < limits.Sessions ? session.Finish(sessions) : null;
                return Task.CompletedTask;
            },
            cancellation);
        return made is null ? (null, SessionRules.TooMany(limits.Sessions)) : (made, null);
    }

    private static readonly Error NoRecording = new(
        ErrorKind.Invalid, "import.no-recording", "This is no recording in asciicast, version 2 or 3. 'dispatch export --format asciicast' makes one.");

    private static Error BadLine(int number) => new(
        ErrorKind.Invalid, "import.bad-line", $"Line {number} of the recording is no event of asciicast, such as [1.5, \"o\", \"text\"]. Nothing was imported.");

    private static string NameOf(string? asked, Asciicast cast)
    {
        var title = asked ?? new string([.. (cast.Title ?? "").Where(character => !char.IsControl(character))]).Trim();
        return asked is null && title.Length > 100 ? title[..100] : title.Length == 0 ? "Recording" : title;
    }

    private static string CommandOf(Asciicast cast) => cast.Command switch
    {
        null or "" => "recording",
        { Length: > LongestCommand } endless => endless[..LongestCommand],
        var command => command,
    };

    private static SessionCreated Created(Asciicast cast, string name) => new(
        TerminalDriver.Kind, name, [CommandOf(cast)], "/", cast.Cols, cast.Rows, null, null, null, Imported: true);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        PipeReader body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > LongestLine)
            {
                throw new BadHttpRequestException($"A line of the recording is longer than {LongestLine} bytes.");
            }

            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    yield return buffer.ToArray();
                }

                yield break;
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
