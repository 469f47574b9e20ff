using System.Buffers;
using System.Globalization;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class GetScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/screen", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getScreen").WithSummary("A session's screen, as it is or as it was")
            .WithDescription(
                "'format' is text (when absent), json, html, svg, or ansi: bytes that rebuild it in a terminal. 'at' is a position: the screen right after that event. " +
                "'scrollback' is how many lines above the screen are wanted (none when absent). The headers Dispatch-Epoch, Dispatch-Seq, Dispatch-Cols and Dispatch-Rows tell what it is.")
            .Produces<string>(contentType: ScreenFormat.Text.ContentType).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, string? format, long? at, int? scrollback, HttpContext http, SessionRegistry sessions, SessionScreens screens,
        CancellationToken cancellation)
    {
        var (session, error) = TerminalRules.Find(sessions, workspace, id);
        if (session is null)
        {
            return error!.ToResult();
        }

        if (ScreenFormat.Find(format) is not { } wanted)
        {
            return TerminalRules.UnknownFormat(format!, ScreenFormat.Names).ToResult();
        }

        if ((Refuse(session, at) ?? (scrollback is < 0 or > AttachProtocol.MaximumScrollback ? TerminalRules.BadScrollback(AttachProtocol.MaximumScrollback) : null)) is { } refusal)
        {
            return refusal.ToResult();
        }

        // What is printed meanwhile isn't in the screen of a position that was asked for.
        var now = at is null || at == session.Applied
            ? await session.Screen!.ReadAsync(writer => at is null || at == writer.Position ? Render(writer) : null, cancellation)
            : null;
        return Answer(http, now ?? Render(await screens.AtAsync(session, at!.Value, cancellation)), wanted);

        Rendered Render(ScreenWriter writer)
        {
            var into = new ArrayBufferWriter<byte>(4096);
            wanted.Write(writer.Emulator, new RenderOptions { Scrollback = scrollback ?? 0, Title = session.Info.Name }, into);
            return new Rendered(session.Events.Epoch, writer.Position, writer.Emulator.Cols, writer.Emulator.Rows, into.WrittenMemory);
        }
    }

    private static Error? Refuse(Session session, long? at)
    {
        var pruned = session.Log.PrunedThrough;
        return at is not { } seq ? null
            : seq < 1 || seq > session.Applied ? TerminalRules.NoSuchPosition(seq, session.Applied)
            : seq < pruned ? TerminalRules.Dropped(seq, pruned)
            : null;
    }

    private static IResult Answer(HttpContext http, Rendered rendered, ScreenFormat format)
    {
        var headers = http.Response.Headers;
        headers["Dispatch-Epoch"] = Number(rendered.Epoch);
        headers["Dispatch-Seq"] = Number(rendered.Seq);
        headers["Dispatch-Cols"] = Number(rendered.Cols);
        headers["Dispatch-Rows"] = Number(rendered.Rows);
        return Results.Bytes(rendered.Bytes, format.ContentType);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Rendered(int Epoch, long Seq, int Cols, int Rows, ReadOnlyMemory<byte> Bytes);
}
