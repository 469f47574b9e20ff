using System.Collections.Frozen;
using Dispatch.Server.Access;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Dispatch.Server.Hosting;

/// <summary>
/// The page: files that the build made, compressed beforehand where a <c>.br</c> lies beside one, and <c>index.html</c> for every address
/// that the page itself routes.
/// </summary>
internal static class StaticPage
{
    private const string Index = "/index.html";
    private static readonly string[] NotThePage = ["/api", "/openapi", "/healthz", "/readyz", "/metrics", "/assets"];
    private static readonly string[] OfAWorkspace = ["/w/", "/sign-in/w/"];

    public static void MapStaticPage(this IEndpointRouteBuilder routes, ServerOptions options)
    {
        var files = new Lazy<FrozenDictionary<string, PageFile>>(() => Find(options.WebRoot));
        routes.MapFallback("{**path}", context => ServeAsync(context, files.Value))
            .ExcludeFromDescription()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]))
            .Public();
    }

    private static async Task ServeAsync(HttpContext context, FrozenDictionary<string, PageFile> files)
    {
        var path = context.Request.Path.Value is { Length: > 1 } asked ? asked : Index;
        if (!files.TryGetValue(path, out var file) && !(IsRoute(path) && files.TryGetValue(Index, out file)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var compressed = file.BrotliLength is not null && AcceptsBrotli(context.Request);
        if (compressed)
        {
            response.Headers.ContentEncoding = "br";
        }

        response.ContentType = file.ContentType;
        response.ContentLength = compressed ? file.BrotliLength : file.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.SendFileAsync(compressed ? file.Path + ".br" : file.Path, context.RequestAborted);
        }
    }

    // What has an extension is a file that isn't there, not an address of the page; but for that of a file in a workspace.
    private static bool IsRoute(string path) =>
        (!Path.HasExtension(path) || OfAWorkspace.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))) && !NotThePage.Any(prefix => new PathString(path).StartsWithSegments(prefix));

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value == "br" && accepted.Quality is not 0);

    private static FrozenDictionary<string, PageFile> Find(string root)
    {
        if (!Directory.Exists(root))
        {
            return FrozenDictionary<string, PageFile>.Empty;
        }

        var types = new FileExtensionContentTypeProvider();
        return new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Extension is not ".br")
            .Select(file => PageFile.From(root, file, types))
            .ToFrozenDictionary(file => file.Address, StringComparer.Ordinal);
    }
}
