using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Runner.Hosting;

/// <summary>
/// The runner's API as an OpenAPI 3.1 document, each operation with the capability it needs (<c>x-capability</c>), and the shapes of the
/// attach wire as schemas. <c>Dispatch.Runner --openapi</c> prints it; the copy in the repository is what the server merges.
/// </summary>
internal static class ApiDescription
{
    /// <summary>What crosses the wire in no operation's body of its own: frames, and what events carry.</summary>
    private static readonly Type[] Shapes =
    [
        typeof(ClientMessage), typeof(SessionMessage), typeof(RecordingEnd), typeof(TerminalResized), typeof(CommandStarted), typeof(CommandEnded),
        typeof(TitleChanged), typeof(FolderChanged), typeof(Notified), typeof(ToWatch), typeof(FromWatch), typeof(SearchLine),
    ];

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
            foreach (var shape in Shapes)
            {
                document.AddComponent(shape.Name, await context.GetOrCreateSchemaAsync(shape, null, cancellation));
            }
        });
    });

    /// <summary>Endpoints are known only to a host that has started: it does, in a folder that goes away again, and logs nothing into the document.</summary>
    public static async Task PrintAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-");
        try
        {
            var data = new DataFolder(folder.FullName);
            Directory.CreateDirectory(data.Run);
            await using var app = RunnerHost.Build(new RunnerOptions(data, "none", new Limits(), new Dictionary<string, IReadOnlyList<string>>()), silent: true);
            await app.StartAsync();
            var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
            await output.WriteLineAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
            await app.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
