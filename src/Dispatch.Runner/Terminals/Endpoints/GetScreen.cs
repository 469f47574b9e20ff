using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Feed;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Terminal;
using Microsoft.Net.Http.Headers;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class GetScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/screen", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getScreen").WithSummary("A session's screen, as it is or as it was")
            .WithDescription(
                "'format' is text (when absent), json, html, svg, or ansi: bytes that rebuild it in a terminal. 'at' is a position: the screen right after that event. " +
                "'scrollback' is how many lines above the screen are wanted (none when absent). The headers Dispatch-Epoch, Dispatch-Seq, Dispatch-Cols and Dispatch-Rows tell what it is. Its ETag changes with what is shown: with If-None-Match an unchanged screen is 304 and isn't drawn.")
            .Produces<string>(contentType: ScreenFormat.Text.ContentType).Produces(StatusCodes.Status304NotModified)
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, string? format, long? at, int? scrollback, HttpContext http, SessionRegistry sessions,
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
        return Answer(http, now ?? Render(await SessionScreens.AtAsync(session, at!.Value, cancellation)), wanted);

        Rendered Render(ScreenWriter writer)
        {
            var options = new RenderOptions { Scrollback = scrollback ?? 0, Title = session.Info.Name };
            var tag = Tag(session.Events.Epoch, writer, wanted, options);
            var drawn = IsKnown(http.Request, tag) ? (ReadOnlyMemory<byte>?)null : Draw(writer.Emulator, wanted, options);
            return new Rendered(session.Events.Epoch, writer.Position, writer.Emulator.Cols, writer.Emulator.Rows, tag, drawn);
        }
    }

    private static ReadOnlyMemory<byte> Draw(Emulator terminal, ScreenFormat format, RenderOptions options)
    {
        var into = new ArrayBufferWriter<byte>(4096);
        format.Write(terminal, options, into);
        return into.WrittenMemory;
    }

    /// <summary>Everything that a drawn screen depends on: what the session printed, its name, whose colours it has, and what draws it.</summary>
    private static EntityTagHeaderValue Tag(int epoch, ScreenWriter writer, ScreenFormat format, RenderOptions options)
    {
        var beside = string.Join('\n', RunnerState.Version, format.Name, options.Scrollback, writer.Emulator.Colors.Defaults, options.Title);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(beside)).AsSpan(0, 6));
        return new EntityTagHeaderValue($"\"{Number(epoch)}-{Number(writer.Drawn)}-{hash}\"");
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));

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
        headers.ETag = rendered.Tag.ToString();
        return rendered.Bytes is { } bytes ? Results.Bytes(bytes, format.ContentType) : Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Bytes">Null when whoever asks has them.</param>
    private sealed record Rendered(int Epoch, long Seq, int Cols, int Rows, EntityTagHeaderValue Tag, ReadOnlyMemory<byte>? Bytes);
}
