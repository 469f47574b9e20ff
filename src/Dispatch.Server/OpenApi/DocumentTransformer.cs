using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Server.OpenApi;

/// <summary>What the document says of the whole: the same on every machine, so that it can be committed and compared.</summary>
internal static class DocumentTransformer
{
    public static async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Dispatch",
            Version = ServerVersion.Current,
            Description = "Every error is application/problem+json (RFC 9457). Programs send the access key as a bearer token.",
        };
        document.Servers?.Clear();
        document.Tags?.Clear();

        // The frames of /api/stream are in no operation's body.
        document.AddComponent(nameof(StreamMessage), await context.GetOrCreateSchemaAsync(typeof(StreamMessage), null, cancellation));
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation));
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            operation.Tags?.Clear();
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "Any error",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
                },
            };
        }
    }
}
