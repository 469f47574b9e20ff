using Dispatch.Protocol.Attach;
using Dispatch.Runner.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Runner.Hosting;

/// <summary>
/// The runner's API as an OpenAPI 3.1 document, each operation with the capability it needs (<c>x-capability</c>), and the frames of the
/// attach wire as schemas. <c>Dispatch.Runner --openapi</c> prints it; the copy in the repository is what the server merges.
/// </summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredCapability>().FirstOrDefault() is { } needed)
            {
                operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
                operation.Extensions["x-capability"] = new JsonNodeExtension(needed.Name);
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(async (document, context, cancellation) =>
        {
            document.Info = new OpenApiInfo { Title = "Dispatch runner", Version = "v1" };
            document.Servers = [];
            foreach (var frame in new[] { typeof(ClientMessage), typeof(SessionMessage) })
            {
                document.AddComponent(frame.Name, await context.GetOrCreateSchemaAsync(frame, null, cancellation));
            }
        });
    });

    public static async Task PrintAsync(WebApplication app, TextWriter output)
    {
        var documents = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await documents.GetOpenApiDocumentAsync();
        await output.WriteLineAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}
