using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Layouts;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Layouts;

/// <summary>
/// <c>PUT /api/workspaces/{workspace}/layout</c>: keeps how a window of this browser is arranged. With <c>If-Match</c> only when it still is
/// what that ETag names, with <c>If-None-Match: *</c> only when there is none.
/// </summary>
internal static class SetLayout
{
    private const int Piece = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/workspaces/{workspace}/layout", Handle)
        .WithName("setLayout").WithSummary("Keeps how a window of this browser is arranged")
        .Accepts<Layout>("application/json").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.SessionList);

    private static async Task<IResult> Handle(string workspace, int? window, HttpContext context, LayoutStore layouts, TimeProvider time)
    {
        var (key, refusal) = LayoutsServices.Key(context, workspace, window);
        if (key is null)
        {
            return refusal!.ToResult();
        }

        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return LayoutErrors.TooLarge.ToResult();
        }

        var (layout, fault) = Parse(body);
        if (layout is null)
        {
            return LayoutErrors.Invalid(fault!).ToResult();
        }

        var version = await layouts.PutAsync(
            key, JsonSerializer.Serialize(layout, Wire.Default.Layout), Condition(context.Request), time.NowMilliseconds(), context.RequestAborted);
        if (version is null)
        {
            return LayoutErrors.Stale.ToResult();
        }

        context.Response.Headers.ETag = LayoutsServices.Tag(version.Value);
        return TypedResults.NoContent();
    }

    private static (Layout? Layout, string? Fault) Parse(byte[] body)
    {
        try
        {
            var layout = JsonSerializer.Deserialize(body, Wire.Default.Layout);
            var fault = layout is null ? "it is null" : LayoutRules.Fault(layout);
            return (fault is null ? layout : null, fault);
        }
        catch (JsonException e)
        {
            var place = e.Path is { Length: > 2 } path ? path[2..] : "the body";
            return (null, $"{place} is not what /openapi/v1.json describes (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
    }

    /// <returns>Null when there is more than may be.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LayoutLimits.Bytes)
        {
            return null;
        }

        using var kept = new MemoryStream();
        var piece = new byte[Piece];
        while (await request.Body.ReadAsync(piece, cancellation) is > 0 and var read)
        {
            if (kept.Length + read > LayoutLimits.Bytes)
            {
                return null;
            }

            kept.Write(piece, 0, read);
        }

        return kept.ToArray();
    }

    private static LayoutCondition Condition(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch == "*")
        {
            return LayoutCondition.None;
        }

        // A tag that this server never gave matches nothing.
        return request.Headers.IfMatch.ToString() switch
        {
            "" => LayoutCondition.Any,
            // A proxy that compresses calls a tag weak.
            var tag => long.TryParse((tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new LayoutCondition(version) : new LayoutCondition(-1),
        };
    }
}
