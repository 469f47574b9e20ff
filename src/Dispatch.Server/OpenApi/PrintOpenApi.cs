using System.Text;
using Dispatch.Protocol;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.OpenApi;

/// <summary><c>--openapi</c>: the merged document, for the copy in the repository that the page's types are made from.</summary>
internal static class PrintOpenApi
{
    /// <summary>Endpoints are known only to a server that has started: it does, in a folder that goes away again.</summary>
    public static async Task<string> RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-");
        try
        {
            var options = new ServerOptions { Data = new DataFolder(folder.FullName), Port = 0, Runner = "none" };
            await using var prepared = await Preparation.RunAsync(options, time, cancellation);
            await using var app = Program.Build(options, time, prepared, services => services.AddLogging(static logging => logging.ClearProviders()));
            await app.StartAsync(cancellation);
            var document = await app.Services.GetRequiredService<MergedDocument>().GetAsync(cancellation);
            await app.StopAsync(cancellation);
            return Encoding.UTF8.GetString(document);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
