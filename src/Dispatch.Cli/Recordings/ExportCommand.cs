using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

internal static class ExportCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var format = new Option<string>("--format")
        {
            Description = "Of a terminal: asciicast (the default: with times, sizes and commands, for asciinema and 'dispatch import'), or text or html: all its lines but those that were cleared. Of an agent: markdown (the default) or json.",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong("asciicast", "text", "html", "markdown", "json");
        var isV2 = new Option<bool>("--v2") { Description = "An asciicast of version 2, for older players; else of version 3." };
        var file = new Option<string>("--output", "-o") { Description = "The file to write; else standard output.", HelpName = "FILE" };
        isV2.Validators.Add(result =>
        {
            if (result.GetValue(isV2) && result.GetValue(format) is { } other and not "asciicast")
            {
                result.AddError($"--v2 is of asciicasts. Leave out --format {other}");
            }
        });
        return new DispatchCommand(
            "export",
            "Write all that is kept of a session to a file.",
            "dispatch export build -o build.cast",
            "dispatch export build --format html > build.html",
            "dispatch export helper -o conversation.md")
        {
            session, WorkspaceOption.Instance, format, isV2, file,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            var wanted = parsed.GetValue(format) ?? (found.Kind == "agent" ? "markdown" : "asciicast");
            if (wanted is "markdown" or "json")
            {
                await using var written = Create(parsed.GetValue(file));
                using var answer = await connection.SendAsync(HttpMethod.Get, $"{SessionApi.Path(found)}/conversation/export?format={wanted}", null, cancellation);
                await answer.Content.CopyToAsync(written, cancellation);
                return;
            }

            var timeline = await SessionApi.TimelineAsync(connection, found, cancellation);
            await using var output = Create(parsed.GetValue(file));
            var events = SessionRecording.ReadAsync(connection, found, timeline.Last, cancellation);
            await (wanted == "asciicast"
                ? WriteRecordingAsync(events, found, timeline, new AsciicastWriter(output, parsed.GetValue(isV2)), cancellation)
                : WriteLinesAsync(events, found, timeline, wanted == "html", output, cancellation));
        });
    }

    private static async Task WriteRecordingAsync(
        IAsyncEnumerable<RecordedEvent> events, SessionInfo session, Timeline timeline, AsciicastWriter recording, CancellationToken cancellation)
    {
        await recording.BeginAsync(session, timeline, cancellation);
        await foreach (var happened in events)
        {
            await recording.WriteAsync(happened, cancellation);
        }
    }

    private static async Task WriteLinesAsync(
        IAsyncEnumerable<RecordedEvent> events, SessionInfo session, Timeline timeline, bool asPage, Stream output, CancellationToken cancellation)
    {
        var size = timeline.Resizes is [var first, ..] ? (first.Cols, first.Rows) : (session.Cols, session.Rows);
        var emulator = new Emulator(new EmulatorOptions { Cols = size.Cols, Rows = size.Rows });
        var written = new ArrayBufferWriter<byte>();
        var lines = asPage ? AllLines.AsHtml(emulator, session.Name, written) : AllLines.AsText(emulator, written);
        await foreach (var happened in events)
        {
            Apply(happened, emulator);
            lines.Flush();
            if (written.WrittenCount > 0)
            {
                await output.WriteAsync(written.WrittenMemory, cancellation);
                written.ResetWrittenCount();
            }
        }

        lines.End();
        await output.WriteAsync(written.WrittenMemory, cancellation);
    }

    private static void Apply(RecordedEvent happened, Emulator emulator)
    {
        if (happened is { Type: EventTypes.TerminalOutput, Data: { } data })
        {
            emulator.Write(data.GetBytesFromBase64());
        }
        else if (happened.Type == EventTypes.TerminalResized && happened.Data?.Deserialize(Wire.Default.TerminalResized) is { } resized)
        {
            emulator.Resize(resized.Cols, resized.Rows);
        }
        else if (happened.Type == EventTypes.SessionRestarted)
        {
            emulator.Restore(AttachProtocol.AfterRestart);
        }
    }

    private static Stream Create(string? file)
    {
        if (file is null)
        {
            return new DescriptorStream(LibC.StandardOutput);
        }

        try
        {
            return new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 64 * 1024, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"'{file}' can't be written ({e.Message.TrimEnd('.')}). Name another file with --output");
        }
    }
}
