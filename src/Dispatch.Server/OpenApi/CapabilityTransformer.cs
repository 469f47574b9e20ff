using System.Text.Json.Nodes;
using Dispatch.Server.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Server.OpenApi;

/// <summary>Writes the capability that an operation takes into the document, as <c>x-capability</c>; public ones have none.</summary>
internal static class CapabilityTransformer
{
    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().LastOrDefault() is { Capability: { } capability })
        {
            operation.AddExtension("x-capability", new JsonNodeExtension(JsonValue.Create(capability)));
        }

        return Task.CompletedTask;
    }
}
