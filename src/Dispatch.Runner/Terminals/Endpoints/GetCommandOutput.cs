using System.Buffers;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class GetCommandOutput
{
    /// <summary>Lines of output that are told as text: the last ones.</summary>
    private const int MostLines = 50_000;

    private static readonly string Formats = $"{ScreenFormat.Text.Name}, {ScreenFormat.Ansi.Name}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/commands/{number}/output", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getCommandOutput").WithSummary("What a command printed")
            .WithDescription("'format' is text (when absent): as a terminal shows it, wrapped lines joined; or ansi: its bytes. What was dropped of it by now is missing.")
            .Produces<string>(contentType: ScreenFormat.Text.ContentType).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, int number, string? format, HttpContext http, SessionRegistry sessions, CancellationToken cancellation)
    {
        var (session, error) = TerminalRules.Find(sessions, workspace, id);
        if (session is null)
        {
            return error!.ToResult();
        }

        if (ScreenFormat.Find(format) is not { } wanted || (wanted != ScreenFormat.Text && wanted != ScreenFormat.Ansi))
        {
            return TerminalRules.UnknownFormat(format!, Formats).ToResult();
        }

        var history = await CommandHistory.ReadAsync(session, cancellation);
        if (history.Find(number) is not { } span)
        {
            return TerminalRules.NoSuchCommand(number).ToResult();
        }

        if (span.End is { } end && end.Seq <= session.Log.PrunedThrough)
        {
            return TerminalRules.OutputDropped(number).ToResult();
        }

        var part = new OutputPart(span.Started.At, span.End ?? new(session.Applied, int.MaxValue));
        http.Response.ContentType = wanted.ContentType;
        if (wanted == ScreenFormat.Ansi)
        {
            await part.ReadAsync(session, (bytes, c) => http.Response.Body.WriteAsync(bytes, c), cancellation);
            return Results.Empty;
        }

        var (cols, rows) = session.Sizes.At(span.Started.At.Seq);
        var emulator = new Emulator(new EmulatorOptions { Cols = cols, Rows = rows, Scrollback = MostLines });
        await part.ReadAsync(
            session,
            (bytes, _) =>
            {
                emulator.Write(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellation);
        var text = new ArrayBufferWriter<byte>(4096);
        ScreenText.Write(emulator, new RenderOptions { Scrollback = MostLines, JoinWrapped = true }, text);
        return Results.Bytes(text.WrittenMemory, wanted.ContentType);
    }
}
