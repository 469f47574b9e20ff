using Dispatch.Server.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Server.OpenApi;

/// <summary>What the document says of the whole: the same on every machine, so that it can be committed and compared.</summary>
internal static class DocumentTransformer
{
    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Dispatch",
            Version = ServerVersion.Current,
            Description = "Errors are application/problem+json (RFC 9457). Programs send the access key as a bearer token.",
        };
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}
