using System.Text.Json;
using System.Threading.Channels;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Search;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class SearchInFiles
{
    private const int Most = 20_000;
    private const int Usual = 2_000;
    private const string ContentType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/search", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("searchFiles").WithSummary("Look for a text in files")
            .WithDescription("One SearchMatch a line as they are found, and a SearchDone last. It ends with the request. ripgrep is used where the machine has it.")
            .Produces<SearchLine>(contentType: ContentType).Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, SearchFiles request, HttpContext http, WorkspaceFolders folders, TimeProvider time, CancellationToken cancellation)
    {
        var folder = folders.Find(workspace);
        var program = Ripgrep.Find();

        // Also for ripgrep, whose expressions are nearly the same: what is wrong is said before anything is sent.
        var pattern = SearchPattern.Of(request);
        var since = time.GetTimestamp();
        var lines = Channel.CreateBounded<SearchLine>(new BoundedChannelOptions(256) { SingleReader = true });
        var results = new SearchResults(lines.Writer, Math.Clamp(request.Limit ?? Usual, 1, Most));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var searching = SearchAsync();
        http.Response.ContentType = ContentType;
        try
        {
            await WriteAsync(lines.Reader, http.Response.Body, ending.Token);
            await searching;
            var done = new SearchDone(
                results.Files, results.Matches, results.Enough, program is null ? "built-in" : "ripgrep", (long)time.GetElapsedTime(since).TotalMilliseconds);
            await http.Response.Body.WriteAsync(Line(done), ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await searching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Results.Empty;

        async Task SearchAsync()
        {
            try
            {
                await (program is null
                    ? BuiltInSearch.RunAsync(folder, pattern, request.Ignored, results, time, ending.Token)
                    : Ripgrep.RunAsync(program, folder, request, pattern, results, time, ending.Token));
            }
            finally
            {
                lines.Writer.Complete();
            }
        }
    }

    private static async Task WriteAsync(ChannelReader<SearchLine> lines, Stream body, CancellationToken cancellation)
    {
        while (await lines.WaitToReadAsync(cancellation))
        {
            while (lines.TryRead(out var line))
            {
                await body.WriteAsync(Line(line), cancellation);
            }

            // What was found is seen while the rest is looked for.
            await body.FlushAsync(cancellation);
        }
    }

    private static byte[] Line(SearchLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, Wire.Default.SearchLine), (byte)'\n'];
}
